"""The database's own fence, seen by the application's role; SQLite has none."""

import os

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.drafts.models import Draft
from dueregard.operations import database
from dueregard.vault import rls, tenancy
from dueregard.vault.models import BlindToken, DataKey

pytestmark = pytest.mark.django_db
POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def application(db):
    """From here on the test is the application's role (on PostgreSQL)."""
    url = os.environ.get("APPLICATION_DATABASE_URL", "")
    if POSTGRESQL:
        role = url.partition("//")[2].partition("@")[0]
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")


@pytest.fixture
def drafts(make_draft, marlbrook, ashby_vale):
    return [make_draft({"x": 1}), make_draft({"y": 2}, authority=ashby_vale)]


def counts():
    return [model.objects.count() for model in (Draft, DataKey)]


def test_while_no_authority_is_set_nobody_sees_a_row(drafts, application):
    assert counts() == ([0, 0] if POSTGRESQL else [2, 2])


def test_not_even_the_owner_of_the_tables_sees_a_row(drafts):
    assert counts() == ([0, 0] if POSTGRESQL else [2, 2])


def test_an_authority_sees_its_own(drafts, application, marlbrook):
    with tenancy.of(marlbrook):
        assert counts() == ([1, 1] if POSTGRESQL else [2, 2])


def is_set():
    """What the database itself says, whatever we believe."""
    if not POSTGRESQL:
        return str(tenancy.current() or "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [tenancy.SETTING])
        return cursor.fetchone()[0] or ""


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_on_the_connection_for_whoever_comes_next(marlbrook):
    with tenancy.of(marlbrook):
        assert is_set() == str(marlbrook.pk)
    assert is_set() == ""


def test_after_a_failure_within_another_authority_ours_is_set_again(
    marlbrook, ashby_vale
):
    with tenancy.of(marlbrook):
        with pytest.raises(ZeroDivisionError), tenancy.of(ashby_vale):
            raise ZeroDivisionError
        assert is_set() == str(marlbrook.pk)


def test_the_setting_does_not_outlive_its_transaction(drafts, application, marlbrook):
    with tenancy.of(marlbrook):
        pass
    assert counts() == ([0, 0] if POSTGRESQL else [2, 2])


def test_a_row_cannot_be_put_under_another_authority(
    application, marlbrook, ashby_vale
):
    key = DataKey(authority=ashby_vale, kind="case")
    if not POSTGRESQL:
        key.save()
        return
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        tenancy.of(marlbrook),
    ):
        key.save()


def test_a_row_of_another_authority_is_neither_changed_nor_removed(
    drafts, application, marlbrook
):
    others = drafts[1]
    with tenancy.of(marlbrook):
        rows = Draft.objects.filter(pk=others.pk)
        assert rows.update(tab="x") == (0 if POSTGRESQL else 1)
        assert rows.delete()[0] == (0 if POSTGRESQL else 1)


def test_the_whole_is_read_by_the_owner_for_a_dump_and_by_nobody_else(drafts):
    with connection.cursor() as cursor:
        if POSTGRESQL:
            cursor.execute("SET LOCAL dueregard.whole = 'yes'")
    assert counts() == [2, 2]


def test_the_application_cannot_ask_for_the_whole(drafts, application):
    with connection.cursor() as cursor:
        if POSTGRESQL:
            cursor.execute("SET LOCAL dueregard.whole = 'yes'")
    assert counts() == ([0, 0] if POSTGRESQL else [2, 2])


def test_every_sealed_table_is_fenced():
    assert {DataKey, BlindToken, Draft} <= set(rls.fenced())
    assert rls.missing() == []


def test_a_fence_that_was_taken_off_is_a_reason_not_to_start():
    if POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE drafts_draft NO FORCE ROW LEVEL SECURITY")
    found = [reason for reason in database.reasons() if "drafts_draft" in reason]
    assert len(found) == (1 if POSTGRESQL else 0)


def test_a_fence_that_was_taken_off_is_put_back_by_the_next_migrate():
    if POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("DROP POLICY due_regard_fence ON drafts_draft")
            cursor.execute("ALTER TABLE vault_datakey DISABLE ROW LEVEL SECURITY")
        assert len(rls.missing()) == 2
    rls.install()
    assert rls.missing() == []


def test_while_records_pass_only_the_two_authorities_are_within_reach(
    drafts, make_draft, application, marlbrook, ashby_vale, factories
):
    other = factories.AuthorityFactory(name="Netherbrook")
    with tenancy.passing(marlbrook.pk, other.pk):
        assert counts() == ([1, 1] if POSTGRESQL else [2, 2])
        theirs = Draft.objects.filter(authority=ashby_vale)
        assert theirs.update(form="mine") == (0 if POSTGRESQL else 1)
    with tenancy.of(marlbrook):
        [mine] = Draft.objects.filter(authority=marlbrook)
    with tenancy.passing(marlbrook.pk, other.pk):
        Draft.objects.filter(pk=mine.pk).update(authority=other)
    with tenancy.of(other):
        assert Draft.objects.get(pk=mine.pk).authority == other


def test_once_they_have_passed_neither_reaches_the_other(
    drafts, application, marlbrook, ashby_vale
):
    with tenancy.of(marlbrook):
        with tenancy.passing(marlbrook.pk, ashby_vale.pk):
            assert counts() == [2, 2]
        assert counts() == ([1, 1] if POSTGRESQL else [2, 2])
        if POSTGRESQL:
            with pytest.raises(DatabaseError), transaction.atomic():
                Draft.objects.filter(authority=marlbrook).update(authority=ashby_vale)


@pytest.mark.parametrize("policy", rls.POLICIES)
def test_each_part_of_a_fence_that_is_gone_is_found(policy, db):
    if not POSTGRESQL:
        assert rls.missing() == []
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP POLICY {policy} ON drafts_draft")
    assert "drafts_draft" in rls.missing()[0]
    rls.install()
    assert rls.missing() == []
