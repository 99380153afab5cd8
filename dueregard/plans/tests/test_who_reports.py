"""Who may say how an action is going, and who sees it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import CASE_ROLES, Role
from dueregard.accounts.models import Organisation
from dueregard.partners.models import PostHolding
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.plans import services
from dueregard.plans.models import Action, ActionOwner
from dueregard.plans.tests.factories import ActionFactory


def report(action, person, text="Half are briefed.", status="in_progress", **more):
    return services.report_progress(action, by=person, text=text, status=status, **more)


def may_report(action, person) -> bool:
    try:
        report(action, person)
    except NotAllowed as refusal:
        assert refusal.sentence == "Only the owners of an action can report on it."
        return False
    return True


@pytest.fixture
def police(factories, marlbrook):
    return factories.OrganisationFactory(
        name="Fernshire Police",
        kind=Organisation.Kind.POLICE,
        authorities=[marlbrook],
    )


@pytest.fixture
def owner(factories, marlbrook):
    """Makes somebody who is an action owner, for `organisation` when it is given."""

    def make(organisation=None):
        person = factories.PersonFactory()
        where = {"organisation": organisation} if organisation else {}
        factories.MembershipFactory(
            person=person, authority=marlbrook, role=Role.ACTION_OWNER, **where
        )
        return person

    return make


@pytest.fixture
def post(marlbrook, police):
    return PostFactory(
        authority=marlbrook, organisation=police, title="Sergeant", is_lead=True
    )


def test_the_holder_of_the_post_reports_and_others_do_not(live_action, post, owner):
    holder = owner()
    PostHoldingFactory(post=post, person=holder)
    ActionOwner.objects.create(action=live_action, text="Sergeant", post=post)
    assert may_report(live_action, holder)
    assert not may_report(live_action, owner())
    assert not may_report(live_action, owner(post.organisation))


def test_both_who_share_a_post_report(live_action, post, owner):
    ActionOwner.objects.create(action=live_action, text="Sergeant", post=post)
    for _ in range(2):
        holder = owner()
        PostHoldingFactory(post=post, person=holder)
        assert may_report(live_action, holder)


@pytest.mark.parametrize(
    ("starts", "ends", "may"),
    [(-9, None, True), (-9, 0, True), (-9, -1, False), (1, None, False)],
)
def test_only_a_holder_of_today_reports(live_action, post, owner, starts, ends, may):
    today, holder = clock.today(), owner()
    PostHolding.objects.create(
        post=post,
        person=holder,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )
    ActionOwner.objects.create(action=live_action, text="Sergeant", post=post)
    assert may_report(live_action, holder) is may


def test_an_organisations_action_owner_reports_for_it(
    live_action, police, owner, factories
):
    ActionOwner.objects.create(action=live_action, text="Police", organisation=police)
    assert may_report(live_action, owner(police))
    college = factories.OrganisationFactory(authorities=[live_action.plan.authority])
    assert not may_report(live_action, owner(college))


def test_the_organisation_counts_at_the_plans_authority_only(
    live_action, police, ashby_vale, factories
):
    ActionOwner.objects.create(action=live_action, text="Police", organisation=police)
    person = factories.PersonFactory()
    factories.MembershipFactory(
        person=person,
        authority=ashby_vale,
        organisation=police,
        role=Role.ACTION_OWNER,
    )
    assert not may_report(live_action, person)


@pytest.mark.parametrize(
    ("everyone", "is_lead", "may"),
    [
        ("partners", True, True),
        ("partners", False, False),
        ("police", True, True),
        ("health", True, False),
    ],
)
def test_lead_posts_report_when_everyone_of_a_kind_owns_it(
    live_action, post, owner, everyone, is_lead, may
):
    holder = owner()
    post.is_lead = is_lead
    post.save()
    PostHoldingFactory(post=post, person=holder)
    ActionOwner.objects.create(
        action=live_action, text="All partners", everyone=everyone
    )
    assert may_report(live_action, holder) is may


def test_everyone_means_everyone_at_the_plans_authority(live_action, ashby_vale, owner):
    holder = owner()
    post = PostFactory(authority=ashby_vale, is_lead=True)
    PostHoldingFactory(post=post, person=holder)
    ActionOwner.objects.create(
        action=live_action, text="All partners", everyone="partners"
    )
    assert not may_report(live_action, holder)


def test_words_that_nobody_settled_make_nobody_an_owner(live_action, owner):
    ActionOwner.objects.create(action=live_action, text="Sergeant")
    ActionOwner.objects.create(action=live_action, text="Police", stays_as_text=True)
    assert not may_report(live_action, owner())


def test_an_owner_sees_their_restricted_action_and_no_other(
    plan_in_force, post, owner, client
):
    holder = owner()
    PostHoldingFactory(post=post, person=holder)
    group = plan_in_force.groups.get()
    theirs, other = (
        ActionFactory(plan=plan_in_force, group=group, audience="restricted")
        for _ in range(2)
    )
    ActionOwner.objects.create(action=theirs, text="Sergeant", post=post)
    seen = Action.objects.visible_to(holder).filter(audience="restricted")
    assert list(seen) == [theirs]
    client.force_login(holder)
    assert client.get(theirs.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    url = reverse("plans:report", args=[plan_in_force.pk, other.pk])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_what_is_read_within_a_plan_is_what_is_seen_from_outside(
    plan_in_force, post, marlbrook, factories, role
):
    person = factories.person_with(role, marlbrook)
    PostHoldingFactory(post=post, person=person)
    group = plan_in_force.groups.get()
    for audience in ("partners", "restricted", "restricted"):
        action = ActionFactory(plan=plan_in_force, group=group, audience=audience)
    ActionOwner.objects.create(action=action, text="Sergeant", post=post)
    within = plan_in_force.actions.readable_by(person, plan_in_force)
    outside = Action.objects.visible_to(person).filter(plan=plan_in_force)
    if role not in {Role.ADMINISTRATOR, *CASE_ROLES}:  # to them there is no plan
        assert set(within) == set(outside)
    assert Action.objects.owned_by(person).get() == action


def test_owners_do_not_rate_their_own_action(live_action, post, owner):
    holder = owner()
    PostHoldingFactory(post=post, person=holder)
    ActionOwner.objects.create(action=live_action, text="Sergeant", post=post)
    for act in (
        lambda: services.override_rating(
            live_action, by=holder, rating="green", reason="x"
        ),
        lambda: services.withdraw_override(live_action, by=holder, reason="x"),
    ):
        with pytest.raises(NotAllowed, match="can set a rating"):
            act()
