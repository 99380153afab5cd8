"""Training, from last year's sheet to a certificate, and the true percentage."""

import datetime
import re
import time
from pathlib import Path

import pytest

from . import training_sheet as sheet

TODAY = datetime.date.today()
MAIL_WITHIN = 60.0
PLACES = (
    "from dueregard.accounts import services\n"
    "from dueregard.accounts.models import Authority\n"
    "a = Authority.objects.get(slug='marlbrook')\n"
    "by = a.memberships.get(role='administrator').person\n"
    "o = services.add_organisation(a, by=by, name={name!r}, kind='voluntary',"
    " sector='voluntary')\n"
    "print(o.pk)"
)
CLOCK = (
    "from datetime import timedelta\nfrom dueregard.clock import services as clocks\n"
)


@pytest.fixture
def organisation(server):
    """The key of an organisation whose people are in no register yet."""
    return int(server.shell(PLACES.format(name=sheet.ORGANISATION)))


@pytest.mark.short
def test_last_years_sheet_becomes_the_true_percentage(
    organisation, browser_page, server
):
    lead = browser_page("Training lead", "Marlbrook")
    refused = _bring(lead, "last-year.csv", sheet.written([w for _, w in ROWS]), 60, 40)
    _expect(lead, organisation, sheet.FIRST)
    right = sheet.put_right(refused, TODAY)
    _bring(lead, "put-right.csv", right, 40, 0)
    _expect(lead, organisation, sheet.THEN)
    _nudge(lead, organisation, browser_page, server)
    session = _plan_a_session(lead)
    server.shell(f"{CLOCK}clocks.shift(timedelta(days=2))")
    lead = browser_page("Training lead", "Marlbrook")
    _note_who_was_there(lead, session)
    _expect(lead, organisation, sheet.IN_THE_END)
    _fetch_the_certificate(lead, session)
    assert server.command("verify-audit")


ROWS = sheet.rows(TODAY)


def _bring(lead, name: str, content: bytes, good: int, bad: int) -> bytes:
    """Upload a sheet and put its good rows in; answers the file of those refused."""
    lead.goto("/training/")
    lead.check()
    lead.click("Bring your training records", "button")
    lead.check()
    given = {"name": name, "mimeType": "text/csv", "buffer": content}
    lead.page.get_by_label("File").set_input_files(given)
    lead.click("Upload and check", "button")
    lead.page.wait_for_url("**/exchange/*/")
    lead.page.get_by_text("Ready to check").wait_for()
    lead.check()
    text = lead.page.locator("main").inner_text()
    assert f"{good}\nwill be added" in text, text
    refused = b""
    if bad:
        assert f"{bad}\ncannot go in" in text, text
        for said in ("31/02/2025 is not a date", "Underwater basket weaving"):
            assert said in text
        with lead.page.expect_download() as download:
            lead.page.get_by_role("link", name=re.compile("Save them as a CSV")).click()
        refused = download.value.path().read_bytes()
    lead.page.get_by_role("button", name="Put these rows in").click()
    lead.page.get_by_role("button", name=re.compile("^Put .* in$")).click()
    lead.page.get_by_text("See what went in").wait_for()
    return refused


def _expect(lead, organisation: int, share: str) -> None:
    """What coverage says of the organisation, and it is what was counted by hand."""
    lead.goto(f"/training/in/marlbrook/coverage/of/{organisation}/")
    lead.check()
    assert f", {share} " in lead.page.locator("main").inner_text()


def _nudge(lead, organisation: int, browser_page, server) -> None:
    """Those who lapsed are reminded by mail; its link shows them their own training."""
    lead.goto(f"/training/in/marlbrook/coverage/of/{organisation}/")
    lead.click("Nudge those who owe training")
    lead.page.get_by_role("checkbox", name="Their training ran out").check()
    lead.click("Apply filters", "button")
    lead.check()
    assert f"{sheet.LAPSED}\nget a mail" in lead.page.locator("main").inner_text()
    lead.click("Send the nudges", "button")
    lead.check()
    learner = browser_page(width=320)
    learner.goto(_link_in_mail_to("reader31@reading.example", server))
    learner.check()
    assert "raise awareness of Prevent" in learner.page.locator("main").inner_text()


def _link_in_mail_to(address: str, server) -> str:
    mails = Path(server.environment["DATA_DIR"]) / "mail.txt"
    until = time.monotonic() + MAIL_WITHIN
    while time.monotonic() < until:
        text = mails.read_text().replace("=\n", "") if mails.exists() else ""
        letters = [one for one in text.split("Message-ID:") if f"To: {address}" in one]
        if letters:
            return re.findall(r"/training/own/by-link/[\w-]+/", letters[-1])[0]
        time.sleep(0.2)
    raise AssertionError(f"No mail went to {address}")


def _plan_a_session(lead) -> str:
    """Tomorrow's workshop, with one of those who lapsed; answers its address."""
    lead.goto("/training/in/marlbrook/sessions/add/")
    lead.page.get_by_label("Course").select_option(
        label="Workshop to raise awareness of Prevent (WRAP)"
    )
    day = TODAY + datetime.timedelta(days=1)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        lead.fill(part, str(value))
    lead.fill("Start time", "10:00")
    lead.fill("End time", "11:30")
    lead.fill("Place (optional)", "The library hall")
    lead.check()
    lead.click("Add session", "button")
    lead.check()
    session = lead.page.url
    lead.click("Put somebody in", "button")
    lead.page.get_by_label("Somebody in the register").check()
    lead.page.get_by_label("Staff number or name").fill("R031")
    lead.check()
    lead.page.locator("main form").get_by_role("button").first.click()
    assert "Hazel Alder has a place" in lead.page.locator("main").inner_text()
    return session


def _note_who_was_there(lead, session: str) -> None:
    lead.goto(session)
    lead.click("Note who was there", "button")
    lead.check()
    lead.page.get_by_role("checkbox").first.check()
    lead.click("Save attendance", "button")
    assert "Completions made: 1" in lead.page.locator("main").inner_text()
    lead.check()


def _fetch_the_certificate(lead, session: str) -> None:
    lead.goto(session)
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name=re.compile("Certificate of")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
