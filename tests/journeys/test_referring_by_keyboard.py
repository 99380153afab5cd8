"""The public form from start to receipt with the keyboard alone, on a small screen."""

import re

import pytest

FOCUS = "document.activeElement"
FOCUS_IS_SEEN = f"{FOCUS}.matches(':focus-visible')"
MOST = 60


@pytest.mark.short
def test_a_resident_refers_with_the_keyboard_alone(browser_page):
    walk = browser_page(width=320)
    walk.goto("/refer/")
    _skip_to_the_form(walk)
    walk.tab_to("Emergency Exit this page", "button")
    walk.press("Start", "button")
    walk.press("Continue", "button")
    _put_right_what_is_missing(walk)
    _choose(walk, "Marlbrook")
    walk.press("Continue", "button")
    _choose(walk, "No, nobody is in danger now")
    walk.press("Continue", "button")
    _choose(walk, "It is about me")
    walk.press("Continue", "button")
    _choose(walk, "No")
    _choose(walk, "I do not know, or would rather not say")
    walk.press("Continue", "button")
    walk.press("Continue", "button")
    _write(walk, "What do you want to tell us?", "They ask me to keep a bag.")
    _write(walk, "When and where is this?", "After school.")
    walk.press("Continue", "button")
    walk.press("Continue", "button")
    _choose(walk, "I am not sure")
    _choose(walk, "No, it also says what they did or said that could lead to harm")
    walk.press("Continue", "button")
    _choose(walk, "No")
    walk.press("Continue", "button")
    _choose(walk, "No, I want to stay anonymous")
    walk.press("Continue", "button")
    walk.check()
    walk.press("Send", "button")
    walk.check()
    assert re.search(r"R-\w{4}-\w{4}", walk.page.locator("main").inner_text())
    walk.tab_to("Emergency Exit this page", "button")


def _skip_to_the_form(walk) -> None:
    """The first Tab of the page leads past its head."""
    walk.page.keyboard.press("Tab")
    assert walk.page.evaluate(f"{FOCUS}.textContent") == "Skip to main content"
    walk.page.keyboard.press("Enter")
    assert walk.page.evaluate(f"{FOCUS}.id") == "main-content"


def _put_right_what_is_missing(walk) -> None:
    """What is wrong takes the focus, and leads to where it is put right."""
    wrong = walk.page.get_by_role("alert")
    wrong.get_by_text("There is a problem").wait_for()
    assert walk.page.evaluate(f"{FOCUS}.className").startswith("govuk-error")
    walk.page.keyboard.press("Tab")
    assert walk.page.evaluate(FOCUS_IS_SEEN)
    walk.page.keyboard.press("Enter")
    assert walk.page.evaluate(f"{FOCUS}.type") == "radio"


def _choose(walk, label: str) -> None:
    """Tab leads to the question; the arrows, from one answer to the next."""
    wanted = walk.page.get_by_label(label, exact=True).first
    name = wanted.get_attribute("name")
    for _ in range(MOST):
        if walk.page.evaluate(f"{FOCUS}.name") == name:
            break
        walk.page.keyboard.press("Tab")
    assert walk.page.evaluate(FOCUS_IS_SEEN)
    walk.page.keyboard.press("Space")
    for _ in range(MOST):
        if wanted.is_checked():
            return
        walk.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label} cannot be chosen by keyboard")


def _write(walk, label: str, words: str) -> None:
    box = walk.page.get_by_label(label, exact=True)
    for _ in range(MOST):
        if box.evaluate(f"node => node === {FOCUS}"):
            break
        walk.page.keyboard.press("Tab")
    assert walk.page.evaluate(FOCUS_IS_SEEN)
    walk.page.keyboard.type(words)
    assert box.input_value() == words
