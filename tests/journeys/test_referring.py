"""A resident who comes back to the form, a safeguarding lead, and twenty at once."""

import re
from urllib.parse import parse_qs

import pytest

from dueregard.referrals.proof import BITS, zero_bits

from .mails import found_in_mail_to, letters_to

CODE = r"\b([2-9B-DF-HJ-NP-TV-Z]{8})\b"
EMAIL = "neighbour@reading.example"
SAID = "Drew a plan of the hall with arrows and named a day."
SEND_AT_ONCE = """async () => {
  const body = new URLSearchParams(new FormData(document.querySelector("main form")));
  const sent = [...Array(20)].map(() => fetch(location.href, {method: "POST", body}));
  const answers = await Promise.all(sent);
  const pages = await Promise.all(answers.map(answer => answer.text()));
  return pages.map(page => (page.match(/R-\\w{4}-\\w{4}/) || [""])[0]);
}"""
COUNT = (
    "from dueregard.accounts.models import Authority\n"
    "from dueregard.referrals.models import Referral, ReferralFile\n"
    "from dueregard.vault import tenancy\n"
    "with tenancy.of(Authority.objects.get(slug='marlbrook')):\n"
    "    print(Referral.objects.filter(door={door!r}).count(),"
    " ReferralFile.objects.count())"
)


def counts(server, door: str) -> tuple[int, int]:
    """How many came by `door`, and how many files there are."""
    first, second = server.shell(COUNT.format(door=door)).split()
    return int(first), int(second)


@pytest.mark.short
def test_a_resident_refers_with_a_file_and_returns_by_a_code(
    browser_page, server, width
):
    before = counts(server, "public")
    first = browser_page(width=width)
    _begin(first)
    _answer(first, "No, nobody is in danger now")
    _answer(first, "I am a friend, a neighbour or a colleague")
    first.click("Save and come back later")
    first.check()
    first.fill("E-mail address", EMAIL)
    first.click("Save", "button")
    first.check()
    second = browser_page(width=width)
    _come_back(second, server)
    assert second.heading().endswith("The person you are worried about")
    _tell_the_rest(second)
    second.click("Add or take out files")
    second.check()
    given = {"name": "wall.txt", "mimeType": "text/plain", "buffer": b"On the wall."}
    second.page.get_by_label("Add a file").set_input_files(given)
    second.click("Add the file", "button")
    second.check()
    second.click("Go on", "button")
    second.check()
    _send_with_proof(second)
    second.check()
    assert re.search(r"R-\w{4}-\w{4}", second.page.locator("main").inner_text())
    assert counts(server, "public") == (before[0] + 1, before[1] + 1)
    assert second.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_resident_refers_without_script_on_a_small_screen(browser_page, server):
    before = counts(server, "public")[0]
    page = browser_page(width=320, script=False)
    _begin(page, look=False)
    _answer(page, "No, nobody is in danger now", look=False)
    _answer(page, "It is about me", look=False)
    page.page.get_by_label("No", exact=True).check()
    _answer(page, "I do not know, or would rather not say", look=False)
    page.click("Continue", "button")
    page.fill("What do you want to tell us?", "They ask me to keep a bag.")
    page.fill("When and where is this?", "After school.")
    page.click("Continue", "button")
    page.click("Continue", "button")
    page.page.get_by_label("I am not sure").check()
    _answer(page, "No, it also says what they did or said", look=False, exact=False)
    _answer(page, "No", look=False)
    _answer(page, "No, I want to stay anonymous", look=False)
    page.page.locator("input[name=proof]:not([value])").wait_for(state="attached")
    page.click("Send", "button")
    assert "We have what you sent" in page.heading()
    assert counts(server, "public")[0] == before + 1


