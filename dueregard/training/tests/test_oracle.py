"""Coverage in SQL says what the slow oracle says, for any world."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.training.accepting import accepted_for
from dueregard.training.coverage import counting
from dueregard.training.coverage.conditions import in_state
from dueregard.training.coverage.states import Census, State
from dueregard.training.coverage.trend import month_ends
from dueregard.training.models import LearnerRole
from dueregard.training.services.standing import refresh

from . import oracle
from .edges import EDGES
from .oracle import Done, World
from .worlds import Built, days, on, worlds

pytestmark = pytest.mark.django_db
BEST_FIRST = ("in_date", "due_soon", "lapsed", "never", "unknown")
tried = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


class Undone(Exception):
    """Takes back what an example wrote."""


def in_the_database(world: World, look):
    """What `look` answers of the world, put into the database and judged on its day."""
    found = []
    try:
        with on(world.census), transaction.atomic():
            built = Built(world)
            refresh(authority=built.authority)
            found.append(look(built))
            raise Undone
    except Undone:
        return found[0]


def counted(built: Built, day) -> dict:
    """Counted by the product, keyed as the oracle keys it."""
    rows = counting.by_organisation_and_role_group(
        counting.People(built.authority), day
    )
    organisations = {row.pk: n for n, row in enumerate(built.organisations)}
    groups = {row.pk: n for n, row in enumerate(built.groups)} | {None: None}
    return {
        (organisations[organisation], groups[group]): tally
        for (organisation, group), tally in rows.items()
        if organisation in organisations
    }


def states(cells: dict) -> dict:
    return {key: Counter(tally.states) for key, tally in cells.items()}


def done_by(world: World, day) -> World:
    people = (
        replace(one, done=tuple(done for done in one.done if done.on <= day))
        for one in world.people
    )
    return replace(world, people=tuple(people))


@tried
@given(worlds())
def test_today_is_counted_as_the_definitions_say(world):
    cells = in_the_database(world, lambda built: counted(built, world.census))
    assert states(cells) == oracle.count(world)
    in_date = sum(tally.in_date for tally in cells.values())
    in_scope = sum(tally.in_scope for tally in cells.values())
    assert (in_date, in_scope) == oracle.share(oracle.count(world))


@pytest.mark.parametrize("away", [-400, -1, 0, 1, 60])
def test_on_every_edge_the_count_is_right(away):
    day = EDGES.census + timedelta(days=away)
    cells = in_the_database(EDGES, lambda built: counted(built, day))
    assert states(cells) == oracle.count(replace(EDGES, census=day))


@pytest.mark.parametrize("later", [0, 1, 2, 61])
def test_the_edges_are_right_before_the_daily_job(later):
    day = EDGES.census + timedelta(days=later)

    def look(built):
        with on(day):
            return counted(built, day)

    assert states(in_the_database(EDGES, look)) == oracle.count(
        replace(EDGES, census=day)
    )


@tried
@given(worlds(), st.data())
def test_any_other_day_is_counted_from_the_completions(world, data):
    day = data.draw(days(world.census))
    cells = in_the_database(world, lambda built: counted(built, day))
    assert states(cells) == oracle.count(replace(world, census=day))


@tried
@given(worlds())
def test_a_month_is_the_same_by_itself_among_others_and_by_the_oracle(world):
    """The trend counts many days at once, the matrix one; both say what was so."""
    ends = month_ends(world.census, 4)

    def look(built):
        bodies = frozenset(row.pk for row in built.organisations)
        people = counting.People(built.authority, bodies)
        together = counting.by_day(people, ends)
        apart = {day: counted(built, day) for day in ends}
        return together, apart

    together, apart = in_the_database(world, look)
    for day in ends:
        expected = sum(oracle.count(replace(world, census=day)).values(), Counter())
        alone = sum((cell.states for cell in apart[day].values()), Counter())
        assert Counter(together[day].states) == alone == expected


@tried
@given(worlds(), st.data())
def test_before_the_daily_job_the_numbers_are_those_of_the_new_day(world, data):
    """Nothing can be recorded as done on a day to come."""
    tomorrow = world.census + timedelta(days=data.draw(st.integers(1, 400)))
    world = done_by(world, world.census)

    def look(built):
        with on(tomorrow):
            return counted(built, tomorrow)

    assert states(in_the_database(world, look)) == oracle.count(
        replace(world, census=tomorrow)
    )


@tried
@given(worlds())
def test_everybody_is_counted_once_in_each_role_group_they_are_in(world):
    cells = in_the_database(world, lambda built: counted(built, world.census))
    kept = [person for person in world.people if not person.is_merged]
    everybody = sum(max(1, len(person.places)) for person in kept)
    assert sum(tally.everybody for tally in cells.values()) == everybody
    for tally in cells.values():
        in_scope = sum(number for _, number, _ in tally.parts())
        apart = sum(number for _, number in tally.set_apart())
        assert tally.in_scope == in_scope
        assert tally.everybody == in_scope + apart


@tried
@given(worlds(), st.data())
def test_one_more_completion_never_worsens_a_state(world, data):
    def look(built):
        before = _states_of_places()
        if not built.people:
            return before, before
        learner = data.draw(st.sampled_from(built.people))
        done = Done(
            data.draw(st.sampled_from(world.courses)),
            world.census - timedelta(days=data.draw(st.integers(0, 900))),
            data.draw(st.none() | days(world.census)),
        )
        if not learner.completions.filter(
            course__code=done.course, completed_on=done.on, ended_at__isnull=True
        ):
            built.complete(learner, done)
        refresh([learner.pk])
        return before, _states_of_places()

    before, after = in_the_database(world, look)
    for place, was in before.items():
        if was in BEST_FIRST:
            assert BEST_FIRST.index(after[place]) <= BEST_FIRST.index(was)
        else:
            assert after[place] == was


@tried
@given(worlds())
def test_equivalence_is_followed_as_the_catalogue_says(world):
    """The SQL and `accepting.accepted_for` are two readings of the same arrows."""

    def look(built):
        codes = {row.pk: code for code, row in built.courses.items()}
        return {
            codes[wanted]: {codes[done] for done in accepted}
            for wanted, accepted in accepted_for(built.authority).items()
        }

    assert in_the_database(world, look) == {
        wanted: {
            done for done in world.courses if oracle.counts_for(world, done, wanted)
        }
        for wanted in world.courses
    }


@tried
@given(worlds())
def test_judging_one_person_or_all_comes_to_the_same(world):
    def look(built):
        whole = _stored()
        LearnerRole.objects.update(required=9, done=9, valid_until=None, is_kept=True)
        assert refresh([person.pk for person in built.people]) <= len(whole)
        assert _stored() == whole
        return refresh(authority=built.authority)

    assert in_the_database(world, look) == 0


def _stored() -> list:
    return list(LearnerRole.objects.order_by("pk").values_list())


def _states_of_places() -> dict[int, str]:
    places = LearnerRole.objects.kept().with_state()
    return dict(places.order_by().values_list("pk", "state"))


@tried
@given(worlds())
def test_the_state_of_each_person_is_the_one_that_is_counted(world):
    """`with_state`, by which lists filter, agrees with the counts."""

    def look(built):
        organisations = {row.pk: n for n, row in enumerate(built.organisations)}
        groups = {row.pk: n for n, row in enumerate(built.groups)}
        found: dict = {}
        rows = LearnerRole.objects.kept().with_state(Census(world.census).day)
        for place in rows:
            key = organisations[place.organisation_id], groups[place.role_group_id]
            found.setdefault(key, Counter())[place.state] += 1
        return found

    expected = oracle.count(world)
    assert in_the_database(world, look) == {
        key: cell for key, cell in expected.items() if key[1] is not None
    }


@tried
@given(worlds())
def test_the_people_of_a_state_are_found_as_the_state_is_named(world):
    """`conditions`, by which lists find people, agrees with `with_state`."""

    def look(built):
        return _states_of_places(), _found_by_state(Census(world.census))

    named, found = in_the_database(world, look)
    assert found == named


@pytest.mark.parametrize("away", [-1, 0, 1, 60])
def test_on_every_edge_the_people_of_a_state_are_found(away):
    census = Census(EDGES.census + timedelta(days=away))

    def look(built):
        places = LearnerRole.objects.kept().with_state(census.day).order_by()
        return dict(places.values_list("pk", "state")), _found_by_state(census)

    named, found = in_the_database(EDGES, look)
    assert found == named


def _found_by_state(census: Census) -> dict[int, str]:
    """By place, the one state whose condition holds of it."""
    found: dict[int, str] = {}
    for state in State:
        rows = LearnerRole.objects.kept().filter(in_state(state, census))
        for place in rows.values_list("pk", flat=True):
            assert place not in found
            found[place] = state
    return found
