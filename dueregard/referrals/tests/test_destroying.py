"""Destruction by two people: what is gone, what stays, and what keeps a record."""

from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings
from django.core.management import call_command

from dueregard import clock, store
from dueregard.access.models import Approval
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.audit.tests.lifting import lifted_triggers  # noqa: F401
from dueregard.clock import services as clock_services
from dueregard.referrals import keeping, services
from dueregard.referrals.codes import Outcome
from dueregard.referrals.models import (
    Certificate,
    LegalHold,
    Match,
    Referral,
    ReferralFile,
    Subject,
)
from dueregard.referrals.services import removing, reviewing_keeping
from dueregard.referrals.services.certifying import certificate_naming
from dueregard.referrals.services.scanning_files import FOLDER
from dueregard.reminders.models import Task
from dueregard.vault import blind, files, tenancy
from dueregard.vault.models import BlindToken, DataKey, Erasure, WrappedKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services import replay, shred

from .factories import a_form, make_referral
from .pages import again
from .test_retention import ended

pytestmark = pytest.mark.django_db
Status = Referral.Status
YEARS = timedelta(days=400)
numbers = count()


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)


@pytest.fixture
def due(marlbrook):
    """A referral that was closed long ago."""
    return due_one(marlbrook)


def due_one(authority, **more):
    subject = a_form().subject | more
    referral = make_referral(authority, subject=subject)
    return ended(referral, on=clock.today() - YEARS)


def destroyed(referrals, coordinator, officer):
    """Asked for by one and agreed by the other."""
    authority = referrals[0].authority
    asked = services.ask_to_destroy(
        authority, [row.pk for row in referrals], by=coordinator, session="one"
    )
    return accounts.agree(asked, by=officer, session=f"two-{next(numbers)}")


def keys_of(*rows):
    return [row.data_key_id for row in rows]


def a_file(referral) -> ReferralFile:
    with sealing(referral.authority):
        seal = files.seal_to_add(referral.data_key)
        stored = store.keep([b"zqfileqz"], limit=100, folder=FOLDER, seal=seal)
        return ReferralFile.objects.create(
            **referral.with_moves(),
            referral=referral,
            name="drawing.png",
            stored_name=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            content_type="image/png",
            status=ReferralFile.Status.CLEAN,
        )


def test_nothing_of_it_is_left_and_its_keys_are_gone(
    marlbrook, due, coordinator, officer
):
    keys = keys_of(due, due.subject)
    done = destroyed([due], coordinator, officer)
    assert done.outcome == Approval.Outcome.AGREED
    with tenancy.of(marlbrook):
        for model in removing.sealed_here():
            assert not model.objects.filter(data_key__in=keys).exists(), model
        assert not Referral.objects.filter(pk=due.pk).exists()
        assert not WrappedKey.objects.filter(data_key__in=keys).exists()
        assert not BlindToken.objects.filter(data_key__in=keys).exists()
    assert Erasure.objects.filter(data_key_id__in=keys).count() == 2


def test_a_search_finds_nothing(marlbrook, due, coordinator, officer):
    with tenancy.of(marlbrook):
        assert blind.find_name(marlbrook, "Corin Ashgrove")
    destroyed([due], coordinator, officer)
    with tenancy.of(marlbrook):
        assert blind.find_name(marlbrook, "Corin Ashgrove") == []


def test_its_files_are_gone_from_the_disk(
    due, coordinator, officer, django_capture_on_commit_callbacks
):
    kept = a_file(due)
    with django_capture_on_commit_callbacks(execute=True):
        destroyed([due], coordinator, officer)
    with pytest.raises(FileNotFoundError):
        b"".join(store.read(kept.stored_name, FOLDER))


def test_the_certificate_names_nobody_and_proves_it(
    marlbrook, due, coordinator, officer
):
    reference = due.reference
    destroyed([due], coordinator, officer)
    made = Certificate.objects.get()
    assert (made.referrals, made.people, made.files) == (1, 1, 0)
    assert (made.asked_by, made.agreed_by) == (coordinator, officer)
    held = str([made.reference, made.counts, *(m.token for m in made.marks.all())])
    assert "Ashgrove" not in held
    assert reference not in held
    assert certificate_naming(marlbrook, f" {reference.lower()} ") == made
    assert certificate_naming(marlbrook, "R-2222-2222") is None
    assert made.counts[0]["number"] == 1


def test_the_audit_still_verifies(due, coordinator, officer):
    destroyed([due], coordinator, officer)
    call_command("verify_audit")
    [written] = Entry.objects.filter(event="retention.destroyed")
    assert written.facts["referrals"] == 1


def test_one_person_cannot_destroy_anything(marlbrook, due, officer):
    asked = services.ask_to_destroy(marlbrook, [due.pk], by=officer, session="one")
    with pytest.raises(NotAllowed):
        accounts.agree(asked, by=officer, session="two")
    assert again(due).pk == due.pk


