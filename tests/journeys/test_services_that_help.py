"""A service comes into the directory and takes a person on; another does not answer."""

from datetime import date

from .test_referral_paths import COUNCIL, HERE, MAKE, main_of, say_why

SERVICE = "Quiet Room"
CLEAR = """
helped = somebody("Corin")
services.accept(helped, by=officer, note="Received and read.")
services.set_mark(helped, "clear", by=officer)
print(helped.get_absolute_url())
"""
SILENCE = """
from datetime import timedelta
from dueregard import clock
from dueregard.clock import services as clock_services
from dueregard.referrals.services import signpost_sweep
clock_services.shift(timedelta(days=30))
signpost_sweep.return_silent()
"""


def test_one_service_takes_the_person_on_and_one_does_not_answer(browser_page, server):
    path = server.shell(f"{MAKE}{CLEAR}")
    council = browser_page(COUNCIL, HERE, width=320)
    council.goto("/partners/in/marlbrook/services/")
    _add_and_approve(council)
    council.goto(path)
    say_why(council)
    council.click("Ask a service to help")
    council.check()
    _ask(council, SERVICE)
    council.click("Ask a service to help")
    _ask(council, "Early Help")
    council.goto(f"{path}signposts/")
    council.check()
    council.page.get_by_role("link", name="Write down the answer").first.click()
    council.check()
    _takes_the_person_on(council)
    assert "Accepted" in main_of(council)
    server.shell(SILENCE)
    late = browser_page(COUNCIL, HERE, width=320, script=False)
    late.goto(path)
    say_why(late)
    assert "Early Help" in main_of(late)
    assert "Nobody has taken this on for" in main_of(late)
    assert "Ring it, or ask another service" in main_of(late)


def _add_and_approve(walk) -> None:
    walk.click("Add a service", "button")
    walk.check()
    walk.page.get_by_label("Who provides it?").select_option(index=1)
    walk.fill("Name of the service", SERVICE)
    walk.page.get_by_label("Mental health and counselling").check()
    walk.click("Add service", "button")
    walk.check()
    assert "No referral is passed to this service" in main_of(walk)
    walk.click("Approve this service", "button")
    walk.click("Approve service", "button")
    walk.check()
    assert "Approved" in main_of(walk)


def _ask(walk, service: str) -> None:
    offered = walk.page.get_by_label("Which service do you ask?")
    wanted = offered.locator("option", has_text=service).first
    offered.select_option(wanted.get_attribute("value"))
    walk.fill("What is it asked to do?", "Somebody to talk to.")
    walk.click("Save", "button")
    assert service in main_of(walk)


def _takes_the_person_on(walk) -> None:
    walk.page.get_by_label("It takes the person on").check()
    walk.fill("Who at the service said so?", "The duty worker")
    for part in ("day", "month", "year"):
        walk.fill(part.capitalize(), str(getattr(date.today(), part)))
    walk.click("Save", "button")
    walk.check()
