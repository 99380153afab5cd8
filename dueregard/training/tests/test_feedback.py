"""What people thought of a session: once each, without a name, read by few."""

from datetime import timedelta

import pytest
from django.apps import apps

from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.submissions.models import Submission
from dueregard.training.models import Feedback, Place, Session
from dueregard.training.services import places as place_services

from .factories import FeedbackFactory, SessionFactory
from .registering import BIRCH, link_in, mails_to, text_of

pytestmark = pytest.mark.django_db
MARKS = {"knows_more": "5", "would_act": "4", "well_run": "3"}


@pytest.fixture
def session(marlbrook):
    return SessionFactory(authority=marlbrook)


@pytest.fixture
def url(session):
    """The private address of Birch, whose session is over."""
    place_services.register(session, name="Birch Example", email=BIRCH)
    clock_services.shift(timedelta(days=15))
    return link_in(mails_to(BIRCH)[0])


def test_whoever_was_there_says_what_they_thought(client, session, url):
    assert "Say what you thought" in text_of(client.get(url))
    page = text_of(client.get(f"{url}feedback/"))
    assert "kept without your name" in page
    done = client.post(
        f"{url}feedback/", {**MARKS, "comment": "More cases, please."}, follow=True
    )
    assert "Thank you." in text_of(done)
    said = Feedback.objects.get()
    assert (said.knows_more, said.would_act, said.well_run) == (5, 4, 3)
    assert said.comment == "More cases, please."


def test_it_is_said_once_for_each_place(client, url):
    client.post(f"{url}feedback/", MARKS)
    again = client.post(f"{url}feedback/", MARKS)
    assert again.status_code == 409
    assert "You have said what you thought already" in text_of(again)
    assert client.get(f"{url}feedback/").status_code == 302
    assert "Say what you thought" not in text_of(client.get(url))
    assert Feedback.objects.count() == 1


def test_nothing_leads_from_what_was_said_to_who_said_it(client, url):
    changed_at = Place.objects.get().changed_at
    client.post(f"{url}feedback/", MARKS)
    fields = {field.name for field in Feedback._meta.get_fields()}
    assert not fields & {"place", "learner", "person", "by", "email"}
    linked = {
        relation.related_model._meta.label
        for relation in Feedback._meta.get_fields()
        if relation.is_relation
    }
    assert linked == {"training.Session"}
    assert not any(
        field.related_model is Feedback
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete
    )
    place, entry = Place.objects.get(), Entry.objects.latest("pk")
    assert entry.event == "training.feedback_given"
    assert (entry.subject_type, entry.facts) == ("training.session", {})
    assert place.changed_at == changed_at


def test_every_mark_is_asked_for(client, url):
    page = text_of(client.post(f"{url}feedback/", {**MARKS, "well_run": "6"}))
    assert "Select how well the session was run, from 1 to 5" in page
    page = text_of(client.post(f"{url}feedback/", {}))
    assert "Select how much more you know now" in page
    assert "Select how well you would know what to do" in page
    assert not Feedback.objects.exists()


def test_the_record_of_forms_that_were_sent_holds_no_private_address(client, url):
    """Nor does it lead from what was said to whose private address it was."""
    sent = {**MARKS, "submission_key": "k" * 24}
    first, second = (client.post(f"{url}feedback/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Feedback.objects.count() == 1
    token = url.split("/")[-2]
    assert token not in str(Submission.objects.values())


def test_before_the_session_is_over_nothing_is_said(client, session):
    place_services.register(session, name="Birch", email=BIRCH)
    early = link_in(mails_to(BIRCH)[0])
    assert client.get(f"{early}feedback/").status_code == 302
    answer = client.post(f"{early}feedback/", MARKS)
    assert answer.status_code == 409
    assert "not over yet" in text_of(answer)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("status", ["waiting", "cancelled", "absent"])
def test_who_was_not_there_is_not_asked(client, url, status):
    Place.objects.update(status=status)
    assert client.post(f"{url}feedback/", MARKS).status_code == 409
    assert "Say what you thought" not in text_of(client.get(url))
    assert not Feedback.objects.exists()


def test_nobody_is_asked_about_a_session_that_did_not_take_place(client, url):
    Session.objects.update(status="cancelled")
    assert client.post(f"{url}feedback/", MARKS).status_code == 409


def summary_url(session) -> str:
    return f"/training/sessions/{session.pk}/feedback/"


def test_below_three_answers_nothing_is_shown(client, session, lead):
    client.force_login(lead)
    FeedbackFactory.create_batch(2, session=session, comment="Too long")
    page = text_of(client.get(summary_url(session)))
    assert "Nothing is shown before three have" in page
    assert "Too long" not in page
    assert "on average" not in page
    FeedbackFactory(session=session)
    page = text_of(client.get(summary_url(session)))
    assert "Too long" in page
    assert "4.0 of 5 on average" in page


def test_comments_stand_in_the_order_of_the_alphabet(client, session, lead):
    client.force_login(lead)
    for words in ("Cold room", "A good day", "Better slides"):
        FeedbackFactory(session=session, comment=words)
    page = text_of(client.get(summary_url(session)))
    places = [page.index(w) for w in ("A good day", "Better slides", "Cold room")]
    assert places == sorted(places)


def test_members_of_the_board_read_marks_and_no_comments(client, session, board_member):
    FeedbackFactory.create_batch(3, session=session, comment="Ask Birch")
    client.force_login(board_member)
    page = text_of(client.get(summary_url(session)))
    assert "on average" in page
    assert "Ask Birch" not in page


def test_another_authority_cannot_tell_that_there_was_a_session(
    client, session, outsider
):
    client.force_login(outsider)
    assert client.get(summary_url(session)).status_code == 404
