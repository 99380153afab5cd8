"""The pages of who reads referrals: for whom, what they say, and what they never do."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Membership
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.services.read_questions import ask_about_reads

from .pages import opens, signed_in
from .reads import opened_on, questions, several, working_day
from .test_destroying import destroyed, due_one

pytestmark = pytest.mark.django_db
OFFICER = Role.DATA_PROTECTION_OFFICER
WORDS = ("Ashgrove", "Corin", "Weir Street", "Millrace", "arrows", "Wren Hollis")
CAME_OF_IT = {"answer": "explained", "reason": "Stood in for a colleague."}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def officer(marlbrook):
    return person_with(OFFICER, marlbrook)


@pytest.fixture
def browser(officer):
    return signed_in(officer)


@pytest.fixture
def chair(marlbrook):
    return person_with(Role.PANEL_CHAIR, marlbrook)


@pytest.fixture
def rows(marlbrook):
    return several(marlbrook, 10)


@pytest.fixture
def question(marlbrook, officer, chair, rows):
    opened_on(working_day(), chair, rows, hour=21)
    ask_about_reads()
    [made] = questions(marlbrook)
    return made


def at(name, *args) -> str:
    return reverse(f"referrals:{name}", args=["marlbrook", *args])


def text(answer) -> str:
    return answer.content.decode().split("<main")[1].split("</main")[0]


def days(first, last=None) -> dict[str, int]:
    """The filter's boxes."""
    ends = {"from_on": first, "to_on": last or clock.today()}
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in ends.items()
        for part in ("day", "month", "year")
    }


def pages(question, row) -> list[str]:
    return [
        at("looks"),
        at("looks_of_person", question.reader_id),
        at("find_looks"),
        at("looks_of_one", row.pk),
        at("read_question", question.pk),
    ]


@pytest.mark.parametrize("role", Role)
def test_only_the_data_protection_officer_opens_them(marlbrook, question, rows, role):
    client = signed_in(person_with(role, marlbrook))
    for page in pages(question, rows[0]):
        assert client.get(page).status_code == (200 if role == OFFICER else 404)


def test_the_officer_of_another_authority_finds_nothing(question, rows):
    other = AuthorityFactory(name="Ashby Vale", slug="ashby-vale")
    elsewhere = person_with(OFFICER, other)
    client = signed_in(elsewhere)
    for page in pages(question, rows[0]):
        assert client.get(page).status_code == 404
        theirs = page.replace("marlbrook", "ashby-vale")
        assert client.get(theirs).status_code == (
            200 if theirs.endswith(("/looks/", "/find/")) else 404
        )
    assert str(question.reader) not in text(
        client.get(reverse("referrals:looks", args=["ashby-vale"]))
    )


def test_no_page_shows_a_word_of_a_referral(browser, officer, chair, question, rows):
    opened = opens(signed_in(chair), rows[0]).content.decode()
    assert "Ashgrove" in opened

    def shown() -> str:
        return "".join(
            f"{answer.content.decode()} {answer.headers}"
            for answer in map(browser.get, pages(question, rows[0]))
        )

    before = shown()
    services.answer_question(question, **CAME_OF_IT, by=officer)
    for word in WORDS:
        assert word not in before + shown()


def test_people_stand_by_name_and_never_by_a_number(marlbrook, browser, rows):
    few, many = (person_with(Role.PANEL_CHAIR, marlbrook) for _ in range(2))
    for person, name in ((few, "Abel Moss"), (many, "Zoe Kerr")):
        person.name = name
        person.save()
    opened_on(working_day(3), many, rows)
    opened_on(working_day(), many, rows[:1])
    opened_on(working_day(), few, rows[:2])
    page = browser.get(at("looks"))
    shown = [
        (line.person.name, line.roles, line.days, line.referrals, line.latest)
        for line in page.context["readers"]
    ]
    assert shown == [
        ("Abel Moss", ["Channel panel chair"], 1, 2, working_day()),
        ("Zoe Kerr", ["Channel panel chair"], 2, 10, working_day()),
    ]
    assert "sort=" not in text(page)


def test_whoever_saw_a_list_is_there_and_opened_none(browser, chair, rows):
    opened_on(working_day(), chair, rows, door="list")
    [line] = browser.get(at("looks")).context["readers"]
    assert (line.person, line.days, line.referrals) == (chair, 1, 0)
    assert "1 in a list" in text(browser.get(at("looks_of_person", chair.pk)))


def test_the_days_can_be_chosen_up_to_four_hundred(browser, chair, rows):
    old = clock.today() - timedelta(days=40)
    opened_on(old, chair, rows[:1])
    assert "Nobody looked at a referral in these days" in text(browser.get(at("looks")))
    chosen = days(old)
    assert str(chair) in text(browser.get(at("looks"), chosen))
    one = browser.get(at("looks_of_person", chair.pk), chosen)
    assert rows[0].reference in text(one)
    far = clock.today() - timedelta(days=400)
    assert "Select at most 400 days" in text(browser.get(at("looks"), days(far)))
    near = clock.today() - timedelta(days=399)
    assert str(chair) in text(browser.get(at("looks"), days(near)))
    turned = days(old, old - timedelta(days=1))
    assert "must not be before the first day" in text(browser.get(at("looks"), turned))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(1, 1, 5), "must be in 2015 or later"),
        (date(9999, 12, 31), "must be today or in the past"),
    ],
)
def test_days_of_no_use_are_answered_with_a_sentence(browser, question, day, said):
    for page in (at("looks"), at("looks_of_person", question.reader_id)):
        for chosen in (days(day, day), days(day), days(clock.today(), day)):
            padded = {
                name: f"{value:04}" if name.endswith("year") else value
                for name, value in chosen.items()
            }
            assert said in text(browser.get(page, padded))


