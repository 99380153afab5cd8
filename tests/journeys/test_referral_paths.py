"""What becomes of a referral: both sides answer or one does not, a repeat, a hold, and
the day on which the key is lost.

The service's own clock is moved, and its work done, by the adapter (tests/adapter.py).
"""

import re
from datetime import date, timedelta
from difflib import unified_diff
from pathlib import Path

import pytest

POLICE, COUNCIL = "Police gateway officer", "Prevent co-ordinator"
CHAIR = "Channel panel chair"
HERE = "Marlbrook"
WORDS = "Drew a plan of the hall with arrows and named a day."
MAKE = """
from dueregard.accounts.models import Authority, Person
from dueregard.referrals import services
from dueregard.referrals.tests.factories import make_referral
place = Authority.objects.get(slug="marlbrook")
officer = Person.objects.get(
    memberships__role="gateway_officer", memberships__authority=place)
def somebody(name, **more):
    subject = {"forenames": name, "surname": "Alike", **more}
    return make_referral(place, subject=subject)
"""
OF_THIS = re.compile(
    r"R-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f]{8}-[0-9a-f-]{27}|Aaaaaa|Bbbbbb"
    r"|\d+(:\d\d)?[ap]m|datetime=\"[^\"]*\"|value=\"[\w-]{20,}\""
)
"""A reference, an id, a name, an hour and keys of forms."""
ESCALATE = """
from datetime import timedelta
from dueregard import clock
from dueregard.clock.working_days import is_working_day
from dueregard.referrals.services import escalating
from tests.adapter import Adapter
adapter = Adapter()
adapter.advance_clock(timedelta(days=6))
while not is_working_day(clock.today()):
    adapter.advance_clock(timedelta(days=1))
escalating.escalate_all()
adapter.run_jobs()
"""


def say_why(walk) -> None:
    """The purpose is asked before a referral or the queue is shown."""
    assert walk.heading().endswith("Before you look")
    walk.page.get_by_label("To decide what a new concern").check()
    walk.click("Go on", "button")


def look_at(walk, path: str) -> None:
    walk.goto(path)
    say_why(walk)
    walk.check()


def prove_it_is_me(walk) -> None:
    assert walk.heading().endswith("Check that it is you")
    walk.click("It is me: go on", "button")


def main_of(walk) -> str:
    return walk.page.locator("main").inner_text()


@pytest.mark.short
def test_the_police_and_the_council_each_say_that_they_have_it(browser_page, server):
    path = server.shell(f"{MAKE}print(somebody('Corin').get_absolute_url())")
    police = browser_page(POLICE, HERE, width=320, script=False)
    police.goto("/my-work/")
    assert "Say that you have a referral" in main_of(police)
    police.goto(path)
    say_why(police)
    assert WORDS in main_of(police)
    assert "Corin" not in police.page.title() + police.page.url
    police.press("See what each side said, or say that you have it")
    police.press("We have it", "button")
    police.fill("Police reference (optional)", "PCMT-2026-0417")
    police.press("We have it", "button")
    assert "Noted: you have this referral." in main_of(police)
    council = browser_page(COUNCIL, HERE, width=320)
    council.goto(path)
    council.check()
    look_at(council, path)
    council.goto(f"{path}delivery/")
    council.check()
    assert main_of(council).count("Received ") == 1
    council.click("We have it", "button")
    council.check()
    council.click("We have it", "button")
    assert main_of(council).count("Received ") == 2
    assert council.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_when_one_side_says_nothing_its_seniors_are_told_a_rung_a_day(
    browser_page, server
):
    path = server.shell(f"{MAKE}print(somebody('Maren').get_absolute_url())")
    officer = browser_page(POLICE, HERE)
    look_at(officer, path)
    officer.goto(f"{path}delivery/")
    officer.click("We have it", "button")
    officer.click("We have it", "button")
    server.shell(ESCALATE)
    chair = browser_page(CHAIR, HERE, width=320)
    chair.goto("/my-work/")
    chair.check()
    assert "A referral was not acknowledged in time" in main_of(chair)
    look_at(chair, path)
    chair.goto(f"{path}delivery/")
    chair.check()
    assert "Taken further" in main_of(chair)
    assert main_of(chair).count("Taken further") == 1


def test_a_repeat_is_agreed_by_two_and_is_not_closed_by_one(browser_page, server):
    path = server.shell(
        f"{MAKE}from datetime import date\n"
        "born = {'born_on': date(1990, 3, 14)}\n"
        "somebody('Lowenna', **born)\n"
        "second = somebody('Lowena', **born)\n"
        "services.accept(second, by=officer, note='')\n"
        "print(second.get_absolute_url())"
    )
    officer, council = browser_page(POLICE, HERE), browser_page(COUNCIL, HERE)
    look_at(officer, path)
    _ask_whether_they_are_one(officer)
    look_at(council, path)
    _agree(council)
    officer.goto(path)
    assert "This is referral number 2 of this person" in main_of(officer)
    _put_off_telling(officer)
    _ask_for_the_closing(officer)
    assert officer.page.get_by_role("button", name="Read and confirm").count() == 0
    officer.goto(f"{path}close/confirm/")
    officer.page.get_by_label("I have read the earlier referrals").check()
    officer.click("Confirm and close", "button")
    assert "somebody else" in main_of(officer).lower()
    officer.check()
    officer.expect_status(403)
    _confirm(council, path)
    officer.goto(path)
    assert "How it ended" in main_of(officer)


