from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.accounts.tests.factories import PersonFactory, person_with
from dueregard.audit.models import Entry
from dueregard.partners import services
from dueregard.partners.models import PostHolding
from dueregard.partners.people import leavers_of

from .factories import PostFactory, PostHoldingFactory

DAY = timedelta(days=1)


def days(number):
    return clock.today() + timedelta(days=number)


def test_a_vacant_post_is_filled_from_the_first_day(partnership, coordinator):
    post = partnership.education_post
    services.appoint(post, person=partnership.ben, starts_on=days(0), by=coordinator)
    assert not post.is_vacant()
    assert post.current_holdings()[0].person == partnership.ben
    assert Entry.objects.get().event == "partners.holder_appointed"


def test_a_post_stays_vacant_until_the_first_day(partnership, coordinator):
    post = partnership.education_post
    services.appoint(post, person=partnership.ben, starts_on=days(1), by=coordinator)
    assert post.is_vacant()


def test_two_people_cannot_hold_one_post_at_once(partnership, coordinator):
    post = partnership.coordinator_post
    with pytest.raises(NotNow) as refusal:
        services.appoint(
            post, person=partnership.ben, starts_on=days(5), by=coordinator
        )
    assert refusal.value.sentence == (
        "Ada Lovell holds Prevent co-ordinator at that time. Give them a last day "
        "first, or let the post be shared."
    )
    assert PostHolding.objects.count() == 1


def test_two_people_can_share_a_post_that_allows_it(partnership, coordinator):
    post = partnership.coordinator_post
    post.allows_job_share = True
    post.save()
    services.appoint(post, person=partnership.ben, starts_on=days(0), by=coordinator)
    assert len(post.current_holdings()) == 2
    with pytest.raises(NotNow):
        services.appoint(
            post, person=partnership.ben, starts_on=days(3), by=coordinator
        )


def test_a_successor_may_start_the_day_after_the_last_day(partnership, coordinator):
    post = partnership.coordinator_post
    holding = post.holdings.get()
    services.end_holding(holding, ends_on=days(3), by=coordinator)
    with pytest.raises(NotNow):
        services.appoint(
            post, person=partnership.ben, starts_on=days(3), by=coordinator
        )
    services.appoint(post, person=partnership.ben, starts_on=days(4), by=coordinator)
    assert post.holdings.count() == 2
    with pytest.raises(NotNow):
        services.end_holding(holding, ends_on=days(4), by=coordinator)


def test_a_post_is_vacant_the_day_after_its_holder_left(partnership, coordinator):
    post = partnership.coordinator_post
    services.end_holding(post.holdings.get(), ends_on=days(-1), by=coordinator)
    assert post.is_vacant()


def test_a_last_day_cannot_be_before_the_first(partnership, coordinator):
    holding = partnership.coordinator_post.holdings.get()
    with pytest.raises(NotNow):
        services.end_holding(holding, ends_on=holding.starts_on - DAY, by=coordinator)


def test_who_has_left_cannot_be_given_another_last_day(partnership, coordinator):
    holding = partnership.coordinator_post.holdings.get()
    services.end_holding(holding, ends_on=days(-1), by=coordinator)
    with pytest.raises(NotNow):
        services.end_holding(holding, ends_on=days(5), by=coordinator)


def test_somebody_of_no_role_here_cannot_be_appointed(
    partnership, coordinator, outsider
):
    for stranger in (outsider, PersonFactory()):
        with pytest.raises(NotNow):
            services.appoint(
                partnership.education_post,
                person=stranger,
                starts_on=days(0),
                by=coordinator,
            )


def test_somebody_new_becomes_an_action_owner_who_cannot_sign_in(
    partnership, coordinator
):
    services.appoint_new_person(
        partnership.education_post, name="Cass Rowe", starts_on=days(0), by=coordinator
    )
    person = Person.objects.get(name="Cass Rowe")
    assert person.holds(Role.ACTION_OWNER, partnership.authority)
    assert person.email is None
    assert not person.has_usable_password()


