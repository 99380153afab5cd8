"""The first main job: a plan goes in, is worked on, is decided, and is published."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"
SAMPLE = SAMPLES / "marlbrook-plan.docx"
PLANS = "from dueregard.plans.models import Plan, Action, ProgressUpdate\n"


@pytest.fixture
def imported(browser_page, server):
    """The sample, put into a draft of Marlbrook's by its co-ordinator's own hands."""
    page = browser_page("Prevent co-ordinator", "Marlbrook")
    page.goto("/plans/")
    page.click("Import a plan", "button")
    page.page.get_by_label("File").set_input_files(str(SAMPLE))
    page.click("Upload and check", "button")
    page.page.wait_for_url("**/exchange/*/")
    page.page.get_by_role("button", name="Put these rows in").wait_for()
    page.check()
    page.click("Put these rows in", "button")
    page.page.get_by_role("button", name="Put", exact=False).first.click()
    page.page.get_by_text("Put in", exact=False).first.wait_for()
    drafts = "Plan.objects.filter(status='draft')"
    key = server.shell(f"{PLANS}print({drafts}.latest('pk').pk)")
    return page, int(key)


@pytest.mark.short
def test_a_document_becomes_the_published_plan(imported, browser_page, server):
    page, plan = imported
    _confirm_all(page, plan)
    page.goto(f"/plans/{plan}/submit/")
    page.click("Send to the chair", "button")

    chair = browser_page("Board chair", "Marlbrook")
    chair.goto(f"/plans/{plan}/preview/")
    chair.check()
    chair.goto(f"/plans/{plan}/approve/")
    chair.fill("What should the record say?", "Agreed at the board.")
    chair.page.get_by_label("Yes, anyone may read", exact=False).check()
    chair.check()
    chair.click("Approve plan", "button")
    assert "is now in force" in chair.page.locator("main").inner_text()

    stranger = browser_page(width=320)
    stranger.goto("/plans/published/marlbrook/")
    stranger.check()
    stranger.page.locator("main a").first.click()
    stranger.check()
    assert "Actions" in stranger.page.locator("main").inner_text()
    assert server.command("verify-audit")


def _confirm_all(page, plan: int) -> None:
    """Tick what the import was unsure of, and say that it is right."""
    page.goto(f"/plans/{plan}/actions/?look=uncertain")
    boxes = page.page.locator("input.dr-choose")
    if not boxes.count():
        return
    for box in boxes.all():
        box.check()
    page.click("Change the chosen actions", "button")
    unsure = "What the import was unsure of"
    page.page.get_by_label(unsure, exact=False).check()
    page.check()
    page.page.get_by_role("button", name="Change", exact=False).first.click()
    page.goto(f"/plans/{plan}/actions/?look=uncertain")
    assert page.page.locator("input.dr-choose").count() == 0


def test_an_import_can_be_undone(imported, server):
    page, plan = imported
    page.goto("/exchange/marlbrook/plan/")
    page.page.locator("main table a").first.click()
    page.page.get_by_role("button", name="Undo", exact=False).first.click()
    page.check()
    page.page.get_by_role("button", name="Undo", exact=False).first.click()
    page.page.get_by_text("Undone", exact=False).first.wait_for()
    found = server.shell(f"{PLANS}print(Plan.objects.filter(pk={plan}).count())")
    assert found == "0"


def test_an_owner_reports_progress_by_keyboard_alone_on_a_phone(browser_page, server):
    page = browser_page("Action owner", "Netherbrook", width=320)
    page.goto("/plans/mine/")
    page.check()
    link = page.page.get_by_role("link", name="Give an update", exact=False).first
    for _ in range(120):
        page.page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    with page.page.expect_navigation():
        page.page.keyboard.press("Enter")
    page.check()
    page.page.get_by_label("What has happened since", exact=False).focus()
    page.page.keyboard.type("Typed without a mouse.")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Space")
    page.press("Save update", "button")
    text = server.shell(f"{PLANS}print(ProgressUpdate.objects.latest('pk').text)")
    assert text == "Typed without a mouse."


def test_two_people_who_edit_at_once_lose_nothing(browser_page, server):
    action = server.shell(
        f"{PLANS}print(Action.objects.filter(plan__authority__slug='netherbrook')"
        ".first().get_absolute_url())"
    )
    first = browser_page("Prevent co-ordinator", "Netherbrook")
    second = browser_page("Prevent co-ordinator", "Netherbrook")
    for page in (first, second):
        page.goto(f"{action}change/")
    first.page.get_by_label("In progress", exact=True).check()
    first.page.get_by_label("Who answers for it?", exact=False).fill("First words")
    first.click("Save", "button")
    second.page.get_by_label("Who answers for it?", exact=False).fill("Second words")
    second.click("Save", "button")
    text = second.page.locator("main").inner_text()
    assert "First words" in text
    assert "Second words" in text
    second.check()
    second.expect_status(409)


def test_the_same_post_again_makes_one_update(browser_page, server):
    """A page sent twice (a double click, a reload) is one update."""
    page = browser_page("Prevent co-ordinator", "Ashby Vale")
    url = server.shell(
        f"{PLANS}print(Action.objects.filter(plan__authority__slug='ashby-vale',"
        "status='in_progress').first().get_absolute_url())"
    )
    page.goto(f"{url}update/")
    said = page.page.get_by_label("What has happened since", exact=False)
    said.fill("Said once.")
    page.page.locator("form", has=said).evaluate(
        "form => Promise.all([1, 2, 3].map(() => fetch(form.action || location.href,"
        " {method: 'POST', body: new URLSearchParams(new FormData(form))})))"
    )
    found = server.shell(
        f"{PLANS}print(ProgressUpdate.objects.filter(text='Said once.').count())"
    )
    assert found == "1"
