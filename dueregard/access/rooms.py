"""The rooms that an authority can switch on, each built by an issue of its own."""

from django.db import models


class Room(models.TextChoices):
    """A part of the service. A switched-off room has no menu entry, page or task."""

    PLAN = "plan", "Plan"
    PARTNERSHIP = "partnership", "Partnership"
    TRAINING = "training", "Training"
    REFERRALS = "referrals", "Referrals"


# Rooms with records about people: two people switch one on (practice AC 1).
CASE_ROOMS = frozenset({Room.REFERRALS})