def test_somebody_new_with_an_address_is_invited(partnership, coordinator):
    services.appoint_new_person(
        partnership.education_post,
        name="Cass Rowe",
        email="Cass.Rowe@marlbrook.example",
        starts_on=days(0),
        by=coordinator,
    )
    person = Person.objects.get(name="Cass Rowe")
    assert person.email == "cass.rowe@marlbrook.example"
    assert person.invitations.open().exists()


def test_nobody_new_is_added_when_the_appointment_is_refused(partnership, coordinator):
    with pytest.raises(NotNow):
        services.appoint_new_person(
            partnership.coordinator_post,
            name="Cass Rowe",
            starts_on=days(0),
            by=coordinator,
        )
    assert not Person.objects.filter(name="Cass Rowe").exists()
    assert not Entry.objects.exists()


def test_only_keepers_of_posts_appoint_and_end(partnership, education_officer):
    with pytest.raises(NotAllowed):
        services.appoint(
            partnership.education_post,
            person=partnership.ben,
            starts_on=days(0),
            by=education_officer,
        )
    with pytest.raises(NotAllowed):
        services.end_holding(
            partnership.coordinator_post.holdings.get(),
            ends_on=days(0),
            by=education_officer,
        )


def hand_over(partnership, posts, by, **answers):
    answers = {"leaver": partnership.ada, "to": partnership.ben} | answers
    return services.hand_over(
        posts, authority=partnership.authority, starts_on=days(2), **answers, by=by
    )


def test_a_leavers_posts_are_handed_over_in_one_step(partnership, coordinator):
    posts = [partnership.coordinator_post, partnership.police_post]
    PostHoldingFactory(post=partnership.police_post, person=partnership.ada)
    hand_over(partnership, posts, coordinator)
    for post in posts:
        old, new = post.holdings.order_by("starts_on")
        assert (old.person, old.ends_on) == (partnership.ada, days(1))
        assert (new.person, new.starts_on) == (partnership.ben, days(2))
    assert Entry.objects.filter(event="partners.post_handed_over").count() == 2


def test_a_handover_is_all_or_nothing(partnership, coordinator):
    posts = [partnership.coordinator_post, partnership.education_post]
    with pytest.raises(NotNow):
        hand_over(partnership, posts, coordinator)
    assert partnership.coordinator_post.holdings.get().ends_on is None


def test_a_handover_to_who_shares_the_post_leaves_them_in_it(partnership, coordinator):
    post = partnership.coordinator_post
    post.allows_job_share = True
    post.save()
    PostHoldingFactory(post=post, person=partnership.ben)
    hand_over(partnership, [post], coordinator)
    assert post.holdings.filter(person=partnership.ben).count() == 1


def test_posts_cannot_be_handed_to_the_leaver_or_a_stranger(
    partnership, coordinator, outsider
):
    for person in (partnership.ada, outsider):
        with pytest.raises(NotNow):
            hand_over(
                partnership, [partnership.coordinator_post], coordinator, to=person
            )


def test_posts_of_another_authority_are_not_handed_over(
    partnership, coordinator, ashby_vale
):
    elsewhere = PostFactory(authority=ashby_vale)
    PostHoldingFactory(post=elsewhere, person=partnership.ada)
    with pytest.raises(NotNow):
        hand_over(partnership, [elsewhere], coordinator)


def test_a_holder_whose_roles_have_all_ended_is_a_leaver(partnership):
    assert not leavers_of(partnership.authority)
    role = partnership.ada.memberships.get()
    role.ends_on = days(-1)
    role.save()
    assert list(leavers_of(partnership.authority)) == [partnership.ada]


def test_a_holder_who_never_had_a_role_is_no_leaver(partnership):
    PostHoldingFactory(post=partnership.education_post, person=PersonFactory())
    assert not leavers_of(partnership.authority)


def test_roles_elsewhere_do_not_keep_a_leaver_here(partnership, ashby_vale):
    leaver = person_with(Role.ACTION_OWNER, ashby_vale)
    PostHoldingFactory(post=partnership.education_post, person=leaver)
    ended = partnership.ada.memberships.get()
    ended.person, ended.ends_on = leaver, days(-1)
    ended.save()
    assert list(leavers_of(partnership.authority)) == [leaver]