def test_nobody_agrees_in_the_session_in_which_it_was_asked_for(
    marlbrook, due, coordinator, officer
):
    asked = services.ask_to_destroy(marlbrook, [due.pk], by=coordinator, session="one")
    with pytest.raises(NotAllowed):
        accounts.agree(asked, by=officer, session="one")


@pytest.mark.parametrize(
    "role",
    [
        role
        for role in Role
        if role not in (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER)
    ],
)
def test_nobody_else_asks_for_it(marlbrook, due, role):
    with pytest.raises(NotAllowed):
        services.ask_to_destroy(marlbrook, [due.pk], by=person_with(role, marlbrook))


def test_two_coordinators_do_not_do_it_without_the_officer_or_the_chair(
    marlbrook, due, coordinator
):
    asked = services.ask_to_destroy(marlbrook, [due.pk], by=coordinator, session="one")
    other = person_with(Role.COORDINATOR, marlbrook)
    with pytest.raises(NotAllowed):
        accounts.agree(asked, by=other, session="two")


@pytest.mark.parametrize("status", [*Referral.OPEN, Status.LISTED])
def test_what_is_open_is_never_destroyed(marlbrook, coordinator, status):
    referral = ended(make_referral(marlbrook), status, on=clock.today() - 20 * YEARS)
    with tenancy.of(marlbrook):
        assert not keeping.due_at(marlbrook).exists()
    with pytest.raises(NotNow):
        services.ask_to_destroy(marlbrook, [referral.pk], by=coordinator)


def test_what_is_not_due_is_not_destroyed(marlbrook, coordinator):
    referral = ended(make_referral(marlbrook))
    with pytest.raises(NotNow, match="Its day has not come"):
        services.ask_to_destroy(marlbrook, [referral.pk], by=coordinator)


def test_a_legal_hold_beats_every_timer(marlbrook, due, coordinator, officer):
    services.place_hold(due, reason="A claim was made.", by=officer)
    with pytest.raises(NotNow, match="legal hold"):
        services.ask_to_destroy(marlbrook, [due.pk], by=coordinator)
    with tenancy.of(marlbrook):
        keys = list(DataKey.objects.filter(pk__in=keys_of(due, due.subject)))
    for key in keys:
        with pytest.raises(NotNow):
            shred(key, by=officer, because_code="retention")
    with tenancy.of(marlbrook):
        assert WrappedKey.objects.filter(data_key=due.data_key).exists()


def test_a_hold_set_after_it_was_asked_for_makes_the_request_void(
    marlbrook, due, coordinator, officer
):
    asked = services.ask_to_destroy(marlbrook, [due.pk], by=coordinator, session="one")
    services.place_hold(due, reason="A claim was made.", by=officer)
    done = accounts.agree(asked, by=officer, session="two")
    assert done.outcome == Approval.Outcome.VOID
    assert again(due).pk == due.pk


def test_a_hold_is_lifted_by_two_people_only(marlbrook, due, coordinator, officer):
    hold = services.place_hold(due, reason="A claim was made.", by=officer)
    asked = services.ask_to_lift(hold, reason="Settled.", by=officer, session="one")
    with pytest.raises(NotAllowed):
        accounts.agree(asked, by=officer, session="two")
    accounts.agree(asked, by=coordinator, session="two")
    with tenancy.of(marlbrook):
        assert LegalHold.objects.get().released_by == coordinator
    destroyed([due], coordinator, officer)
    with tenancy.of(marlbrook):
        assert not LegalHold.objects.exists()


def test_a_hold_is_looked_at_again_after_six_months(marlbrook, due, officer):
    hold = services.place_hold(due, reason="A claim was made.", by=officer)
    clock_services.shift(clock.days_away(184))
    reviewing_keeping.review_all()
    owed = Task.objects.filter(kind=reviewing_keeping.HOLD, closed_at=None)
    assert owed.get().person == officer
    services.review_hold(hold, by=officer)
    reviewing_keeping.review_all()
    assert not owed.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PANEL_CHAIR])
def test_only_the_officer_sets_a_hold(marlbrook, due, role):
    with pytest.raises(NotAllowed):
        services.place_hold(due, reason="Mine.", by=person_with(role, marlbrook))


def same_person(first, second):
    """Two records that two people said are of one person."""
    with tenancy.of(first.authority_id):
        Subject.objects.filter(pk=second.subject_id).update(
            merged_into=first.subject_id
        )
        Match.objects.filter().update(status=Match.Status.SAME)
    return again(first), again(second)


def test_nothing_goes_while_another_referral_of_the_person_is_open(
    marlbrook, due, coordinator
):
    same_person(due, make_referral(marlbrook))
    with pytest.raises(NotNow, match="same person is open"):
        services.ask_to_destroy(marlbrook, [due.pk], by=coordinator)


