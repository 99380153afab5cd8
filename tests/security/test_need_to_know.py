"""The need-to-know matrix at the doors that every page of the room goes through (SW1).

Every role × referral × group × verb, of one's own authority and of another.
"""

import pytest
from django.db import transaction
from django.http import Http404, HttpResponse

from dueregard.access.need_to_know import Group
from dueregard.access.roles import Role
from dueregard.audit.models import Entry
from dueregard.referrals.models import Referral
from dueregard.referrals.reading import sight_of
from dueregard.referrals.views.doors import PURPOSES, opened
from dueregard.vault import tenancy
from dueregard.vault.models import sealed_names
from tests.adapter import ELSEWHERE, HOME
from tests.world_of_referrals import CASES, canary

from . import matrix

pytestmark = pytest.mark.django_db
PEOPLE_OF_PLACES = [
    (role, place) for role in Role.values for place in (HOME, ELSEWHERE)
]


def test_the_sweep_asks_of_every_role_group_and_verb():
    asked = list(matrix.probes())
    assert len(asked) > 10_000
    assert {probe.role for probe in asked} == set(Role.values)
    assert sum(probe.expected for probe in asked) > 300


@pytest.mark.parametrize(("role", "place"), PEOPLE_OF_PLACES)
def test_each_part_of_each_referral_opens_to_whom_the_matrix_says(seeded, role, place):
    found = seen_by(seeded, role, place)
    wrong = [
        probe
        for probe in matrix.probes()
        if (probe.role, probe.place) == (role, place)
        and probe.expected != (probe.group in found[probe.label][probe.verb])
    ]
    assert wrong == []


def seen_by(adapter, role, place):
    """By label: the groups that this person may read, write, know of and ask for."""
    person, tenant = adapter.person(role), adapter.tenants[place]
    with tenancy.of(tenant.authority):
        rows = Referral.objects.visible_to(person).with_sight_of(person)
        seen = {row.pk: sight_of(person, row) for row in rows}
    nothing = dict.fromkeys(matrix.VERBS, frozenset())
    return {
        label: vars(seen[each.pk]) if each.pk in seen else nothing
        for label, each in tenant.referrals.items()
    }


@pytest.mark.parametrize(("role", "place"), PEOPLE_OF_PLACES)
def test_lists_and_counts_hold_what_the_matrix_reaches_and_no_more(seeded, role, place):
    person, tenant = seeded.person(role), seeded.tenants[place]
    wanted = {label for label in CASES if matrix.is_seen(role, place, label)}
    with tenancy.of(tenant.authority):
        rows = Referral.objects.visible_to(person).filter(authority=tenant.authority)
        found = {row.pk for row in rows}
        assert rows.count() == len(wanted)
        assert rows.exists() == bool(wanted)
    labels = {k for k, each in tenant.referrals.items() if each.pk in found}
    assert labels == wanted


@opened(door="probe")
def everything(request, shown):
    """A page that shows all that it was given."""
    parts = [
        part
        for each in shown.parts.values()
        for part in (each if isinstance(each, list) else [each])
    ]
    words = [
        str(getattr(part, name)) for part in parts for name in sealed_names(type(part))
    ]
    return HttpResponse(f"{shown.referral.reference} {' '.join(words)}")


@pytest.fixture
def ask(seeded, rf):
    """Ask for `everything` of a referral as somebody who said why."""

    def get(role, place, label):
        tenant = seeded.tenants[place]
        referral = tenant.referrals[label]
        request = rf.get("/")
        request.user = seeded.person(role)
        request.session = {PURPOSES: {str(referral.pk): "triage"}}
        with transaction.atomic():
            return everything(request, tenant.authority.slug, referral.pk).text

    return get


@pytest.mark.parametrize("label", CASES)
@pytest.mark.parametrize("role", Role.values)
def test_a_page_is_given_the_groups_that_the_matrix_opens_and_no_other(
    seeded, ask, role, label
):
    if not matrix.is_seen(role, HOME, label):
        with pytest.raises(Http404):
            ask(role, HOME, label)
        return
    text = ask(role, HOME, label)
    assert matrix.leaks(text, role, seeded) == []
    for group in matrix.allowed(role, HOME, label) & loaded(label):
        word = canary(group, label, seeded.tenants[HOME].authority)
        assert word in text, group


def loaded(label):
    """The groups that hold a word in this referral."""
    groups = {Group.IDENTITY, Group.ACCOUNT, Group.CHARACTERISTICS, Group.REFERRER}
    return groups | ({Group.POLICE_MARKS} if CASES[label].mark else set())


@pytest.mark.parametrize("role", Role.values)
def test_what_another_authority_has_is_not_found_by_anybody(ask, role):
    for label in CASES:
        with pytest.raises(Http404):
            ask(role, ELSEWHERE, label)


def test_a_page_that_was_shown_left_a_note_of_who_looked_at_what(seeded, ask):
    ask(Role.COORDINATOR, HOME, "submitted")
    entry = Entry.objects.filter(event="vault.looked").latest("pk")
    assert entry.person_id == seeded.person(Role.COORDINATOR).pk
    assert entry.facts["door"] == "probe"
    assert entry.facts["purpose"] == "triage"
    assert set(entry.facts["groups"]) == {"G1", "G2", "G3", "G7"}
    referral = seeded.tenants[HOME].referrals["submitted"]
    assert str(referral.pk) in entry.facts["subjects"]
