"""Coming to the service for the first time."""

import pytest

pytestmark = pytest.mark.short

PUBLIC = ["/", "/accessibility/", "/privacy/", "/accounts/login/", "/rehearsal/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_before_signing_in_are_accessible(browser_page, width, path):
    page = browser_page(width=width)
    page.goto(path)
    page.check()


def test_the_first_page_says_999_first(browser_page):
    page = browser_page()
    page.goto("/")
    text = page.page.locator("main").inner_text()
    assert "999" in text.splitlines()[0] + "".join(text.splitlines()[:4])


def test_a_rehearsal_person_signs_in_and_out(browser_page):
    page = browser_page("Prevent co-ordinator", "Marlbrook")
    assert page.page.get_by_text("Sign out").first.is_visible()


def test_a_rehearsal_person_signs_in_without_script(browser_page):
    page = browser_page("Prevent co-ordinator", "Marlbrook", script=False)
    assert page.page.get_by_text("Sign out").first.is_visible()


def test_the_keyboard_alone_reaches_the_sign_in_page(browser_page):
    page = browser_page(width=320)
    page.goto("/")
    page.press("Skip to main content")
    page.goto("/")
    page.press("Sign in")
    assert "Sign in" in page.heading()


def test_a_missing_page_is_a_kind_page(browser_page, width):
    page = browser_page(width=width)
    page.goto("/published/nowhere/")
    page.check()
    page.expect_status(404)
