from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.partners.everyone import Everyone
from dueregard.partners.reach import reach_of_all

from .factories import PostFactory

Kind = Organisation.Kind


def test_all_partners_means_the_lead_posts_with_vacancies_and_gaps(partnership):
    school = OrganisationFactory(
        name="Netherbrook School",
        kind=Kind.SCHOOL,
        authorities=[partnership.authority],
    )
    lead = PostFactory(
        authority=partnership.authority, organisation=school, is_lead=True
    )
    reach = reach_of_all(partnership.authority)["partners"]
    assert set(reach.posts) == {partnership.coordinator_post, lead}
    assert reach.vacant == (lead,)
    assert partnership.police in reach.without_lead
    assert partnership.council not in reach.without_lead


def test_a_kind_takes_in_its_organisations_only(partnership):
    reach = reach_of_all(partnership.authority)["police"]
    assert reach.posts == ()
    assert reach.without_lead == (partnership.police,)


def test_service_owners_are_the_posts_that_own_a_service(partnership):
    post = PostFactory(authority=partnership.authority, is_service_owner=True)
    reaches = reach_of_all(partnership.authority)
    assert reaches["service_owners"].posts == (post,)
    assert set(reaches["all"].posts) == {partnership.coordinator_post, post}
    assert post not in reaches["partners"].posts


def test_posts_of_another_authority_are_not_reached(partnership, ashby_vale):
    PostFactory(authority=ashby_vale, is_lead=True)
    reach = reach_of_all(partnership.authority)["partners"]
    assert reach.posts == (partnership.coordinator_post,)


def test_every_shared_owner_takes_three_queries_in_all(
    partnership, django_assert_num_queries
):
    with django_assert_num_queries(3):
        reaches = reach_of_all(partnership.authority)
    assert set(reaches) == set(Everyone.values)
