"""Which referrals somebody may see today, and which parts of each.

The matrix (`access.need_to_know`) says who and what; `SCOPES` says here, as one
condition of the database each, which referrals a scope reaches.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q

from dueregard import clock
from dueregard.access.need_to_know import MATRIX, Grant, Group, Scope
from dueregard.access.roles import Role
from dueregard.access.rooms import Room

SEEN_BY_REFERRER = timedelta(days=90)
WITH_THE_POLICE = ("submitted", "gateway", "gathering", "decision")
TO_BE_TAKEN_IN = ("screening", *WITH_THE_POLICE)
SENT_AND_LATER = "screening"  # spam is looked at by the council first

REVIEWERS = (
    Role.COORDINATOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.PANEL_CHAIR,
    Role.DEPUTY_CHAIR,
)  # of how long referrals are kept

OF_WRITERS = (Scope.OWN_SUBMISSION, Scope.OWN_CHECK)  # who reads and decides nothing

SCOPES: dict[Scope, Callable[[Any], Q]] = {
    Scope.AUTHORITY: lambda user: ~Q(status=SENT_AND_LATER),
    Scope.INTAKE: lambda user: ~Q(status="listed"),
    Scope.GATEWAY: lambda user: Q(status__in=WITH_THE_POLICE) | Q(holder=user),
    Scope.ASSIGNED: lambda user: Q(holder=user),
    Scope.SHARED_MARK: lambda user: Q(has_shared_mark=True),
    Scope.OWN_SUBMISSION: lambda user: Q(
        referred_by=user, submitted_at__gt=clock.now() - SEEN_BY_REFERRER
    ),
}


@dataclass(frozen=True)
class Sight:
    """What one person may do with each group of one referral."""

    reads: frozenset[Group] = frozenset()
    writes: frozenset[Group] = frozenset()
    flagged: frozenset[Group] = frozenset()
    asked: frozenset[Group] = frozenset()

    def __or__(self, other: "Sight | Grant") -> "Sight":
        return Sight(
            self.reads | other.reads,
            self.writes | other.writes,
            self.flagged | other.flagged,
            self.asked | other.asked,
        )


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of which `user` may see any part, by role, scope and today's date."""
        reached = [condition for _, _, condition in _lines(user)]
        if not reached:
            return self.none()
        return self.filter(_any(reached))

    def worked_on_by(self, user):
        """Those of `visible_to` that `user` works on; not what they sent themselves."""
        reached = [
            reach for _, grant, reach in _lines(user) if grant.scope not in OF_WRITERS
        ]
        return self.filter(_any(reached)) if reached else self.none()

    def with_sight_of(self, user):
        """Note on each row which lines of the matrix reach it, for `sight_of`."""
        noted = {
            f"reached_{number}": ExpressionWrapper(
                condition, output_field=BooleanField()
            )
            for number, _, condition in _lines(user)
        }
        return self.annotate(**noted)

    def dated_for(self, user):
        """Those whose dates of keeping `user` reviews or agrees to: what they may see,
        and for the data protection officer every row, of which no part opens (2.7)."""
        officers = [Role.DATA_PROTECTION_OFFICER]
        places = user.authorities_as(officers, Room.REFERRALS)
        return self.visible_to(user) | self.filter(authority__in=places)

    def open(self):
        """Not ended yet: somebody owes something."""
        return self.filter(status__in=TO_BE_TAKEN_IN)


def sight_of(user: Any, referral: Any) -> Sight:
    """What `user` may do with a referral that came through `with_sight_of`."""
    sight = Sight()
    for number, grant, _ in _lines(user):
        if getattr(referral, f"reached_{number}"):
            sight |= grant
    return sight


def works_on(user: Any, referral: Any) -> bool:
    """Whether `user` sees more of it than whoever sent it: states, dates, history."""
    return any(
        getattr(referral, f"reached_{number}")
        for number, grant, _ in _lines(user)
        if grant.scope not in OF_WRITERS
    )


def places_of_work(user: Any) -> list[int]:
    """Ids of the authorities where `user` has a role that works on referrals."""
    roles = [
        role
        for role, grants in MATRIX.items()
        if any(grant.scope not in OF_WRITERS for grant in grants)
    ]
    return user.authorities_as(roles, room=Room.REFERRALS)


def _lines(user: Any) -> list[tuple[int, Grant, Q]]:
    """The lines of the matrix that `user` holds a role for, each with its condition."""
    lines: list[tuple[int, Grant, Q]] = []
    held = {role for role, _ in user.roles}
    for role, grants in MATRIX.items():
        if role not in held:
            continue
        places = user.authorities_as([role], room=Room.REFERRALS)
        for grant in grants if places else ():
            if grant.scope in SCOPES:
                reach = Q(authority__in=places) & SCOPES[grant.scope](user)
                lines.append((len(lines), grant, reach))
    return lines


def people_of_room(user: Any) -> list[int]:
    """Ids of the authorities where `user` has a role that the matrix names."""
    return user.authorities_as(list(MATRIX), room=Room.REFERRALS)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
