"""Registering for a session without an account."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.limits import count
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training.models import PlaceLink, Session
from dueregard.training.services import places as services
from dueregard.training.views.registering import REGISTERED_AS, REGISTERED_FROM

from .factories import LearnerFactory, PlaceFactory, SessionFactory
from .registering import (
    BIRCH,
    answers,
    letters_to,
    link_in,
    mails_to,
    register_url,
    registered,
    text_of,
)

pytestmark = pytest.mark.django_db
JOIN = "https://meet.marlbrook.example/1"


@pytest.fixture
def session(marlbrook):
    return SessionFactory(authority=marlbrook)


def test_anybody_registers_without_an_account(client, session):
    page = client.get(register_url(session))
    assert session.course.title in text_of(page)
    done = client.post(register_url(session), answers(), follow=True)
    assert "Look in your mail" in text_of(done)
    place = session.places.get()
    assert (place.name, place.email) == ("Birch Example", BIRCH)
    assert place.organisation_text == "Weir Street Mosque"
    assert place.status == "booked"
    assert "sessionid" not in client.cookies


def test_the_mail_holds_a_private_address_and_its_subject_is_fixed(client, session):
    registered(client, session)
    (letter,) = letters_to(BIRCH)
    assert letter["subject"] == "Your place at a training session"
    page = text_of(client.get(link_in(letter["body"])))
    assert "You have a place." in page
    assert "Birch Example" in page


def test_what_was_typed_is_never_in_a_mail(client, session):
    """Anyone may type anyone's address: the mail must not carry their words."""
    words = {
        "name": "Win a prize at evil.example",
        "organisation_text": "evil.example",
        "needs": "evil.example",
    }
    registered(client, session, **words)
    (mail,) = mails_to(BIRCH)
    assert "evil" not in mail


def test_only_the_hash_of_the_private_address_is_kept(client, session):
    registered(client, session)
    token = link_in(mails_to(BIRCH)[0]).split("/")[-2]
    link = PlaceLink.objects.get()
    assert token not in str(vars(link))
    assert len(link.token_sha256) == 64


def test_organisations_that_the_law_names_can_be_chosen_and_no_others(
    client, session, marlbrook
):
    named = OrganisationFactory(
        name="Fernshire Police", is_specified_authority=True, authorities=[marlbrook]
    )
    OrganisationFactory(
        name="River Support", kind="project_provider", authorities=[marlbrook]
    )
    page = text_of(client.get(register_url(session)))
    assert "Fernshire Police" in page
    assert "River Support" not in page
    registered(client, session, organisation=str(named.pk))
    place = session.places.get()
    assert (place.organisation, place.organisation_text) == (named, "")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Enter your name"),
        ({"email": ""}, "Enter your work e-mail address"),
        ({"email": "birch"}, "Enter an e-mail address in the correct format"),
        ({"organisation": ""}, "Select where you work"),
        ({"organisation_text": ""}, "Enter the name of where you work"),
        ({"organisation": "99999"}, "Select where you work from the list"),
    ],
)
def test_a_mistake_is_said_and_nobody_is_registered(client, session, given, sentence):
    answer = client.post(register_url(session), answers(**given))
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not session.places.exists()


def test_the_same_address_twice_gets_the_same_answer_and_no_second_place(
    client, session
):
    first = registered(client, session)
    second = registered(client, session, email="BIRCH@Fernshire.Example", name="B.")
    assert first["Location"] == second["Location"]
    place = session.places.get()
    assert place.name == "Birch Example"
    assert len(mails_to(BIRCH)) == 2
    registered(client, session)
    assert len(mails_to(BIRCH)) == 2


def test_the_answer_is_the_same_whether_or_not_somebody_had_registered(client, session):
    PlaceFactory(session=session, email=BIRCH)
    known = client.post(register_url(session), answers(), follow=True)
    other = answers(email="rowan@fernshire.example")
    unknown = client.post(register_url(session), other, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert text_of(known) == text_of(unknown)


@pytest.mark.parametrize(
    "change",
    [
        {"is_public": False},
        {"status": "cancelled"},
        {"status": "held"},
        {"starts_at": clock.now() - timedelta(minutes=1)},
    ],
)
def test_a_session_that_is_not_open_cannot_be_registered_for(client, session, change):
    Session.objects.filter(pk=session.pk).update(**change)
    assert client.get(register_url(session)).status_code == 404
    assert client.post(register_url(session), answers()).status_code == 404
    session.refresh_from_db()
    with pytest.raises(NotNow, match="not open for registration any more"):
        services.register(session, name="Birch", email=BIRCH)
    assert not session.places.exists()


def test_where_the_room_is_off_nobody_registers(client, session, marlbrook):
    marlbrook.rooms.filter(room="training").delete()
    assert client.get(register_url(session)).status_code == 404


def test_too_many_registrations_are_told_to_wait_and_whom_to_ask(client, session):
    address = "127.0.0.1"
    for _ in range(REGISTERED_FROM.most):
        count(REGISTERED_FROM, address)
    answer = client.post(register_url(session), answers())
    assert answer.status_code == 429
    page = text_of(answer)
    assert "wait an hour and send it again" in page
    assert "01632 960000" in page
    assert "Weir Street Mosque" in page
    assert not session.places.exists()


def test_nobodys_mailbox_is_filled_by_somebody_else(client, marlbrook):
    most = REGISTERED_AS.most
    for session in SessionFactory.create_batch(most, authority=marlbrook):
        registered(client, session)
    one_more = SessionFactory(authority=marlbrook)
    answer = client.post(register_url(one_more), answers(email=BIRCH.upper()))
    assert answer.status_code == 429
    assert len(mails_to(BIRCH)) == most


def test_the_field_for_machines_turns_nobody_away_for_good(client, session):
    answer = client.post(register_url(session), answers(leave_empty="http://x"))
    page = text_of(answer)
    assert "Leave the last question empty" in page
    assert "http://x" not in page
    assert "Weir Street Mosque" in page
    assert not session.places.exists()
    registered(client, session)


def test_the_same_form_sent_twice_registers_once(client, session):
    sent = answers(submission_key="k" * 24)
    first, second = (client.post(register_url(session), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert session.places.count() == 1


def test_a_training_lead_puts_somebody_of_the_register_in_once(session, lead):
    somebody = LearnerFactory(authority=session.authority)
    for _ in range(2):
        services.register(session, name=somebody.name, learner=somebody, by=lead)
    place = session.places.get()
    assert place.learner == somebody
    services.give_back(place, by=lead)
    place.refresh_from_db()
    assert place.status == "cancelled"


def test_a_session_for_staff_alone_is_filled_by_its_training_lead(session, lead):
    Session.objects.update(is_public=False)
    services.register(session, name="Birch", by=lead)
    assert session.places.count() == 1


def test_whoever_does_not_run_sessions_puts_nobody_in(session, outsider, board_member):
    for stranger in (outsider, board_member):
        with pytest.raises(NotAllowed):
            services.register(session, name="Birch", by=stranger)
    assert not session.places.exists()


def test_the_audit_says_that_a_place_was_taken_and_not_by_whom(client, session):
    registered(client, session)
    entry = Entry.objects.get(event="training.place_taken")
    assert entry.person_id is None
    assert "birch" not in str(entry.facts).lower()
    assert entry.authority_id == session.authority_id
