"""What every page of the room shows to every role, by the browser (SW1, M1, M4, M10).

Addresses are found from the table of urls, so that a new page is asked without a word
here. A page that answers holds no canary that its reader may not read: not in its
body, its title, its headers or the address it leads to.
"""

import re
import time
from functools import cache
from statistics import median

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import SlugConverter, UUIDConverter

from dueregard.access.need_to_know import MATRIX, Group
from dueregard.access.roles import Role
from dueregard.config.testing import whole_on
from dueregard.referrals.views.doors import PURPOSES
from dueregard.vault import tenancy
from tests import url_table
from tests.adapter import ELSEWHERE, HOME, undone
from tests.world_of_referrals import CASES, canary

from . import matrix

pytestmark = pytest.mark.django_db
MISSING = "00000000-0000-4000-8000-000000000000"
ROUNDS, TELLING = 15, 0.03  # seconds between two medians
SPACE = "referrals"
DETAIL = "referrals:referral"
SAMPLED = ("held", "listed", "sent")  # asked at every other address
ITS_OWN = re.compile(r"(?<=/)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+|\b\d{1,2}:\d\d ?([ap]m)?\b")
# The data protection officer reads until when one is kept and who looked at it, and no
# part of it (2.7, C-AU7).
OF_KEEPING = {
    f"{SPACE}:{name}"
    for name in (
        *("kept", "keep_longer", "review_at_18"),
        *("place_hold", "review_hold", "ask_to_lift"),
        "looks_of_one",
    )
}
SHOWN_AT_ONCE = {Group.IDENTITY, Group.ACCOUNT, Group.CHARACTERISTICS}


def addresses(**wanted):
    """The names of the room's pages whose address takes exactly these."""
    return sorted(name for name, takes in _addresses() if takes == wanted)


@cache
def _addresses():
    found = []
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == SPACE:
            found += [
                (f"{SPACE}:{each.name}", _taken_by(each.pattern))
                for each in resolver.url_patterns
                if isinstance(each, URLPattern)
            ]
    return found


def _taken_by(pattern):
    return {name: type(each) for name, each in pattern.converters.items()}


OF_AUTHORITY = addresses(slug=SlugConverter)
OF_ONE = addresses(slug=SlugConverter, pk=UUIDConverter)
OF_REFERRAL = [name for name in OF_ONE if name != DETAIL]


@pytest.fixture(scope="module")
def browsers(seeded):
    """A browser for each role, signed in and proved, with a purpose for all."""
    people = {role: seeded.person(role) for role in Role.values}
    for person in people.values():
        type(person).objects.filter(pk=person.pk).update(is_rehearsal=True)
        person.is_rehearsal = True
    found = url_table.clients({**people, "outsider": people[Role.COORDINATOR]})
    for client in found.values():
        say_purposes(client, seeded)
    return found


def say_purposes(client: Client, adapter) -> None:
    session = client.session
    if "_auth_user_id" in session:
        session[PURPOSES] = {
            str(referral.pk): "triage"
            for tenant in adapter.tenants.values()
            for referral in tenant.referrals.values()
        }
        session.save()


@pytest.fixture
def ask(seeded, browsers):
    """Get one address as a role; nothing that is done is kept but who looked."""

    def get(role, name, *args):
        with undone():
            return browsers[role].get(reverse(name, args=args))

    return get


def everything_of(answer) -> str:
    """All that leaves the service: status line, headers, address and body."""
    body = b"".join(answer) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers} {body.decode(errors='replace')}"


@pytest.mark.parametrize("role", Role.values)
def test_the_page_of_a_referral_shows_what_its_reader_may_read(seeded, ask, role):
    slug = seeded.tenants[HOME].authority.slug
    for label, referral in seeded.tenants[HOME].referrals.items():
        answer = ask(role, DETAIL, slug, referral.pk)
        if not matrix.is_seen(role, HOME, label):
            assert answer.status_code == 404, label
            continue
        assert answer.status_code == 200, label
        assert matrix.leaks(everything_of(answer), role, seeded) == [], label
        if matrix.allowed(role, HOME, label, "writes"):
            for group in matrix.allowed(role, HOME, label) & SHOWN_AT_ONCE:
                word = canary(group, label, seeded.tenants[HOME].authority)
                assert word in answer.text, (label, group)


