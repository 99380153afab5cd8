"""A measure says where it stands without pretending to know more than it does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.plans import services
from dueregard.plans.forms.measures import MeasureForm, ValueForm
from dueregard.plans.measuring import (
    measures_of,
    public_measures_about,
    public_measures_of,
    standing_of,
)
from dueregard.plans.models import Measure, MeasureValue
from dueregard.submissions.versions import Stale

FIELDS = {
    "name": "People at community events",
    "unit": "people",
    "direction": "up",
    "baseline": Decimal(100),
    "target": Decimal(130),
    "audience": "partners",
}


@pytest.fixture
def measure(plan_in_force, coordinator):
    return services.add_measure(plan_in_force, by=coordinator, **FIELDS)


def write(measure, by, value, *, ago=0, **more) -> MeasureValue:
    ends_on = clock.today() - timedelta(days=ago)
    return services.add_value(
        measure,
        by=by,
        starts_on=ends_on - timedelta(days=90),
        ends_on=ends_on,
        value=None if value is None else Decimal(value),
        **more,
    )


@pytest.mark.parametrize(
    ("direction", "value", "words"),
    [
        ("up", 112, "up 12 since the baseline, as it should"),
        ("up", 88, "down 12 since the baseline, though it should go up"),
        ("down", 88, "down 12 since the baseline, as it should"),
        ("down", 112, "up 12 since the baseline, though it should go down"),
        ("neither", 112, "up 12 since the baseline"),
        ("up", 100, "the same as the baseline"),
    ],
)
def test_whether_up_is_good_depends_on_what_is_measured(
    measure, coordinator, direction, value, words
):
    Measure.objects.filter(pk=measure.pk).update(direction=direction)
    measure.refresh_from_db()
    write(measure, coordinator, value)
    assert standing_of(measure).since_baseline == words


@pytest.mark.parametrize(
    ("direction", "value", "words"),
    [
        ("up", 112, "18 short of the target of 130"),
        ("up", 131, "has reached the target of 130"),
        ("down", 140, "10 above the target of 130"),
        ("down", 130, "has reached the target of 130"),
    ],
)
def test_how_far_the_target_is_follows_the_direction(
    measure, coordinator, direction, value, words
):
    Measure.objects.filter(pk=measure.pk).update(direction=direction)
    measure.refresh_from_db()
    write(measure, coordinator, value)
    assert standing_of(measure).against_target == words


def test_not_measured_is_not_zero(measure, coordinator):
    assert standing_of(measure).now == "Not measured yet"
    write(measure, coordinator, 112, ago=100)
    write(measure, coordinator, None)
    standing = standing_of(measure)
    assert standing.now.startswith("Not measured for the time to ")
    assert standing.since_baseline == "up 12 since the baseline, as it should"
    assert [place.number for place in standing.chart.places] == ["112", "Not measured"]
    write(measure, coordinator, 0, ago=200)
    assert [row.number for row in standing_of(measure).rows][-1] == "0"


def test_a_measure_need_not_have_a_target_or_a_baseline(plan_in_force, coordinator):
    measure = services.add_measure(
        plan_in_force, by=coordinator, name="Calls", unit="calls", direction="neither"
    )
    write(measure, coordinator, 7)
    standing = standing_of(measure)
    assert (standing.since_baseline, standing.against_target) == ("", "no target")
    assert standing.words.endswith("; no target.")


@pytest.mark.parametrize("more", [{"target": 10}, {"direction": "up"}])
def test_referrals_have_no_target_and_no_better_way(plan_in_force, coordinator, more):
    fields = {"name": "Referrals", "unit": "referrals", "direction": "neither"}
    fields |= {"counts_referrals": True} | more
    with pytest.raises(NotNow, match="would push people to refer"):
        services.add_measure(plan_in_force, by=coordinator, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(plan=plan_in_force, **fields)


def test_the_form_says_that_referrals_have_no_target(plan):
    answers = {
        "name": "Referrals",
        "unit": "referrals",
        "counts_referrals": "on",
        "direction": "neither",
        "has_target": "yes",
        "target": "10",
        "audience": "partners",
    }
    form = MeasureForm(answers, plan=plan)
    assert list(form.errors) == ["counts_referrals"]
    form = MeasureForm(answers | {"has_target": "no"}, plan=plan)
    assert form.is_valid()
    assert form.changes()["target"] is None


def test_a_correction_is_a_row_of_its_own_and_both_are_shown(measure, coordinator):
    first = write(measure, coordinator, 112)
    second = write(measure, coordinator, 118, caveat="One event was counted twice.")
    standing = standing_of(measure)
    assert [value.value for value in standing.values] == [Decimal(118)]
    assert [(row.value, row.corrected, row.corrects) for row in standing.rows] == [
        (second, False, True),
        (first, True, False),
    ]
    assert Entry.objects.last().facts["corrects_id"] == first.pk


def test_the_database_refuses_to_change_a_value(measure, coordinator):
    row = write(measure, coordinator, 112)
    rows = MeasureValue.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(value=1), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_time_that_is_not_over_is_not_measured_yet(measure, coordinator):
    with pytest.raises(NotNow, match="not over yet"):
        write(measure, coordinator, 1, ago=-1)
    day = clock.today() + timedelta(days=1)
    form = ValueForm(
        {
            "starts_on_day": 1,
            "starts_on_month": 1,
            "starts_on_year": 2026,
            "ends_on_day": day.day,
            "ends_on_month": day.month,
            "ends_on_year": day.year,
            "was_measured": "no",
        }
    )
    assert form.errors == {"ends_on": ["The last day must be today or in the past"]}


def test_a_draft_has_baselines_and_no_values(plan, coordinator):
    measure = services.add_measure(plan, by=coordinator, **FIELDS)
    with pytest.raises(NotNow, match="in the plan in force"):
        write(measure, coordinator, 1)
    services.discard(plan, by=coordinator)
    assert not Measure.objects.exists()


def test_an_ended_measure_takes_no_value_and_stays(measure, coordinator):
    write(measure, coordinator, 112)
    services.end_measure(measure, by=coordinator)
    with pytest.raises(NotNow, match="This measure has ended"):
        write(measure, coordinator, 1, ago=100)
    assert measures_of(measure.plan, coordinator) == []
    assert Measure.objects.get().values.count() == 1


def test_who_keeps_measures_and_who_writes_values(
    measure, coordinator, education_officer, board_member
):
    write(measure, education_officer, 112)
    for person in (education_officer, board_member):
        with pytest.raises(NotAllowed):
            services.end_measure(measure, by=person)
    with pytest.raises(NotAllowed, match="education officer"):
        write(measure, board_member, 1, ago=100)


def test_two_people_who_edit_a_measure_lose_nothing(measure, coordinator):
    services.edit_measure(measure, by=coordinator, version=1, changes={"unit": "heads"})
    with pytest.raises(Stale):
        services.edit_measure(
            measure, by=coordinator, version=1, changes={"unit": "souls"}
        )


def test_the_public_sees_only_measures_for_the_public(
    measure, coordinator, elected_member
):
    plan = measure.plan
    group = plan.groups.get()
    services.add_measure(
        plan, by=coordinator, **FIELDS | {"audience": "public", "group": group}
    )
    services.add_measure(plan, by=coordinator, **FIELDS | {"audience": "restricted"})
    audiences = [one.measure.audience for one in public_measures_of(plan)]
    assert audiences == ["public"]
    assert len(public_measures_about(plan, group)) == 1
    assert public_measures_about(plan, None) == []
    assert len(measures_of(plan, coordinator)) == 3
    assert len(measures_of(plan, elected_member)) == 2
    seen = Measure.objects.visible_to(elected_member)
    assert set(seen) == {one.measure for one in measures_of(plan, elected_member)}


def test_a_public_measure_names_nobody(plan_in_force, coordinator, factories):
    person = factories.PersonFactory(name="Ottilie Marchbanks")
    factories.MembershipFactory(person=person, authority=plan_in_force.authority)
    fields = FIELDS | {"audience": "public", "source": "Counted by Ottilie Marchbanks"}
    with pytest.raises(NotNow, match="This names Ottilie Marchbanks"):
        services.add_measure(plan_in_force, by=coordinator, **fields)


def test_the_pages_show_the_line_the_table_and_the_words(measure, coordinator, client):
    client.force_login(coordinator)
    address = measure.get_absolute_url()
    answers = {
        "starts_on_day": 1,
        "starts_on_month": 7,
        "starts_on_year": 2026,
        "ends_on_day": 30,
        "ends_on_month": 9,
        "ends_on_year": 2026,
        "was_measured": "yes",
        "value": "112",
    }
    assert client.post(f"{address}value/", answers).status_code == 302
    text = client.get(address).content.decode()
    assert "up 12 since the baseline, as it should" in text
    assert "dr-chart__level--target" in text
    listed = client.get(f"/plans/{measure.plan_id}/measures/").content.decode()
    assert "112 people, to 30 September 2026" in listed
    lines = client.get(f"/plans/{measure.plan_id}/measures/export/").getvalue()
    row = lines.decode("utf-8-sig").splitlines()[1]
    assert row.startswith("People at community events,,people,Should go up,The whole")
    assert "2026-07-01,2026-09-30,112.00,Yes" in row
    assert Entry.objects.last().event == "measure.exported"
    day = date(2026, 9, 30)
    assert measure.values.get().ends_on == day
