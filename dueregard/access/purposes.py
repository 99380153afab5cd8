"""Why somebody opens a record about a person: the short list they choose from."""

from django.db import models


class Purpose(models.TextChoices):
    """What a look at field groups G1 to G7 is for; it is recorded with the look."""

    TRIAGE = "triage", "To decide what a new concern or referral needs"
    CHECK = "check", "To check a concern that a colleague noticed"
    GATEWAY = "gateway", "To gather and check information for the referral"
    DECISION = "decision", "To take or prepare a decision on the case"
    SUPPORT = "support", "To plan, give or review support"
    SUPERVISION = "supervision", "To supervise how the case is handled"
    CORRECTION = "correction", "To correct a mistake in the record"
    RIGHTS_REQUEST = "rights_request", "To answer a person's request about their data"
    AUDIT_SAMPLE = "audit_sample", "To examine a sample drawn for an audit"
    RETENTION = "retention", "To decide whether the record is still to be kept"
    DELIVERY = "delivery", "To send the referral on (the service itself)"
    BREAK_GLASS = "break_glass", "To act in an emergency, without the usual right"