def test_the_persons_key_goes_with_their_last_referral(
    marlbrook, due, coordinator, officer
):
    later = due_one(marlbrook)
    due, later = same_person(due, later)
    destroyed([due], coordinator, officer)
    with tenancy.of(marlbrook):
        kept = WrappedKey.objects.filter(data_key=due.subject.data_key_id)
        assert kept.exists()
        assert Subject.objects.filter(pk=due.subject_id).exists()
    destroyed([later], coordinator, officer)
    with tenancy.of(marlbrook):
        assert not kept.exists()
        assert not Subject.objects.exists()
        assert not Match.objects.exists()


def test_what_was_joined_goes_with_what_it_was_joined_to(
    marlbrook, due, coordinator, officer
):
    joined = make_referral(marlbrook)
    with tenancy.of(marlbrook):
        joined.status, joined.joined_to = Status.JOINED, due
        joined.retention_due_on = due.retention_due_on
        joined.save(update_fields=["status", "joined_to", "retention_due_on"])
        assert [row.pk for row in keeping.due_at(marlbrook)] == [due.pk]
    destroyed([due], coordinator, officer)
    with tenancy.of(marlbrook):
        assert not Referral.objects.exists()
    assert Certificate.objects.get().referrals == 2


def test_all_on_a_list_go_or_none(marlbrook, due, coordinator, officer):
    others = [due_one(marlbrook, surname=name) for name in ("Mills", "Okafor")]
    rows = [due, *others]
    ids = [row.pk for row in rows]
    asked = services.ask_to_destroy(marlbrook, ids, by=coordinator, session="one")
    services.place_hold(others[1], reason="A claim was made.", by=officer)
    assert accounts.agree(asked, by=officer, session="two").outcome == "void"
    with tenancy.of(marlbrook):
        assert Referral.objects.count() == 3
    destroyed(rows[:2], coordinator, officer)
    with tenancy.of(marlbrook):
        assert Referral.objects.get().pk == others[1].pk


def test_another_authoritys_is_neither_found_nor_destroyed(marlbrook, due):
    elsewhere = AuthorityFactory(name="Ashby Vale")
    by = person_with(Role.COORDINATOR, elsewhere)
    with pytest.raises(NotNow):
        services.ask_to_destroy(elsewhere, [due.pk], by=by)


def test_spam_goes_by_itself_after_its_days_and_nothing_else_does(
    marlbrook, due, coordinator
):
    spam = make_referral(marlbrook, is_suspicious=True)
    services.set_aside(spam, by=coordinator, note="An advertisement.")
    clock_services.shift(timedelta(days=13))
    reviewing_keeping.review_all()
    assert again(spam).pk == spam.pk
    clock_services.shift(timedelta(days=14))
    reviewing_keeping.review_all()
    with tenancy.of(marlbrook):
        assert [row.pk for row in Referral.objects.all()] == [due.pk]
    made = Certificate.objects.get()
    assert (made.because, made.asked_by) == ("spam", None)


def test_the_officer_and_the_coordinator_are_asked_to_look(
    marlbrook, due, coordinator, officer
):
    reviewing_keeping.review_all()
    owed = Task.objects.filter(kind=reviewing_keeping.DUE, closed_at=None)
    assert {task.person for task in owed} == {coordinator, officer}
    assert due.reference not in str([(t.title, t.about, t.url) for t in owed])
    destroyed([due], coordinator, officer)
    reviewing_keeping.review_all()
    assert not owed.all().exists()


def test_a_restored_backup_is_destroyed_again_and_its_rows_cleared(
    marlbrook, due, coordinator, officer, django_capture_on_commit_callbacks
):
    """As after a restore: the rows and their keys are back, the ledger knows better."""
    stays = due_one(marlbrook, surname="Mills")
    ledger = settings.ERASURES
    with tenancy.of(marlbrook):
        keys = [due.data_key_id, due.subject.data_key_id]
        Erasure.objects.bulk_create(
            Erasure(data_key_id=pk, authority_id=marlbrook.pk) for pk in keys
        )
    assert replay(ledger) == 2
    with tenancy.of(marlbrook):
        assert not WrappedKey.objects.filter(data_key__in=keys).exists()
    assert removing.clear_what_came_back(marlbrook) > 0
    with tenancy.of(marlbrook):
        assert [row.pk for row in Referral.objects.all()] == [stays.pk]
        assert not DataKey.objects.filter(pk__in=keys).exists()
    assert removing.clear_what_came_back(marlbrook) == 0


def test_a_repeat_is_counted_anew_when_the_earlier_one_has_gone(
    marlbrook, due, coordinator, officer
):
    later = ended(make_referral(marlbrook), outcome=Outcome.SIGNPOSTED, sequence=2)
    due, later = same_person(due, later)
    destroyed([due], coordinator, officer)
    assert again(later).sequence == 2  # it keeps the number with which it ended