def _ask_whether_they_are_one(walk) -> None:
    walk.click("Same person?")
    walk.check()
    walk.page.get_by_role("link", name="Compare with").first.click()
    prove_it_is_me(walk)
    walk.check()
    walk.page.get_by_label("One person").check()
    walk.fill("What tells you so?", "The same birth, and one letter of the name.")
    walk.click("Save and continue", "button")
    assert "You asked for it" in main_of(walk)
    walk.check()


def _agree(walk) -> None:
    walk.click("Same person?")
    walk.page.get_by_role("link", name="Compare with").first.click()
    prove_it_is_me(walk)
    walk.check()
    walk.click("Agree", "button")
    assert "You agreed, and it is done." in main_of(walk)
    walk.check()


def _put_off_telling(walk) -> None:
    """It is not closed before it is written why the person is not told yet."""
    walk.click("Say whether they were told")
    walk.check()
    walk.page.get_by_label("The person", exact=True).check()
    walk.page.get_by_label("Not yet").check()
    walk.fill("Why are they not told yet?", "It is not safe for her yet.")
    soon = date.today() + timedelta(days=30)
    asked = walk.page.get_by_role("group", name="When do you look at it again?")
    for part in ("day", "month", "year"):
        asked.get_by_label(part.capitalize()).fill(str(getattr(soon, part)))
    walk.click("Save", "button")
    walk.check()
    assert "Not yet. Looked at again on" in main_of(walk)


def _ask_for_the_closing(walk) -> None:
    walk.press("Close")
    walk.check()
    walk.page.get_by_label("No further action").check()
    walk.click("Ask for the closing", "button")
    walk.check()
    assert "Select what other support there is" in main_of(walk)
    walk.page.get_by_label("Early Help or a locality panel").check()
    walk.fill("Why?", "It was a game, and nothing else was seen.")
    walk.click("Ask for the closing", "button")
    walk.check()
    assert "A second person reads the earlier referrals" in main_of(walk)


def _confirm(walk, path: str) -> None:
    walk.goto(path)
    walk.click("Read and confirm the closing", "button")
    walk.check()
    assert "It was a game" in main_of(walk)
    walk.click("Confirm and close", "button")
    walk.check()
    assert "Read the earlier referrals, then say that you have" in main_of(walk)
    walk.page.get_by_label("I have read the earlier referrals").check()
    walk.click("Confirm and close", "button")
    assert "You are the second person." in main_of(walk)


def test_a_hold_looks_like_any_slow_case_to_whoever_may_not_know(browser_page, server):
    held, slow = server.shell(
        f"{MAKE}made = [somebody(name) for name in ('Aaaaaa', 'Bbbbbb')]\n"
        "for each in made:\n"
        "    services.accept(each, by=officer, note='Received and read.')\n"
        "services.set_mark(made[0], 'hold', by=officer)\n"
        "print(*(each.get_absolute_url() for each in made))"
    ).split()
    chair, officer = browser_page(CHAIR, HERE), browser_page(POLICE, HERE)
    for path in (held, slow):
        look_at(chair, path)
    for page in ("", "delivery/", "same-person/", "close/", "go-on/", "mark/"):
        pages = [_what_comes(chair, f"{path}{page}") for path in (held, slow)]
        assert pages[0][:2] == pages[1][:2], page
        other = list(unified_diff(pages[0][2], pages[1][2], n=0))
        assert not other, "\n".join([page, *other])
    look_at(officer, held)
    assert "Hold" in main_of(officer)


def _what_comes(walk, path: str) -> tuple[int, dict[str, str], list[str]]:
    """The answer but for what every two referrals differ in."""
    answer = walk.page.request.get(path)
    headers = {name: said for name, said in answer.headers.items() if name != "date"}
    return answer.status, headers, OF_THIS.sub("-", answer.text()).splitlines()


def test_without_the_key_a_page_says_so_and_plans_and_training_go_on(
    browser_page, server
):
    path = server.shell(f"{MAKE}print(somebody('Corin').get_absolute_url())")
    officer, council = browser_page(POLICE, HERE), browser_page(COUNCIL, HERE)
    look_at(officer, path)
    keys = Path(server.environment["DATA_DIR"]) / "keys.json"
    aside = keys.rename(keys.with_name("aside"))
    try:
        officer.goto(path)
        officer.check()
        assert officer.heading() == "Records are locked"
        assert "999" in main_of(officer)
        assert WORDS not in officer.page.content()
        officer.expect_status(503)
        for page in ("/plans/", "/training/", "/my-work/"):
            council.goto(page)
            council.check()
    finally:
        aside.rename(keys)
    officer.goto(path)
    assert WORDS in main_of(officer)


def test_no_word_of_all_this_lies_in_the_folder_of_the_service(server):
    """Not in the log, the mails, the files, nor in SQLite's database with its log."""
    folder = Path(server.environment["DATA_DIR"])
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "log" for path in files)
    words = (WORDS, "It was a game, and nothing else", "Aaaaaa", "Lowenna")
    left = {
        path.name: word
        for path in files
        for word in words
        if word.encode() in path.read_bytes()
    }
    assert left == {}
