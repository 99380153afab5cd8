"""A child's record is looked at again at 18: kept on a legal ground, or destroyed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.models import Approval
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.plans.rag import add_months
from dueregard.referrals import services
from dueregard.referrals.codes import KeptOn
from dueregard.referrals.coming_of_age import adult_from
from dueregard.referrals.models import Certificate, Referral
from dueregard.referrals.retention_rules import AT_18
from dueregard.referrals.services.reviewing_keeping import AT_18_DUE, owe_review
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import a_form, make_referral
from .pages import again, opens, signed_in
from .test_retention import ended
from .test_retention_pages import browser

pytestmark = pytest.mark.django_db
WHY = "Canaryword: a claim about the school is before the court."
LATER = timedelta(days=200)  # people of a test serve for a year
KEEP = {"decision": "keep", "ground": "claim", "reason": WHY}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)


def born(years, months=0) -> date:
    """So long before today."""
    return add_months(clock.today(), -12 * years - months)


def child(marlbrook, **subject):
    """Somebody referred at 17 and three quarters, without grounds: kept three years."""
    given = {"born_on": born(17, 9)} | subject
    referral = make_referral(marlbrook, subject=a_form().subject | given)
    return ended(referral, status=Referral.Status.NOT_MET)


def in_review(marlbrook, **subject):
    row = child(marlbrook, **subject)
    clock_services.shift(LATER)
    return again(row)


def at(name, *args) -> str:
    return reverse(f"referrals:{name}", args=["marlbrook", *args])


def owed() -> list:
    return list(Task.objects.open().filter(kind=AT_18_DUE))


@pytest.mark.parametrize(
    ("born_on", "quarter"),
    [
        (date(2010, 1, 1), date(2028, 4, 1)),
        (date(2010, 3, 31), date(2028, 4, 1)),
        (date(2010, 4, 1), date(2028, 7, 1)),
        (date(2008, 2, 29), date(2026, 4, 1)),
        (date(2010, 11, 14), date(2029, 1, 1)),
    ],
)
def test_only_the_quarter_after_the_birthday_is_kept(born_on, quarter):
    assert adult_from(born_on, "", on=date(2026, 1, 10)) == quarter


def test_of_an_age_that_is_only_roughly_known_the_latest_day_counts():
    on = date(2026, 5, 12)
    assert adult_from(None, "15", on=on) == date(2029, 7, 1)
    assert adult_from(None, "about ten", on=on) is None
    assert adult_from(None, "", on=on) is None


def test_no_birthday_is_stored_where_it_can_be_read(marlbrook):
    row = child(marlbrook)
    with tenancy.of(marlbrook):
        subject = row.subject
        assert subject.adult_from.day == 1
        assert subject.adult_from.month in (1, 4, 7, 10)
        assert row.child_review_on == subject.adult_from
    same_quarter = {
        adult_from(date(2010, 4, day), "", on=date(2026, 1, 1)) for day in range(1, 31)
    }
    assert len(same_quarter) == 1


def test_an_adults_record_has_no_such_review(marlbrook):
    assert child(marlbrook, born_on=born(30)).child_review_on is None


def test_one_that_goes_before_it_has_none(marlbrook):
    assert child(marlbrook, born_on=born(12)).child_review_on is None
    row = child(marlbrook)
    ended(row, status=Referral.Status.NOT_A_REFERRAL)
    assert again(row).child_review_on is None
    ended(again(row), status=Referral.Status.NOT_MET)
    assert again(row).child_review_on


def test_a_longer_period_brings_the_review_back(marlbrook, coordinator):
    row = child(marlbrook, born_on=born(14))
    assert row.child_review_on is None
    services.set_retention(
        marlbrook,
        "not_adopted",
        by=coordinator,
        version=1,
        length=72,
        child_length=72,
        source="Schedule, May 2026",
    )
    assert again(row).child_review_on


def test_the_task_comes_on_its_day_and_tells_nobody(marlbrook, coordinator, officer):
    row = child(marlbrook)
    owe_review(marlbrook)
    assert owed() == []
    clock_services.shift(LATER)
    owe_review(marlbrook)
    assert {task.person for task in owed()} == {coordinator, officer}
    task = owed()[0]
    assert task.due_on == again(row).child_review_on
    said = f"{task.title} {task.about} {task.source} {task.url}"
    assert row.reference not in said
    assert str(row.pk) not in said


def test_an_open_one_is_not_reviewed(marlbrook):
    given = a_form().subject | {"born_on": born(17, 9)}
    make_referral(marlbrook, subject=given)
    clock_services.shift(LATER)
    owe_review(marlbrook)
    assert owed() == []


def test_the_pages_show_the_review_and_the_rule(marlbrook):
    row = in_review(marlbrook)
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    page = client.get(at("retention")).content.decode()
    assert "Reviews at 18" in page
    assert f'href="{at("review_at_18", row.pk)}"' in page
    assert "Review at 18" in client.get(at("kept", row.pk)).content.decode()
    assert AT_18.source in client.get(at("retention_rules")).content.decode()


def test_it_is_kept_on_a_ground_with_a_reason_and_asked_again_in_a_year(
    marlbrook, officer
):
    row = in_review(marlbrook)
    owe_review(marlbrook)
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    refused = client.post(at("review_at_18", row.pk), {"decision": "keep"})
    assert "Select on which ground it is kept" in refused.content.decode()
    assert "Enter why it is still needed" in refused.content.decode()
    assert client.post(at("review_at_18", row.pk), KEEP).status_code == 302
    kept = again(row)
    assert (kept.kept_past_18_on, kept.kept_past_18_ground) == (clock.today(), "claim")
    assert kept.child_review_on == add_months(clock.today(), 12)
    assert owed() == []
    [entry] = Entry.objects.filter(event="retention.kept_past_18")
    assert entry.facts["ground"] == "claim"
    assert "Canaryword" not in str(entry.facts)
    reader = signed_in(person_with(Role.COORDINATOR, marlbrook))
    assert "Canaryword" in opens(reader, kept).content.decode()


def test_the_next_review_asks_more(marlbrook):
    row = in_review(marlbrook)
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    first = client.get(at("review_at_18", row.pk)).content.decode()
    assert "since it was last kept" not in first
    client.post(at("review_at_18", row.pk), KEEP)
    clock_services.shift(LATER + timedelta(days=366))
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    page = client.get(at("review_at_18", row.pk)).content.decode()
    assert "since it was last kept" in page
    officer = person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)
    with pytest.raises(NotNow, match="happened since"):
        services.keep_past_18(again(row), KeptOn.CLAIM, reason=WHY, by=officer)
    refused = client.post(at("review_at_18", row.pk), KEEP)
    assert "Enter what has happened since it was last kept" in refused.content.decode()
    sent = client.post(at("review_at_18", row.pk), KEEP | {"since": "It goes on."})
    assert sent.status_code == 302


def test_two_people_destroy_it_before_its_period_ends(marlbrook, coordinator, officer):
    row = in_review(marlbrook)
    assert row.retention_due_on > clock.today()
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    answer = client.post(at("review_at_18", row.pk), {"decision": "destroy"})
    assert answer.status_code == 302
    approval = Approval.objects.get()
    second = person_with(Role.PANEL_CHAIR, marlbrook)
    accounts.agree(approval, by=second, session="two")
    with tenancy.of(marlbrook):
        assert not Referral.objects.exists()
    assert Certificate.objects.get().referrals == 1


def test_keeping_it_meanwhile_voids_the_request(marlbrook, coordinator, officer):
    row = in_review(marlbrook)
    asked = services.ask_to_destroy(marlbrook, [row.pk], by=coordinator, session="one")
    services.keep_past_18(row, KeptOn.CLAIM, reason=WHY, by=officer)
    done = accounts.agree(asked, by=officer, session="two")
    assert done.outcome == Approval.Outcome.VOID
    assert again(row)


def test_before_its_day_nothing_is_decided(marlbrook, coordinator, officer):
    row = child(marlbrook)
    with pytest.raises(NotNow, match="review has not come"):
        services.keep_past_18(row, KeptOn.CLAIM, reason=WHY, by=officer)
    with pytest.raises(NotNow, match="day has not come"):
        services.ask_to_destroy(marlbrook, [row.pk], by=coordinator, session="one")
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    assert client.get(at("review_at_18", row.pk)).status_code == 409


def test_once_its_own_day_has_come_it_is_on_the_list_like_any_other(marlbrook):
    row = in_review(marlbrook)
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=row.pk).update(retention_due_on=clock.today())
    client = browser(Role.DATA_PROTECTION_OFFICER, marlbrook)
    page = client.get(at("retention")).content.decode()
    assert "Reviews at 18" not in page
    assert row.reference in page
    assert client.get(at("review_at_18", row.pk)).status_code == 409


def test_the_coordinator_asks_for_destruction_and_keeps_nothing(marlbrook, coordinator):
    row = in_review(marlbrook)
    with pytest.raises(NotAllowed):
        services.keep_past_18(row, KeptOn.CLAIM, reason=WHY, by=coordinator)
    client = browser(Role.COORDINATOR, marlbrook)
    page = client.get(at("review_at_18", row.pk)).content.decode()
    assert 'value="keep"' not in page
    assert 'value="destroy"' in page


def test_a_legal_hold_and_an_open_referral_of_theirs_keep_it(marlbrook, officer):
    row = in_review(marlbrook)
    services.place_hold(row, reason="A complaint.", by=officer)
    owe_review(marlbrook)
    assert owed() == []
    with pytest.raises(NotNow, match="legal hold"):
        services.ask_to_destroy(marlbrook, [row.pk], by=officer, session="one")


def test_what_was_joined_goes_with_the_one_it_was_joined_to(marlbrook, officer):
    row = child(marlbrook)
    joined = make_referral(marlbrook, subject=a_form().subject)
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=joined.pk).update(
            status="joined", joined_to=row, subject=row.subject_id
        )
    ended(row, status=Referral.Status.NOT_MET)
    assert again(joined).child_review_on == again(row).child_review_on
    clock_services.shift(LATER)
    services.ask_to_destroy(marlbrook, [row.pk], by=officer, session="one")
