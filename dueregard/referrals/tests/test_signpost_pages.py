"""Pages of signposts: what a referral shows of them, asking, answering, figures."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services
from dueregard.partners.models import ServiceSupport
from dueregard.referrals import services
from dueregard.referrals.codes import Door
from dueregard.referrals.forms.signposts import AskServiceForm
from dueregard.referrals.models import Signpost
from dueregard.referrals.signpost_figures import signpost_figures, to_pass_on
from dueregard.vault import tenancy

from .factories import make_referral, staff
from .pages import opens, page_of, sends, signed_in
from .passing import WORDS, asked_of, cleared, housing, now, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def referral(marlbrook, people):
    adult = {"surname": "Pell", "born_on": None}
    return cleared(
        make_referral(marlbrook, subject=adult), people[Role.GATEWAY_OFFICER]
    )


@pytest.fixture
def client(coordinator):
    return signed_in(coordinator)


def text_of(answer) -> str:
    return answer.content.decode()


def day(name, on) -> dict:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def asking(**other) -> dict:
    soon = clock.today() + timedelta(days=14)
    given = {"whom": "housing:", "elsewhere": "Weir Street Homes", "words": WORDS}
    return given | day("due_on", soon) | other


def answering(signpost, **other) -> dict:
    row = now(signpost)
    given = {"status": "accepted", "answered_by": "Jo at the desk", "reply": "Monday."}
    shown = {"version": row.version, "base": "{}"}
    return given | shown | day("answered_on", clock.today()) | other


def one(authority) -> Signpost:
    with tenancy.of(authority):
        return Signpost.objects.get()


def later(days):
    clock_services.shift(timedelta(days=days))


def test_a_service_of_the_directory_is_asked_on_its_page(
    marlbrook, referral, client, coordinator
):
    service = housing(marlbrook, coordinator, waiting_weeks=3, asked_on=clock.today())
    page = text_of(opens(client, referral, "ask_service"))
    assert f'value="housing:{service.pk}"' in page
    assert "wait 3 weeks" in page
    assert "Wait for police checks" not in page
    data = asking(whom=f"housing:{service.pk}", elsewhere="")
    assert sends(client, referral, "ask_service", data).status_code == 302
    row = one(marlbrook)
    assert (row.service, row.support, row.asked_by) == (service, "housing", coordinator)


def test_before_the_checks_the_page_says_wait_and_asks_who_agreed(marlbrook, client):
    waiting = make_referral(marlbrook)
    page = text_of(opens(client, waiting, "ask_service"))
    assert "Wait for police checks" in page
    assert "Who agreed to it?" in page
    refused = sends(client, waiting, "ask_service", asking(is_urgent="no"))
    assert text_of(refused).count("Wait for police checks") > 1
    unsaid = sends(client, waiting, "ask_service", asking(is_urgent="yes"))
    assert "Enter who agreed to it" in text_of(unsaid)
    agreed = asking(is_urgent="yes", agreed_by="Jo Ward")
    assert sends(client, waiting, "ask_service", agreed).status_code == 302


def test_who_agreed_is_not_asked_once_the_police_are_clear(marlbrook, referral, client):
    sends(client, referral, "ask_service", asking(agreed_by="Nobody", is_urgent="yes"))
    assert "Nobody" not in text_of(opens(client, referral, "signposts"))


def test_a_held_referrals_page_is_that_of_any_that_waits(marlbrook, people, client):
    waiting, held = make_referral(marlbrook), make_referral(marlbrook)
    officer = people[Role.GATEWAY_OFFICER]
    from_page = []
    for row in (waiting, held):
        if row is held:
            services.set_mark(held, "hold", by=officer)
        page = text_of(opens(client, row, "ask_service"))
        plain = page.replace(row.reference, "").replace(str(row.pk), "")
        from_page.append(plain[plain.index("<main") : plain.index("submission")])
    assert from_page[0] == from_page[1]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"whom": ""}, "Select which service you ask"),
        ({"whom": "housing:999"}, "Select"),
        ({"elsewhere": ""}, "Enter the name of the service"),
        ({"words": ""}, "Enter what the service is asked to do"),
        (day("due_on", clock.today()), "must be after today"),
    ],
)
def test_a_mistake_is_named(marlbrook, referral, client, wrong, sentence):
    assert sentence in text_of(sends(client, referral, "ask_service", asking(**wrong)))
    with tenancy.of(marlbrook):
        assert not Signpost.objects.exists()


def test_early_help_is_asked_without_a_name(marlbrook, referral, client):
    data = asking(whom="early_help:", elsewhere="")
    assert sends(client, referral, "ask_service", data).status_code == 302
    assert "Early Help or a locality panel" in text_of(opens(client, referral))


def test_every_kind_of_support_is_on_offer():
    form = AskServiceForm(None, services=[], waits=False)
    groups = [label for label, _ in form.fields["whom"].choices[1:]]
    assert groups == [str(each.label) for each in ServiceSupport.Support]


def test_the_answer_is_written_down_with_who_and_when(referral, client, coordinator):
    row = asked_of(referral, coordinator)
    page = text_of(opens(client, referral, "answer_signpost", row.pk))
    assert WORDS in page
    assert "It did not answer" not in page
    sent = sends(client, referral, "answer_signpost", answering(row), row.pk)
    assert sent.status_code == 302
    all_of_it = text_of(opens(client, referral, "signposts"))
    for words in ("Jo at the desk", "Monday.", "Accepted", WORDS):
        assert words in all_of_it


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"status": ""}, "Select what the service said"),
        ({"answered_by": ""}, "Enter who at the service said so"),
        (
            {"answered_on_day": "", "answered_on_month": "", "answered_on_year": ""},
            "Enter the day on which they said so",
        ),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_again(
    marlbrook, referral, client, coordinator, wrong, sentence
):
    row = asked_of(referral, coordinator)
    data = answering(row, **wrong)
    assert sentence in text_of(sends(client, referral, "answer_signpost", data, row.pk))
    assert now(row).status == "asked"


def test_silence_is_offered_once_the_day_is_over(referral, client, coordinator):
    row = asked_of(referral, coordinator)
    later(15)
    page = text_of(opens(client, referral, "answer_signpost", row.pk))
    assert "It did not answer" in page
    silence = answering(row, status="no_reply", answered_by="")
    assert (
        sends(client, referral, "answer_signpost", silence, row.pk).status_code == 302
    )
    assert now(row).status == "no_reply"


def test_both_texts_are_shown_when_somebody_saved_in_between(
    referral, client, coordinator
):
    row = asked_of(referral, coordinator)
    stale = answering(row, reply="Mine.")
    says(row, "declined", coordinator, reply="Theirs.")
    answer = sends(client, referral, "answer_signpost", stale, row.pk)
    assert answer.status_code == 409
    assert "Mine." in text_of(answer)
    assert "Theirs." in text_of(answer)


def test_a_signpost_of_another_referral_is_not_there(
    marlbrook, people, referral, client, coordinator
):
    adult = {"surname": "Marsh", "born_on": None}
    other = cleared(
        make_referral(marlbrook, subject=adult), people[Role.GATEWAY_OFFICER]
    )
    row = asked_of(other, coordinator)
    assert opens(client, referral, "answer_signpost", row.pk).status_code == 404


@pytest.mark.parametrize(
    ("status", "words"),
    [("declined", "declined"), ("asked", "no answer, and it was due")],
)
def test_a_declined_or_unanswered_one_stands_plainly_on_the_referral(
    referral, client, coordinator, status, words
):
    row = asked_of(referral, coordinator)
    assert "Nobody has taken this on" not in text_of(opens(client, referral))
    later(15)
    if status != "asked":
        says(row, status, coordinator)
    client = signed_in(coordinator)  # the one before has been idle for too long
    page = text_of(opens(client, referral))
    assert f"Weir Street Homes: {words}" in page
    assert "another service." in page
    asked_of(referral, coordinator, due_on=clock.today() + timedelta(days=3))
    assert "Nobody has taken this on" not in text_of(opens(client, referral))


def test_a_referral_that_was_passed_to_nobody_says_so(referral, client):
    page = text_of(opens(client, referral))
    assert "No service was asked yet" in page
    assert page_of(referral, "ask_service") in page


def test_the_chair_reads_it_and_asks_nobody(referral, people, coordinator):
    asked_of(referral, coordinator)
    chair = signed_in(people[Role.PANEL_CHAIR])
    page = text_of(opens(chair, referral))
    assert "Weir Street Homes" in page
    assert page_of(referral, "ask_service") not in page
    assert opens(chair, referral, "ask_service").status_code == 403


def test_whoever_sent_it_learns_nothing_of_services(marlbrook, people, coordinator):
    sender = people[Role.REGISTERED_REFERRER]
    own = make_referral(marlbrook, door=Door.REGISTERED, by=sender)
    asked_of(own, coordinator, agreed_by="Jo Ward")
    browser = signed_in(sender)
    assert "Weir Street Homes" not in text_of(opens(browser, own))
    for name in ("signposts", "ask_service"):
        assert opens(browser, own, name).status_code == 404


def test_another_area_cannot_tell_that_there_is_one(referral, coordinator):
    row = asked_of(referral, coordinator)
    outsider = signed_in(person_with(Role.COORDINATOR, AuthorityFactory(name="Ashby")))
    for name, more in (
        ("signposts", ()),
        ("ask_service", ()),
        ("answer_signpost", (row.pk,)),
    ):
        assert outsider.get(page_of(referral, name, *more)).status_code == 404


def figures_of(user, authority):
    with tenancy.of(authority):
        return signpost_figures(user, authority)


def test_figures_count_what_services_said_by_month_and_support(
    marlbrook, referral, coordinator
):
    for status in ("accepted", "declined"):
        says(asked_of(referral, coordinator), status, coordinator)
    asked_of(referral, coordinator)
    asked_of(referral, coordinator, due_on=clock.today() + timedelta(days=60))
    later(15)
    silent = asked_of(referral, coordinator, support="adults", elsewhere="")
    found = {each.support: each.numbers for each in figures_of(coordinator, marlbrook)}
    assert found == {
        "Housing": [4, 1, 1, 1, 1],
        "Adult social care": [1, 0, 0, 0, 1],
    }
    later(40)
    says(silent, "no_reply", coordinator)
    found = {each.support: each.numbers for each in figures_of(coordinator, marlbrook)}
    assert found["Adult social care"] == [1, 0, 0, 1, 0]


def test_nobody_counts_what_they_do_not_work_on(
    marlbrook, people, referral, coordinator
):
    asked_of(referral, coordinator)
    assert figures_of(people[Role.CASE_OFFICER], marlbrook) == []
    assert figures_of(people[Role.SAFEGUARDING_LEAD], marlbrook) == []
    assert len(figures_of(people[Role.PANEL_CHAIR], marlbrook)) == 1


def test_the_page_of_figures_warns_and_rounds(marlbrook, referral, client, coordinator):
    address = reverse("referrals:signpost_figures", args=[marlbrook.slug])
    assert "No service was asked yet" in text_of(client.get(address))
    asked_of(referral, coordinator)
    assert "do not pass them on" in text_of(client.get(address))
    rounded = text_of(client.get(address, {"rounded": "on"}))
    assert "Fewer than 5" in rounded
    assert "do not pass them on" not in rounded


def test_figures_are_for_those_who_see_how_long_stages_take(marlbrook, people):
    address = reverse("referrals:signpost_figures", args=[marlbrook.slug])
    timeliness = reverse("referrals:timeliness", args=[marlbrook.slug])
    for role, person in people.items():
        browser = signed_in(person)
        seen = browser.get(timeliness).status_code
        assert browser.get(address).status_code == seen, role


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Fewer than 5"),
        (4, "Fewer than 5"),
        (5, "5"),
        (7, "5"),
        (8, "10"),
        (12, "10"),
    ],
)
def test_small_numbers_are_said_to_be_few_and_others_rounded(number, words):
    assert to_pass_on(number) == words


def test_five_signposts_take_as_many_statements_as_one(referral, client, coordinator):
    counts = []
    for many in (1, 4):
        for _ in range(many):
            asked_of(referral, coordinator)
        opens(client, referral, "signposts")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(referral, "signposts")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
