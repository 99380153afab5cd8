"""Notice, check, share: from what somebody saw to its end, and then nothing is left."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import MembershipFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.drafts import services as drafts
from dueregard.outbox.models import Job
from dueregard.referrals import services
from dueregard.referrals.codes import ConcernOutcome, Door, Emergency, OtherSupport
from dueregard.referrals.models import Concern, ConcernMove, Tally, Turn
from dueregard.vault import registry, tenancy
from dueregard.vault.errors import Shredded
from dueregard.vault.models import DataKey, Erasure
from dueregard.vault.rooms import own_words

from .concerns import CANARY, a_concern, a_school, concluded, read, seen_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def concern(school):
    return a_concern(school)


@pytest.fixture
def asked(school, concern):
    """A concern that the lead is asked to check."""
    services.ask_for_check(concern, checker=school.lead, by=school.tutor)
    return concern


def again(concern):
    with tenancy.of(concern.authority_id):
        return Concern.objects.select_related("authority").get(pk=concern.pk)


def test_what_was_seen_is_kept_apart_from_what_it_may_mean(school, concern):
    assert "arrows" in read(concern, "what_was_seen", school.tutor)
    assert "arrows" not in read(concern, "means", school.tutor)
    assert "game" in read(concern, "other_explanations", school.tutor)


def test_somebody_who_works_elsewhere_cannot_note_for_an_organisation(school):
    other = a_school(school.authority, name="Weir College")
    with pytest.raises(NotAllowed):
        a_concern(school, by=other.tutor)


def test_the_noticer_changes_their_words_until_somebody_is_asked(school, concern):
    changed = services.change_concern(
        concern, version=1, by=school.tutor, **words("Put better.")
    )
    assert "Put better." in read(changed, "what_was_seen", school.tutor)
    services.ask_for_check(changed, checker=school.lead, by=school.tutor)
    with pytest.raises(NotNow):
        services.change_concern(
            changed, version=2, by=school.tutor, **words("Too late.")
        )


def test_the_checker_is_told_without_a_word_of_it(school, asked):
    turn = Turn.objects.get()
    assert (turn.person, turn.what) == (school.lead, Turn.What.CHECK)
    assert Job.objects.filter(kind="outbox.mail").count() == 1


def test_a_colleague_of_another_organisation_cannot_be_asked(school, concern):
    other = a_school(school.authority, name="Weir College")
    with pytest.raises(NotNow):
        services.ask_for_check(concern, checker=other.lead, by=school.tutor)


def test_the_checker_reads_it_only_while_it_is_checked(school, asked):
    assert seen_by(school.lead, school.authority) == [asked]
    services.conclude(asked, conclusion=concluded(), by=school.lead)
    assert seen_by(school.lead, school.authority) == []
    assert seen_by(school.tutor, school.authority) == [asked]


def test_who_was_asked_no_longer_reads_what_was_taken_back(school, asked):
    services.take_back(asked, by=school.tutor)
    assert seen_by(school.lead, school.authority) == []
    assert Turn.objects.get().person == school.tutor
    services.ask_for_check(again(asked), checker=school.colleague, by=school.tutor)
    assert seen_by(school.colleague, school.authority) == [asked]
    checked = Tally.objects.get(what=Tally.What.CHECKED)
    assert checked.number == 1, "one concern, checked once"


@pytest.mark.parametrize(
    ("outcome", "more", "status", "support"),
    [
        (ConcernOutcome.NO_FURTHER, {}, "not_shared", OtherSupport.NONE_NEEDED),
        (
            ConcernOutcome.OTHER_SUPPORT,
            {"other_support": OtherSupport.EARLY_HELP},
            "not_shared",
            OtherSupport.EARLY_HELP,
        ),
        (ConcernOutcome.REFER, {"lead_knows": True}, "referred", ""),
    ],
)
def test_every_outcome_has_its_reason_and_its_day(
    school, asked, outcome, more, status, support
):
    services.conclude(asked, conclusion=concluded(outcome, **more), by=school.lead)
    ended = again(asked)
    assert (ended.status, ended.other_support) == (status, support)
    assert ended.shred_on == clock.today() + timedelta(days=30)
    assert CANARY in read(ended, "rationale", school.tutor)


def test_the_noticer_is_told_of_the_answer_until_they_have_read_it(school, asked):
    services.conclude(asked, conclusion=concluded(), by=school.lead)
    turn = Turn.objects.get()
    assert (turn.person, turn.what) == (school.tutor, Turn.What.ANSWER)
    with pytest.raises(NotAllowed):
        services.read_answer(asked, by=school.lead)
    services.read_answer(asked, by=school.tutor)
    assert not Turn.objects.exists()


def test_the_noticer_may_end_it_after_naming_whom_they_spoke_to(school, concern):
    with pytest.raises(NotNow):
        services.conclude(concern, conclusion=concluded(), by=school.tutor)
    spoken = concluded(checked_with="The head of year")
    services.conclude(concern, conclusion=spoken, by=school.tutor)
    assert not Turn.objects.exists()
    assert read(concern, "checked_with", school.tutor) == "The head of year"


def drafts_of(person, school, door=Door.REGISTERED):
    return drafts.versions(
        "referral", authority=school.authority, by=person, subject=door
    )


def test_to_refer_keeps_the_words_as_a_draft_for_whoever_decided_it(school, asked):
    answer = concluded(ConcernOutcome.REFER, lead_knows=True)
    services.conclude(asked, conclusion=answer, by=school.lead)
    [draft] = drafts_of(school.lead, school)
    with own_words(school.authority, [draft]):
        seen = draft.content["answers"]["seen"]
        assert "arrows" in seen["did_or_said"]
        assert "arrows" not in draft.content["answers"]["means"]["means"]


def test_a_referral_that_is_being_written_is_not_lost_to_another(school, asked):
    answer = concluded(ConcernOutcome.REFER, lead_knows=True)
    services.conclude(asked, conclusion=answer, by=school.lead)
    other = a_concern(school, by=school.colleague)
    services.ask_for_check(other, checker=school.lead, by=school.colleague)
    with pytest.raises(NotNow):
        services.conclude(other, conclusion=answer, by=school.lead)
    assert again(other).status == Concern.Status.CHECKING
    assert len(drafts_of(school.lead, school)) == 1


def test_the_noticer_writes_it_where_the_checker_may_not_refer(school):
    MembershipFactory(
        person=school.tutor,
        role=Role.REGISTERED_REFERRER,
        authority=school.authority,
        organisation=school.academy,
    )
    concern = a_concern(school)
    services.ask_for_check(concern, checker=school.colleague, by=school.tutor)
    answer = concluded(ConcernOutcome.REFER, lead_knows=False)
    services.conclude(concern, conclusion=answer, by=school.colleague)
    assert len(drafts_of(school.tutor, school)) == 1


def test_where_neither_may_refer_the_words_stay_with_the_noticer(school, concern):
    answer = concluded(ConcernOutcome.REFER, checked_with="The head of year")
    services.conclude(concern, conclusion=answer, by=school.tutor)
    assert not drafts_of(school.tutor, school)
    assert "arrows" in read(concern, "what_was_seen", school.tutor)


def test_it_is_shredded_on_its_day_and_not_before(school, asked):
    services.conclude(asked, conclusion=concluded(), by=school.lead)
    key = asked.data_key_id
    clock_services.shift(timedelta(days=29))
    assert services.shred_what_is_due() == 0
    clock_services.shift(timedelta(days=30))
    assert services.shred_what_is_due() == 1
    assert Erasure.objects.filter(data_key_id=key).exists()
    with tenancy.of(school.authority):
        assert not Concern.objects.exists()
        assert not ConcernMove.objects.exists()
        assert not DataKey.objects.filter(pk=key).exists()
    entry = Entry.objects.get(event="vault.shredded", facts__kind="concern")
    assert entry.facts["keys"] == [str(key)]
    assert entry.facts["because"] == "retention"


def test_one_that_has_no_outcome_yet_is_not_shredded(school, concern):
    clock_services.shift(timedelta(days=400))
    assert services.shred_what_is_due() == 0


def test_a_legal_hold_keeps_one_and_not_the_others(school, asked, monkeypatch):
    services.conclude(asked, conclusion=concluded(), by=school.lead)
    other = a_concern(school)
    services.conclude(
        other, conclusion=concluded(checked_with="The head"), by=school.tutor
    )

    def hold(key):
        return "legal_hold" if key.pk == asked.data_key_id else ""

    monkeypatch.setattr(registry, "_holds", [hold])
    clock_services.shift(timedelta(days=31))
    assert services.shred_what_is_due() == 1
    assert seen_by(school.tutor, school.authority) == [asked]
    assert Entry.objects.filter(event="vault.shred_refused").count() == 1


def test_the_local_setting_counts_for_outcomes_after_it(school, asked):
    officer = person_with("data_protection_officer", school.authority)
    services.set_keeping_time(
        school.authority, concern_days=10, advice_days=90, version=1, by=officer
    )
    services.conclude(asked, conclusion=concluded(), by=school.lead)
    assert again(asked).shred_on == clock.today() + timedelta(days=10)


def test_only_the_data_protection_officer_sets_how_long(school):
    with pytest.raises(NotAllowed):
        services.set_keeping_time(
            school.authority,
            concern_days=10,
            advice_days=90,
            version=1,
            by=person_with("coordinator", school.authority),
        )


def test_a_destroyed_key_opens_nothing_though_the_row_be_restored(school, asked):
    kept = again(asked)
    services.conclude(asked, conclusion=concluded(), by=school.lead)
    clock_services.shift(timedelta(days=31))
    services.shred_what_is_due()
    with tenancy.of(school.authority):
        key = DataKey.objects.create(
            pk=kept.data_key_id,
            authority=school.authority,
            kind=DataKey.Kind.CONCERN,
            destroyed_at=clock.now(),
        )
        kept.data_key = key
        kept.save(force_insert=True)
    with pytest.raises(Shredded):
        read(kept, "what_was_seen", school.tutor)


def test_that_999_was_called_is_recorded(school):
    concern = services.note_concern(
        school.authority,
        organisation=school.academy,
        emergency=Emergency.CALLED_999,
        words=words(),
        by=school.tutor,
    )
    entry = Entry.objects.get(event="referrals.concern_noticed")
    assert entry.facts["emergency"] == "999"
    assert concern.emergency == Emergency.CALLED_999
