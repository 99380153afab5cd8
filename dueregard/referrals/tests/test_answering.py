"""What a respondent sees and answers, by link and code, or what they told otherwise."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse

from dueregard import clock
from dueregard.access.private_links import SENT
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.clock.tests.moving import noon_of
from dueregard.clock.working_days import add_working_days
from dueregard.referrals import services
from dueregard.referrals.models import Disclosure
from dueregard.referrals.services import Reply, answering
from dueregard.referrals.spoken import answer_token_of
from dueregard.reminders.models import Task
from dueregard.submissions import new_key
from dueregard.vault import tenancy
from dueregard.vault.errors import RoomClosed
from dueregard.vault.rooms import sealing

from .factories import staff
from .pages import opens as opens_page
from .pages import page_of, sends, signed_in
from .requests import (
    ADULT,
    ASKED,
    FACT,
    NECESSITY,
    TOLD,
    ask,
    code_of,
    gathering,
    now,
    opens,
    replies,
    wrong_code,
)

pytestmark = pytest.mark.django_db
NOT_FOR_THEM = (
    "Millrace",
    "Drew a plan",
    "Wren Hollis",
    "Lives with an aunt",
    "thinking of hurting",
    "Prevent co-ordinator",
    NECESSITY,
)
ABOUT_THEM = ("Corin", "Ashgrove", "14 March 1990", "4 Weir Street", ASKED)


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


@pytest.fixture
def council(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def referral(marlbrook, officer):
    return gathering(marlbrook, officer)


@pytest.fixture
def row(referral, council):
    return ask(referral, council)


def facts_of(row) -> dict:
    """The columns of a row that are not sealed, as the database has them."""
    with tenancy.of(row.authority_id):
        return (
            type(row)
            .objects.filter(pk=row.pk)
            .values(
                "status",
                "wrong_codes",
                "disclosed_at",
                "ended_at",
                "version",
                "chased_at",
                "told_on",
            )
            .get()
        )


def to_read(person) -> int:
    return (
        Task.objects.open()
        .filter(person=person, kind="referrals.answer_to_read")
        .count()
    )


def test_opening_the_link_changes_nothing_and_tells_nothing(row, client):
    before, entries = facts_of(row), Entry.objects.count()
    address = reverse("answer:link", args=[answer_token_of(row)])
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200
    words = page.content.decode()
    for told in (*ABOUT_THEM, *NOT_FOR_THEM, row.referral.reference, "surgery"):
        assert told not in words
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert (facts_of(row), Entry.objects.count()) == (before, entries)


def test_the_code_shows_name_birth_and_address_and_what_is_asked_alone(row, client):
    code = code_of(row)
    page = opens(client, answer_token_of(row), f"{code[:3]} {code[3:].lower()}")
    words = page.content.decode()
    for told in ABOUT_THEM:
        assert told in words
    for told in (*NOT_FOR_THEM, row.referral.reference):
        assert told not in words
    title = words.split("<title>")[1].split("</title>")[0]
    for told in (*ABOUT_THEM, "surgery"):
        assert told not in title
    assert page.headers["Cache-Control"] == "no-store"


def test_addresses_take_no_get_where_they_do_something(row, client):
    for name in ("answer:open", "answer:send"):
        address = reverse(name, args=[answer_token_of(row)])
        assert client.get(address).status_code == 405


@pytest.mark.parametrize("token", ["x", "1-", "1-unknown", "999999-abc", "٣-abc", "-"])
def test_a_link_that_we_never_sent_opens_nothing(row, client, token):
    assert client.get(reverse("answer:link", args=[token])).status_code == 404
    assert opens(client, token, code_of(row)).status_code == 404
    assert replies(client, token, code_of(row)).status_code == 404


def test_the_link_of_one_opens_no_other_request(row, referral, council, client):
    other = ask(referral, council, asked="Another question")
    page = opens(client, answer_token_of(other), code_of(row))
    assert "Another question" not in page.content.decode()
    assert now(other).wrong_codes == 1
    moved = answer_token_of(row).replace("-", "9-", 1)
    assert client.get(reverse("answer:link", args=[moved])).status_code == 404


def test_five_wrong_codes_lock_the_right_one_out_until_a_new_one_is_sent(
    row, council, client
):
    token, code, wrong = answer_token_of(row), code_of(row), wrong_code(row)
    for _ in range(5):
        page = opens(client, token, wrong)
    assert "tried too often" in page.content.decode()
    for page in (opens(client, token, code), replies(client, token, code)):
        assert "Corin" not in page.content.decode()
        assert "tried too often" in page.content.decode()
    assert facts_of(row)["status"] == "sent"
    assert facts_of(row)["wrong_codes"] == 5
    assert Entry.objects.filter(event="requests.wrong_code").count() == 5
    waits = Task.objects.open().filter(kind="referrals.answer_locked", person=council)
    assert waits.count() == 1
    clock_services.shift(timedelta(seconds=1))
    to = services.Respondent("Dr Vale", "surgery@health.example", "01632 960555")
    services.renew_link(row, to=to, due_on=row.due_on, by=council)
    page = opens(client, answer_token_of(now(row)), code_of(row))
    assert "Corin" in page.content.decode()
    assert not waits.all().exists()


@pytest.mark.parametrize("code", ["", " ", "-", "CCCC", "%00", "٣" * 6, "x" * 21])
def test_what_is_no_code_shows_nobody(row, client, code):
    for page in (
        opens(client, answer_token_of(row), code),
        replies(client, answer_token_of(row), code),
    ):
        assert page.status_code == 200
        assert "Corin" not in page.content.decode()
    assert facts_of(row)["status"] == "sent"


def test_one_link_sends_only_so_often(row, client):
    token, statuses = answer_token_of(row), set()
    for _ in range(SENT.most + 1):
        statuses.add(opens(client, token, wrong_code(row)).status_code)
    assert statuses == {200, 429}


def test_an_answer_is_sent_once_and_the_link_is_dead(row, council, client):
    token, code = answer_token_of(row), code_of(row)
    opens(client, token, code)
    sent = replies(client, token, code)
    assert sent.headers["Location"] == reverse("answer:sent")
    assert client.get(sent.headers["Location"]).status_code == 200
    assert facts_of(row)["status"] == "answered"
    assert to_read(council) == 1
    for again in (
        client.get(reverse("answer:link", args=[token])),
        opens(client, token, code),
        replies(client, token, code),
    ):
        assert again.status_code == 410
        assert "It was answered" in again.content.decode()
        assert "Corin" not in again.content.decode()
    assert Entry.objects.filter(event="requests.ended").count() == 1


def test_the_same_page_sent_twice_is_answered_alike(row, client):
    token, code, key = answer_token_of(row), code_of(row), new_key()
    first, second = (replies(client, token, code, submission_key=key) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(event="requests.ended").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_are_one(row):
    code, outcomes = code_of(row), []
    services.open_request(row, code=code)

    def answer():
        try:
            services.answer_by_link(now(row), TOLD, code=code, who="Dr Vale")
            outcomes.append("answered")
        except NotNow:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=answer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["answered", "refused", "refused", "refused"]
    assert Entry.objects.filter(event="requests.ended").count() == 1


@pytest.mark.django_db(transaction=True)
def test_wrong_codes_at_the_same_moment_are_all_counted(row):
    wrong, shown = wrong_code(row), []

    def attempt():
        shown.append(services.open_request(now(row), code=wrong))
        connection.close()

    threads = [Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shown == [None] * 6
    assert now(row).wrong_codes == 5


def test_the_answer_is_sealed_and_no_word_of_it_is_anywhere_else(row, council, client):
    replies(client, answer_token_of(row), code_of(row))
    kept = now(row)
    for name in ("facts", "answered_by", "refused_because", "to", "asked"):
        with pytest.raises(RoomClosed):
            getattr(kept, name)
    table = row._meta.db_table
    with tenancy.of(row.authority_id), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (a fixed name)
        stored = str([bytes(v) if isinstance(v, memoryview) else v
                      for line in cursor.fetchall() for v in line])  # fmt: skip
    everywhere = (
        stored
        + str(list(Entry.objects.values_list("facts", flat=True)))
        + str(list(Task.objects.values_list("title", "about", "url")))
    )
    for word in (*ABOUT_THEM, "Seen twice", "Dr Vale", "surgery@"):
        assert word not in everywhere


def test_the_link_opens_until_ten_working_days_after_it_was_due(row, client):
    token, code = answer_token_of(row), code_of(row)
    last = add_working_days(row.due_on, 10)
    clock_services.shift(last - clock.today() + clock.offset())
    assert "Corin" in opens(client, token, code).content.decode()
    clock_services.shift(timedelta(days=1) + clock.offset())
    for over in (
        client.get(reverse("answer:link", args=[token])),
        opens(client, token, code),
        replies(client, token, code),
    ):
        assert over.status_code == 410
        words = over.content.decode()
        assert "You do not need to do anything" in words
        assert "Corin" not in words
    with pytest.raises(NotNow, match=answering.LINK_OVER):
        services.open_request(now(row), code=code)
    with pytest.raises(NotNow, match=answering.LINK_OVER):
        services.answer_by_link(now(row), TOLD, code=code, who="Dr Vale")


def test_an_answer_without_the_code_is_refused_by_the_service_too(row):
    services.open_request(row, code=code_of(row))
    with pytest.raises(NotNow, match=answering.WRONG_CODE):
        services.answer_by_link(row, TOLD, code=wrong_code(row), who="Dr Vale")
    assert facts_of(row)["status"] == "sent"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reply": ""}, "Select your answer"),
        ({"reply": "withdrawn"}, "Select"),
        ({"what_1": ""}, "Enter what is known"),
        ({"source_1": ""}, "Enter who knows it, or where it is recorded"),
        ({"may_be_shared_on": ""}, "Select whether this may be shared with the panel"),
        ({"reply": "refused"}, "Enter why it is not shared"),
        ({"who": ""}, "Enter your name and role"),
        ({"on_1_day": "31", "on_1_month": "2"}, "must be a real date"),
        ({"on_1_year": "2031"}, "must not be in the future"),
        ({"facts": "2", "what_2": "More"}, "Enter who knows it"),
        ({"facts": "2", "source_2": "Somebody"}, "Enter what is known"),
        ({"what_1": "x" * 4001}, "4000"),
    ],
)
def test_each_mistake_is_told_and_nothing_typed_is_lost(row, client, change, sentence):
    page = replies(client, answer_token_of(row), code_of(row), **change)
    assert page.status_code == 200
    words = page.content.decode()
    assert sentence in words
    assert "Corin" in words
    assert facts_of(row)["status"] == "sent"


@pytest.mark.parametrize("number", ["0", "-1", "", "999999", "9" * 30, "٣", "x"])
def test_a_count_of_facts_that_is_none_does_no_harm(row, client, number):
    page = replies(client, answer_token_of(row), code_of(row), facts=number, reply="")
    assert page.status_code == 200
    assert page.content.decode().lower().count("when was that?") <= 20


def test_room_for_more_facts_is_made_without_a_mistake_and_kept(row, client):
    token, code = answer_token_of(row), code_of(row)
    page = replies(client, token, code, more="1", source_1="").content.decode()
    assert "Fact 2: what do you know?" in page
    assert "Seen twice for sleep." in page
    assert "There is a problem" not in page
    more = {"facts": "2", "what_2": "Works nights.", "source_2": "Reception"}
    replies(client, token, code, **more)
    with sealing(row.authority) as room:
        told = room.show(now(row)).facts
    assert [fact["what"] for fact in told] == ["Seen twice for sleep.", "Works nights."]
    assert [fact["on"] for fact in told] == ["2026-10-02", ""]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"reply": "nothing_held"}, "nothing_held"),
        ({"reply": "refused", "refused_because": "Our duty to patients."}, "refused"),
    ],
)
def test_nothing_held_and_not_shared_are_answers(row, council, client, change, status):
    sent = replies(client, answer_token_of(row), code_of(row), **change)
    assert sent.status_code == 302
    assert facts_of(row)["status"] == status
    page = opens_page(
        signed_in(council), row.referral, "information_request", row.pk
    ).content.decode()
    assert change.get("refused_because", "Nothing is held") in page
    assert "Seen twice" not in page


def test_an_officer_reads_the_answer_and_says_so(row, referral, council, client):
    replies(client, answer_token_of(row), code_of(row))
    browser = signed_in(council)
    page = opens_page(browser, referral, "information_request", row.pk)
    words = page.content.decode()
    for told in ("Seen twice for sleep.", "2 October 2026", "Dr Vale, partner"):
        assert told in words
    assert to_read(council) == 1
    done = browser.post(page_of(referral, "request_read", row.pk))
    assert done.status_code == 302
    assert to_read(council) == 0


def test_what_the_panel_is_not_to_be_told_its_chair_does_not_read(
    row, referral, people, client
):
    replies(client, answer_token_of(row), code_of(row), may_be_shared_on="no")
    read = {}
    for role in (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR, Role.COORDINATOR):
        browser = signed_in(people[role])
        page = opens_page(browser, referral, "information_request", row.pk)
        assert page.status_code == 200
        read[role] = "Seen twice" in page.content.decode()
    assert read == {
        Role.PANEL_CHAIR: False,
        Role.DEPUTY_CHAIR: False,
        Role.COORDINATOR: True,
    }


def test_what_was_told_by_telephone_is_entered_with_who_and_when(
    row, referral, council
):
    form = {
        "facts": "1",
        "reply": "answered",
        "what_1": "Seen twice for sleep.",
        "source_1": "Dr Vale",
        "may_be_shared_on": "yes",
        "who": "Reception of the surgery",
        "on_day": clock.today().day,
        "on_month": clock.today().month,
        "on_year": clock.today().year,
    }
    browser = signed_in(council)
    sent = sends(browser, referral, "enter_answer", form, row.pk)
    assert sent.status_code == 302
    page = opens_page(browser, referral, "information_request", row.pk)
    assert "Reported on" in page.content.decode()
    assert facts_of(row)["told_on"] == clock.today()
    with tenancy.of(referral.authority):
        given = Disclosure.objects.filter(organisation=row.organisation)
        assert [one.by_id for one in given] == [council.pk]
    assert to_read(council) == 0


@pytest.mark.parametrize("days", [1, -1])
def test_a_day_on_which_it_cannot_have_been_told_is_refused(row, council, days):
    on = clock.today() + timedelta(days=days)
    with pytest.raises(NotNow, match=answering.NOT_THAT_DAY):
        services.enter_answer(row, TOLD, who="Dr Vale", on=on, by=council)


def test_an_answer_that_came_after_all_is_entered_later_but_never_twice(row, council):
    noon_of(row.due_on + timedelta(days=1))
    services.note_not_received(row, by=council)
    services.enter_answer(row, TOLD, who="Dr Vale", on=clock.today(), by=council)
    assert facts_of(row)["status"] == "answered"
    with pytest.raises(NotNow):
        services.enter_answer(row, TOLD, who="Dr Vale", on=clock.today(), by=council)


@pytest.mark.parametrize(
    "reply",
    [
        Reply("answered", [], may_be_shared_on=True),
        Reply("answered", [{**FACT, "what": " "}], may_be_shared_on=True),
        Reply("answered", [FACT]),
        Reply("refused", refused_because=" "),
    ],
)
def test_half_an_answer_is_none(row, council, reply):
    with pytest.raises(NotNow):
        services.enter_answer(row, reply, who="Dr V", on=clock.today(), by=council)
    assert facts_of(row)["status"] == "sent"


@pytest.mark.parametrize("role", [Role.PANEL_CHAIR, Role.GATEWAY_OFFICER])
def test_others_who_read_it_change_nothing(row, referral, people, role):
    person = people[role]
    acts = (
        lambda: services.withdraw_request(row, by=person),
        lambda: services.note_not_received(row, by=person),
        lambda: services.note_read(row, by=person),
        lambda: services.enter_answer(
            row, TOLD, who="Dr Vale", on=clock.today(), by=person
        ),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    for name in ("renew_link", "enter_answer", "not_received", "withdraw_request"):
        page = opens_page(signed_in(person), referral, name, row.pk)
        assert page.status_code == 403


def test_a_look_by_link_stands_among_those_who_looked(row, referral, people, client):
    opens(client, answer_token_of(row), code_of(row))
    chair = signed_in(people[Role.PANEL_CHAIR])
    looked = Entry.objects.filter(event="vault.looked", facts__door="answer")
    assert looked.count() == 1
    assert str(row.pk) in str(looked[0].facts)
    assert opens_page(chair, referral, "who_looked").status_code == 200
    assert ADULT["surname"] not in str(looked[0].facts)
