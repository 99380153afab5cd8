"""The link in the mail: what it opens, for whom, and what becomes of misuse."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dueregard import clock
from dueregard.access.private_links import GUESSES, SENT
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.plans import services
from dueregard.plans.models import Action, Audience, RoundAction, RoundLink
from dueregard.plans.tests.factories import ActionFactory
from dueregard.plans.tests.rounds import (
    address_in,
    holder_of,
    link_of,
    mails_to,
    opened,
    own,
)
from dueregard.plans.tests.rounds import people as people_of
from dueregard.reminders.models import Task

pytestmark = pytest.mark.django_db
REPORT = {"answer": "report", "text": "Half are briefed.", "status": "in_progress"}
NOTHING = {"answer": "nothing", "because": "On leave."}


@pytest.fixture(autouse=True)
def private_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(plan_in_force, coordinator):
    found = people_of(plan_in_force)
    found.round = opened(found.plan, coordinator, message="Two sentences will do.")
    found.asked = found.round.asked.get(action=found.one)
    found.url = link_of(found.officer)
    return found


def form_url(people, asked=None) -> str:
    return f"{people.url}{(asked or people.asked).pk}/"


def everything() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (RoundAction, RoundLink, Task, Action, Entry)
    ]


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_link_shows_just_the_addressees_actions(client, people):
    page = text_of(client.get(people.url))
    assert "sent this link to Ottilie Marsh" in page
    assert people.one.text in page
    assert people.two.text not in page
    assert "Two sentences will do." in page


def test_opening_the_link_changes_nothing(client, people):
    before = everything()
    for _ in range(2):
        assert client.get(people.url).status_code == 200
        assert client.get(form_url(people)).status_code == 200
        assert client.head(people.url).status_code == 200
    assert everything() == before
    assert "sessionid" not in client.cookies


def test_the_pages_are_kept_nowhere_and_found_by_nobody(client, people):
    for url in (people.url, form_url(people), "/plans/answer/guessed/"):
        answer = client.get(url)
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_an_answer_is_saved_and_what_was_sent_is_shown(client, people):
    answer = client.post(form_url(people), REPORT, follow=True)
    assert "Thank you. Your answer on action 1 has been sent." in text_of(answer)
    update = people.one.updates.get()
    assert (update.by, update.by_link.person) == (people.officer, people.officer)
    assert "By link sent to Ottilie Marsh" in text_of(answer)
    assert client.get(form_url(people)).status_code == 302


def test_nothing_to_report_needs_its_reason(client, people):
    page = text_of(client.post(form_url(people), {**NOTHING, "because": ""}))
    assert "Enter why there is nothing to report" in page
    client.post(form_url(people), NOTHING)
    assert RoundAction.objects.get(pk=people.asked.pk).state == "declined"


def test_a_file_a_link_and_a_new_date_come_with_the_answer(client, people):
    Action.objects.filter(pk=people.one.pk).update(due_on=clock.today())
    later = clock.today() + timedelta(days=60)
    sent = REPORT | {
        "evidence_file": SimpleUploadedFile("list.txt", b"Forty people came."),
        "evidence_link": "https://marlbrook.example/list",
        "asks_date": "yes",
        "to_on_day": later.day,
        "to_on_month": later.month,
        "to_on_year": later.year,
        "date_reason": "The college moved its term.",
    }
    assert client.post(form_url(people), sent).status_code == 302
    update = people.one.updates.get()
    assert update.evidence.count() == 2
    assert people.one.date_changes.get().to_on == later


def test_a_file_that_is_not_taken_is_said_and_the_words_stay(client, people):
    bad = SimpleUploadedFile("list.exe", b"MZ\x00")
    page = text_of(client.post(form_url(people), REPORT | {"evidence_file": bad}))
    assert "must be chosen again" in page
    assert "Half are briefed." in page
    assert not people.one.updates.exists()


def test_a_forwarded_link_works_for_whoever_holds_it(client, people, action_owner):
    """And is recorded as given by the link of its addressee, whoever is signed in."""
    client.force_login(action_owner)
    client.post(form_url(people), REPORT)
    update = people.one.updates.get()
    assert (update.by, update.by_link.person) == (people.officer, people.officer)
    assert len(mails_to(people.officer, "An answer was sent")) == 1


def test_the_same_form_sent_twice_is_saved_once(client, people):
    sent = REPORT | {"submission_key": "k" * 24}
    first, second = (client.post(form_url(people), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert people.one.updates.count() == 1


def test_a_second_answer_is_refused_and_what_was_typed_stays(client, people):
    client.post(form_url(people), REPORT)
    answer = client.post(form_url(people), REPORT | {"text": "All are briefed now."})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Somebody has answered for this action already" in page
    assert "All are briefed now." in page
    assert people.one.updates.count() == 1


def test_another_persons_action_is_not_there(client, people):
    theirs = people.round.asked.get(action=people.two)
    assert client.get(form_url(people, theirs)).status_code == 404
    assert client.post(form_url(people, theirs), REPORT).status_code == 404
    assert not people.two.updates.exists()


def test_an_action_outside_the_round_is_not_there(client, people):
    assert client.post(f"{people.url}999999/", REPORT).status_code == 404


def test_a_guessed_link_is_answered_in_words(client, people):
    answer = client.get("/plans/answer/" + "x" * 43 + "/")
    assert answer.status_code == 404
    assert "This link does not work" in text_of(answer)


@pytest.mark.parametrize("spoil", ["expire", "revoke", "renew", "close", "supersede"])
def test_a_spent_link_is_answered_in_the_same_words(client, people, coordinator, spoil):
    if spoil == "expire":
        clock_services.shift(timedelta(days=60))
    elif spoil == "revoke":
        link = RoundLink.objects.get(person=people.officer)
        services.revoke_link(link, by=coordinator, because="Wrong person.")
    elif spoil == "renew":
        services.renew_link(people.round, people.officer, by=coordinator)
    elif spoil == "close":
        services.close_round(people.round, by=coordinator, summary="Over.")
    else:
        type(people.plan).objects.update(status="superseded")
    opening = client.get(people.url)
    sending = client.post(form_url(people), REPORT)
    assert (opening.status_code, sending.status_code) == (410, 410)
    assert "ask the Prevent co-ordinator who sent it for a new link" in text_of(opening)
    assert not people.one.updates.exists()


def test_the_new_link_works_where_the_old_does_not(client, people, coordinator):
    services.renew_link(people.round, people.officer, by=coordinator)
    assert link_of(people.officer) != people.url
    assert client.get(link_of(people.officer)).status_code == 200


def test_who_left_the_post_is_shown_none_of_its_actions(client, people):
    people.sergeant.holdings.update(ends_on=clock.today() - timedelta(days=1))
    page = text_of(client.get(people.url))
    assert "does not answer for any of these actions any more" in page
    assert people.one.text not in page
    assert client.post(form_url(people), REPORT).status_code == 404


def test_the_holder_after_them_answers_by_a_link_of_their_own(
    client, people, coordinator
):
    people.sergeant.holdings.update(ends_on=clock.today() - timedelta(days=1))
    successor = holder_of(people.sergeant)
    services.ask_the_rest(people.round, by=coordinator)
    client.post(f"{link_of(successor)}{people.asked.pk}/", REPORT)
    assert people.one.updates.get().by == successor


def test_a_restricted_action_is_shown_to_its_owner_alone(client, people):
    Action.objects.filter(pk=people.one.pk).update(audience=Audience.RESTRICTED)
    assert people.one.text in text_of(client.get(people.url))
    assert people.one.text not in text_of(client.get(link_of(people.teacher)))


def test_guessing_over_and_over_is_made_to_wait(client, people):
    for turn in range(GUESSES.most):
        assert client.get(f"/plans/answer/guess-{turn}/").status_code == 404
    assert client.get("/plans/answer/guess-again/").status_code == 429
    page = client.get(people.url)
    assert page.status_code == 429
    assert "Wait an hour" in text_of(page)


def test_sending_over_and_over_by_one_link_is_made_to_wait(client, people):
    bad = {"answer": "report"}
    for _ in range(SENT.most):
        assert client.post(form_url(people), bad).status_code == 200
    assert client.post(form_url(people), REPORT).status_code == 429
    assert client.get(people.url).status_code == 200


def test_the_addressee_takes_back_what_was_sent_in_their_name(client, people):
    client.post(form_url(people), REPORT)
    (mail,) = mails_to(people.officer, "An answer was sent")
    assert "briefed" not in mail
    url = address_in(mail)
    page = text_of(client.get(url))
    assert "Half are briefed." in page
    update = people.one.updates.get()
    assert not hasattr(update, "withdrawal")
    done = client.post(url, {"reason": "It was not me."}, follow=True)
    assert "The answer is taken back" in text_of(done)
    update = people.one.updates.get()
    assert (update.withdrawal.by, update.withdrawal.reason) == (
        people.officer,
        "It was not me.",
    )
    assert RoundAction.objects.get(pk=people.asked.pk).state == "owed"
    assert client.get(url).status_code == 404
    client.post(form_url(people), REPORT | {"text": "This is me."})
    assert client.post(url, {}).status_code == 404
    assert people.one.updates.standing().get().text == "This is me."


def test_nothing_to_report_is_taken_back_the_same_way(client, people):
    client.post(form_url(people), NOTHING)
    (mail,) = mails_to(people.officer, "An answer was sent")
    client.post(address_in(mail), {})
    assert RoundAction.objects.get(pk=people.asked.pk).state == "owed"
    client.post(form_url(people), NOTHING | {"because": "Still on leave."})
    assert client.get(address_in(mail)).status_code == 404


def test_a_forged_withdrawal_takes_nothing_back(client, people):
    client.post(form_url(people), REPORT)
    (mail,) = mails_to(people.officer, "An answer was sent")
    forged = address_in(mail).replace("/take-back/", "x/take-back/")
    assert client.post(forged, {}).status_code == 404
    assert people.one.updates.standing().exists()


def test_somebody_signed_in_answers_by_the_same_short_form(client, people):
    client.force_login(people.officer)
    url = reverse(
        "plans:round_answer", args=[people.plan.pk, people.round.pk, people.asked.pk]
    )
    assert client.post(url, REPORT).status_code == 302
    update = people.one.updates.get()
    assert (update.by, update.by_link) == (people.officer, None)


def test_my_actions_show_what_the_round_asks(client, people, factories, marlbrook):
    factories.MembershipFactory(
        person=people.officer, authority=marlbrook, role="action_owner"
    )
    client.force_login(people.officer)
    assert "Asked of you now" in text_of(client.get("/plans/mine/"))
    services.report_progress(
        people.one, by=people.officer, text="Done.", status="complete"
    )
    assert "Asked of you now" not in text_of(client.get("/plans/mine/"))


def test_a_new_action_of_the_post_is_not_in_the_round(client, people):
    action = ActionFactory(plan=people.plan, text="Something new altogether")
    own(action, people.sergeant)
    assert action.text not in text_of(client.get(people.url))
