"""Made-up worlds of people, rules and completions for `test_oracle`, and putting one
into the database."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.utils import timezone
from hypothesis import strategies as st

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.training.models import (
    Completion,
    Course,
    CourseEquivalence,
    Learner,
    LearnerRole,
    OrganisationReturn,
    Requirement,
    RoleGroup,
)

from . import oracle
from .oracle import Done, Group, Rule, Someone, World

CENSUSES = (date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 31), date(2026, 5, 1))
NEAR = (0, 1, 30, 59, 60, 61, 365)


@st.composite
def days(draw, census: date) -> date:
    """Days on which arithmetic goes wrong: near the census and at months' ends."""
    if draw(st.booleans()):
        away = draw(st.sampled_from(NEAR)) * draw(st.sampled_from((-1, 1)))
        return census + timedelta(days=away)
    month_end = date(draw(st.integers(2022, 2026)), draw(st.integers(1, 12)), 1)
    return month_end - timedelta(days=draw(st.integers(0, 3)))


def seldom(day) -> st.SearchStrategy:
    """Mostly nothing, so that most of what is made counts."""
    return st.one_of(st.none(), st.none(), st.none(), day)


@st.composite
def worlds(draw) -> World:
    census = draw(st.sampled_from(CENSUSES))
    day, old = days(census), st.just(date(2020, 1, 1))
    courses = tuple("ABC"[: draw(st.integers(1, 3))])
    course = st.sampled_from(courses)
    arrows = st.tuples(course, course).filter(lambda pair: pair[0] != pair[1])
    groups = draw(st.lists(_groups(day, old, courses), min_size=1, max_size=2))
    recent = st.just((census,))
    returns = st.one_of(recent, st.lists(day, max_size=2).map(tuple))
    sent = draw(st.lists(returns, min_size=1, max_size=2))
    person = _people(day, census, courses, len(sent), len(groups))
    return World(
        courses,
        frozenset(draw(st.lists(arrows, max_size=3)))
        if len(courses) > 1
        else frozenset(),
        tuple(groups),
        tuple(sent),
        tuple(draw(st.lists(person, min_size=1, max_size=8))),
        census,
    )


@st.composite
def _groups(draw, day, old, courses) -> Group:
    wanted = draw(
        st.lists(st.sampled_from(courses), min_size=1, max_size=2, unique=True)
    )
    rules = []
    for each in wanted:
        first, last = draw(st.one_of(old, old, day)), draw(seldom(day))
        rules.append(
            Rule(
                each,
                min(first, last or first),
                last and max(first, last),
                draw(st.sampled_from((None, 1, 6, 12, 24))),
                draw(st.sampled_from((0, 0, 1, 30))),
                draw(seldom(day)),
            )
        )
    return Group(tuple(rules), draw(seldom(day)), draw(seldom(day)))


@st.composite
def _people(draw, day, census, courses, organisations: int, groups: int) -> Someone:
    joined, left = draw(seldom(day)), draw(seldom(day))
    leave = draw(seldom(st.tuples(day, st.none() | day)))
    places = draw(
        st.dictionaries(
            st.integers(0, groups - 1), seldom(day), min_size=0, max_size=groups
        )
    )
    dones = st.builds(
        Done,
        st.sampled_from(courses),
        st.one_of(_done_on(census), day),
        seldom(day),
        st.integers(0, 4).map(lambda number: number == 0),
    )
    done = {(each.course, each.on): each for each in draw(st.lists(dones, max_size=4))}
    if joined and left and left < joined:
        joined, left = left, joined
    if leave and leave[1] and leave[1] < leave[0]:
        leave = (leave[1], leave[0])
    return Someone(
        draw(st.integers(0, organisations - 1)),
        tuple(places.items()),
        tuple(done.values()),
        joined,
        left,
        leave,
        draw(st.integers(0, 11)) == 11,
    )


@st.composite
def _done_on(draw, census: date) -> date:
    """Days from which what was done runs out about the census, or about when it is due
    soon; and the census itself."""
    about = census + timedelta(days=draw(st.sampled_from((0, 60))))
    months = draw(st.sampled_from((0, 1, 6, 12, 24)))
    away = draw(st.sampled_from((-1, 0, 0, 1)))
    return min(oracle.months_after(about, -months) + timedelta(days=away), census)


@contextmanager
def on(day: date):
    """As if today were `day`."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    with mock.patch.object(clock, "now", lambda: noon):
        yield


class Built:
    """The world in the database: `organisations` and `groups` in the world's order."""

    def __init__(self, world: World) -> None:
        self.authority = Authority.objects.create(name="Oracle", slug="oracle")
        self.courses = {
            code: Course.objects.create(
                authority=self.authority, code=code, title=f"Course {code}"
            )
            for code in world.courses
        }
        for done, wanted in world.satisfies:
            CourseEquivalence.objects.create(
                course=self.courses[done], satisfies=self.courses[wanted]
            )
        self.groups = [self._group(n, each) for n, each in enumerate(world.groups)]
        self.organisations = [
            self._organisation(n, each) for n, each in enumerate(world.returns)
        ]
        self.people = [self._person(n, each) for n, each in enumerate(world.people)]

    def _group(self, number: int, group: Group) -> RoleGroup:
        row = RoleGroup.objects.create(
            authority=self.authority,
            code=f"G{number}",
            name=f"Group {number}",
            begins_on=group.begins_on,
            closed_on=group.closed_on,
        )
        for rule in group.rules:
            Requirement.objects.create(
                role_group=row,
                course=self.courses[rule.course],
                window=Requirement.Window.INDUCTION,
                starts_on=rule.starts_on,
                ends_on=rule.ends_on,
                every_months=rule.every_months,
                within_days=rule.within_days,
                counts_from=rule.counts_from,
            )
        return row

    def _organisation(self, number: int, returns: tuple[date, ...]) -> Organisation:
        row = Organisation.objects.create(name=f"Organisation {number}")
        for day in returns:
            OrganisationReturn.objects.create(
                authority=self.authority,
                organisation=row,
                kind=OrganisationReturn.Kind.PEOPLE,
                received_on=day,
            )
        return row

    def _person(self, number: int, person: Someone) -> Learner:
        leave = person.leave or (None, None)
        row = Learner.objects.create(
            authority=self.authority,
            organisation=self.organisations[person.organisation],
            number=str(number),
            joined_on=person.joined_on,
            left_on=person.left_on,
            leave_from=leave[0],
            leave_until=leave[1],
        )
        if person.is_merged:
            other = Learner.objects.create(
                authority=self.authority,
                organisation=self._elsewhere(),
                number=f"kept {number}",
            )
            Learner.objects.filter(pk=row.pk).update(merged_into=other)
        for group, since in person.places:
            LearnerRole.objects.create(
                learner=row,
                role_group=self.groups[group],
                starts_on=since,
                authority=self.authority,
                organisation=row.organisation,
            )
        for done in person.done:
            self.complete(row, done)
        return row

    def complete(self, learner: Learner, done: Done) -> Completion:
        return Completion.objects.create(
            learner=learner,
            course=self.courses[done.course],
            completed_on=done.on,
            expires_on=done.expires_on,
            source=Completion.Source.ENTERED,
            ended_at=clock.now() if done.is_ended else None,
        )

    def _elsewhere(self) -> Organisation:
        """Where records are that others were merged into: not counted by the oracle."""
        return Organisation.objects.get_or_create(name="Elsewhere")[0]