def test_a_safeguarding_lead_refers_and_reads_one_of_three_words(browser_page):
    lead = browser_page("Designated safeguarding lead", "Marlbrook")
    lead.goto("/refer/mine/marlbrook/")
    lead.check()
    lead.click("Refer somebody", "button")
    lead.check()
    lead.click("Continue", "button")
    _answer(lead, "No, nobody is in danger now")
    lead.click("Continue", "button")
    _answer_person(lead)
    lead.click("Continue", "button")
    lead.check()
    for number in range(5):
        lead.page.get_by_label("Not asked").nth(number).check()
    lead.click("Continue", "button")
    _tell_what_happened(lead)
    lead.page.get_by_role("group", name="Does the person know").get_by_label(
        "No", exact=True
    ).check()
    lead.page.get_by_label("They are 18 or over").check()
    lead.page.get_by_label("I am the lead").check()
    lead.click("Continue", "button")
    lead.check()
    assert lead.page.get_by_label("Your e-mail address").input_value()
    lead.click("Continue", "button")
    lead.check()
    lead.click("Send", "button")
    lead.check()
    lead.goto("/refer/mine/marlbrook/")
    lead.check()
    assert "Received" in lead.page.locator("table").inner_text()
    lead.page.locator("table a").first.click()
    lead.check()
    assert SAID in lead.page.locator("main").inner_text()


@pytest.mark.short
def test_a_form_sent_twenty_times_at_once_is_one_referral(browser_page, server):
    before = counts(server, "public")[0]
    page = browser_page()
    _begin(page)
    _answer(page, "No, nobody is in danger now")
    _answer(page, "I am a friend, a neighbour or a colleague")
    _tell_the_rest(page)
    references = page.page.evaluate(SEND_AT_ONCE)
    assert len(set(references)) == 1
    assert references[0]
    assert counts(server, "public")[0] == before + 1


def _begin(walk, *, look: bool = True) -> None:
    walk.goto("/refer/")
    if look:
        walk.check()
    walk.click("Start", "button")
    if look:
        walk.check()
    walk.page.get_by_label("Marlbrook", exact=True).first.check()
    walk.click("Continue", "button")


def _answer(walk, choice: str, *, look: bool = True, exact: bool = True) -> None:
    """Look at the page, choose, and go on."""
    if look:
        walk.check()
    walk.page.get_by_label(choice, exact=exact).check()
    walk.click("Continue", "button")


def _come_back(walk, server) -> None:
    walk.goto("/refer/")
    walk.click("Come back to a form that you saved")
    walk.check()
    walk.fill("E-mail address", EMAIL)
    had = len(letters_to(EMAIL, server))
    walk.click("Mail me a code", "button")
    walk.check()
    code = found_in_mail_to(EMAIL, server, pattern=CODE, after=had)
    walk.fill("Code", code)
    walk.click("Continue", "button")


def _tell_the_rest(walk) -> None:
    """From the person to the page that checks the answers."""
    _answer_person(walk)
    walk.click("Continue", "button")
    _tell_what_happened(walk)
    walk.page.get_by_role("group", name="Does the person know").get_by_label(
        "No", exact=True
    ).check()
    _answer(walk, "They are 18 or over")
    walk.check()
    walk.page.get_by_label("Yes", exact=True).check()
    walk.fill("Your e-mail address", EMAIL)
    walk.click("Continue", "button")
    walk.check()


def _send_with_proof(walk) -> None:
    """Once the browser has done its work of itself; what it sends is a proof."""
    box = walk.page.locator("input[name=proof][value]")
    box.wait_for(state="attached")
    challenge = box.get_attribute("data-proof")
    with walk.page.expect_request(lambda each: each.method == "POST") as sent:
        walk.click("Send", "button")
    [number] = parse_qs(sent.value.post_data)["proof"]
    assert zero_bits(f"{challenge}{number}") >= BITS


def _answer_person(walk) -> None:
    walk.check()
    walk.page.get_by_label("Yes", exact=True).check()
    walk.page.get_by_label("First names").fill("Corin")
    _answer(walk, "I do not know, or would rather not say", look=False)
    walk.check()


def _tell_what_happened(walk) -> None:
    walk.check()
    walk.fill("What did they do or say?", SAID)
    walk.fill("When and where was it?", "In a lesson on Tuesday.")
    walk.click("Continue", "button")
    walk.check()
    walk.click("Continue", "button")
    walk.page.get_by_label("Yes", exact=True).check()
    _answer(walk, "No, it also says what they did or said", exact=False)
