"""Numbers of concerns and calls for advice that stay when the words are gone."""

from django.db.models import F

from dueregard import clock
from dueregard.accounts.models import Organisation
from dueregard.accounts.services.quarters import quarter_start

from ..models import KeepingTime, Tally


def count_one(authority_id: int, organisation: Organisation | None, what: str) -> None:
    """One more of `what` in this quarter."""
    row, _ = Tally.objects.get_or_create(
        authority_id=authority_id,
        organisation=organisation,
        what=what,
        quarter=quarter_start(clock.today()),
    )
    Tally.objects.filter(pk=row.pk).update(number=F("number") + 1)


def keeping_time_of(authority_id: int) -> KeepingTime:
    """What the authority has set, or what we ship (not saved)."""
    found = KeepingTime.objects.filter(authority=authority_id).first()
    return found or KeepingTime(authority_id=authority_id)
