"""Until when a referral is kept: the class, the day, and what changes it."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.plans.rag import add_months
from dueregard.referrals import services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.models import Correction, Referral
from dueregard.referrals.retention_rules import RULES, RetentionClass, Rule, Unit
from dueregard.referrals.services import Closing, retention
from dueregard.vault import tenancy
from dueregard.vault.rooms import sealing

from .factories import a_form, make_referral, not_told_yet
from .pages import again

pytestmark = pytest.mark.django_db
Status = Referral.Status


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def gateway(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)


def ended(referral, status=Status.CLOSED, on=None, **facts):
    """`referral` as it is when it ended so, dated anew by its rule."""
    day = on or clock.today()
    facts = {"outcome": Outcome.NO_FURTHER_ACTION, "is_police_led": False} | facts
    with tenancy.of(referral.authority_id):
        Referral.objects.filter(pk=referral.pk).update(
            status=status,
            closed_on=day,
            stage_began_on=day,
            decided_on=day,
            decided_by_body="council",
            other_support=OtherSupport.NONE_NEEDED,
            cleared_at=clock.now(),
            **facts,
        )
        row = Referral.objects.select_related("authority", "subject").get(
            pk=referral.pk
        )
        retention.recompute(row)
    return row


def test_a_referral_has_its_class_and_its_day_when_it_comes_in(marlbrook):
    referral = again(make_referral(marlbrook))
    assert referral.retention_class == RetentionClass.GATEWAY
    assert referral.retention_due_on == add_months(clock.today(), 12)


def test_the_clock_runs_from_the_day_on_which_it_was_closed(marlbrook, gateway):
    adult = a_form().subject | {"born_on": date(1980, 1, 1)}
    referral = make_referral(marlbrook, subject=adult)
    services.accept(referral, by=gateway)
    clock_services.shift(timedelta(days=40))
    not_told_yet(referral, gateway)
    services.close(
        again(referral),
        Closing(Outcome.INSUFFICIENT, OtherSupport.NONE_NEEDED, "Nothing more."),
        by=gateway,
    )
    referral = again(referral)
    assert referral.status == Status.CLOSED
    assert referral.retention_due_on == add_months(clock.today(), 12)


@pytest.mark.parametrize(
    ("status", "months", "kind"),
    [
        (Status.CLOSED, 12, RetentionClass.GATEWAY),
        (Status.NOT_MET, 36, RetentionClass.NOT_ADOPTED),
        (Status.PASSED_ON, 12, RetentionClass.PASSED_ON),
        (Status.LISTED, 72, RetentionClass.CASE),
    ],
)
def test_how_it_ended_decides_how_long_it_is_kept(marlbrook, status, months, kind):
    referral = ended(make_referral(marlbrook), status, on=date(2026, 3, 31))
    assert referral.retention_class == kind
    assert referral.retention_due_on == add_months(date(2026, 3, 31), months)


def test_what_is_found_to_be_no_referral_is_kept_for_14_days(marlbrook, coordinator):
    referral = make_referral(marlbrook, is_suspicious=True)
    services.set_aside(referral, by=coordinator, note="An advertisement.")
    referral = again(referral)
    assert referral.retention_class == RetentionClass.SPAM
    assert referral.retention_due_on == clock.today() + timedelta(days=14)


@pytest.mark.parametrize("outcome", [Outcome.MISTAKEN, Outcome.MALICIOUS])
def test_one_that_was_mistaken_or_malicious_is_kept_for_less(marlbrook, outcome):
    referral = ended(make_referral(marlbrook), outcome=outcome)
    assert referral.retention_class == RetentionClass.MISTAKEN
    assert referral.retention_due_on == add_months(clock.today(), 3)


def test_a_mark_that_it_was_made_in_error_shortens_it_afterwards(
    marlbrook, coordinator
):
    referral = ended(make_referral(marlbrook))
    with sealing(marlbrook):
        Correction.objects.create(
            **referral.with_moves(),
            referral=referral,
            kind=Correction.Kind.MADE_IN_ERROR,
            statement="It was another child.",
            by=coordinator,
        )
        retention.recompute(referral)
    assert again(referral).retention_class == RetentionClass.MISTAKEN


def test_the_day_is_worked_out_anew_when_its_event_is_corrected(marlbrook):
    referral = ended(make_referral(marlbrook), on=date(2026, 5, 1))
    corrected = ended(referral, on=date(2026, 4, 1))
    assert corrected.retention_due_on == date(2027, 4, 1)


def test_what_was_joined_is_kept_as_long_as_what_it_was_joined_to(marlbrook):
    head, joined = make_referral(marlbrook), make_referral(marlbrook)
    with tenancy.of(marlbrook):
        joined.status, joined.joined_to = Status.JOINED, head
        joined.save(update_fields=["status", "joined_to"])
    head = ended(head, Status.NOT_MET)
    assert again(joined).retention_due_on == head.retention_due_on
    assert again(joined).retention_class == RetentionClass.NOT_ADOPTED


def test_the_coordinator_sets_the_period_and_all_are_dated_anew(marlbrook, coordinator):
    referral = ended(make_referral(marlbrook))
    services.set_retention(
        marlbrook,
        RetentionClass.GATEWAY,
        by=coordinator,
        version=1,
        length=24,
        child_length=6,
        source="Retention schedule of the council, 2026",
    )
    assert again(referral).retention_due_on == add_months(clock.today(), 6)  # a child
    adult = a_form().subject | {"born_on": date(1980, 1, 1), "surname": "Mills"}
    grown = ended(make_referral(marlbrook, subject=adult))
    assert grown.retention_due_on == add_months(clock.today(), 24)
    rules = retention.rules_of(marlbrook.pk)
    assert rules[RetentionClass.GATEWAY].is_local
    assert not rules[RetentionClass.NOT_ADOPTED].is_local


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_sets_a_period(marlbrook, role):
    with pytest.raises(NotAllowed):
        services.set_retention(
            marlbrook,
            RetentionClass.GATEWAY,
            by=person_with(role, marlbrook),
            version=1,
            length=1,
            child_length=1,
            source="Me",
        )


def test_the_officer_keeps_one_for_longer_and_the_reason_is_sealed(marlbrook, officer):
    referral = ended(make_referral(marlbrook))
    until = add_months(clock.today(), 20)
    services.keep_longer(referral, until=until, reason="zqreasonqz", by=officer)
    kept = again(referral)
    assert kept.retention_due_on == until
    written = Entry.objects.get(event="retention.kept_longer")
    assert "zqreasonqz" not in str(written.facts)
    with tenancy.of(marlbrook):
        retention.recompute(kept)
    assert again(referral).retention_due_on == until


@pytest.mark.parametrize("months", [6, 12, 37])
def test_it_is_not_kept_for_less_or_past_the_longest(marlbrook, officer, months):
    referral = ended(make_referral(marlbrook))
    with pytest.raises(NotNow):
        services.keep_longer(
            referral,
            until=add_months(clock.today(), months),
            reason="Because",
            by=officer,
        )


def test_an_open_one_needs_no_keeping(marlbrook, officer, coordinator):
    referral = make_referral(marlbrook)
    until = add_months(clock.today(), 20)
    with pytest.raises(NotNow):
        services.keep_longer(referral, until=until, reason="Because", by=officer)
    with pytest.raises(NotAllowed):
        services.keep_longer(referral, until=until, reason="Because", by=coordinator)


def test_every_rule_says_where_it_is_from_and_to_confirm_it():
    for rule in RULES.values():
        assert rule.source
        assert rule.needs_confirming
        assert rule.child_length <= rule.length <= rule.longest


def test_only_spam_goes_by_itself():
    by_itself = [code for code, rule in RULES.items() if rule.goes_by_itself]
    assert by_itself == [RetentionClass.SPAM]


@pytest.mark.parametrize(
    ("since", "unit", "length", "due"),
    [
        (date(2026, 1, 31), Unit.MONTHS, 1, date(2026, 2, 28)),
        (date(2024, 2, 29), Unit.MONTHS, 12, date(2025, 2, 28)),
        (date(2026, 11, 21), Unit.MONTHS, 36, date(2029, 11, 21)),
        (date(2026, 12, 20), Unit.DAYS, 14, date(2027, 1, 3)),
    ],
)
def test_months_end_with_the_month(since, unit, length, due):
    rule = Rule(length, length, length, "", "", unit)
    assert rule.due_on(since, is_child=False) == due
