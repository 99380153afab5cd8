"""When the audit cannot be written, a key is lost or sealed bytes were tampered with.

Through the pages: nothing is shown that was not recorded or does not open safely, the
page says so with a reference, and what holds no record about a person goes on working
(F12, F13; the vault's own tests take the same faults one by one).
"""

import re
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from dueregard.access.need_to_know import Group
from dueregard.access.roles import Role
from dueregard.audit import triggers
from dueregard.referrals.models import Account, Referral
from dueregard.referrals.tests.factories import make_referral
from dueregard.referrals.views.doors import PURPOSES
from dueregard.vault import tenancy
from dueregard.vault.models import KeyVersion, WrappedKey
from tests.adapter import HOME, as_owner, undone
from tests.world_of_referrals import CASES, canary

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLAN_PAGES = ("plans:list", "reminders:my_work", "training:mine")
WORDS = "zqmarlbrook"  # every canary of Marlbrook's begins so


@pytest.fixture
def coordinator(seeded):
    """A browser of the co-ordinator, who said why; nothing that it does is kept."""
    with undone():
        seeded.forget_factors()
        browser = seeded.login_as(Role.COORDINATOR)
        say_why(browser, seeded.tenants[HOME].referrals.values())
        browser.raise_request_exception = False
        yield browser
    seeded.forget_factors()


def say_why(browser, referrals):
    session = browser.session
    session[PURPOSES] = {str(each.pk): "triage" for each in referrals}
    session.save()


def make_audit_unwritable():
    with as_owner(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE RULE no_room AS ON INSERT TO audit_entry DO INSTEAD "
                "SELECT 1 / (SELECT 0)"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER no_room BEFORE INSERT ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'no room left'); END"
            )


def works(browser, names=PLAN_PAGES):
    """Whether pages without a record about a person are answered."""
    return {name: browser.get(reverse(name)).status_code for name in names}


def refused(answer, caplog):
    """503, with a reference that the log has, and no word of any record."""
    assert answer.status_code == 503
    assert WORDS not in answer.text + str(answer.headers)
    reference = REFERENCE.search(answer.text)
    assert reference
    assert reference.group() in caplog.text
    assert WORDS not in caplog.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "999" in answer.text
    return True


def test_what_cannot_be_recorded_is_not_shown_and_plans_go_on(
    seeded, coordinator, caplog
):
    address = seeded.url_for("referral", "submitted")
    assert WORDS in coordinator.get(address).text
    make_audit_unwritable()
    assert refused(coordinator.get(address), caplog)
    assert works(coordinator) == dict.fromkeys(PLAN_PAGES, 200)


def test_no_list_with_a_name_is_shown_that_cannot_be_recorded(
    seeded, coordinator, caplog
):
    address = reverse("referrals:queue", args=[HOME])
    coordinator.post(reverse("referrals:queue_purpose", args=[HOME]))
    make_audit_unwritable()
    answer = coordinator.get(address)
    assert WORDS not in answer.text


def test_a_referral_that_cannot_be_recorded_is_not_half_kept(seeded, coordinator):
    authority = seeded.tenants[HOME].authority
    make_audit_unwritable()
    with tenancy.of(authority):
        before = Referral.objects.count(), WrappedKey.objects.count()
    with pytest.raises(Exception, match="audit"):
        make_referral(authority)
    with tenancy.of(authority):
        assert (Referral.objects.count(), WrappedKey.objects.count()) == before


def test_without_the_key_the_page_says_so_and_plans_go_on(
    seeded, coordinator, caplog, settings, tmp_path
):
    settings.KEY_FILE, kept = tmp_path / "gone.json", settings.KEY_FILE
    answer = coordinator.get(seeded.url_for("referral", "submitted"))
    assert refused(answer, caplog)
    assert "Records are locked" in answer.text
    assert works(coordinator) == dict.fromkeys(PLAN_PAGES, 200)
    settings.KEY_FILE = kept
    assert WORDS in coordinator.get(seeded.url_for("referral", "submitted")).text


def test_an_older_key_version_opens_nothing(seeded, coordinator, caplog):
    KeyVersion.objects.update(retired_at="2026-01-01T00:00Z")
    answer = coordinator.get(seeded.url_for("referral", "submitted"))
    assert refused(answer, caplog)


def account_of(seeded, label):
    """Where the account of a referral stands: its table's row as SQL names it."""
    referral = seeded.tenants[HOME].referrals[label]
    with tenancy.of(referral.authority):
        row = Account.objects.get(referral=referral)
    return row.pk if connection.vendor == "postgresql" else row.pk.hex


def tamper(seeded, change, *parameters):
    with tenancy.of(seeded.tenants[HOME].authority), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "referrals_account" SET {change}', parameters)
        assert cursor.rowcount == 1


DAMAGE = {
    "moved from another record": (
        "did_or_said = (SELECT did_or_said FROM referrals_account WHERE id = %s) "
        "WHERE id = %s"
    ),
    "cut short": "did_or_said = substr(did_or_said, 1, 20) WHERE id <> %s AND id = %s",
    "emptied": "did_or_said = substr(did_or_said, 1, 0) WHERE id <> %s AND id = %s",
    "moved from another answer": "did_or_said = means WHERE id <> %s AND id = %s",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_answer_that_was_tampered_with_is_refused_and_no_other(
    seeded, coordinator, caplog, damage
):
    other, damaged = account_of(seeded, "gateway"), account_of(seeded, "submitted")
    tamper(seeded, DAMAGE[damage], other, damaged)
    page = coordinator.get(seeded.url_for("referral", "submitted"))
    assert "This answer cannot be opened" in page.text
    assert "did_or_said" not in page.text  # every canary says which answer it is
    assert word_of(seeded, "submitted", "means") in page.text
    assert f"{damaged_id(damaged)}: did_or_said does not open" in caplog.text
    assert WORDS not in caplog.text
    whole = coordinator.get(seeded.url_for("referral", "gateway"))
    assert word_of(seeded, "gateway", "did_or_said") in whole.text


def word_of(seeded, label, answer):
    authority = seeded.tenants[HOME].authority
    return f"{canary(Group.ACCOUNT, label, authority)} {answer}"


def damaged_id(pk):
    return uuid.UUID(str(pk))


def test_a_key_that_was_moved_from_another_record_opens_neither(
    seeded, coordinator, caplog
):
    referrals = seeded.tenants[HOME].referrals
    with tenancy.of(seeded.tenants[HOME].authority):
        taken = WrappedKey.objects.get(pk=referrals["gateway"].data_key_id)
        WrappedKey.objects.filter(pk=referrals["submitted"].data_key_id).update(
            wrapped=bytes(taken.wrapped)
        )
    page = coordinator.get(seeded.url_for("referral", "submitted"))
    account = canary(Group.ACCOUNT, "submitted", seeded.tenants[HOME].authority)
    assert account not in page.text
    assert "does not open" in caplog.text


def test_every_guard_of_the_audit_is_in_place_for_the_application(seeded):
    """After all that, no test above left the audit open."""
    assert triggers.missing() == []
    assert len(CASES) == len(seeded.tenants[HOME].referrals)
