"""Who would be told about training that they owe, and how: looked at, then done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.partners.models import Post

from .coverage.states import State as Counted
from .models import (
    Course,
    Learner,
    LearnerRole,
    NudgedLearner,
    Requirement,
    RoleGroup,
)
from .owed import NUDGED, Owed, State, owed_by
from .reach import reach_of

NOT_AGAIN_WITHIN = timedelta(days=14)
MOST = 2_000
"""So many people in one nudge; a larger group is told in parts."""

Way = NudgedLearner.Way
ALSO = {State.NEVER: (Counted.NEVER, Counted.UNKNOWN)}
"""Who was never trained, as far as is known, is told either way."""


@dataclass(frozen=True)
class Group:
    """Of whom a nudge is: those of an authority, narrowed where something is given."""

    authority: Authority
    states: tuple[State, ...] = NUDGED
    role_group: RoleGroup | None = None
    organisation: Organisation | None = None
    course: Course | None = None

    def __str__(self) -> str:
        parts = [self.role_group, self.organisation, self.course]
        named = ", ".join(str(each) for each in parts if each)
        return named or f"everybody in {self.authority}"

    def asks_for(self, owed: Owed) -> bool:
        """Whether `owed` is what this nudge is about."""
        if owed.state not in self.states:
            return False
        if self.course and owed.course != self.course:
            return False
        return self.role_group is None or any(
            rule.role_group_id == self.role_group.pk for rule in owed.rules
        )


@dataclass(frozen=True)
class Target:
    """One person, what they owe, and the way that they are told.

    `post_id` and `post` name the lead of their organisation where they have no address;
    `told_at` is when they were told last, where that is too lately to tell them again.
    """

    learner: Learner
    owed: tuple[Owed, ...]
    way: Way
    post_id: int | None = None
    post: str = ""
    told_at: datetime | None = None


@dataclass(frozen=True)
class Telling:
    """Everybody of the group with the way that each is told."""

    group: Group
    targets: list[Target] = field(default_factory=list)
    is_too_large: bool = False

    def by_way(self, way: Way) -> list[Target]:
        return [each for each in self.targets if each.way == way]

    @property
    def mailed(self) -> list[Target]:
        return self.by_way(Way.MAIL)

    @property
    def passed_on(self) -> list[Target]:
        return self.by_way(Way.LEAD)

    @property
    def lately(self) -> list[Target]:
        return self.by_way(Way.LATELY)

    @property
    def unreached(self) -> list[Target]:
        return self.by_way(Way.NOBODY)

    @property
    def can_be_sent(self) -> bool:
        return not self.is_too_large and bool(self.mailed or self.passed_on)


def kept_by(user: Person, prefix: str = "") -> Q:
    """The condition on learners whose records `user` keeps, and does not only read."""
    reach = reach_of(user)
    return replace(reach, whole=reach.kept_whole).condition(prefix)


def who_to_tell(
    group: Group, *, by: Person, in_force: Sequence[Requirement] | None = None
) -> Telling:
    """The people of `group` whose records `by` keeps, with what they owe.

    Who left, is on leave or starts in grace is not told. A fixed number of statements;
    one fewer with the rules that were read already.
    """
    learners = _learners(group, by)
    if len(learners) > MOST:
        return Telling(group, is_too_large=True)
    owed = {
        key: tuple(each for each in found if group.asks_for(each))
        for key, found in owed_by(learners, in_force).items()
    }
    return Telling(
        group,
        [_target(each, owed[each.pk]) for each in learners if owed.get(each.pk)],
    )


def _learners(group: Group, by: Person) -> list[Learner]:
    counted = [code for state in group.states for code in ALSO.get(state, (state,))]
    places = LearnerRole.objects.kept().filter(authority=group.authority)
    places = places.with_state().filter(kept_by(by, "learner__"), state__in=counted)
    if group.role_group:
        places = places.filter(role_group=group.role_group)
    if group.organisation:
        places = places.filter(organisation=group.organisation)
    if group.course:
        places = places.filter(role_group__requirements__course=group.course)
    rows = Learner.objects.kept().filter(pk__in=places.values("learner"))
    rows = _with_ways(rows).select_related("organisation", "authority")
    return list(rows.order_by("organisation__name", "name", "number", "pk")[: MOST + 1])


def _with_ways(learners: QuerySet[Learner]) -> QuerySet[Learner]:
    """Each with when they were told within a fortnight, and the lead post in use of
    their organisation."""
    told = NudgedLearner.objects.filter(
        learner=OuterRef("pk"),
        way__in=[Way.MAIL, Way.LEAD],
        nudge__at__gt=clock.now() - NOT_AGAIN_WITHIN,
    )
    leads = Post.objects.in_use().filter(
        authority=OuterRef("authority"),
        organisation=OuterRef("organisation"),
        is_lead=True,
    )
    return learners.annotate(
        told_at=Subquery(told.order_by("-nudge__at").values("nudge__at")[:1]),
        lead_id=Subquery(leads.order_by("pk").values("pk")[:1]),
        lead_title=Subquery(leads.order_by("pk").values("title")[:1]),
    )


def _target(learner: Any, owed: tuple[Owed, ...]) -> Target:
    """`learner` with what `_with_ways` adds."""
    if learner.told_at:
        return Target(learner, owed, Way.LATELY, told_at=learner.told_at)
    if learner.email:
        return Target(learner, owed, Way.MAIL)
    if learner.lead_id:
        return Target(learner, owed, Way.LEAD, learner.lead_id, learner.lead_title)
    return Target(learner, owed, Way.NOBODY)
