"""A real priority page (seed 000) can be entered, and the public sees every line of it.

As `test_seed_plans`, this is left out at collection where there are no seeds.
"""

import html
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    OrganisationFactory,
    person_with,
)
from dueregard.plans import services
from dueregard.plans.models import Plan
from dueregard.plans.tests.factories import ActionFactory, PlanFactory

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
__test__ = SEEDS.is_dir()
HEADINGS = (
    "Why is this",
    "Our aim",
    "Success will",
    "Over the coming",
    "Over the next",
)


def blocks() -> dict[str, list[str]]:
    """The page's lines by the heading that they stand under."""
    text = next(SEEDS.glob("000_*.txt")).read_text().split("top of page")[0]
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in text.splitlines():
        line = re.sub(r"^(•|\d+\.)\s+", "", line.strip())
        if line.startswith(HEADINGS):
            heading = line
            found[heading] = []
        elif line:
            found[heading].append(line)
    return found


@pytest.fixture
def walsall(db):
    authority = AuthorityFactory(name="Walsall", slug="walsall")
    OrganisationFactory(name="Walsall Council", authorities=[authority])
    return authority


def test_every_line_of_the_page_is_entered_and_shown_to_anyone(walsall, client):
    said = blocks()
    writer = person_with(Role.COORDINATOR, walsall)
    plan = PlanFactory(authority=walsall, drafted_by=writer)

    def under(words: str) -> list[str]:
        return next(lines for heading, lines in said.items() if words in heading)

    group = services.add_group(
        plan,
        by=writer,
        title=said[""][0].removeprefix("Priority: "),
        headline=said[""][1],
        lead_partner=walsall.organisations.get(name="Walsall Council"),
        why="\n".join(under("Why is this")),
        aim="\n".join(under("Our aim")),
    )
    services.set_priority_lists(
        group,
        by=writer,
        measures=under("Success will"),
        intentions={
            "this_year": under("coming year"),
            "three_years": under("three years"),
        },
    )
    ActionFactory(plan=plan, group=group)
    services.submit(plan, by=writer, note="")
    chair = person_with(Role.BOARD_CHAIR, walsall)
    services.approve(Plan.objects.get(pk=plan.pk), by=chair, note="", publish=True)
    page = client.get(reverse("plans:public_priority", args=[walsall.slug, 1]))
    shown = " ".join(html.unescape(strip_tags(page.content.decode())).split())
    for lines in said.values():
        for line in lines:
            words = " ".join(line.removeprefix("Priority: ").split())
            assert words in shown, words
