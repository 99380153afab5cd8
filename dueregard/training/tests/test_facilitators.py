"""Facilitators, and what their accreditation lets them do."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.reminders.models import Task
from dueregard.training import services
from dueregard.training.models import Facilitator
from dueregard.training.services.facilitators import owe_accreditations

from .factories import (
    CourseFactory,
    CoursePrerequisiteFactory,
    FacilitatorFactory,
    SessionFactory,
)
from .registering import text_of

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def parts(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


@pytest.fixture
def accreditation(marlbrook, catalogue):
    """What WRAP leads to, and whoever gives WRAP needs."""
    course = CourseFactory(
        authority=marlbrook, code="WRAP-T", title="WRAP trainer", is_accreditation=True
    )
    CoursePrerequisiteFactory(course=course, needs=catalogue.wrap)
    return course


@pytest.fixture
def sam(marlbrook, council, accreditation):
    """Accredited for another hundred days."""
    return FacilitatorFactory(
        authority=marlbrook,
        name="Sam Reed",
        accreditation=accreditation,
        expires_on=clock.today() + timedelta(days=100),
    )


@pytest.fixture
def keeper(lead, client):
    client.force_login(lead)
    return client


def planned(marlbrook, course, facilitator, days, by):
    begins = clock.now() + clock.days_away(days)
    return services.add_session(
        marlbrook,
        course=course,
        facilitator=facilitator,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        by=by,
    )


def test_the_last_day_of_an_accreditation_still_counts(lead, marlbrook, catalogue, sam):
    planned(marlbrook, catalogue.wrap, sam, 100, lead)
    with pytest.raises(NotNow, match="Sam Reed’s accreditation ends on"):
        planned(marlbrook, catalogue.wrap, sam, 101, lead)


def test_a_course_that_leads_to_an_accreditation_needs_one(
    lead, marlbrook, catalogue, accreditation
):
    plain = FacilitatorFactory(authority=marlbrook, name="Lou Ash")
    with pytest.raises(NotNow, match="Lou Ash has no accreditation for WRAP"):
        planned(marlbrook, catalogue.wrap, plain, 10, lead)
    assert planned(marlbrook, catalogue.awareness, plain, 10, lead).pk


def test_where_none_is_needed_an_ended_one_is_only_warned_of(
    keeper, lead, marlbrook, catalogue, sam
):
    session = planned(marlbrook, catalogue.awareness, sam, 101, lead)
    shown = text_of(keeper.get(session.get_absolute_url()))
    assert "This course can be given without one" in shown


def test_moving_a_session_past_the_accreditation_is_refused(
    lead, marlbrook, catalogue, sam
):
    session = planned(marlbrook, catalogue.wrap, sam, 99, lead)
    begins = session.starts_at + timedelta(days=10)
    with pytest.raises(NotNow, match="accreditation ends on"):
        services.change_session(
            session,
            version=1,
            by=lead,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )


def test_a_session_without_a_facilitator_says_so_where_one_must_be_accredited(
    keeper, marlbrook, catalogue, accreditation
):
    session = SessionFactory(authority=marlbrook, course=catalogue.wrap)
    shown = text_of(keeper.get(session.get_absolute_url()))
    assert "No facilitator has been chosen yet." in shown


def test_an_accreditation_that_ends_is_a_task_ninety_days_before(
    marlbrook, sam, lead, coordinator
):
    owe_accreditations()
    assert not Task.objects.exists()
    Facilitator.objects.update(expires_on=clock.today() + timedelta(days=90))
    owe_accreditations()
    owe_accreditations()
    owing = Task.objects.filter(kind="training.accreditation")
    assert set(owing.values_list("person", flat=True)) == {lead.pk, coordinator.pk}
    assert "Sam" not in " ".join(owing.values_list("title", flat=True))
    sam.refresh_from_db()
    services.change_facilitator(
        sam,
        version=sam.version,
        by=lead,
        expires_on=clock.today() + timedelta(days=800),
    )
    assert not Task.objects.open().filter(kind="training.accreditation").exists()


def test_a_facilitator_is_added_changed_and_leaves_by_pages(
    keeper, marlbrook, council, accreditation
):
    ends = clock.today() + timedelta(days=30)
    given = {
        "name": "Sam Reed",
        "organisation": council.pk,
        "accreditation": accreditation.pk,
        **parts("expires_on", ends),
    }
    answer = keeper.post(at("add_facilitator", "marlbrook"), given)
    sam = Facilitator.objects.get()
    assert answer.url == sam.get_absolute_url()
    assert "Ends soon" in text_of(keeper.get(at("facilitators", "marlbrook")))
    changed = {**given, "name": "Sam Reed-Lane", "version": "1"}
    assert keeper.post(at("change_facilitator", sam.pk), changed).status_code == 302
    assert keeper.post(at("change_facilitator", sam.pk), changed).status_code == 409
    left = parts("left_on", clock.today())
    assert keeper.post(at("facilitator_left", sam.pk), left).status_code == 302
    assert "No facilitators yet" in text_of(keeper.get(at("facilitators", "marlbrook")))
    assert not Task.objects.open().exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the facilitator’s name"),
        ({"organisation": ""}, "Select an organisation"),
        ({"email": "sam@"}, "Enter an e-mail address in the correct format"),
        ({"accreditation": ""}, "Select the accreditation that these dates are of"),
        (
            parts("accredited_on", date(2199, 1, 1)),
            "must end on or after the day it was given",
        ),
    ],
)
def test_mistakes_are_said(keeper, council, accreditation, wrong, sentence):
    today = clock.today()
    given = {
        "name": "Sam Reed",
        "organisation": council.pk,
        "accreditation": accreditation.pk,
        **parts("accredited_on", today),
        **parts("expires_on", today + timedelta(days=5)),
        **wrong,
    }
    answer = keeper.post(at("add_facilitator", "marlbrook"), given)
    assert sentence in text_of(answer)
    assert not Facilitator.objects.exists()


def test_nobody_leaves_with_sessions_to_run(lead, marlbrook, catalogue, sam):
    planned(marlbrook, catalogue.wrap, sam, 10, lead)
    with pytest.raises(NotNow, match="still has sessions to run"):
        services.facilitator_left(sam, left_on=clock.today(), by=lead)
    services.facilitator_left(sam, left_on=clock.today() + timedelta(days=11), by=lead)
    sam.refresh_from_db()
    with pytest.raises(NotNow, match="has left by then"):
        planned(marlbrook, catalogue.wrap, sam, 12, lead)


def test_only_those_who_settle_training_keep_facilitators(
    marlbrook, trust, sam, client
):
    with pytest.raises(NotAllowed):
        services.add_facilitator(
            marlbrook, name="X", organisation=trust.body, by=trust.lead
        )
    client.force_login(trust.lead)
    assert client.get(sam.get_absolute_url()).status_code == 200
    assert client.get(at("change_facilitator", sam.pk)).status_code == 403
