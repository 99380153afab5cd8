"""An organisation is asked by a link and a code, and its answer is in the file."""

from .mails import found_in_mail_to, letters_to
from .test_referral_paths import COUNCIL, HERE, MAKE, main_of, say_why

SURGERY = "surgery@health.example"
ASKED = "Has he been seen for anxiety since June?"
KNOWN = "Seen twice for sleep."
GATHERING = """
born = {"addresses": ["4 Weir Street, Marlbrook"]}
asked = somebody("Corin", **born)
services.accept(asked, by=officer, note="Received and read.")
services.set_mark(asked, "clear", by=officer)
services.go_on(asked, by=officer)
print(asked.get_absolute_url())
"""


def test_a_surgery_answers_with_a_code_told_by_telephone(browser_page, server):
    path = server.shell(f"{MAKE}{GATHERING}")
    council = browser_page(COUNCIL, HERE, width=320)
    council.goto(path)
    say_why(council)
    had = len(letters_to(SURGERY, server))
    _ask(council)
    link = found_in_mail_to(SURGERY, server, pattern=r"/answer/\S+", after=had)
    request = council.page.url.removesuffix("code/")
    code = _code_to_tell(council)
    looks = browser_page(width=320)
    looks.goto(link)
    looks.check()
    assert "Corin" not in looks.page.content()
    looks.fill("Code", code)
    looks.click("Continue", "button")
    looks.check()
    assert ASKED in main_of(looks)
    _answer(browser_page(width=320, script=False), link, code)
    council.goto(request)
    council.check()
    assert KNOWN in main_of(council)
    council.click("I have read it", "button")
    assert council.page.get_by_role("button", name="I have read it").count() == 0


def _ask(walk) -> None:
    walk.click("Ask an organisation for information")
    walk.check()
    walk.page.get_by_label("Which organisation do you ask?").select_option(index=1)
    walk.fill("Who answers there?", "Dr Vale, partner")
    walk.fill("E-mail address", SURGERY)
    walk.fill("Telephone number", "01632 960555")
    walk.fill("What do you ask?", ASKED)
    walk.fill("Why do you need that much?", "The plan names his sleep.")
    walk.click("Ask", "button")
    walk.check()


def _code_to_tell(walk) -> str:
    assert walk.heading().endswith("Ring them with the code")
    return str(walk.page.locator(".govuk-panel strong").inner_text())


def _answer(walk, link: str, code: str) -> None:
    """Without script every question of the answer is there at once."""
    walk.goto(link)
    walk.fill("Code", "CCCCCC")
    walk.click("Continue", "button")
    assert "Corin" not in walk.page.content()
    walk.fill("Code", code)
    walk.click("Continue", "button")
    assert "4 Weir Street" in main_of(walk)
    walk.page.get_by_label("We have something to tell").check()
    walk.fill("What do you know?", KNOWN)
    walk.fill("Who knows it, or where is it recorded?", "Dr Vale")
    walk.page.get_by_label("Yes", exact=True).check()
    walk.fill("Your name and role", "Dr Vale, partner")
    walk.click("Send the answer", "button")
    assert KNOWN not in walk.page.content()
    walk.goto(link)
    walk.expect_status(410)  # it is answered, and opens no more
    assert "Corin" not in walk.page.content()