@pytest.mark.parametrize("role", Role.values)
def test_a_referral_of_another_authority_answers_like_one_that_is_not_there(
    seeded, ask, role
):
    tenant = seeded.tenants[ELSEWHERE]
    for slug in (HOME, ELSEWHERE):
        nothing = ask(role, DETAIL, slug, MISSING)
        for label in SAMPLED:
            theirs = ask(role, DETAIL, slug, tenant.referrals[label].pk)
            assert theirs.status_code == nothing.status_code == 404
            assert len(theirs.content) == len(nothing.content)
            assert set(theirs.headers) == set(nothing.headers)


def test_nor_does_it_take_another_time_to_answer(seeded, ask):
    """Of this process, so that nothing else on the machine is measured (I12)."""
    theirs = seeded.tenants[ELSEWHERE].referrals["held"].pk
    took: dict[object, list[float]] = {theirs: [], MISSING: []}
    for _ in range(ROUNDS):
        for which, times in took.items():
            began = time.process_time()
            ask(Role.COORDINATOR, DETAIL, HOME, which)
            times.append(time.process_time() - began)
    assert abs(median(took[theirs]) - median(took[MISSING])) < TELLING


@pytest.mark.parametrize("name", whole_on("sqlite", OF_AUTHORITY))
def test_no_page_of_an_authority_shows_what_its_reader_may_not_read(seeded, ask, name):
    for role in Role.values:
        answer = ask(role, name, HOME)
        assert answer.status_code < 500, role
        assert matrix.leaks(everything_of(answer), role, seeded) == [], role
        theirs = ask(role, name, ELSEWHERE)
        assert theirs.status_code in (404, 405), role


@pytest.mark.parametrize("name", whole_on("sqlite", OF_REFERRAL))
def test_no_page_beneath_a_referral_shows_what_its_reader_may_not_read(
    seeded, ask, name
):
    for role in Role.values:
        for label in SAMPLED if role in MATRIX else SAMPLED[:1]:
            referral = seeded.tenants[HOME].referrals[label]
            answer = ask(role, name, HOME, referral.pk)
            assert answer.status_code < 500, (role, label)
            text = everything_of(answer)
            assert matrix.leaks(text, role, seeded) == [], (role, label)
            dates_only = role == Role.DATA_PROTECTION_OFFICER and name in OF_KEEPING
            if not matrix.is_seen(role, HOME, label) and not dates_only:
                assert answer.status_code in (404, 405), (role, label)


@pytest.mark.parametrize("role", Role.values)
def test_no_page_outside_the_room_knows_a_word_of_it(seeded, browsers, role):
    """My work, search, the audit, the authority's pages and their exports."""
    for address in (
        "/",
        "/my-work/",
        "/plans/",
        "/plans/search/?words=zqmarlbrookgatewayg1qz",
        f"/audit/{HOME}/",
        f"/authorities/{HOME}/",
        f"/authorities/{HOME}/people/",
        "/training/",
    ):
        with undone():
            answer = browsers[role].get(address, follow=True)
        text = everything_of(answer).replace(address, "").lower()
        for group in Group:
            for label in CASES:
                word = canary(group, label, seeded.tenants[HOME].authority)
                if word not in address:
                    assert word not in text, (address, word)


def test_a_hold_looks_like_any_referral_to_who_may_not_know(seeded, ask):
    """The same bytes but for ids, dates and the referral's own words (M10)."""
    referrals = seeded.tenants[HOME].referrals
    with tenancy.of(seeded.tenants[HOME].authority):
        type(referrals["held"]).objects.filter(pk=referrals["gateway"].pk).update(
            holder=None
        )
    for role in (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR):
        pages = {
            label: _masked(ask(role, DETAIL, HOME, referrals[label].pk), label, seeded)
            for label in ("held", "gateway")
        }
        assert pages["held"] == pages["gateway"], role


def _masked(answer, label, adapter) -> str:
    """A page without what differs between any two referrals."""
    tenant = adapter.tenants[HOME]
    referral, text = tenant.referrals[label], answer.text
    for group in Group:
        text = text.replace(canary(group, label, tenant.authority), "…")
    for own in (str(referral.pk), referral.reference):
        text = text.replace(own, "…")
    text = ITS_OWN.sub("…", MOMENT.sub("…", text))
    lines = [line for line in text.splitlines() if "March 1937" not in line]
    return "\n".join(line for line in lines if "csrf" not in line)
