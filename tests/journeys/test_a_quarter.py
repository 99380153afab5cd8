"""A quarter of a plan's year: asked, answered, chased, rated, reported, decided."""

import re
import time
from pathlib import Path

import pytest

PLANS = "from dueregard.plans.models import *\n"
ASKED = "Marlbrook asks you for news"
CHASED = "Marlbrook is still waiting for news"
CLOCK = (
    "from datetime import timedelta\nfrom dueregard.clock import services as clocks\n"
)
CHASE = "from dueregard.reminders import services as reminders\n"
MAIL_WITHIN = 60.0


class Quarter:
    """One plan of the rehearsal, its mails, and its calendar."""

    def __init__(self, server) -> None:
        self.server = server
        self.mails = Path(server.environment["DATA_DIR"]) / "mail.txt"
        self.plan = int(
            server.shell(
                f"{PLANS}print(Plan.objects.in_force()"
                ".get(authority__slug='marlbrook').pk)"
            )
        )
        self.days = 0

    def pass_days(self, days: int) -> None:
        """Let days go by, each with the worker's daily round of the ladder."""
        self.server.shell(
            f"{CLOCK}{CHASE}"
            f"for day in range({self.days + 1}, {self.days + days + 1}):\n"
            "    clocks.shift(timedelta(days=day))\n"
            "    reminders.send_escalations()\n"
            "    reminders.plan_escalations()\n"
        )
        self.days += days

    def links_in(self, words: str) -> list[str]:
        """The links of the mails that say `words`, in the order of their sending."""
        text = self.mails.read_text().replace("=\n", "") if self.mails.exists() else ""
        letters = [one for one in text.split("Message-ID:") if words in one]
        return [re.findall(r"/plans/answer/[\w-]+/", one)[0] for one in letters]

    def newest_link_in(self, words: str, *, beyond: int) -> str:
        """The newest of them, once there are more than `beyond`."""
        until = time.monotonic() + MAIL_WITHIN
        while time.monotonic() < until:
            links = self.links_in(words)
            if len(links) > beyond:
                return links[-1]
            time.sleep(0.2)
        raise AssertionError(f"No new mail says “{words}”")


@pytest.fixture(scope="module")
def quarter(server):
    return Quarter(server)


@pytest.mark.short
def test_a_quarter(quarter, browser_page, server):
    _close_the_open_round(quarter, browser_page)
    before = len(quarter.links_in(ASKED))
    _open_a_round(quarter, browser_page)
    action = _answer_from_the_mail(quarter, browser_page, before)
    _chase_who_is_late(quarter, browser_page)
    _see_why_it_is_amber(quarter, browser_page)
    _issue_the_board_pack(quarter, browser_page)
    decision = _record_a_decision(quarter, browser_page, server)
    _change_the_plan(quarter, browser_page, action, decision)
    stranger = browser_page(width=320)
    stranger.goto("/plans/published/marlbrook/")
    stranger.check()
    page = stranger.page.locator("main").inner_text()
    assert "What changed in the plan itself" in page
    assert "and tell the board in March" in page
    assert server.command("verify-audit")


def _coordinator(browser_page, **how):
    return browser_page("Prevent co-ordinator", "Marlbrook", **how)


def _close_the_open_round(quarter, browser_page) -> None:
    page = _coordinator(browser_page)
    page.goto(f"/plans/{quarter.plan}/rounds/")
    page.check()
    page.page.locator("main").get_by_role("link", name="Update round").first.click()
    page.check()
    page.click("Close the round", "button")
    page.check()
    page.click("Close the round", "button")
    assert "Closed by" in page.page.locator("main").inner_text()


def _open_a_round(quarter, browser_page) -> None:
    page = _coordinator(browser_page)
    page.goto(f"/plans/{quarter.plan}/rounds/open/")
    page.page.get_by_label("All that are open").check()
    page.check()
    page.click("See who would be asked", "button")
    page.check()
    page.click("Open the round and send the mails", "button")
    assert "is open" in page.page.locator("main").inner_text()


def _answer_from_the_mail(quarter, browser_page, before: int) -> int:
    """An owner answers on a phone, without an account; answers the action's key."""
    link = quarter.newest_link_in(ASKED, beyond=before)
    owner = browser_page(width=320)
    owner.goto(link)
    owner.check()
    owner.page.get_by_role("button", name="Answer for").first.click()
    owner.check()
    owner.page.get_by_label("Yes", exact=True).first.check()
    owner.page.get_by_label("What has happened since", exact=False).fill(
        "The colleges met and agreed who comes first."
    )
    owner.page.get_by_label("In progress", exact=True).check()
    owner.click("Send the answer", "button")
    owner.check()
    assert "Thank you" in owner.page.locator("main").inner_text()
    return int(
        quarter.server.shell(
            f"{PLANS}print(ProgressUpdate.objects.latest('pk').action_id)"
        )
    )


