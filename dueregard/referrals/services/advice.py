"""Calls for advice: that somebody asked, and whether they were told to refer."""

from datetime import date, timedelta

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services import new_key

from ..events import ConcernEvent
from ..models import AdviceCall, KeepingTime, Tally
from ..rules_of_concerns import may_note_advice, may_set_keeping_time
from .concern_tallies import count_one, keeping_time_of

TALLIES = {
    AdviceCall.Told.REFER: Tally.What.ADVICE_REFER,
    AdviceCall.Told.NOT_REFER: Tally.What.ADVICE_NOT_REFER,
    AdviceCall.Told.OTHER: Tally.What.ADVICE_OTHER,
}


@audit.atomic
@sensitive_variables()
def note_advice(
    authority: Authority,
    *,
    organisation: Organisation | None,
    told: str,
    asked_on: date,
    words: dict[str, str],
    by: Person,
) -> AdviceCall:
    """Keep that somebody asked and what they were told, for a while; count it for good.

    `words`: `initials` of the person it was about, `asked` and `said`. `organisation`
    is the one that asked; None is somebody from outside.

    Raises:
        NotAllowed: `by` serves no authority here.
    """
    may_note_advice(by, authority)
    days = keeping_time_of(authority.pk).advice_days
    with sealing(authority):
        call = AdviceCall(
            authority=authority,
            data_key=new_key(authority, DataKey.Kind.CONCERN),
            organisation=organisation,
            told=told,
            asked_on=asked_on,
            words=words,
            taken_by=by,
            shred_on=clock.today() + timedelta(days=days),
        )
        call.save(force_insert=True)
    count_one(authority.pk, organisation, TALLIES[AdviceCall.Told(told)])
    audit.record(ConcernEvent.ADVICE_GIVEN, call, by=by, told=told)
    return call


@audit.atomic
def set_keeping_time(
    authority: Authority,
    *,
    concern_days: int,
    advice_days: int,
    version: int,
    by: Person,
) -> KeepingTime:
    """Set how many days both are kept, from now on.

    Raises:
        NotAllowed: `by` is not the authority's data protection officer.
        Stale: it was set since `version`.
    """
    may_set_keeping_time(by, authority)
    KeepingTime.objects.get_or_create(authority=authority)
    row = claim_version(KeepingTime, authority.pk, version)
    row.concern_days, row.advice_days = concern_days, advice_days
    row.save()
    audit.record(
        ConcernEvent.KEEPING_SET,
        authority,
        by=by,
        concern_days=concern_days,
        advice_days=advice_days,
    )
    return row
