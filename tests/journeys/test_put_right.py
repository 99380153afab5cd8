"""Something in a referral was wrong: whoever was given it reads that, puts it right
where they keep it, and says so, without an account."""

from datetime import date

from .mails import found_in_mail_to, letters_to
from .test_referral_paths import COUNCIL, HERE, MAKE, main_of, say_why

HOLDER = "Ashby Vale safeguarding"
LINK = r"/referrals/put-right/\S+"
WRONG = "It was another pupil who drew it."
GIVEN = f"""
from dueregard.referrals.models import Destination
from dueregard.referrals.services.disclosing import Content, note
by = Person.objects.get(
    memberships__role="coordinator", memberships__authority=place)
given = somebody("Corin")
holder = Destination.objects.get(authority=place, name="{HOLDER}")
note(given, content=Content.FORM, recipient=holder.name, destination=holder, by=by)
print(given.get_absolute_url(), holder.email)
"""


def test_a_holder_reads_what_is_wrong_and_says_that_it_is_put_right(
    browser_page, server
):
    path, address = server.shell(f"{MAKE}{GIVEN}").split()
    council = browser_page(COUNCIL, HERE, width=320)
    council.goto(path)
    say_why(council)
    had = len(letters_to(address, server))
    _put_right(council)
    link = found_in_mail_to(address, server, pattern=LINK, after=had)
    holder = browser_page(width=320)
    holder.goto(link)
    holder.check()
    assert WRONG not in main_of(holder)
    assert "Corin" not in holder.page.content()
    holder.fill("Code", _code_for_the_holder(council))
    holder.click("Read it", "button")
    holder.check()
    assert WRONG in main_of(holder)
    _say_that_it_is_done(browser_page(width=320, script=False), link)
    council.click("Back")
    council.check()
    assert "Read by their link" in main_of(council)
    assert "Confirmed" in main_of(council)


def _put_right(walk) -> None:
    walk.click("Put something right")
    walk.check()
    walk.page.get_by_label("Something in it is wrong").check()
    walk.fill("What is wrong, and what is right?", WRONG)
    walk.fill("Who asked for it?", "The person’s mother")
    today = date.today()
    for part in ("day", "month", "year"):
        walk.fill(part.capitalize(), str(getattr(today, part)))
    walk.click("Save and tell who holds it", "button")
    walk.check()
    assert WRONG in main_of(walk)


def _code_for_the_holder(walk) -> str:
    """Made while the holder is on the telephone, and read to them."""
    walk.page.get_by_role("link", name="Ring them with a code").click()
    walk.click("Make a code", "button")
    walk.check()
    return str(walk.page.locator(".govuk-panel strong").inner_text())


def _say_that_it_is_done(walk, link: str) -> None:
    walk.goto(link)
    walk.fill("Your name and role", "Ada Fell, safeguarding")
    walk.click("We have put it right", "button")
    assert "You said on" in main_of(walk)
    assert walk.page.get_by_role("button", name="We have put it right").count() == 0
