"""What evidence is tagged to, so that a year's assurance drafts itself (practice YR 5).

The six duties are those of the seed plan 004; the eight sections are those of the 2024
self-assessment toolkit (domain reference, 11.1).
"""

from django.db import models


class Tag(models.TextChoices):
    """A duty, or a section of the toolkit."""

    RISK = "risk", "Risk"
    ACTION = "action", "Action"
    RECOGNISE = "recognise", "Recognise"
    PARTNERSHIP = "partnership", "Partnership"
    REFERRAL = "referral", "Referral"
    COMPLIANCE = "compliance", "Compliance"
    SECTION_1 = "section_1", "1 Multi-agency partnership group"
    SECTION_2 = "section_2", "2 Local risk assessment process"
    SECTION_3 = "section_3", "3 Partnership plan"
    SECTION_4 = "section_4", "4 Referral pathway"
    SECTION_5 = "section_5", "5 Channel panel"
    SECTION_6 = "section_6", "6 Training programme"
    SECTION_7 = "section_7", "7 Reducing permissive environments"
    SECTION_8 = "section_8", "8 Communications and engagement"


DUTIES = tuple(tag for tag in Tag if not tag.value.startswith("section_"))
SECTIONS = tuple(tag for tag in Tag if tag.value.startswith("section_"))
