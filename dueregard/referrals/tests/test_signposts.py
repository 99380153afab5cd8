"""A service is asked, owes an answer, and its silence comes back to whoever asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard import clock
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.partners import services as partners
from dueregard.partners.tests.factories import ServiceFactory
from dueregard.referrals import services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.guards import WAIT_FOR_POLICE_CHECKS
from dueregard.referrals.models import Disclosure, Referral, Signpost
from dueregard.referrals.services import Closing
from dueregard.referrals.services.limits import SERVICE_ANSWER
from dueregard.referrals.services.signposting import due_by_limit
from dueregard.reminders.models import Task
from dueregard.submissions.versions import Stale
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .factories import make_referral, not_told_yet, staff
from .pages import again
from .passing import WORDS, an_ask, asked_of, cleared, housing, now, says

pytestmark = pytest.mark.django_db
SIGNPOSTED = Closing(Outcome.SIGNPOSTED, OtherSupport.HOUSING, "Housing it is.")
ASKERS = (Role.COORDINATOR, Role.CASE_OFFICER, Role.GATEWAY_OFFICER)
ADULT = {"subject": {"surname": "Pell", "born_on": None}}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


@pytest.fixture
def referral(marlbrook, officer):
    return cleared(make_referral(marlbrook, **ADULT), officer)


def signposts(authority) -> list[Signpost]:
    with tenancy.of(authority):
        return list(Signpost.objects.all())


def silent_tasks():
    return Task.objects.open().filter(kind="referrals.signpost_silent")


def later(days):
    clock_services.shift(timedelta(days=days))


def test_a_service_of_the_directory_is_asked(marlbrook, referral, coordinator):
    service = housing(marlbrook, coordinator)
    row = asked_of(referral, coordinator, service)
    assert (row.service, row.status, row.asked_by) == (service, "asked", coordinator)
    entry = Entry.objects.get(event="signposts.asked")
    assert entry.facts == {
        "signpost_id": str(row.pk),
        "due_on": row.due_on.isoformat(),
        "before_checks": False,
    }
    assert WORDS not in str(Entry.objects.values_list("facts", flat=True))


def test_who_was_asked_is_among_those_who_were_given_something(
    marlbrook, referral, coordinator
):
    service = housing(marlbrook, coordinator)
    asked_of(referral, coordinator, service)
    with tenancy.of(marlbrook):
        given = Disclosure.objects.get(content=Disclosure.Content.EXTRACT)
    assert given.organisation == service.organisation


def test_a_service_outside_the_directory_is_named(marlbrook, referral, coordinator):
    asked_of(referral, coordinator)
    with pytest.raises(NotNow, match="Enter the name of the service"):
        asked_of(referral, coordinator, elsewhere=" ")
    assert len(signposts(marlbrook)) == 1


@pytest.mark.parametrize("support", ["children", "adults", "early_help"])
def test_social_care_and_early_help_need_no_name(referral, coordinator, support):
    row = asked_of(referral, coordinator, support=support, elsewhere="")
    assert row.service is None


@pytest.mark.parametrize("role", list(Role))
def test_the_gateway_and_the_councils_intake_ask_and_nobody_else(
    marlbrook, people, referral, role
):
    from_outside = people.get(role)
    if from_outside is None:
        return
    if role in ASKERS:
        asked_of(referral, from_outside)
        return
    with pytest.raises(NotAllowed):
        asked_of(referral, from_outside)


def test_no_service_is_asked_before_the_police_are_clear(
    marlbrook, officer, coordinator
):
    waiting, held = make_referral(marlbrook), make_referral(marlbrook)
    services.accept(held, by=officer)
    services.set_mark(held, "hold", by=officer)
    said = []
    for row in (waiting, held):
        with pytest.raises(NotNow) as refusal:
            asked_of(row, coordinator)
        said.append(refusal.value.sentence)
    assert said == [WAIT_FOR_POLICE_CHECKS, WAIT_FOR_POLICE_CHECKS]
    assert signposts(marlbrook) == []


def test_against_immediate_harm_somebody_agrees_to_it_and_is_named(
    marlbrook, coordinator
):
    row = asked_of(make_referral(marlbrook), coordinator, agreed_by="Jo Ward, duty")
    assert now(row).status == "asked"
    assert Entry.objects.get(event="signposts.asked").facts["before_checks"] is True
    with case_room(
        coordinator,
        authority=marlbrook,
        purpose=Purpose.TRIAGE,
        door="detail",
        groups=["G2"],
    ) as room:
        assert room.show(now(row)).agreed_by == "Jo Ward, duty"


def test_a_small_childs_goes_to_social_care_first(marlbrook, officer, coordinator):
    born = clock.today() - timedelta(days=9 * 365)
    child = make_referral(marlbrook, subject={"surname": "Pell", "born_on": born})
    cleared(child, officer)
    with pytest.raises(NotNow, match="children’s social care has it"):
        asked_of(child, coordinator)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"words": "  "}, "Enter what the service is asked to do"),
        ({"due_on": clock.today()}, "must be after today"),
        ({"due_on": clock.today() + timedelta(days=400)}, "120 working days"),
    ],
)
def test_what_a_service_is_asked_is_whole(referral, coordinator, how, sentence):
    with pytest.raises(NotNow, match=sentence):
        asked_of(referral, coordinator, **how)


def test_only_an_approved_service_that_gives_it_here_is_asked(
    marlbrook, referral, coordinator
):
    unapproved = ServiceFactory(authority=marlbrook)
    closed = housing(marlbrook, coordinator, name="Gone", closed_on=clock.today())
    elsewhere = housing(AuthorityFactory(), coordinator, name="Elsewhere")
    for service in (unapproved, closed, elsewhere):
        with pytest.raises(NotNow, match="not approved"):
            asked_of(referral, coordinator, service)
    good = housing(marlbrook, coordinator)
    with pytest.raises(NotNow, match="does not give that support"):
        asked_of(referral, coordinator, good, support="mental_health")


@pytest.mark.parametrize(
    "status", ["screening", "joined", "passed_on", "not_a_referral"]
)
def test_what_is_elsewhere_or_none_of_ours_is_passed_to_nobody(
    marlbrook, referral, coordinator, status
):
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(
            status=status, joined_to=referral.pk
        )
    with pytest.raises(NotNow, match="not ours to pass"):
        asked_of(again(referral), coordinator)


@pytest.mark.parametrize("status", ["accepted", "declined"])
def test_who_said_so_and_when_is_written_down(marlbrook, referral, officer, status):
    row = asked_of(referral, officer)
    says(row, status, officer, reply="From Monday.")
    row = now(row)
    assert (row.status, row.answered_on, row.entered_by) == (
        status,
        clock.today(),
        officer,
    )
    facts = Entry.objects.get(event="signposts.answered").facts
    assert facts["status"] == status
    assert "Jo at the desk" not in str(facts)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"answered_by": " "}, "Enter who at the service said so"),
        ({"answered_on": None}, "between the day of asking and today"),
        (
            {"answered_on": clock.today() - timedelta(days=1)},
            "between the day of asking and today",
        ),
        (
            {"answered_on": clock.today() + timedelta(days=1)},
            "between the day of asking and today",
        ),
    ],
)
def test_an_answer_has_a_name_and_a_day_that_can_be(
    referral, coordinator, answer, sentence
):
    row = asked_of(referral, coordinator)
    with pytest.raises(NotNow, match=sentence):
        says(row, "accepted", coordinator, **answer)


def test_silence_is_written_down_once_the_day_is_over(referral, coordinator):
    row = asked_of(referral, coordinator)
    with pytest.raises(NotNow, match="still has time"):
        says(row, "no_reply", coordinator)
    later(15)
    says(row, "no_reply", coordinator)
    assert now(row).status == "no_reply"


def test_asked_is_no_answer(referral, coordinator):
    with pytest.raises(NotNow, match="Select what the service said"):
        says(asked_of(referral, coordinator), "asked", coordinator)


def test_an_answer_that_comes_late_takes_the_place_of_silence(referral, coordinator):
    row = asked_of(referral, coordinator)
    later(15)
    says(row, "no_reply", coordinator)
    says(row, "accepted", coordinator)
    assert now(row).status == "accepted"


def test_who_saved_in_between_is_not_overwritten(referral, coordinator):
    row = asked_of(referral, coordinator)
    says(row, "declined", coordinator)
    answer = services.Answer("accepted", "Jo", clock.today())
    with pytest.raises(Stale):
        services.answer_signpost(row, answer, version=row.version, by=coordinator)


def test_only_who_may_ask_writes_down_the_answer(people, referral, coordinator):
    row = asked_of(referral, coordinator)
    with pytest.raises(NotAllowed):
        says(row, "accepted", people[Role.PANEL_CHAIR])


def test_silence_returns_to_whoever_asked_and_closes_nothing(
    marlbrook, referral, coordinator
):
    row = asked_of(referral, coordinator)
    assert services.return_silent() == 0
    later(15)
    before = again(referral)
    assert services.return_silent() == 1
    assert services.return_silent() == 0
    task = silent_tasks().get()
    assert (task.person, task.url) == (coordinator, referral.get_absolute_url())
    assert task.title == "A service has not answered"
    after = again(referral)
    assert (after.status, after.version) == (before.status, before.version)
    assert now(row).status == "asked"
    facts = Entry.objects.get(event="signposts.silent").facts
    assert facts == {"signpost_id": str(row.pk), "person_ids": [coordinator.pk]}


@pytest.mark.parametrize("status", ["accepted", "declined", "no_reply"])
def test_an_answer_takes_the_task_away(referral, coordinator, status):
    row = asked_of(referral, coordinator)
    later(15)
    services.return_silent()
    says(row, status, coordinator)
    assert not silent_tasks().exists()
    assert services.return_silent() == 0


def test_on_the_day_itself_a_service_may_still_answer(referral, coordinator):
    asked_of(referral, coordinator)
    later(14)
    assert services.return_silent() == 0
    later(15)
    assert services.return_silent() == 1


def test_who_left_is_not_asked_again_but_the_holder_or_the_co_ordinators(
    marlbrook, people, referral, coordinator, officer
):
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(holder=people[Role.CASE_OFFICER])
    asked_of(again(referral), officer)
    officer.memberships.all().delete()
    later(15)
    services.return_silent()
    assert silent_tasks().get().person == people[Role.CASE_OFFICER]
    people[Role.CASE_OFFICER].memberships.all().delete()
    silent_tasks().delete()
    services.return_silent()
    assert silent_tasks().get().person == coordinator


def test_each_authoritys_silence_is_its_own(marlbrook, referral, coordinator):
    other = AuthorityFactory(name="Netherbrook")
    others = staff(other)
    theirs = cleared(make_referral(other, **ADULT), others[Role.GATEWAY_OFFICER])
    asked_of(theirs, others[Role.COORDINATOR])
    asked_of(referral, coordinator)
    later(15)
    assert services.return_silent() == 2
    assert {task.person for task in silent_tasks()} == {
        coordinator,
        others[Role.COORDINATOR],
    }


def test_the_time_for_an_answer_is_a_limit_of_the_authority(marlbrook, coordinator):
    before = due_by_limit(marlbrook.pk)
    services.set_limit(
        marlbrook, SERVICE_ANSWER, by=coordinator, working_days=3, source="Agreed."
    )
    assert due_by_limit(marlbrook.pk) < before


def test_nothing_ends_as_passed_to_a_service_before_one_was_asked(
    referral, officer, coordinator
):
    not_told_yet(referral, coordinator)
    with pytest.raises(NotNow, match="Ask a service first"):
        services.close(referral, SIGNPOSTED, by=officer)
    asked_of(referral, officer)
    services.close(referral, SIGNPOSTED, by=officer)
    assert again(referral).status == "closed"


@pytest.mark.parametrize("status", ["declined", "no_reply"])
def test_a_service_that_has_not_taken_it_on_is_no_ending(
    referral, officer, coordinator, status
):
    not_told_yet(referral, coordinator)
    row = asked_of(referral, officer)
    later(15)
    says(row, status, officer)
    with pytest.raises(NotNow, match="Ask a service first"):
        services.close(referral, SIGNPOSTED, by=officer)


def test_social_care_that_was_told_is_a_service_too(referral, officer, coordinator):
    not_told_yet(referral, coordinator)
    ending = Closing(Outcome.SIGNPOSTED, OtherSupport.ADULTS, "Care leads.")
    services.answer_parallel(
        referral, by=coordinator, to_children=True, is_made=True, reason="Both."
    )
    with pytest.raises(NotNow, match="Ask a service first"):
        services.close(referral, ending, by=officer)
    services.answer_parallel(
        referral, by=coordinator, to_children=False, is_made=True, reason="Needs care."
    )
    services.close(referral, ending, by=officer)


def test_a_repeat_needs_a_service_when_it_is_asked_and_when_it_is_confirmed(
    marlbrook, referral, officer, coordinator
):
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(sequence=2)
    repeat = again(referral)
    not_told_yet(repeat, coordinator)
    with pytest.raises(NotNow, match="Ask a service first"):
        services.ask_to_close(repeat, SIGNPOSTED, by=officer)
    row = asked_of(repeat, officer)
    asked = services.ask_to_close(repeat, SIGNPOSTED, by=officer)
    says(row, "declined", officer)
    confirm = {"asked_id": asked.pk, "has_read": True}
    told = services.Told("Rhys", clock.today())
    assert told.words
    with pytest.raises(NotNow, match="Ask a service first"):
        services.confirm_closing(repeat, by=coordinator, **confirm)


def test_other_endings_ask_for_no_service(referral, officer, coordinator):
    not_told_yet(referral, coordinator)
    ending = Closing(Outcome.MISTAKEN, OtherSupport.NONE_NEEDED, "A mistake.")
    services.close(referral, ending, by=officer)


def test_after_the_end_another_service_can_be_asked(referral, officer, coordinator):
    not_told_yet(referral, coordinator)
    asked_of(referral, officer)
    services.close(referral, SIGNPOSTED, by=officer)
    asked_of(again(referral), coordinator)


@pytest.mark.parametrize(
    "broken", [{"status": "accepted"}, {"answered_on": clock.today()}]
)
def test_the_database_holds_answers_to_a_day_and_a_name(
    marlbrook, referral, coordinator, broken
):
    row = asked_of(referral, coordinator)
    with tenancy.of(marlbrook), pytest.raises(IntegrityError), transaction.atomic():
        Signpost.objects.filter(pk=row.pk).update(**broken)


def test_a_service_that_was_asked_stays_when_it_is_closed(
    marlbrook, referral, coordinator
):
    service = housing(marlbrook, coordinator)
    row = asked_of(referral, coordinator, service)
    partners.close_service(service, by=coordinator)
    assert now(row).service == service


def test_what_is_asked_is_no_text_in_a_task_or_an_audit_fact(referral, coordinator):
    row = asked_of(referral, coordinator, elsewhere="Canaryhomes")
    later(15)
    services.return_silent()
    says(row, "declined", coordinator, answered_by="Canaryjo", reply="Canaryno")
    kept = [
        *Task.objects.values_list("title", "about", "url", "source"),
        *Entry.objects.values_list("event", "facts"),
    ]
    assert "Canary" not in str(kept)
    assert str(an_ask()).count("Weir Street") == 0
