"""What the completed form can be had as."""

from django.db import models


class Format(models.TextChoices):
    """Each with the ending of its file."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word document"
    JSON = "json", "JSON, for another system"
