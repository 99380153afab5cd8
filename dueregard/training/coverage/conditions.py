"""Each state as a condition on places, for lists that ask for the people in it.

`states` says the same as one expression, which is right for counting everybody and for
naming the state of a few. No index answers it, though, and the database cannot guess
how many it holds of; these conditions it can. A test holds the two against each other.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from ..models import OrganisationReturn
from .states import Census, State


def in_state(state: str, census: Census) -> Q:
    """The condition on `LearnerRole` that it counts as `state` on the day of `census`,
    under the same terms as `LearnerRole.objects.with_state`."""
    day = census.day
    if state in (State.LEFT, State.LATER, State.LEAVE):
        return _away(day)[State(state)]
    here = _is_here(day)
    if state == State.NOTHING_ASKED:
        return here & Q(required=0)
    if state == State.GRACE:
        return here & Q(required__gt=0, judged_from__gt=day)
    judged = Q(judged_from__isnull=True) | Q(judged_from__lte=day)
    return here & Q(required__gt=0) & judged & _in_scope(census)[State(state)]


def _away(day: date) -> dict[State, Q]:
    stays = Q(left_on__isnull=True) | Q(left_on__gt=day)
    began = Q(began_on__isnull=True) | Q(began_on__lte=day)
    not_back = Q(leave_until__isnull=True) | Q(leave_until__gte=day)
    return {
        State.LEFT: Q(left_on__lte=day),
        State.LATER: stays & Q(began_on__gt=day),
        State.LEAVE: stays & began & Q(leave_from__lte=day) & not_back,
    }


def _is_here(day: date) -> Q:
    """None of the three ways to be away."""
    stays = Q(left_on__isnull=True) | Q(left_on__gt=day)
    began = Q(began_on__isnull=True) | Q(began_on__lte=day)
    not_gone = Q(leave_from__isnull=True) | Q(leave_from__gt=day)
    return stays & began & (not_gone | Q(leave_until__lt=day))


def _in_scope(census: Census) -> dict[State, Q]:
    day, soon = census.day, census.soon
    has_returned = Q(
        Exists(
            OrganisationReturn.objects.filter(
                authority=OuterRef("authority"),
                organisation=OuterRef("organisation"),
                received_on__gt=census.since,
                received_on__lte=day,
            )
        )
    )
    misses, has_all = Q(done__lt=F("required")), Q(done__gte=F("required"))
    in_good_time = Q(valid_until__isnull=True) | Q(valid_until__gte=soon)
    return {
        State.NEVER: misses & has_returned,
        State.UNKNOWN: misses & ~has_returned,
        State.IN_DATE: has_all & in_good_time,
        State.DUE_SOON: has_all & Q(valid_until__gte=day, valid_until__lt=soon),
        State.LAPSED: has_all & Q(valid_until__lt=day),
    }
