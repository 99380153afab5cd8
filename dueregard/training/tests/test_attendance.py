"""Noting who was at a session, what it makes, and who in the register they are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import Completion, Learner, Place, Session
from dueregard.training.proposing import proposals_for
from dueregard.training.services.attendance import WalkIn

from .factories import (
    CompletionFactory,
    LearnerFactory,
    PlaceFactory,
    RoleGroupFactory,
    SessionFactory,
)
from .registering import text_of

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"training:{name}", args=args)


@pytest.fixture
def session(noon, marlbrook, council, catalogue):
    """WRAP, begun an hour ago."""
    begins = clock.now() - timedelta(hours=1)
    return SessionFactory(
        authority=marlbrook,
        course=catalogue.wrap,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )


@pytest.fixture
def jo(session, council):
    """Somebody in the register with a place."""
    learner = LearnerFactory(
        authority=session.authority, organisation=council, name="Jo Fields", number="7"
    )
    return PlaceFactory(session=session, learner=learner, name="Jo Fields")


@pytest.fixture
def keeper(lead, client):
    client.force_login(lead)
    return client


def note(session, *places, by, walk_ins=()):
    session.refresh_from_db()
    return services.note_attendance(
        session,
        came=[place.pk for place in places],
        walk_ins=walk_ins,
        version=session.version,
        by=by,
    )


def test_one_form_notes_all_and_makes_completions(keeper, session, jo, council):
    absent = PlaceFactory(session=session, name="Absent Example")
    page = text_of(keeper.get(at("attendance", session.pk)))
    assert "Jo Fields" in page
    given = {
        "came": [jo.pk],
        "walk_ins": "Kit Lane, Marlbrook Council, 20418\n\nSam Vale",
        "version": session.version,
    }
    answer = keeper.post(at("attendance", session.pk), given)
    assert answer.url == at("match", session.pk)
    session.refresh_from_db()
    assert session.status == "held"
    completion = Completion.objects.get()
    assert (completion.learner, completion.session) == (jo.learner, session)
    assert completion.source == "session"
    assert completion.completed_on == clock.today()
    absent.refresh_from_db()
    assert absent.status == "absent"
    kit = session.places.get(name="Kit Lane")
    assert (kit.organisation, kit.number, kit.status) == (council, "20418", "attended")
    noted = Entry.objects.get(event="training.attendance_noted")
    assert noted.facts == {
        "attended": 3,
        "absent": 1,
        "walked_in": 2,
        "completions": 1,
    }


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (", Marlbrook Council", "Enter the name first on line 1"),
        ("jo@fernshire.example, Jo", "Enter the name first on line 1"),
        ("Jo, 1234, 5678", "Enter one person only on line 1"),
        ("Jo, jo@@fernshire", "Enter an e-mail address in the correct format"),
        ("Jo" * 90, "Shorten what stands on line 1"),
        ("\n".join(f"P{n} Example" for n in range(101)), "Enter 100 people or fewer"),
    ],
)
def test_a_line_that_makes_no_sense_is_said_by_its_number(
    keeper, session, line, sentence
):
    given = {"walk_ins": line, "version": session.version}
    assert sentence in text_of(keeper.post(at("attendance", session.pk), given))
    assert not session.places.exists()


def test_a_missing_prerequisite_is_said_and_does_not_stop_the_others(
    keeper, lead, session, catalogue, jo, council
):
    Session.objects.filter(pk=session.pk).update(course=catalogue.referrals)
    ready = PlaceFactory(
        session=session,
        learner=LearnerFactory(authority=session.authority, organisation=council),
    )
    CompletionFactory(learner=ready.learner, course=catalogue.awareness)
    noted = note(session, jo, ready, by=lead)
    assert noted.completions == 1
    assert [place.name for place in noted.refused] == ["Jo Fields"]
    shown = text_of(keeper.get(at("session", session.pk)))
    assert "1 person was there and does not count yet" in shown
    assert "needs “Awareness” on or before its day" in shown
    CompletionFactory(learner=jo.learner, course=catalogue.awareness)
    assert keeper.post(at("count_again", session.pk)).status_code == 302
    jo.refresh_from_db()
    assert jo.not_counted == ""
    assert session.completions.live().count() == 2


def test_noted_again_it_is_corrected_and_a_completion_is_taken_back(
    lead, session, jo, council
):
    other = PlaceFactory(
        session=session,
        learner=LearnerFactory(authority=session.authority, organisation=council),
    )
    note(session, jo, other, by=lead)
    again = note(session, other, by=lead)
    assert again.completions == 0
    assert [each.learner for each in session.completions.live()] == [other.learner]
    ended = session.completions.get(learner=jo.learner)
    assert "they were not there" in ended.ended_because
    note(session, jo, other, by=lead)
    assert session.completions.live().count() == 2


def test_who_only_waited_keeps_waiting_unless_they_came(lead, session, jo):
    came, stayed = (PlaceFactory(session=session, status="waiting") for _ in range(2))
    note(session, jo, came, by=lead)
    came.refresh_from_db()
    stayed.refresh_from_db()
    assert (came.status, stayed.status) == ("attended", "waiting")


def test_a_walk_in_with_the_address_of_a_place_has_that_place(lead, session, jo):
    booked = PlaceFactory(session=session, email="kit@fernshire.example")
    walk_in = WalkIn(name="Kit Lane", email="Kit@fernshire.example")
    note(session, jo, by=lead, walk_ins=[walk_in])
    booked.refresh_from_db()
    assert booked.status == "attended"
    assert session.places.count() == 2


def test_nothing_is_noted_before_it_begins_when_nobody_came_or_cancelled(
    keeper, lead, session, jo
):
    with pytest.raises(NotNow, match="Tick at least one person"):
        note(session, by=lead)
    early = SessionFactory(authority=session.authority)
    assert keeper.get(at("attendance", early.pk)).status_code == 409
    with pytest.raises(NotNow, match="has not begun yet"):
        note(early, by=lead, walk_ins=[WalkIn(name="Kit Lane")])
    Session.objects.filter(pk=session.pk).update(status="cancelled")
    assert keeper.get(at("attendance", session.pk)).status_code == 409
    with pytest.raises(NotNow):
        note(session, jo, by=lead)
    assert not Completion.objects.exists()


def test_two_who_note_attendance_at_once_do_not_overwrite(keeper, lead, session, jo):
    other = PlaceFactory(session=session, name="Other Example")
    shown = session.version
    note(session, jo, by=lead)
    given = {"came": [other.pk], "version": shown}
    answer = keeper.post(at("attendance", session.pk), given)
    assert answer.status_code == 409
    other.refresh_from_db()
    assert other.status == "absent"


def test_only_those_who_settle_training_note_attendance(session, jo, trust, client):
    with pytest.raises(NotAllowed):
        note(session, jo, by=trust.lead)
    client.force_login(trust.lead)
    for name in ("attendance", "match"):
        assert client.get(at(name, session.pk)).status_code == 403


@pytest.fixture
def kit(session, lead, council, jo):
    """Somebody who walked in, as the sheet says it, with a match in the register."""
    walk_in = WalkIn(
        name="LANE, Kit", organisation=council, number="20418", email="kit@x.example"
    )
    note(session, jo, by=lead, walk_ins=[walk_in])
    return session.places.get(name="LANE, Kit")


def test_people_are_proposed_and_never_matched_silently(session, kit, council):
    near = LearnerFactory(
        authority=session.authority, organisation=council, name="Kit Layne"
    )
    same_number = LearnerFactory(
        authority=session.authority, organisation=council, name="K L", number="20418"
    )
    LearnerFactory(authority=session.authority, organisation=council, name="Lou Ash")
    found = proposals_for(session, [kit], Learner.objects.all())[kit.pk]
    assert [each.learner for each in found] == [same_number, near]
    assert [each.why for each in found] == [
        "the same staff number",
        "nearly the same name",
    ]
    assert kit.learner is None


def test_a_match_makes_the_completion(keeper, session, kit, council):
    learner = LearnerFactory(
        authority=session.authority, organisation=council, name="Kit Lane"
    )
    page = text_of(keeper.get(at("match", session.pk)))
    assert "the same name" in page
    answer = keeper.post(at("match", session.pk), {f"who_{kit.pk}": learner.pk})
    assert answer.url == session.get_absolute_url()
    kit.refresh_from_db()
    assert kit.learner == learner
    assert session.completions.filter(learner=learner).exists()
    assert keeper.get(at("match", session.pk)).url == session.get_absolute_url()


def test_somebody_new_is_added_to_the_register_on_the_way(
    keeper, session, kit, council
):
    given = {f"who_{kit.pk}": "new", f"organisation_{kit.pk}": council.pk}
    assert keeper.post(at("match", session.pk), given).status_code == 302
    learner = Learner.objects.get(number="20418")
    assert learner.organisation == council
    assert session.completions.filter(learner=learner).exists()


def test_somebody_else_of_the_register_is_found_by_number(keeper, session, kit):
    learner = LearnerFactory(authority=session.authority, number="99", name="Ash Lou")
    who = f"who_{kit.pk}"
    said = keeper.post(at("match", session.pk), {who: "other"})
    assert "Enter the staff number of LANE, Kit" in text_of(said)
    given = {who: "other", f"other_{kit.pk}": "99"}
    assert keeper.post(at("match", session.pk), given).status_code == 302
    assert session.completions.filter(learner=learner).exists()


def test_leaving_somebody_unnamed_is_a_decision_and_later_is_none(keeper, session, kit):
    keeper.post(at("match", session.pk), {f"who_{kit.pk}": "later"})
    assert session.places.unsettled().count() == 1
    keeper.post(at("match", session.pk), {f"who_{kit.pk}": "unnamed"})
    kit.refresh_from_db()
    assert kit.left_unnamed
    assert session.places.unsettled().count() == 0
    assert session.completions.count() == 1


def test_one_person_is_not_there_twice(lead, session, kit, jo):
    with pytest.raises(NotNow, match="is down as having been there already"):
        services.match(kit, jo.learner, by=lead)
    with pytest.raises(NotNow, match="is matched with the register already"):
        services.match(jo, jo.learner, by=lead)


def test_nobody_of_another_register_can_be_matched(lead, session, kit, ashby_vale):
    stranger = LearnerFactory(authority=ashby_vale)
    with pytest.raises(NotNow, match="is not in this register"):
        services.match(kit, stranger, by=lead)


def test_people_are_counted_without_names_and_apart(keeper, lead, session, council):
    Session.objects.filter(pk=session.pk).update(counts_heads_only=True)
    group = RoleGroupFactory(authority=session.authority)
    page = at("count_heads", session.pk)
    given = {
        "version": session.version,
        "organisation_0": council.pk,
        "role_group_0": group.pk,
        "people_0": "12",
        "people_1": "3",
    }
    assert keeper.get(at("attendance", session.pk)).url == page
    assert keeper.post(page, given).status_code == 302
    session.refresh_from_db()
    assert session.status == "held"
    assert sorted(session.headcounts.values_list("people", flat=True)) == [3, 12]
    shown = text_of(keeper.get(session.get_absolute_url()))
    assert "15 people, counted without names" in shown
    again = {"version": session.version, "people_0": "14"}
    assert keeper.post(page, again).status_code == 302
    assert list(session.headcounts.values_list("people", flat=True)) == [14]
    assert not Completion.objects.exists()
    with pytest.raises(NotNow, match="takes no names"):
        note(session, by=lead, walk_ins=[WalkIn(name="Kit Lane")])


def test_a_row_without_a_number_is_said(keeper, session, council):
    Session.objects.filter(pk=session.pk).update(counts_heads_only=True)
    page = at("count_heads", session.pk)
    given = {"version": session.version, "organisation_1": council.pk}
    assert "Enter how many people came in row 2" in text_of(keeper.post(page, given))
    empty = {"version": session.version}
    assert "Enter how many people were there" in text_of(keeper.post(page, empty))


def test_the_code_checks_somebody_in_and_another_does_not(keeper, session, jo):
    with pytest.raises(NotNow, match="Enter the code that is shown in the room"):
        services.check_in(jo, code="WRONG1")
    services.check_in(jo, code=" abc-347 ")
    jo.refresh_from_db()
    assert jo.checked_in_at is not None
    assert jo.status == Place.Status.BOOKED
    page = text_of(keeper.get(at("attendance", session.pk)))
    assert "Checked in with the code at" in page
    assert f'value="{jo.pk}" checked' in page


def test_nobody_checks_in_on_another_day(session, jo):
    clock_moves = timedelta(days=2)
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at + clock_moves, ends_at=session.ends_at + clock_moves
    )
    with pytest.raises(NotNow, match="on the day of the session"):
        services.check_in(jo, code=session.code)


def test_a_session_that_is_over_waits_on_my_work_until_attendance_is_noted(
    keeper, lead, session, jo, trust
):
    words = "Note who was there: WRAP"
    assert words not in text_of(keeper.get(reverse("reminders:my_work")))
    Session.objects.filter(pk=session.pk).update(ends_at=clock.now())
    assert words in text_of(keeper.get(reverse("reminders:my_work")))
    keeper.force_login(trust.lead)
    assert words not in text_of(keeper.get(reverse("reminders:my_work")))
    note(session, jo, by=lead)
    keeper.force_login(lead)
    assert words not in text_of(keeper.get(reverse("reminders:my_work")))
