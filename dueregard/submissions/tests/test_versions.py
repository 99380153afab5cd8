from concurrent.futures import ThreadPoolExecutor

import pytest
from django import forms
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import RequestFactory

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Membership
from dueregard.submissions.versions import (
    Stale,
    Versioned,
    VersionedModelForm,
    answers_of,
    claim_version,
    stale_page,
)

TODAY, LATER, LATEST = "2026-01-01", "2027-12-31", "2028-06-30"


class MembershipForm(VersionedModelForm):
    """Any row with a version will do: a membership has one."""

    class Meta:
        model = Membership
        fields = ["role", "starts_on", "ends_on"]


class RoleForm(Versioned):
    """The same as a plain form."""

    role = forms.CharField()


@pytest.fixture
def membership(coordinator):
    row = coordinator.memberships.get()
    row.starts_on, row.ends_on = TODAY, LATER
    row.save()
    row.refresh_from_db()
    return row


def shown(row):
    """What the page of the edit form would send back unchanged."""
    form = MembershipForm(instance=row)
    return {name: form[name].value() for name in form.fields}


def save(row, sent):
    """As a view and its service do; the row, or the stale page."""
    form = MembershipForm(sent, instance=Membership.objects.get(pk=row.pk))
    assert form.is_valid(), form.errors
    request = RequestFactory().post("/")
    request.session, request.user = SessionStore(), row.person
    try:
        with transaction.atomic():
            row = claim_version(Membership, row.pk, form.cleaned_data["version"])
            for name in answers_of(form):
                setattr(row, name, form.cleaned_data[name])
            row.save()
    except Stale as stale:
        return form, stale_page(request, form, stale)
    return row, None


@pytest.mark.django_db
def test_a_save_counts_the_version_up(membership):
    row, refused = save(membership, shown(membership) | {"ends_on": LATEST})
    assert refused is None
    assert Membership.objects.get().version == membership.version + 1
    assert str(Membership.objects.get().ends_on) == LATEST


@pytest.mark.django_db
def test_a_stale_save_shows_both_texts_and_overwrites_nothing(membership):
    mine = shown(membership) | {"ends_on": LATEST}
    save(membership, shown(membership) | {"ends_on": "2029-03-31"})
    _, page = save(membership, mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "31 March 2029" in text
    assert "30 June 2028" in text
    assert str(Membership.objects.get().ends_on) == "2029-03-31"


@pytest.mark.django_db
def test_changes_of_different_answers_are_both_kept_when_saved_again(membership):
    mine = shown(membership) | {"ends_on": LATEST}
    save(membership, shown(membership) | {"role": "auditor"})
    form, page = save(membership, mine)
    assert page.status_code == 409
    save(membership, {name: form[name].value() for name in form.fields})
    row = Membership.objects.get()
    assert (row.role, str(row.ends_on)) == ("auditor", LATEST)


@pytest.mark.django_db
def test_the_same_answer_changed_twice_keeps_what_this_person_wrote(membership):
    mine = shown(membership) | {"role": "board_chair"}
    save(membership, shown(membership) | {"role": "auditor"})
    form, page = save(membership, mine)
    text = page.content.decode()
    assert "Auditor" in text
    assert "Board chair" in text
    assert form["role"].value() == "board_chair"
    assert form["version"].value() == membership.version + 1


@pytest.mark.django_db
def test_a_form_that_lost_what_it_was_shown_counts_every_answer_as_changed(membership):
    mine = shown(membership) | {"base": "nonsense"}
    save(membership, shown(membership) | {"role": "auditor"})
    form, _ = save(membership, mine)
    assert form["role"].value() == "coordinator"


@pytest.mark.django_db
def test_a_row_that_was_removed_is_said_to_be_gone(membership):
    with pytest.raises(NotNow, match="removed"), transaction.atomic():
        claim_version(Membership, membership.pk + 1, 1)


def test_a_plain_form_takes_its_version_from_initial():
    form = RoleForm(initial={"version": 4, "role": "auditor"})
    assert form["version"].value() == 4
    assert "role" in form["base"].value()


def test_a_form_without_its_version_is_not_valid():
    assert not RoleForm({"role": "auditor"}).is_valid()


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_each_is_kept_or_refused(membership):
    def race(number):
        try:
            with transaction.atomic():
                row = claim_version(Membership, membership.pk, membership.version)
                row.save()
        except Stale:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(10) as pool:
        kept = sum(pool.map(race, range(30)))
    assert kept == 1
    assert Membership.objects.get().version == membership.version + 1