def test_the_first_and_the_last_day_are_in_it(browser, chair, rows):
    day = working_day()
    opened_on(day, chair, rows[:1], hour=0)
    opened_on(day, chair, rows[1:2], hour=23)
    opened_on(day - timedelta(days=1), chair, rows[2:3], hour=23)
    opened_on(day + timedelta(days=1), chair, rows[3:4], hour=0)
    [line] = browser.get(at("looks"), days(day, day)).context["readers"]
    assert line.referrals == 2


def test_one_persons_page_says_which_why_and_where_and_links_nothing(
    browser, chair, rows
):
    opened_on(working_day(), chair, rows[:1])
    page = text(browser.get(at("looks_of_person", chair.pk)))
    assert rows[0].reference in page
    assert "To decide what a new concern or referral needs" in page
    assert "Its page" in page
    assert str(rows[0].pk) not in page


def test_who_may_open_a_referral_gets_a_link_to_it(marlbrook, officer, chair, rows):
    opened_on(working_day(), chair, rows[:1])
    given = Membership.objects.get(person=officer)
    given.pk, given.role = None, Role.COORDINATOR
    given.save(force_insert=True)
    page = signed_in(officer).get(at("looks_of_person", chair.pk))
    assert rows[0].get_absolute_url() in text(page)


def test_one_that_was_destroyed_is_said_to_be(marlbrook, browser, officer, chair):
    gone = due_one(marlbrook)
    opened_on(working_day(), chair, [gone])
    destroyed([gone], person_with(Role.COORDINATOR, marlbrook), officer)
    page = text(browser.get(at("looks_of_person", chair.pk)))
    assert "A referral that was destroyed since" in page
    assert gone.reference not in page


def test_a_try_after_an_interest_is_on_the_page(marlbrook, browser, rows):
    reader = person_with(Role.CASE_OFFICER, marlbrook)
    services.declare_interest(rows[0], by=reader, note="My neighbour.")
    assert signed_in(reader).get(rows[0].get_absolute_url()).status_code == 404
    page = text(browser.get(at("looks_of_person", reader.pk)))
    assert "They had declared an interest, and it did not open" in page
    assert rows[0].reference in page


def test_reading_who_read_what_is_recorded(browser, officer, chair, rows, question):
    for page in pages(question, rows[0]):
        browser.get(page)
    read = Entry.objects.filter(person_id=officer.pk, event__startswith="looks.read")
    today = clock.today()
    facts = {"from_on": str(today - timedelta(days=29)), "to_on": str(today)}
    assert [(each.event, each.subject_id, each.facts) for each in read] == [
        ("looks.read_of_people", str(question.authority_id), facts),
        ("looks.read_of_person", str(chair.pk), facts),
        ("looks.read_of_referral", str(rows[0].pk), {}),
    ]


def test_who_looked_at_one_is_found_by_its_reference(browser, chair, rows):
    opened_on(clock.today(), chair, rows[:1])
    missing = browser.post(at("find_looks"), {"reference": "R-2222-2222"})
    assert "No referral that is kept here has this reference" in text(missing)
    found = browser.post(at("find_looks"), {"reference": rows[0].reference.lower()})
    assert found.url == at("looks_of_one", rows[0].pk)
    page = text(browser.get(found.url))
    assert "Referral " + rows[0].reference in page


def test_a_question_is_read_asked_about_and_answered(browser, chair, question):
    page = text(browser.get(at("looks")))
    assert "opened 10 referrals between 8pm and 7am" in page
    assert "Write down what came of it" in page
    address = at("read_question", question.pk)
    assert "Enter what they said" in text(
        browser.post(address, {"answer": "explained"})
    )
    assert browser.post(address, CAME_OF_IT).url == at("looks")
    page = text(browser.get(at("looks")))
    assert "There is nothing to ask about" in page
    assert "There was a good reason" in page
    assert CAME_OF_IT["reason"] not in page
    assert CAME_OF_IT["reason"] in text(browser.get(address))
    looked = Entry.objects.filter(event="vault.looked").latest("pk")
    assert looked.facts["door"] == "question"
    again = text(browser.post(address, CAME_OF_IT))
    assert "Somebody wrote down what came of this meanwhile" in again


def test_an_officers_own_reads_are_shown_and_not_theirs_to_answer(
    marlbrook, officer, browser, chair, rows
):
    opened_on(working_day(), officer, rows, hour=21)
    ask_about_reads()
    [question] = questions(marlbrook)
    page = text(browser.get(at("looks")))
    assert "Another data protection officer, or the panel’s chair" in page
    assert str(question.pk) not in page
    address = at("read_question", question.pk)
    assert browser.get(address).status_code == 403
    of_chair = signed_in(chair)
    assert of_chair.get(address).status_code == 200
    assert of_chair.get(at("looks")).status_code == 404
    assert of_chair.post(address, CAME_OF_IT).status_code == 302
    assert CAME_OF_IT["reason"] in text(browser.get(address))


@pytest.mark.parametrize("name", ["retention", "notices"])
def test_the_officer_comes_to_it_from_the_pages_of_keeping(marlbrook, browser, name):
    assert at("looks") in text(browser.get(at(name)))
    coordinator = signed_in(person_with(Role.COORDINATOR, marlbrook))
    assert at("looks") not in text(coordinator.get(at(name)))
