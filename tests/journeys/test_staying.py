"""Before the end of a session: one warning, and a button that somebody presses."""

import re

from .test_referral_paths import COUNCIL, HERE, MAKE, look_at, main_of, say_why

LATER = """
from datetime import timedelta
from dueregard import clock
from dueregard.clock import services
services.follow()
services.shift(clock.offset() + timedelta(minutes={minutes}))
"""
TYPED = "She came by herself, and asked for help."


def in_both(walk, server, minutes: int) -> None:
    """Time goes by at the service, and in the browser."""
    server.shell(LATER.format(minutes=minutes))
    walk.page.clock.fast_forward(minutes * 60_000)


def said(walk):
    return walk.page.get_by_role("region", name="Until when").get_by_role("status")


def test_somebody_is_warned_once_and_stays_by_a_button(browser_page, server):
    path = server.shell(f"{MAKE}print(somebody('Corin').get_absolute_url())")
    walk = browser_page(COUNCIL, HERE, width=320)
    walk.page.clock.install()
    look_at(walk, path)
    walk.goto(f"{path}step/")
    walk.fill("What was done, and what came of it?", TYPED)
    assert said(walk).inner_text() == ""
    in_both(walk, server, 13)
    said(walk).get_by_text("You will be signed out in 3 minutes").wait_for()
    walk.check()
    with walk.page.expect_response(re.compile("/stay/")) as stayed:
        walk.click("Stay signed in", "button")
    assert stayed.value.status == 204
    said(walk).get_by_text("You stay signed in.").wait_for()
    walk.check()
    in_both(walk, server, 10)
    box = walk.page.get_by_label("What was done, and what came of it?")
    assert box.input_value() == TYPED
    walk.page.get_by_label("Checked our own systems").check()
    walk.click("Save", "button")
    assert TYPED in main_of(walk)


def test_a_warning_keeps_nobody_signed_in(browser_page, server):
    path = server.shell(f"{MAKE}print(somebody('Corin').get_absolute_url())")
    walk = browser_page(COUNCIL, HERE)
    walk.page.clock.install()
    look_at(walk, path)
    in_both(walk, server, 13)
    said(walk).get_by_text("You will be signed out in 3 minutes").wait_for()
    in_both(walk, server, 4)
    said(walk).get_by_text("You were signed out.").wait_for()
    assert walk.page.get_by_role("button", name="Stay signed in").count() == 0
    walk.check()
    walk.goto(path)
    assert walk.page.url.endswith(f"?next={path}")


def test_without_script_the_page_says_until_when_it_stays(browser_page, server):
    path = server.shell(f"{MAKE}print(somebody('Corin').get_absolute_url())")
    walk = browser_page(COUNCIL, HERE, width=320, script=False)
    walk.goto(path)
    say_why(walk)
    until = walk.page.get_by_role("region", name="Until when").inner_text()
    assert re.search(r"If you do nothing, this page closes at \d+:\d\d[ap]m", until)
    assert walk.page.get_by_role("button", name="Stay signed in").count() == 0
