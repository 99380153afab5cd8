"""Every page that somebody can reach by a link is looked at, at two widths, with axe.

Each person walks from the first page along the links, one page of each address name.
Whoever comes to an address first has axe look at it; the others see that it fits, and
that nothing on it is missing or broken. What no link leads to is listed, with the
reason.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from .conftest import WIDTHS

MOST_PAGES = 500
LOOKED_AT: set[str] = set()
PEOPLE = [
    ("Prevent co-ordinator", "Marlbrook"),
    ("Board chair", "Marlbrook"),
    ("Administrator", "Marlbrook"),
    ("Elected member", "Fernshire"),
    ("Police gateway officer", "Marlbrook"),
    ("Channel panel chair", "Marlbrook"),
    ("Designated safeguarding lead", "Marlbrook"),
    ("", ""),
]
# Pages that end something, that are for machines, or that lead away on purpose. A file
# to download is known by the browser itself, and left aside when it is met.
NOT_WALKED = {"account_logout", "operations:health", "refer:leave"}


@pytest.fixture(scope="module")
def draft(server):
    """A draft with everything in it, so that its pages can be reached."""
    return server.shell(
        "from dueregard.accounts.models import Person\n"
        "from dueregard.plans import services\n"
        "from dueregard.plans.models import Plan\n"
        "from datetime import date\n"
        "by = Person.objects.get(name='Ada Byrne')\n"
        "plan = services.start(by.memberships.get().authority, by=by, title='A draft',"
        " starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))\n"
        "group = services.add_group(plan, by=by, title='First', number='1')\n"
        "services.set_priority_lists(group, by=by, measures=['One'],"
        " intentions={'this_year': ['Two'], 'three_years': ['Three']})\n"
        "services.add_group(plan, by=by, parent=group, title='Inner', number='1.1')\n"
        "services.add_section(plan, by=by, heading='Context', text='Words')\n"
        "owners = [owner for found in services.owners_named(['Nobody we know'],"
        " authority=plan.authority) for owner in found]\n"
        "services.add_action(group, by=by, text='Do it', owners=owners,"
        " is_certain=False)\n"
        "services.add_action(group, by=by, text=f'Ask {by.name}', owners=[])\n"
        "print(plan.pk)"
    )


@pytest.mark.parametrize(("role", "authority"), PEOPLE)
def test_every_page_that_can_be_reached_is_accessible(
    browser_page, draft, role, authority
):
    walk = browser_page(role, authority)
    waiting, seen = ["/"], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or name in seen or name in NOT_WALKED:
            continue
        seen.add(name)
        if walk.is_file(path):
            continue
        go_past_questions(walk)
        for width in WIDTHS:
            walk.page.set_viewport_size({"width": width, "height": 900})
            if name in LOOKED_AT:
                walk.fits()
            else:
                walk.check()
        LOOKED_AT.add(name)
        links = walk.page.eval_on_selector_all(
            "main a[href], header a[href], footer a[href]",
            "all => all.map(a => a.href)",
        )
        waiting += [link for link in links if link.startswith(walk.url)]
    expected = 3 if not role else 20 if role != "Elected member" else 8
    assert len(seen) >= expected, sorted(seen)


def go_past_questions(walk) -> None:
    """Say why and who it is where a page about a person asks for it first."""
    if walk.heading().endswith("Before you look"):
        walk.check()
        walk.page.get_by_label("To decide what a new concern").check()
        walk.click("Go on", "button")
    if walk.heading().endswith("Check that it is you"):
        walk.check()
        walk.click("It is me: go on", "button")


def name_of(url: str) -> str | None:
    """The name of the address, with which plan state it is about left aside."""
    try:
        found = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    return found.view_name
