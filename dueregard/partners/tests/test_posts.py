from datetime import date

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.partners import services
from dueregard.partners.models import Post
from dueregard.partners.resolution import resolve

from .factories import PostFactory, PostHoldingFactory


def events():
    return list(Entry.objects.order_by("sequence").values_list("event", flat=True))


def add(partnership, by, **answers):
    answers = {"organisation": partnership.council, "title": "Comms lead"} | answers
    return services.add_post(partnership.authority, **answers, by=by)


def change(post, by, **answers):
    unchanged = {
        "title": post.title,
        "is_lead": post.is_lead,
        "is_service_owner": post.is_service_owner,
        "allows_job_share": post.allows_job_share,
        "version": post.version,
    }
    return services.change_post(post, **(unchanged | answers), by=by)


@pytest.mark.parametrize("keeper", ["coordinator", "administrator"])
def test_a_new_post_is_vacant_and_recorded(keeper, partnership, request):
    post = add(partnership, request.getfixturevalue(keeper), is_lead=True)
    assert post.is_vacant()
    assert post.is_lead
    assert events() == ["partners.post_added"]


@pytest.mark.parametrize(
    "person", ["action_owner", "board_chair", "elected_member", "auditor", "outsider"]
)
def test_others_cannot_add_a_post(person, partnership, request):
    with pytest.raises(NotAllowed):
        add(partnership, request.getfixturevalue(person))
    assert events() == []


def test_a_post_belongs_to_an_organisation_that_works_with_the_authority(
    partnership, coordinator, ashby_vale
):
    elsewhere = OrganisationFactory(authorities=[ashby_vale])
    with pytest.raises(NotNow):
        add(partnership, coordinator, organisation=elsewhere)


def test_an_organisation_has_one_post_of_a_title_however_spelt(
    partnership, coordinator
):
    with pytest.raises(NotNow):
        add(partnership, coordinator, title="Prevent Coordinators")
    same_title = add(
        partnership,
        coordinator,
        title="Prevent co-ordinator",
        organisation=partnership.police,
    )
    assert same_title.organisation == partnership.police


def test_a_renamed_post_still_answers_to_its_former_title(partnership, coordinator):
    post = change(partnership.education_post, coordinator, title="Schools officer")
    for words in ("Prevent Education Officer", "Schools Officer"):
        (resolution,) = resolve([words], authority=partnership.authority)
        assert resolution.targets[0].post_id == post.pk
    assert events() == ["partners.post_renamed"]


def test_a_change_made_on_an_older_version_is_refused(partnership, coordinator):
    post = partnership.education_post
    change(Post.objects.get(pk=post.pk), coordinator, title="Schools officer")
    with pytest.raises(NotNow):
        change(post, coordinator, is_lead=True)
    post.refresh_from_db()
    assert not post.is_lead


def test_a_change_names_the_fields_and_not_their_text(partnership, coordinator):
    change(partnership.education_post, coordinator, is_lead=True)
    assert Entry.objects.get().facts == {"fields": ["is_lead"]}


def test_a_post_that_somebody_holds_cannot_be_closed(partnership, coordinator):
    with pytest.raises(NotNow):
        services.close_post(partnership.coordinator_post, by=coordinator)


def test_a_closed_post_is_out_of_use_but_kept(partnership, coordinator):
    post = partnership.education_post
    services.close_post(post, by=coordinator)
    assert post not in Post.objects.in_use()
    post.refresh_from_db()
    assert post.closed_on == clock.today()
    assert not post.is_vacant()
    with pytest.raises(NotNow):
        services.add_other_name(post, name="Schools lead", by=coordinator)


def test_another_title_can_be_added_and_removed(partnership, coordinator):
    post = partnership.education_post
    name = services.add_other_name(post, name="Schools lead", by=coordinator)
    assert services.add_other_name(post, name="Schools lead", by=coordinator) == name
    assert resolve(["Schools leads"], authority=post.authority)[0].is_settled
    services.remove_other_name(name, by=coordinator)
    assert not resolve(["Schools leads"], authority=post.authority)[0].is_settled
    assert events() == ["partners.post_name_added", "partners.post_name_removed"]


def test_vacant_posts_are_those_that_nobody_holds_today(partnership):
    authority = partnership.authority
    future = PostFactory(authority=authority, title="To come")
    PostHoldingFactory(post=future, starts_on=date(2999, 1, 1))
    vacant = set(Post.objects.vacant())
    assert vacant == {partnership.education_post, partnership.police_post, future}
    assert set(Post.objects.held()) == {partnership.coordinator_post}
    assert all(post.is_vacant() for post in vacant)
