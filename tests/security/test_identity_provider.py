"""Signing in through the organisation: what of its words is believed (I29, F06)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.accounts.tests.factories import person_with
from dueregard.audit.models import Entry
from tests import fakes
from tests.fakes.identity_provider import ANOTHER_KEY, SUBJECT

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with fakes.identity_provider() as provider:
        for name, value in provider.settings().items():
            setattr(settings, name, value)
        yield provider


@pytest.fixture
def person(marlbrook):
    person = person_with(Role.COORDINATOR, marlbrook, is_rehearsal=False)
    SocialAccount.objects.create(
        user=person, provider=settings.OIDC_PROVIDER_ID, uid=SUBJECT, extra_data={}
    )
    return person


def begin(provider) -> tuple[Client, str]:
    """A browser that was sent to the provider, and the state it was sent with."""
    browser = Client()
    answer = browser.post(reverse("openid_connect_login"))
    assert answer.url.startswith(f"{provider.url}/authorize")
    asked = parse_qs(urlsplit(answer.url).query)
    [provider.nonce], [state] = asked["nonce"], asked["state"]
    assert asked["code_challenge_method"] == ["S256"]
    return browser, state


def come_back(browser, state):
    given = {"state": state, "code": "code"}
    return browser.get(reverse("openid_connect_callback"), given)


def is_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def refused(browser, answer) -> bool:
    assert answer.status_code in (200, 302, 401)
    nobody_new = Person.objects.filter(email__contains="somebody").count() == 0
    return nobody_new and not is_in(browser)


def test_what_is_signed_for_us_and_was_asked_for_lets_its_person_in(provider, person):
    browser, state = begin(provider)
    come_back(browser, state)
    assert is_in(browser)
    signed_in = Entry.objects.filter(event="accounts.signed_in", person_id=person.pk)
    assert signed_in.count() == 1


LIES = {
    "another audience": {"aud": "another-service"},
    "another issuer": {"iss": "https://elsewhere.example"},
    "an hour ago": {"exp": 1_700_000_000},
    "asked by another sign-in": {"nonce": "0" * 64},
    "asked by none": {"nonce": None},
    "a subject nobody invited": {"sub": "2", "email": "somebody@fernshire.example"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_lets_nobody_in_and_makes_nobody(provider, person, lie):
    browser, state = begin(provider)
    provider.lies = LIES[lie]
    assert refused(browser, come_back(browser, state))


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_what_nobody_signed_with_a_published_key_is_not_believed(provider, person, alg):
    browser, state = begin(provider)
    provider.alg = alg
    assert refused(browser, come_back(browser, state))


def test_what_another_key_signed_is_not_believed(provider, person):
    browser, state = begin(provider)
    provider.key = ANOTHER_KEY
    assert refused(browser, come_back(browser, state))


def test_the_same_address_of_another_subject_opens_no_account(provider, person):
    browser, state = begin(provider)
    provider.lies = {"sub": "2", "email": person.email, "email_verified": True}
    assert refused(browser, come_back(browser, state))
    assert SocialAccount.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_callback_that_nobody_began_is_refused(provider, person, state):
    browser, _ = begin(provider)
    assert refused(browser, come_back(browser, state))


def test_a_callback_of_another_browser_is_refused(provider, person):
    _, state = begin(provider)
    stranger = Client()
    assert refused(stranger, come_back(stranger, state))


def test_a_callback_works_once(provider, person):
    browser, state = begin(provider)
    come_back(browser, state)
    browser.post(reverse("account_logout"))
    assert refused(browser, come_back(browser, state))


@pytest.mark.parametrize("habit", ["refuse", "garble", "hang"])
def test_while_the_provider_is_away_nobody_new_gets_in_and_who_is_in_goes_on(
    provider, person, habit, settings
):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.3
    working, state = begin(provider)
    come_back(working, state)
    browser, state = begin(provider)
    provider.habit = habit
    assert refused(browser, come_back(browser, state))
    page = Client().post(reverse("openid_connect_login"))
    assert page.status_code in (200, 401, 503)
    assert "sign in" in page.text.lower()
    assert working.get(reverse("plans:list")).status_code == 200
