"""What belongs to another authority cannot be told from what is not there.

The outsider holds every role there is, in Ashby Vale; everything they ask for by
address belongs to Marlbrook.
"""

import uuid

import pytest
from django import forms
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests import factories as accounts
from dueregard.config.testing import whole_on
from dueregard.partners.models import Post

from . import url_table
from .asked import KINDS, PAGES, form_of
from .url_matrix import MATRIX

pytestmark = pytest.mark.django_db
PUBLIC = {"published", "published priority", "key", "token", "rehearsal person"}
ABOUT = sorted(
    name
    for name, line in MATRIX.items()
    if line.about and line.about not in PUBLIC and line.expected("outsider") == 404
)
ODD = {
    "letters": "x",
    "not a digit": "%C2%B2",
    "less than nothing": "-1",
    "too large for a database": "9" * 40,
    "one too many for a database": "9223372036854775808",
    "no text": "%ff%fe",
    "NUL": "%00",
    "another line": "%0d%0aSet-Cookie:%20a=b",
    "SQL": "'%20OR%201=1--",
    "a cursor": "WzEsMl0",
    "half a cursor": "eyJ9",
}
ASKED_IN_LISTS = (
    *("page", "after", "before", "show", "sort", "status", "rag", "due", "owner"),
    *("organisation", "look", "words", "plan", "held", "role", "state", "action"),
)


@pytest.fixture(scope="module")
def everybody_else(small_world, django_db_blocker):
    """Signed in as somebody of Ashby Vale, in every role."""
    with django_db_blocker.unblock():
        person = small_world.people["outsider"]
        authority = person.memberships.first().authority
        for role in Role.values:
            accounts.MembershipFactory(person=person, role=role, authority=authority)
        return url_table.clients(small_world.people)["outsider"]


@pytest.mark.parametrize("name", ABOUT)
def test_another_authority_s_thing_answers_like_a_missing_one(
    name, small_world, everybody_else
):
    line = MATRIX[name]
    args = small_world.args[line.about]
    theirs = _ask(everybody_else, line, reverse(name, args=args))
    missing = _ask(everybody_else, line, reverse(name, args=_missing(args)))
    assert theirs.status_code == missing.status_code == 404
    assert len(theirs.content) == len(missing.content)
    assert set(theirs.headers) == set(missing.headers)


def _ask(client, line, address):
    return getattr(client, line.method)(address, line.data)


def _missing(args):
    """The same address of something that nobody has."""
    first, *rest = args
    missing = {int: 999_999_999, uuid.UUID: uuid.UUID(int=0, version=4)}
    return [missing.get(type(first), "nowhere-at-all"), *rest]


def test_lists_and_searches_of_another_authority_hold_nothing(everybody_else):
    for address in ("/plans/", "/plans/mine/", "/plans/search/?words=head+teacher"):
        answer = everybody_else.get(address)
        assert answer.status_code == 200
        assert "Marlbrook" not in answer.text
        assert "Brief every head teacher" not in answer.text


def test_filters_by_what_another_authority_has_find_nothing_and_offer_nothing(
    small_world, everybody_else
):
    post = Post.objects.get(pk=small_world.args["post"][0])
    for address, name, key in (
        ("/authorities/ashby-vale/people/", "organisation", post.organisation_id),
        ("/partners/in/ashby-vale/posts/", "organisation", post.organisation_id),
        ("/plans/search/", "plan", small_world.args["plan"][0]),
    ):
        answer = everybody_else.get(address, {name: key, "words": "teacher"})
        assert answer.status_code == 200
        assert str(post.organisation) not in answer.text
        assert "Brief every head teacher" not in answer.text


@pytest.mark.parametrize("name", whole_on("sqlite", PAGES))
def test_no_question_offers_what_belongs_to_another_authority(name, small_world):
    asked = form_of(small_world, name)
    questions = asked.form.fields.values() if asked else []
    ashby = small_world.people["outsider"].memberships.first().authority
    for field in questions:
        if isinstance(field, forms.ModelChoiceField):
            for row in field.queryset:
                assert row != small_world.people["outsider"]
                assert row not in ashby.organisations.all()
                assert getattr(row, "authority_id", None) != ashby.pk


@pytest.mark.parametrize("name", whole_on("postgresql", PAGES))
def test_odd_values_in_an_address_never_break_a_page(name, small_world):
    """Every odd value of every page that looks at what stands behind the “?” at all.

    A page that does not look is asked once.
    """
    line, faults = MATRIX[name], []
    kind = next(kind for kind in KINDS if line.expected(kind) == 200)
    address = reverse(name, args=small_world.args[line.about])
    for value, odd in ODD.items():
        query = "&".join(f"{each}={odd}" for each in ASKED_IN_LISTS)
        answer = small_world.clients[kind].get(f"{address}?{query}")
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code != 200 or "Set-Cookie" in answer.headers or not body:
            faults.append((value, answer))
        if not _looks(answer):
            break
    assert faults == []


def _looks(answer) -> bool:
    """Whether anything read the values in the address; Django parses them then."""
    return "GET" in vars(answer.wsgi_request)


def test_lists_look_at_the_values_in_their_address_and_other_pages_do_not(small_world):
    """What the test before stands on."""
    browser, args = small_world.clients["coordinator"], small_world.args
    for name, about in (("plans:actions", "plan"), ("training:learners", "authority")):
        assert _looks(browser.get(reverse(name, args=args[about])))
    assert not _looks(browser.get(reverse("plans:edit", args=args["draft"])))
