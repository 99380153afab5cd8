"""What owners' words mean is settled once, in partners, and every live plan follows."""

import pytest

from dueregard.audit.models import Entry
from dueregard.partners import services as partners
from dueregard.partners.models import OwnerName
from dueregard.plans import services
from dueregard.plans.models import ActionOwner, Plan
from dueregard.plans.services import owners_named
from dueregard.plans.tests.factories import ActionFactory, PlanFactory


@pytest.fixture
def council(marlbrook, factories):
    return factories.OrganisationFactory(
        name="Marlbrook Council", authorities=[marlbrook]
    )


@pytest.fixture
def add_post(marlbrook, council, coordinator):
    def add(title, **more):
        return partners.add_post(
            marlbrook, organisation=council, title=title, by=coordinator, **more
        )

    return add


@pytest.fixture
def owned(action):
    """An action whose owner cell holds words that nobody knows, then known ones."""
    ActionOwner.objects.create(action=action, text="Jo's team", is_lead=True)
    ActionOwner.objects.create(action=action, text="All partners", position=1)
    return action


def meanings(action) -> list[tuple]:
    rows = action.owners.order_by("position", "pk")
    return list(rows.values_list("text", "post", "organisation", "everyone"))


def test_words_resolve_to_posts_organisations_or_everyone(marlbrook, council, add_post):
    post = add_post("Prevent co-ordinator")
    found = owners_named(
        ["Prevent Coordinator", "Marlbrook Council", "All partners", "Jo's team"],
        authority=marlbrook,
    )
    assert [
        (one.post_id, one.organisation_id, one.everyone)
        for owners in found
        for one in owners
    ] == [
        (post.pk, None, ""),
        (None, council.pk, ""),
        (None, None, "partners"),
        (None, None, ""),
    ]


def test_a_decision_settles_the_words_in_every_live_plan(
    owned, marlbrook, coordinator, add_post
):
    post = add_post("Youth lead")
    other = ActionFactory(plan=PlanFactory(authority=marlbrook))
    ActionOwner.objects.create(action=other, text="JO’S TEAM.")
    before = Entry.objects.count()
    partners.decide(marlbrook, text="Jo's team", posts=[post], by=coordinator)
    assert meanings(owned)[0] == ("Jo's team", post.pk, None, "")
    assert owned.owners.first().is_lead
    assert meanings(other) == [("JO’S TEAM.", post.pk, None, "")]
    decided, settled = Entry.objects.order_by("pk")[before:]
    assert decided.event == "partners.owner_name_decided"
    assert (settled.event, settled.facts) == ("plan.owners_settled", {"owners": 2})


def test_words_can_mean_two_posts_and_the_first_leads(
    owned, marlbrook, coordinator, add_post
):
    posts = [add_post("Youth lead"), add_post("Sports lead")]
    partners.decide(marlbrook, text="Jo's team", posts=posts, by=coordinator)
    rows = owned.owners.filter(text="Jo's team")
    assert {row.post for row in rows} == set(posts)
    assert [row.is_lead for row in rows] == [True, False]
    assert meanings(owned)[-1][0] == "All partners"


def test_undoing_a_decision_puts_the_words_back_on_the_list(
    owned, marlbrook, coordinator, add_post
):
    posts = [add_post("Youth lead"), add_post("Sports lead")]
    partners.decide(marlbrook, text="Jo's team", posts=posts, by=coordinator)
    partners.undo_decision(OwnerName.objects.get(), by=coordinator)
    assert meanings(owned)[0] == ("Jo's team", None, None, "")
    assert owned.owners.count() == 2
    assert owned.owners.get(text="Jo's team").is_lead


def test_words_that_name_nobody_leave_the_list(owned, marlbrook, coordinator):
    partners.leave_as_text(marlbrook, text="Jo's team", by=coordinator)
    row = owned.owners.get(text="Jo's team")
    assert row.stays_as_text
    assert not ActionOwner.objects.unsettled().filter(text="Jo's team").exists()


def test_a_new_post_takes_up_words_that_were_waiting_for_it(
    owned, coordinator, add_post
):
    ActionOwner.objects.create(action=owned, text="Youth leads", position=2)
    post = add_post("Youth lead")
    assert meanings(owned)[-1] == ("Youth leads", post.pk, None, "")


def test_a_renamed_post_keeps_its_actions_and_takes_up_its_new_title(
    owned, coordinator, add_post
):
    post = add_post("Youth lead")
    ActionOwner.objects.create(action=owned, text="Youth lead", post=post, position=2)
    ActionOwner.objects.create(action=owned, text="Head of youth", position=3)
    partners.change_post(
        post,
        title="Head of youth",
        is_lead=False,
        is_service_owner=False,
        allows_job_share=True,
        version=post.version,
        by=coordinator,
    )
    assert meanings(owned)[-2:] == [
        ("Youth lead", post.pk, None, ""),
        ("Head of youth", post.pk, None, ""),
    ]


def test_a_closed_post_leaves_its_words_to_be_settled_again(
    owned, coordinator, add_post
):
    post = add_post("Youth lead")
    ActionOwner.objects.create(action=owned, text="Youth lead", post=post, position=2)
    partners.close_post(post, by=coordinator)
    assert meanings(owned)[-1] == ("Youth lead", None, None, "")


@pytest.mark.parametrize("status", [Plan.Status.CLOSED, Plan.Status.SUPERSEDED])
def test_a_plan_that_is_over_keeps_the_owners_it_had(
    owned, marlbrook, coordinator, add_post, status
):
    Plan.objects.update(status=status)
    before = meanings(owned)
    partners.decide(
        marlbrook, text="Jo's team", posts=[add_post("Youth lead")], by=coordinator
    )
    assert meanings(owned) == before
    assert services.uses_of_names(marlbrook) == {}


def test_another_authoritys_words_are_left_alone(
    owned, marlbrook, ashby_vale, coordinator, add_post
):
    other = ActionFactory(plan=PlanFactory(authority=ashby_vale))
    ActionOwner.objects.create(action=other, text="Jo's team")
    partners.decide(
        marlbrook, text="Jo's team", posts=[add_post("Youth lead")], by=coordinator
    )
    assert meanings(other) == [("Jo's team", None, None, "")]
    assert services.uses_of_names(ashby_vale) == {"Jo's team": 1}


def test_a_change_that_changes_nothing_is_not_recorded(owned, marlbrook):
    services.follow_names(marlbrook, None)
    services.follow_names(marlbrook, None)
    settled = Entry.objects.filter(event="plan.owners_settled")
    assert settled.count() == 1
    assert meanings(owned)[1] == ("All partners", None, None, "partners")
