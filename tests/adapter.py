"""One small, stable way to drive the service from a test of security.

    adapter = Adapter()
    adapter.seed_world()
    browser = adapter.login_as(Role.COORDINATOR)
    browser.get(adapter.url_for("referral", "gateway"))

Two authorities that share nothing: Marlbrook and Ashby Vale, each with a person for
every role and a referral for every case of `tests/world_of_referrals.py`. Whoever signs
in does so by the pages, with password and code.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.accounts.tests import factories as accounts
from dueregard.audit.models import Entry
from dueregard.audit.verifier import Finding, verify
from dueregard.clock import services as clock_services
from dueregard.outbox.worker import Worker
from dueregard.referrals.models import Referral

from . import fakes, world_of_referrals

HOME, ELSEWHERE = "marlbrook", "ashby-vale"


@dataclass
class Tenant:
    """An authority, its people by role, and its referrals by label."""

    authority: Authority
    people: dict[str, Person]
    referrals: dict[str, Referral] = field(default_factory=dict)


class Adapter:
    """What a test may do to the service; each answers in plain values."""

    fakes = fakes  # mail_server(), scanner(), key_service(): see tests/fakes

    def __init__(self) -> None:
        self.tenants: dict[str, Tenant] = {}
        self._secrets: dict[int, str] = {}

    def seed_world(self) -> dict[str, Tenant]:
        """Marlbrook and Ashby Vale, whole."""
        for name in ("Marlbrook", "Ashby Vale"):
            authority = accounts.AuthorityFactory(name=name)
            people = {
                role: accounts.person_with(role, authority, is_rehearsal=False)
                for role in Role.values
            }
            tenant = Tenant(authority, people)
            tenant.referrals = world_of_referrals.build(authority, people)
            self.tenants[authority.slug] = tenant
        return self.tenants

    def person(self, role: str, place: str = HOME) -> Person:
        return self.tenants[place].people[role]

    def login_as(self, role: str, place: str = HOME) -> Client:
        """A browser of the person with `role`, signed in with password and code.

        Somebody without a second factor enrols one first, as the pages make them.
        """
        person, browser = self.person(role, place), Client()
        cache.clear()  # a code works once and attempts are counted: begin anew
        answer = self._send_password(browser, person)
        if person.pk in self._secrets:
            code = {"code": code_of(self._secrets[person.pk])}
            answer = browser.post(answer.url, code)
        else:
            self._secrets[person.pk] = self._enrol(browser)
        assert "_auth_user_id" in browser.session, "nobody is signed in"
        return browser

    def forget_factors(self) -> None:
        """After enrolments were taken back: enrol anew at the next sign-in."""
        self._secrets.clear()

    def url_for(self, thing: str, id: str, place: str = HOME) -> str:
        """The address of a page: a referral by its label, else by the name of a url."""
        if thing == "referral":
            return self.tenants[place].referrals[id].get_absolute_url()
        return reverse(thing, args=[id] if id else [])

    def audit_export(self, place: str | None = None) -> list[dict[str, Any]]:
        """Every entry of an authority's chain (or of the service's), oldest first."""
        number = self.tenants[place].authority.pk if place else 0
        return list(Entry.objects.of_chain(number).values())

    def verify_audit(self) -> list[Finding]:
        """Each chain, and the first thing that is wrong with it, if anything."""
        return verify()

    def run_jobs(self, most: int = 1000) -> int:
        """Do what is due, at most so many jobs or batches of mail; how many."""
        worker, done = Worker(), 0
        while done < most and worker.work_one():
            done += 1
        return done

    def advance_clock(self, by: timedelta) -> None:
        """Move the clock of every process on (or back)."""
        clock_services.shift(clock.offset() + by)

    def health(self) -> tuple[int, str]:
        answer = Client().get("/healthz")
        return answer.status_code, answer.text

    def _send_password(self, browser: Client, person: Person) -> Any:
        words = {"login": person.email, "password": accounts.PASSWORD}
        return browser.post(reverse("account_login"), words)

    def _enrol(self, browser: Client) -> str:
        proof = {"password": accounts.PASSWORD}
        browser.post(reverse("account_reauthenticate"), proof)
        secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
        answer = browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        assert answer.status_code == 302, "the app was not enrolled"
        return secret


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def become_the_application() -> None:
    """On PostgreSQL: be the role that the service has, which owns nothing."""
    url = os.environ.get("APPLICATION_DATABASE_URL", "")
    if connection.vendor == "postgresql" and url:
        role = url.partition("//")[2].partition("@")[0]
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")


@contextmanager
def as_owner() -> Iterator[None]:
    """What only the owner of the tables could do, or somebody with the machine."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    yield
    become_the_application()


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The adapter with its world, built once a file in a transaction that is undone.

    On PostgreSQL as the application's role.
    """
    with django_db_blocker.unblock(), undone():
        become_the_application()
        adapter = Adapter()
        adapter.seed_world()
        yield adapter
