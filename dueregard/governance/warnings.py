"""What is amiss with a group, in words: for its page."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.formats import date_format

from dueregard import clock
from dueregard.accounts.models import Membership

from .models import GroupMember, PartnershipGroup, TermsOfReference

SOON = timedelta(days=60)
"""How long before a seat ends the page says so."""


def warnings_of(
    group: PartnershipGroup,
    members: Sequence[GroupMember],
    terms: TermsOfReference | None,
) -> list[str]:
    """Sentences for a group in use, from its seats that have not ended."""
    if group.closed_on:
        return []
    today = clock.today()
    sitting = [each for each in members if each.starts_on <= today]
    found = _about_terms(terms)
    if not any(each.seat == GroupMember.Seat.CHAIR for each in sitting):
        found.append("Nobody chairs this group today.")
    left = _left(group, sitting)
    for each in sitting:
        if each.person_id in left:
            found.append(
                f"{each.person} has no role here any more, but still has a seat."
            )
        elif each.ends_on and each.ends_on <= today + SOON:
            found.append(f"{each.person}’s seat ends on {date_format(each.ends_on)}.")
    return found


def _about_terms(terms: TermsOfReference | None) -> list[str]:
    if terms is None:
        return ["There are no terms of reference yet."]
    if terms.review_on <= clock.today():
        day = date_format(terms.review_on)
        return [f"The terms of reference were to be reviewed by {day}."]
    return []


def _left(group: PartnershipGroup, members: Sequence[GroupMember]) -> set[int]:
    """Those who had a role at the authority and have none now or to come."""
    people = {each.person_id for each in members}
    had = Membership.objects.filter(authority=group.authority_id, person__in=people)
    kept = had.filter(ends_on__gte=clock.today(), ended_at__isnull=True)
    return set(had.values_list("person_id", flat=True)) - set(
        kept.values_list("person_id", flat=True)
    )
