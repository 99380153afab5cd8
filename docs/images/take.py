"""Take the screenshots of the documents again, from a fresh rehearsal area.

make run PORT=8123 DATA_DIR=some/empty/folder
.venv/bin/python docs/images/take.py http://localhost:8123 some/empty/folder/mail.txt

The second is where the rehearsal's mail is written: an owner's link stands there alone.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent
SAMPLES = IMAGES.parent / "samples"
CHROMIUM = "/usr/bin/chromium"
PHONE = 320
LINK = re.compile(
    r"To: priya\.lisle@[^\n]*\n(?:(?!To: ).*\n)*?.*(/plans/answer/[\w-]+/)"
)
COLUMNS = {
    "Strand of work": "Priority or strand",
    "What we said we would do": "Action",
    "Person answering": "Owner or lead",
    "Finish": "Timescale",
}

TRAINING_COLUMNS = {
    "Payroll ref": "Staff number",
    "Who": "Name",
    "Where they work": "Organisation",
    "Their job": "Role group",
    "Training": "Course",
    "Finished": "Date completed",
}


def take(page: Page, name: str, height: int, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=IMAGES / f"{name}.png")


def be(page: Page, site: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/rehearsal/")
    page.get_by_role("button", name=f"Sign in as {name}").click()


def upload(page: Page, site: str, file: str) -> str:
    page.goto(f"{site}/exchange/marlbrook/plan/new/")
    page.set_input_files("input[type=file]", SAMPLES / file)
    page.get_by_label("A new plan").check()
    press(page, "Upload and check")
    return page.url


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=re.compile(words)).first.click()
    page.wait_for_load_state()


def columns(page: Page, site: str) -> None:
    address = upload(page, site, "marlbrook-columns.csv")
    press(page, "Match the columns")
    for column, answer in COLUMNS.items():
        page.get_by_label(f"“{column}”").select_option(label=answer)
    take(page, "import-columns", 1000)
    page.goto(f"{address}discard/")
    page.locator("main form button").first.click()


def plan_of(page: Page, site: str) -> str:
    """Import the sample; answers the draft's address."""
    upload(page, site, "marlbrook-plan.docx")
    take(page, "import-check", 1700)
    press(page, "Put these rows in")
    press(page, "Put 21 rows in")
    press(page, "See what went in")
    return page.url


def approve(page: Page, site: str, plan: str) -> None:
    page.goto(f"{plan}actions/?look=uncertain")
    boxes = page.locator("main table input[type=checkbox]").all()
    for key in [box.get_attribute("value") for box in boxes]:
        page.goto(f"{plan}actions/{key}/")
        press(page, "It is right as it stands")
    page.goto(f"{plan}submit/")
    press(page, "Send to the chair")
    be(page, site, "Tom Garrick")
    page.goto(f"{plan}approve/")
    page.get_by_label("What should the record say?").fill("Agreed at the board.")
    page.get_by_label(re.compile("Yes, anyone")).check()
    press(page, "Approve plan")


def give_update(page: Page, site: str) -> None:
    be(page, site, "Priya Lisle")
    page.goto(f"{site}/plans/mine/")
    page.locator("main table").get_by_role("link", name="Give an update").last.click()
    page.get_by_label("What has happened since").fill(
        "The table was agreed with heads of service. Two posts are still open."
    )
    page.get_by_label("In progress").check()
    page.get_by_label("The public may read this update").check()
    press(page, "Save update")


def links(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=re.compile(words)).first.click()
    page.wait_for_load_state()


def a_year(page: Page, site: str) -> None:
    """The rehearsal's own plan, a year old, as the co-ordinator sees it."""
    take(page, "plan", 1560)
    page.goto(f"{site}/my-work/")
    take(page, "my-work", 1300)
    page.goto(f"{site}/plans/1/rounds/")
    links(page, "Update round 2")
    take(page, "update-round", 1500)
    page.goto(f"{site}/plans/1/packs/new/")
    links(page, "Prevent Board")
    take(page, "board-pack", 1500)
    page.goto(f"{site}/documents/")
    take(page, "evidence", 1300)
    page.goto(f"{site}/plans/1/measures/")
    page.locator("main table a").first.click()
    take(page, "measure", 1250)
    page.goto(f"{site}/plans/1/timeline/")
    take(page, "timeline", 1200)
    page.goto(f"{site}/partners/in/marlbrook/groups/")
    links(page, "Prevent Board")
    take(page, "board", 1300)


def training(page: Page, site: str) -> None:
    """Training, as its lead sees it, and somebody’s own on a phone."""
    be(page, site, "Priya Lisle")
    page.goto(f"{site}/training/in/marlbrook/coverage/")
    take(page, "training-coverage", 1480)
    page.goto(f"{site}/training/in/marlbrook/nudge/")
    take(page, "training-nudge", 1100)
    page.goto(f"{site}/training/own/")
    take(page, "my-training", 1050, width=PHONE)
    training_import(page, site)


def training_import(page: Page, site: str) -> None:
    """A small sheet with headings of its own, and two rows that need somebody."""
    page.goto(f"{site}/exchange/marlbrook/training/new/")
    page.set_input_files("input[type=file]", SAMPLES / "marlbrook-training.csv")
    press(page, "Upload and check")
    press(page, "Match the columns")
    for column, answer in TRAINING_COLUMNS.items():
        page.get_by_label(f"“{column}”").select_option(label=answer)
    take(page, "training-columns", 1000)
    press(page, "Save and read the file")
    page.get_by_text("Ready to check").wait_for()
    take(page, "training-check", 1000)
    address = page.url.partition("?")[0]
    page.goto(f"{address}discard/")
    page.locator("main form button").first.click()


def say_why(page: Page) -> None:
    """The reason for looking, which is asked once."""
    if "purpose" in page.url:
        page.get_by_role("radio").first.check()
        page.locator("main form button").last.click()


def referrals(page: Page, site: str) -> None:
    """The queue, a referral, and the public form on a phone."""
    page.goto(f"{site}/referrals/in/marlbrook/")
    say_why(page)
    take(page, "referral-queue", 1100)
    page.get_by_role("link", name=re.compile("^R-")).nth(1).click()
    say_why(page)
    take(page, "referral", 1900)
    page.context.clear_cookies()
    page.goto(f"{site}/refer/area/")
    page.get_by_label("Marlbrook").first.check()
    press(page, "Continue")
    page.goto(f"{site}/refer/form/seen/")
    page.get_by_label("What did they do or say?").fill(
        "Drew the school hall with arrows and wrote a day beside it."
    )
    take(page, "refer-form", 1150, width=PHONE)


def link_on_a_phone(page: Page, site: str, mail: Path) -> None:
    """What an owner sees who opens the newest mail's link, without an account."""
    page.context.clear_cookies()
    page.goto(f"{site}{LINK.findall(mail.read_text())[-1]}")
    take(page, "update-link", 1150, width=PHONE)


def main(site: str, mail: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = browser.new_page()
        be(page, site, "Ada Byrne")
        page.goto(f"{site}/plans/1/")
        a_year(page, site)
        link_on_a_phone(page, site, mail)
        training(page, site)
        be(page, site, "Ada Byrne")
        referrals(page, site)
        be(page, site, "Ada Byrne")
        columns(page, site)
        plan = plan_of(page, site)
        page.goto(f"{site}/partners/in/marlbrook/names/")
        take(page, "import-owners", 1500)
        approve(page, site, plan)
        give_update(page, site)
        page.goto(f"{site}/plans/published/marlbrook/")
        take(page, "public-plan", 1250)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