def _chase_who_is_late(quarter, browser_page) -> None:
    """The co-ordinator sees it coming; then the owner gets a fresh link."""
    before = len(quarter.links_in(CHASED))
    quarter.pass_days(18)
    page = _coordinator(browser_page)
    page.goto("/team-work/")
    page.check()
    link = quarter.newest_link_in(CHASED, beyond=before)
    late = browser_page(width=320)
    late.goto(link)
    late.check()
    assert "How are your actions going?" in late.heading()


def _see_why_it_is_amber(quarter, browser_page) -> None:
    page = _coordinator(browser_page)
    page.goto(f"/plans/{quarter.plan}/actions/?rag=amber")
    page.page.locator("main table tbody a").first.click()
    page.check()
    said = page.page.locator("main").inner_text()
    assert "no progress has been reported" in said or "review cycles" in said


def _issue_the_board_pack(quarter, browser_page) -> None:
    page = _coordinator(browser_page)
    page.goto(f"/plans/{quarter.plan}/packs/new/")
    page.check()
    page.click("Issue this pack", "button")
    page.check()
    pdf = page.page.request.get(f"{page.page.url.split('?')[0]}whole/pdf/")
    assert pdf.body().startswith(b"%PDF-")
    page.click("Public part")
    page.check()
    assert "Who has not updated" not in page.page.locator("main").inner_text()


def _record_a_decision(quarter, browser_page, server) -> int:
    """The board meets and decides; answers the decision's key."""
    find = (
        "from dueregard.governance.models import *\nfrom dueregard.governance import "
        "reads\nfrom dueregard.accounts.models import Authority\n"
        "m = reads.next_meeting(Authority.objects.get(slug='marlbrook'))\n"
    )
    meeting = server.shell(f"{CLOCK}clocks.follow()\n{find}print(m.get_absolute_url())")
    away = int(
        server.shell(
            f"{CLOCK}clocks.follow()\nfrom dueregard import clock\n{find}"
            "print((m.ends_at - clock.now()).days)"
        )
    )
    page = _coordinator(browser_page)
    page.goto(meeting)
    page.check()
    page.click("Send the agenda", "button")
    page.check()
    page.page.locator("main form button[type=submit]").last.click()
    quarter.days += away + 1
    server.shell(f"{CLOCK}clocks.shift(timedelta(days={quarter.days}))")
    page = _coordinator(browser_page)
    page.goto(meeting)
    page.click("It took place", "button")
    page.page.locator("main form button[type=submit]").last.click()
    page.page.get_by_role("link", name="Add what came of it", exact=False).first.click()
    page.page.get_by_label("Decision", exact=True).check()
    page.check()
    page.page.get_by_label("In words").fill("Tell the board of the colleges.")
    page.page.get_by_label("Reasons for the decision").fill("It wants to hear of it.")
    page.page.locator("main form button[type=submit]").last.click()
    page.check()
    assert "Tell the board of the colleges." in page.page.locator("main").inner_text()
    return int(
        server.shell(
            "from dueregard.governance.models import Outcome\n"
            "print(Outcome.objects.decisions().latest('pk').pk)"
        )
    )


def _change_the_plan(quarter, browser_page, action: int, decision: int) -> None:
    """The co-ordinator proposes new words; the chair approves them by the decision."""
    page = _coordinator(browser_page)
    page.goto(f"/plans/{quarter.plan}/versions/open/")
    page.check()
    page.page.get_by_label("Why does the plan need to change?").fill("The board asked.")
    page.click("Continue", "button")
    page.goto(f"/plans/{quarter.plan}/actions/{action}/propose/")
    page.check()
    words = page.page.locator("textarea[name=text]")
    words.fill(f"{words.input_value()} and tell the board in March")
    page.page.get_by_label("Why is this change needed?").fill("So that it hears.")
    page.click("Put it into the version", "button")
    page.check()
    page.click("Send to the chair", "button")
    page.check()
    page.click("Send to the chair", "button")
    version = page.page.url
    chair = browser_page("Board chair", "Marlbrook")
    chair.goto(f"{version}approve/")
    chair.check()
    chair.page.get_by_label("Which decision of the board", exact=False).select_option(
        str(decision)
    )
    chair.page.get_by_label("What should the record say?").fill("Agreed at the board.")
    chair.click("Approve version", "button")
    chair.check()
