from django.db import models


class Audience(models.TextChoices):
    """Who a part of the plan is for.

    Anyone reads what is public once the chair publishes the plan. Partners read the
    rest when they sign in; what is restricted is for those who run the plan, those who
    oversee it, and its own owners.
    """

    PUBLIC = "public", "Anyone"
    PARTNERS = "partners", "Partners only"
    RESTRICTED = "restricted", "Restricted"
