"""Sessions as the training lead plans, changes and cancels them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.audit.models import Entry
from dueregard.reminders.registry import appointments_of
from dueregard.training import services
from dueregard.training.models import Session

from .factories import (
    CourseFactory,
    FacilitatorFactory,
    LearnerFactory,
    PlaceFactory,
    SessionFactory,
)
from .registering import mails_to, text_of

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def parts(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def answers(course, day=None, **given):
    day = day or clock.today() + timedelta(days=30)
    return {
        "course": course.pk,
        **parts("day", day),
        "begins": "2pm",
        "ends": "15:30",
        "mode": "facilitated",
        "venue": "Town Hall, room 3",
        "audience": "staff",
        **given,
    }


def facts(course, days=30, **given):
    begins = clock.now() + timedelta(days=days)
    return {
        "course": course,
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
        **given,
    }


@pytest.fixture
def session(marlbrook, council):
    return SessionFactory(authority=marlbrook, capacity=2)


@pytest.fixture
def keeper(lead, client):
    client.force_login(lead)
    return client


def test_a_training_lead_puts_a_session_in_by_its_form(keeper, marlbrook, catalogue):
    page = at("add_session", "marlbrook")
    assert keeper.get(page).status_code == 200
    answer = keeper.post(page, answers(catalogue.wrap, capacity="12"))
    session = Session.objects.get()
    assert answer.url == session.get_absolute_url()
    assert session.capacity == 12
    assert len(session.code) == 6
    shown = text_of(keeper.get(session.get_absolute_url()))
    assert "2pm to 3:30pm" in shown
    assert session.code in shown
    assert "0 of 12 taken" in shown


@pytest.mark.parametrize(
    ("day", "begins", "hour"),
    [
        (date(2027, 3, 27), "14:00", 14),
        (date(2027, 3, 29), "14:00", 13),
        (date(2027, 10, 30), "09:00", 8),
        (date(2027, 11, 1), "09:00", 9),
    ],
)
def test_times_are_those_on_the_wall_in_london(
    keeper, catalogue, day, begins, hour, council
):
    given = answers(catalogue.wrap, day, begins=begins, ends="17:00")
    assert keeper.post(at("add_session", "marlbrook"), given).status_code == 302
    session = Session.objects.get()
    assert session.starts_at.astimezone(UTC).hour == hour
    shown = text_of(keeper.get(at("change_session", session.pk)))
    assert f'value="{begins}"' in shown


def test_an_hour_that_the_clocks_leave_out_is_refused(keeper, catalogue):
    given = answers(catalogue.wrap, date(2027, 3, 28), begins="01:30", ends="04:00")
    said = text_of(keeper.post(at("add_session", "marlbrook"), given))
    assert "the clocks go forward, so there is no 01:30 on this day" in said
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"course": ""}, "Select a course"),
        ({"begins": ""}, "Enter the time the session starts"),
        ({"begins": "soon"}, "Enter the time the session starts in figures"),
        ({"ends": "13:00"}, "The end time must be after the start time"),
        ({"capacity": "0"}, "The number of places must be 1 or more"),
        ({"day_year": "1066"}, "The year of the session must be between 2010"),
        ({"day_day": "31", "day_month": "2"}, "must be a real date"),
        (
            {"is_public": "on", "counts_heads_only": "on"},
            "A session that takes no names cannot be open to registration",
        ),
    ],
)
def test_mistakes_are_said(keeper, catalogue, wrong, sentence):
    given = answers(catalogue.wrap) | wrong
    answer = keeper.post(at("add_session", "marlbrook"), given)
    assert sentence in text_of(answer)
    assert not Session.objects.exists()


def test_a_course_that_is_retired_by_the_day_is_refused(lead, marlbrook, council):
    course = CourseFactory(
        authority=marlbrook, retired_on=clock.today() + timedelta(days=10)
    )
    services.add_session(marlbrook, by=lead, **facts(course, days=9))
    with pytest.raises(NotNow, match="is retired by that day"):
        services.add_session(marlbrook, by=lead, **facts(course, days=11))


def test_what_belongs_to_another_authority_is_refused(
    lead, marlbrook, ashby_vale, catalogue
):
    theirs = CourseFactory(authority=ashby_vale)
    with pytest.raises(NotNow, match="is not a course of Marlbrook"):
        services.add_session(marlbrook, by=lead, **facts(theirs))
    stranger = FacilitatorFactory(authority=ashby_vale)
    with pytest.raises(NotNow, match="is not a facilitator of Marlbrook"):
        services.add_session(
            marlbrook, by=lead, **facts(catalogue.wrap, facilitator=stranger)
        )


def test_only_those_who_settle_training_plan_sessions(
    marlbrook, catalogue, trust, session, client
):
    with pytest.raises(NotAllowed):
        services.add_session(marlbrook, by=trust.lead, **facts(catalogue.wrap))
    client.force_login(trust.lead)
    assert client.get(at("session", session.pk)).status_code == 200
    for name in ("change_session", "cancel_session", "put_in", "sign_in_sheet"):
        assert client.get(at(name, session.pk)).status_code == 403


def test_a_change_of_time_or_place_is_told_and_another_is_not(lead, session):
    PlaceFactory(session=session, email="birch@fernshire.example")
    changed = services.change_session(session, version=1, by=lead, note="Bring lunch.")
    assert mails_to("birch@fernshire.example") == []
    services.change_session(changed, version=2, by=lead, venue="The library")
    assert len(mails_to("birch@fernshire.example")) == 1
    assert Entry.objects.filter(event="training.session_changed").count() == 2


def test_more_places_go_to_those_who_wait_in_their_order(lead, session):
    places = [PlaceFactory(session=session) for _ in range(2)]
    waiting = [PlaceFactory(session=session, status="waiting") for _ in range(2)]
    services.change_session(session, version=1, by=lead, capacity=3)
    for place in (*places, *waiting):
        place.refresh_from_db()
    assert [place.status for place in waiting] == ["booked", "waiting"]


def test_no_place_is_taken_away_by_a_smaller_number(lead, session):
    for _ in range(2):
        PlaceFactory(session=session)
    with pytest.raises(NotNow, match="2 people have a place already"):
        services.change_session(session, version=1, by=lead, capacity=1)


def test_two_who_change_a_session_at_once_see_both_texts(keeper, session, lead):
    page = text_of(keeper.get(at("change_session", session.pk)))
    assert 'name="version" value="1"' in page
    services.change_session(session, version=1, by=lead, venue="The library")
    given = answers(session.course, venue="The museum", version="1")
    answer = keeper.post(at("change_session", session.pk), given)
    assert answer.status_code == 409
    assert "The library" in text_of(answer)
    assert "The museum" in text_of(answer)


def test_cancelling_tells_everybody_with_a_place_or_waiting(keeper, session):
    for status in ("booked", "waiting", "cancelled"):
        PlaceFactory(
            session=session, status=status, email=f"{status}@fernshire.example"
        )
    said = text_of(keeper.post(at("cancel_session", session.pk), {}))
    assert "Enter why the session is cancelled" in said
    answer = keeper.post(
        at("cancel_session", session.pk), {"because": "The trainer is ill."}
    )
    assert answer.status_code == 302
    session.refresh_from_db()
    assert session.status == "cancelled"
    assert session.moves.get().note == "The trainer is ill."
    told = [
        len(mails_to(f"{status}@fernshire.example"))
        for status in ("booked", "waiting", "cancelled")
    ]
    assert told == [1, 1, 0]
    mail = mails_to("booked@fernshire.example")[0]
    assert "The trainer is ill." not in mail
    assert (
        keeper.post(at("cancel_session", session.pk), {"because": "Again."}).status_code
        == 409
    )


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_was_held_or_cancelled_stays_as_it_was(lead, session, status):
    Session.objects.filter(pk=session.pk).update(status=status)
    with pytest.raises(NotNow, match=f"This session is {status}"):
        services.change_session(session, version=1, by=lead, venue="Elsewhere")
    with pytest.raises(NotNow):
        services.cancel_session(session, because="No.", by=lead)


def test_somebody_of_the_register_is_put_in_by_number(keeper, session, council):
    learner = LearnerFactory(
        authority=session.authority, number="20417", name="Jo Fields"
    )
    given = {"who": "register", "known": "20417"}
    assert keeper.post(at("put_in", session.pk), given).status_code == 302
    place = session.places.get()
    assert (place.learner, place.name, place.status) == (learner, "Jo Fields", "booked")


def test_a_name_that_several_have_asks_for_the_number(keeper, session, council):
    for number in ("1001", "1002"):
        LearnerFactory(authority=session.authority, number=number, name="Jo Fields")
    said = text_of(
        keeper.post(at("put_in", session.pk), {"who": "register", "known": "jo fields"})
    )
    assert "several people match" in said
    assert "1002" in said
    nobody = {"who": "register", "known": "Nobody Known"}
    said = text_of(keeper.post(at("put_in", session.pk), nobody))
    assert "Nobody in the register has that name or staff number" in said


def test_somebody_typed_waits_when_all_places_are_taken(keeper, session):
    for _ in range(2):
        PlaceFactory(session=session)
    given = {"who": "typed", "name": "Walk Up"}
    answer = keeper.post(at("put_in", session.pk), given, follow=True)
    assert "Walk Up is on the waiting list." in text_of(answer)


def test_taking_somebody_out_gives_the_place_to_who_waits(keeper, session):
    first = PlaceFactory(session=session)
    PlaceFactory(session=session)
    waiting = PlaceFactory(session=session, status="waiting")
    assert keeper.post(at("take_out", first.pk)).status_code == 302
    first.refresh_from_db()
    waiting.refresh_from_db()
    assert (first.status, waiting.status) == ("cancelled", "booked")


def test_the_list_shows_what_comes_and_filters(keeper, marlbrook, catalogue, council):
    coming = SessionFactory(authority=marlbrook, course=catalogue.wrap)
    SessionFactory(authority=marlbrook, course=catalogue.awareness, days=-3)
    page = at("sessions", "marlbrook")
    assert text_of(keeper.get(page)).count("training/sessions/") == 1
    assert f"/sessions/{coming.pk}/" in text_of(keeper.get(page))
    past = text_of(keeper.get(page, {"when": "past"}))
    assert "Attendance to note" in past
    other = {"course": catalogue.awareness.pk}
    assert "No sessions match" in text_of(keeper.get(page, other))
    PlaceFactory(session=coming, organisation=council)
    theirs = text_of(keeper.get(page, {"organisation": council.pk}))
    assert f"/sessions/{coming.pk}/" in theirs


def test_the_list_takes_filters_that_make_no_sense(keeper, session):
    nonsense = {"when": "x", "course": "x", "audience": "x", "organisation": "-1"}
    assert keeper.get(at("sessions", "marlbrook"), nonsense).status_code == 200


def test_a_month_lists_its_sessions_by_the_days_of_london(keeper, marlbrook, council):
    begins = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    late = SessionFactory(
        authority=marlbrook, starts_at=begins, ends_at=begins + timedelta(hours=1)
    )
    july = text_of(keeper.get(at("sessions_month", "marlbrook", 2027, 7)))
    assert f"/sessions/{late.pk}/" in july
    june = text_of(keeper.get(at("sessions_month", "marlbrook", 2027, 6)))
    assert "No sessions in June 2027" in june
    for year, month in ((2027, 13), (0, 1), (9999, 12), (2027, 0)):
        url = at("sessions_month", "marlbrook", year, month)
        assert keeper.get(url).status_code == 404


def test_names_are_shown_only_to_those_who_may_read_them(
    client, marlbrook, session, trust, council
):
    PlaceFactory(session=session, name="Theirs Example", organisation=trust.school)
    PlaceFactory(session=session, name="Ours Example", organisation=council)
    client.force_login(trust.lead)
    shown = text_of(client.get(at("session", session.pk)))
    assert "Theirs Example" in shown
    assert "Ours Example" not in shown
    assert "1 person is counted here whose name you do not see" in shown
    client.force_login(person_with(Role.ELECTED_MEMBER, marlbrook))
    shown = text_of(client.get(at("session", session.pk)))
    assert "Theirs Example" not in shown
    assert "2 people are counted here" in shown
    assert session.code not in shown


def test_calendars_say_nothing_but_training_session(marlbrook, lead, session):
    titles = {each.title for each in appointments_of(lead)}
    assert titles == {"Training session"}
    chair = person_with(Role.BOARD_MEMBER, marlbrook, email="fay@marlbrook.example")
    assert list(appointments_of(chair)) == []
    session.facilitator = FacilitatorFactory(
        authority=marlbrook, email="Fay@marlbrook.example"
    )
    session.save()
    assert [each.uid for each in appointments_of(chair)] == [
        f"training-session-{session.pk}"
    ]
