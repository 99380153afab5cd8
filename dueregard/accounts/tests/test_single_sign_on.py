"""Signing in through the organisation: who is let in, and what is never believed."""

import pytest
from allauth.core import context
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.adapters import INVITATION_IN_SESSION, SingleSignOnAdapter
from dueregard.accounts.factors import STRONG_SIGN_ON, has_second_factor, is_strong
from dueregard.accounts.models import Person
from dueregard.accounts.services.invitations import open_invitation
from dueregard.accounts.tests.factories import person_with
from dueregard.audit import services as audit


@pytest.fixture(autouse=True)
def provider(settings):
    """An organisation's sign-on, which no test speaks to."""
    app = {
        "provider_id": "oidc-test",
        "name": "Marlbrook",
        "client_id": "due-regard",
        "secret": "",
        "settings": {"server_url": "https://sign-on.marlbrook.example"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def person(marlbrook):
    return person_with(Role.ACTION_OWNER, marlbrook, is_rehearsal=False)


@pytest.fixture
def token(person, marlbrook):
    with audit.atomic():
        link = open_invitation(person, by=None, authority=marlbrook)
    return link.split("/join/")[1].split("/")[0]


@pytest.fixture
def request_of(rf, client):
    def make(**session):
        request = rf.get("/")
        request.session = client.session
        request.session.update(session)
        return request

    return make


def coming_from(subject="abc", email="someone@fernshire.example", **claims):
    account = SocialAccount(
        provider="oidc-test", uid=subject, extra_data={"id_token": claims}
    )
    return SocialLogin(account=account, user=Person(email=email, name="Someone"))


def arrive(request, login):
    with context.request_context(request):
        SingleSignOnAdapter().pre_social_login(request, login)


def test_an_invited_person_is_tied_to_their_account_once(request_of, person, token):
    login = coming_from()
    request = request_of(**{INVITATION_IN_SESSION: token})
    arrive(request, login)
    assert SocialAccount.objects.get(user=person).uid == "abc"
    assert services.find_open(token) is None
    assert INVITATION_IN_SESSION not in request.session


def test_a_stranger_is_not_let_in_and_nobody_is_made(request_of, person):
    before = Person.objects.count()
    login = coming_from(email=person.email, email_verified=True)
    arrive(request_of(), login)
    assert not login.is_existing
    assert not SingleSignOnAdapter().is_open_for_signup(request_of(), login)
    assert Person.objects.count() == before


def test_a_spent_invitation_ties_nothing(request_of, person, token, marlbrook):
    with audit.atomic():
        open_invitation(person, by=None, authority=marlbrook)
    request = request_of(**{INVITATION_IN_SESSION: token})
    arrive(request, coming_from())
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("claims", "strong"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["hwk"]}, True),
        ({"amr": "mfa"}, True),
        ({"amr": ["pwd"]}, False),
        ({}, False),
        ({"acr": "anything"}, False),
    ],
)
def test_only_what_the_provider_says_makes_a_sign_on_strong(claims, strong):
    assert is_strong(claims) is strong


def test_a_strong_sign_on_needs_no_second_factor_here(request_of, person, token):
    request = request_of(**{INVITATION_IN_SESSION: token})
    arrive(request, coming_from(amr=["mfa"]))
    assert request.session[STRONG_SIGN_ON] == person.pk
    assert has_second_factor(person, request.session)


def test_a_weak_sign_on_does(request_of, person, token):
    request = request_of(**{INVITATION_IN_SESSION: token, STRONG_SIGN_ON: person.pk})
    arrive(request, coming_from(amr=["pwd"]))
    assert not has_second_factor(person, request.session)


def test_strength_is_of_one_person_not_of_the_browser(request_of, person, coordinator):
    request = request_of(**{STRONG_SIGN_ON: coordinator.pk})
    assert not has_second_factor(person, request.session)


def test_without_a_provider_its_pages_are_not_there(client, token, settings):
    settings.OIDC_ISSUER = ""
    assert client.get(reverse("accounts:single_sign_on")).status_code == 404
    address = reverse("accounts:accept_single_sign_on", args=[token])
    assert client.post(address).status_code == 404
    assert client.post(reverse("openid_connect_login")).status_code == 404


def test_a_stranger_is_told_that_the_sign_on_did_not_work(client, db):
    response = client.get(
        reverse("socialaccount_login_error"), {"error": "<b>no-such-person</b>"}
    )
    page = response.content.decode()
    assert response.status_code == 401
    assert "sign-on did not work" in page
    assert "no-such-person" not in page
    assert reverse("account_login") in page
