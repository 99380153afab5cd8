"""The rooms that an authority can switch on, each built by an issue of its own."""

from django.db import models


class Room(models.TextChoices):
    """A part of the service. A switched-off room has no menu entry, page or task."""

    PLAN = "plan", "Plan"
    PARTNERSHIP = "partnership", "Partnership"
    TRAINING = "training", "Training"
