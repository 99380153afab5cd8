"""An authority's plans pass to its successor, on the day and not before (AC 6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.audit.models import Entry
from dueregard.clock.services import shift
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.tests.factories import PostFactory
from dueregard.plans.jobs import pass_over
from dueregard.plans.models import ActionOwner, Plan
from dueregard.plans.services.succession import pass_plans_now
from dueregard.plans.tests.factories import ActionFactory, PlanFactory

Status = Plan.Status


@pytest.fixture
def successor(factories, administrator):
    heir = factories.AuthorityFactory(name="Greater Marl", slug="greater-marl")
    factories.MembershipFactory(
        person=administrator, authority=heir, role=Role.ADMINISTRATOR
    )
    return heir


@pytest.fixture
def arranged(marlbrook, successor, coordinator, administrator):
    """Plans in every state, and the succession arranged for the spring."""
    for status in Status:
        plan = PlanFactory(authority=marlbrook, status=status, drafted_by=coordinator)
        ActionFactory(plan=plan)
    day = clock.today() + timedelta(days=130)
    lines = accounts.succeed(marlbrook, successor, day, by=administrator)
    return {line.name: line for line in lines}, day


def the_job() -> Job:
    return Job.objects.get(kind="plans.pass_over")


def test_the_count_agrees_and_takes_in_every_plan(arranged):
    line = arranged[0]["Plans"]
    assert (line.expected, line.passed) == (len(Status), len(Status))


def test_until_the_day_the_authority_keeps_its_plans(arranged, marlbrook, coordinator):
    assert set(Plan.objects.values_list("authority", flat=True)) == {marlbrook.pk}
    assert Plan.objects.visible_to(coordinator).count() == len(Status)
    run_at = clock.timezone.localtime(the_job().run_at)
    assert (run_at.date(), run_at.hour) == (arranged[1], 0)


def test_on_the_day_every_plan_passes_and_the_same_people_go_on(
    arranged, successor, coordinator, factories
):
    late = PlanFactory(authority=Plan.objects.first().authority, title="Started late")
    shift(clock.days_away(130))
    pass_over(payload_of(the_job()))
    assert set(Plan.objects.values_list("authority", flat=True)) == {successor.pk}
    person = factories.Person.objects.get(pk=coordinator.pk)
    assert late in Plan.objects.visible_to(person)
    statuses = Plan.objects.exclude(pk=late.pk).values_list("status", flat=True)
    assert sorted(statuses) == sorted(Status)
    entries = Entry.objects.filter(event="plan.passed_over")
    assert entries.count() == len(Status) + 1
    assert {entry.authority_id for entry in entries} == {successor.pk}


def test_passing_over_twice_changes_nothing_more(arranged, successor):
    payload = payload_of(the_job())
    pass_over(payload)
    before = list(Plan.objects.values())
    pass_over(payload)
    assert list(Plan.objects.values()) == before


def test_a_published_plan_moves_to_the_successors_address_with_its_readers(
    marlbrook, successor, administrator, client
):
    plan = PlanFactory(
        authority=marlbrook, status=Status.APPROVED, published_at=clock.now()
    )
    day = clock.today() + timedelta(days=130)
    accounts.succeed(marlbrook, successor, day, by=administrator)
    old = reverse("plans:public", args=[marlbrook.slug])
    new = reverse("plans:public", args=[successor.slug])
    assert client.get(old).status_code == 200
    shift(clock.days_away(130))
    pass_plans_now(marlbrook, successor, by=administrator)
    assert plan.title in client.get(new).content.decode()
    for url in (old, reverse("plans:public_priority", args=[marlbrook.slug, 1])):
        assert client.get(url).headers["Location"] == new


def test_a_successor_with_a_plan_in_force_keeps_its_own(
    marlbrook, successor, administrator
):
    ours = PlanFactory(authority=marlbrook, status=Status.APPROVED)
    theirs = PlanFactory(
        authority=successor, status=Status.APPROVED, title="Plan for all of Marl"
    )
    pass_plans_now(marlbrook, successor, by=administrator)
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.status, theirs.status) == (Status.SUPERSEDED, Status.APPROVED)
    move = ours.moves.get()
    assert (move.move, move.by) == ("supersede", administrator)
    assert move.note == (
        "Marlbrook passed over to Greater Marl, which has Plan for all of Marl."
    )
    events = Entry.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["plan.superseded", "plan.passed_over"]


def test_of_two_that_merge_the_second_plan_counts_as_replaced(
    marlbrook, ashby_vale, successor, administrator
):
    for authority in (marlbrook, ashby_vale):
        PlanFactory(authority=authority, status=Status.APPROVED)
        pass_plans_now(authority, successor, by=administrator)
    statuses = Plan.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.APPROVED, Status.SUPERSEDED]


def test_words_that_the_successor_knows_are_settled_as_the_plan_comes(
    marlbrook, successor, administrator
):
    action = ActionFactory(plan=PlanFactory(authority=marlbrook))
    owner = ActionOwner.objects.create(action=action, text="Youth lead")
    post = PostFactory(authority=successor, title="Youth lead")
    pass_plans_now(marlbrook, successor, by=administrator)
    assert action.owners.get().post == post
    assert not ActionOwner.objects.filter(pk=owner.pk, post=None).exists()
