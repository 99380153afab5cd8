"""Whom somebody may ask to check what they noticed: people of the same organisation."""

from django.db.models import Exists, OuterRef, QuerySet

from dueregard.access.roles import Role
from dueregard.accounts.models import Membership, Person
from dueregard.reminders.people import serving

from .models import Concern


def colleagues_for(concern: Concern) -> QuerySet[Person]:
    """Those who can sign in, safeguarding leads first (`is_lead`), then by name."""
    here = Membership.objects.in_force().filter(
        person=OuterRef("pk"),
        authority=concern.authority_id,
        organisation=concern.organisation_id,
    )
    leads = here.filter(role=Role.SAFEGUARDING_LEAD)
    people = serving().filter(Exists(here)).exclude(pk=concern.noticed_by_id)
    return people.annotate(is_lead=Exists(leads)).order_by("-is_lead", "name", "pk")
