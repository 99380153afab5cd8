from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import OrganisationFactory, person_with
from dueregard.partners.models import OwnerName, OwnerTarget
from dueregard.partners.names import normalise
from dueregard.partners.resolution import Kind, resolve

from .factories import PostFactory, PostHoldingFactory


def one(text, authority):
    return resolve([text], authority=authority)[0]


def labels(resolution):
    return [target.label for target in resolution.targets]


@pytest.mark.parametrize(
    "text",
    [
        "Prevent Coordinator",
        "Prevent Co-ordinator",
        "PREVENT COORDINATORS.",
        "The Prevent coordinator",
        "Prevent Coordinator (from April)",
        "Marlbrook Council Prevent Coordinator",
        "Prevent Coordinator, Marlbrook Council",
        "Prevent Coordinator (Marlbrook Council)",
        "Ada Lovell",
        "Dr Ada Lovell",
        "Prevent Coordinator (Ada Lovell)",
    ],
)
def test_spellings_of_a_post_and_its_holders_name_resolve_to_the_post(
    text, partnership
):
    resolution = one(text, partnership.authority)
    assert resolution.kind is Kind.POST
    assert [t.post_id for t in resolution.targets] == [partnership.coordinator_post.pk]
    assert resolution.text == text


def test_another_title_resolves_to_its_post(partnership):
    resolution = one("Police Partnership Teams.", partnership.authority)
    assert [t.post_id for t in resolution.targets] == [partnership.police_post.pk]


@pytest.mark.parametrize("text", ["Fernshire Police", "fernshire police.", "Police"])
def test_an_organisation_resolves_by_its_name_or_short_name(text, partnership):
    resolution = one(text, partnership.authority)
    assert resolution.kind is Kind.ORGANISATION
    assert resolution.targets[0].organisation_id == partnership.police.pk


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("All", "all"),
        ("All partners", "partners"),
        ("All Partner Agencies.", "partners"),
        ("All service-owners", "service_owners"),
        ("all schools", "schools"),
    ],
)
def test_shared_owners_resolve_to_everyone_of_a_kind(text, code, partnership):
    resolution = one(text, partnership.authority)
    assert resolution.kind is Kind.EVERYONE
    assert [target.everyone for target in resolution.targets] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Prevent Education Officer/Prevent Coordinator",
        "Prevent Education Officer and Prevent Coordinator",
        "Prevent Education Officer & Prevent Coordinator.",
        "Prevent Education Officer Prevent Coordinator",
        "Prevent Education Officer\nPrevent Coordinator",
    ],
)
def test_two_posts_in_one_cell_resolve_to_both(text, partnership):
    resolution = one(text, partnership.authority)
    assert resolution.kind is Kind.POST
    assert [target.post_id for target in resolution.targets] == [
        partnership.education_post.pk,
        partnership.coordinator_post.pk,
    ]


def test_two_people_and_a_council_in_one_cell_resolve_to_their_posts_and_it(
    partnership,
):
    PostHoldingFactory(post=partnership.education_post, person=partnership.ben)
    resolution = one("Ada Lovell/Ben Marsh\nMarlbrook Council", partnership.authority)
    assert resolution.kind is Kind.SEVERAL
    assert [target.kind for target in resolution.targets] == [
        Kind.POST,
        Kind.POST,
        Kind.ORGANISATION,
    ]


def test_a_cell_with_one_unknown_name_stays_unresolved_and_proposes_the_rest(
    partnership,
):
    resolution = one("Ada Lovell/Jo Nobody Marlbrook Council", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert not resolution.targets
    proposed = {match.target.label for match in resolution.candidates}
    assert "Marlbrook Council" in proposed


def test_a_near_spelling_is_proposed_and_never_resolved(partnership):
    resolution = one("Prevent Coordinater", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert resolution.candidates[0].target.post_id == partnership.coordinator_post.pk
    assert resolution.candidates[0].why == "It is spelt nearly the same"


@pytest.mark.parametrize("text", ["Ada Lovel", "Ada Lovells", "A Lovell", "Ada"])
def test_a_person_is_matched_by_exact_name_only(text, partnership):
    assert one(text, partnership.authority).kind is Kind.UNRESOLVED


def test_people_of_another_authority_are_not_known(partnership, ashby_vale):
    post = PostFactory(authority=ashby_vale, title="Community lead")
    stranger = person_with(Role.ACTION_OWNER, ashby_vale, name="Cass Rowe")
    PostHoldingFactory(post=post, person=stranger)
    for text in ("Cass Rowe", "Community lead", str(post.organisation)):
        resolution = one(text, partnership.authority)
        assert resolution.kind is Kind.UNRESOLVED
        assert not resolution.candidates


def test_a_title_that_two_organisations_have_is_a_question(partnership):
    for name in ("Ashby Trust", "Netherbrook Trust"):
        organisation = OrganisationFactory(
            name=name, authorities=[partnership.authority]
        )
        PostFactory(
            authority=partnership.authority,
            organisation=organisation,
            title="Safeguarding lead",
        )
    resolution = one("Safeguarding Lead", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert [match.why for match in resolution.candidates] == [
        "More than one thing has this name"
    ] * 2
    qualified = one("Safeguarding Lead, Ashby Trust", partnership.authority)
    assert labels(qualified) == ["Safeguarding lead, Ashby Trust"]


@pytest.mark.parametrize(
    "text",
    [
        "Prevent Coordinator, Fernshire Police",
        "Prevent Coordinator (Fernshire Police)",
        "Prevent Coordinator Fernshire Police",
        "Ada Lovell Fernshire Police",
        "Prevent Education Officer (Ada Lovell)",
    ],
)
def test_a_name_qualified_by_what_it_does_not_belong_to_is_a_question(
    text, partnership
):
    resolution = one(text, partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert len(resolution.candidates) >= 2


def test_a_name_that_two_people_share_is_a_question(partnership):
    person_with(Role.ACTION_OWNER, partnership.authority, name="Ada Lovell")
    assert one("Ada Lovell", partnership.authority).kind is Kind.UNRESOLVED


def test_a_person_in_two_posts_is_a_question(partnership):
    PostHoldingFactory(post=partnership.education_post, person=partnership.ada)
    resolution = one("Ada Lovell", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert len(resolution.candidates) == 2


def test_a_person_without_a_post_is_named_in_a_note(partnership):
    resolution = one("Ben Marsh", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert resolution.note == (
        "Ben Marsh holds no post here today. Appoint them to one first."
    )


def test_a_former_holder_proposes_the_post_that_they_left(partnership):
    left = clock.today() - timedelta(days=10)
    PostHoldingFactory(
        post=partnership.education_post, person=partnership.ben, ends_on=left
    )
    resolution = one("Ben Marsh", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert resolution.candidates[0].target.post_id == partnership.education_post.pk
    assert "held this post until" in resolution.candidates[0].why


@pytest.mark.parametrize("text", ["All Police", "All Prevent Coordinator"])
def test_all_before_other_words_does_not_mean_everyone(text, partnership):
    assert one(text, partnership.authority).kind is Kind.UNRESOLVED


def test_parish_councils_without_all_propose_every_one_of_them(partnership):
    resolution = one("Parish Councils", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert resolution.candidates[0].target.everyone == "parish_councils"


def test_a_closed_post_is_no_longer_known(partnership):
    partnership.police_post.closed_on = clock.today()
    partnership.police_post.save()
    resolution = one("Partnerships sergeant", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED


def decision(partnership, text, **target):
    owner_name = OwnerName.objects.create(
        authority=partnership.authority,
        key=normalise(text),
        text=text,
        decided_by=partnership.ada,
    )
    if target:
        OwnerTarget.objects.create(owner_name=owner_name, **target)
    return owner_name


def test_the_same_words_mean_next_time_what_was_decided(partnership):
    decision(partnership, "Comms Team", post=partnership.police_post)
    resolution = one("comms teams.", partnership.authority)
    assert resolution.is_decided
    assert [t.post_id for t in resolution.targets] == [partnership.police_post.pk]


def test_a_decision_goes_before_what_would_be_recognised(partnership):
    decision(partnership, "Police", everyone="police")
    assert one("Police", partnership.authority).kind is Kind.EVERYONE


def test_a_decision_of_another_authority_counts_for_nothing(partnership, ashby_vale):
    decision(partnership, "Comms Team", everyone="all")
    assert one("Comms Team", ashby_vale).kind is Kind.UNRESOLVED


def test_words_decided_to_be_no_owner_stay_as_text(partnership):
    decision(partnership, "Home Office monitoring process")
    resolution = one("Home Office Monitoring Process.", partnership.authority)
    assert resolution.kind is Kind.TEXT
    assert resolution.is_settled
    assert not resolution.targets


def test_closing_a_post_opens_what_was_decided_for_it_again(partnership):
    decision(partnership, "Comms Team", post=partnership.police_post)
    partnership.police_post.closed_on = clock.today()
    partnership.police_post.save()
    resolution = one("Comms Team", partnership.authority)
    assert resolution.kind is Kind.UNRESOLVED
    assert not resolution.is_decided


def test_answers_come_in_the_order_of_the_names(partnership):
    texts = ["All partners", "Nobody we know", "Police", "All partners"]
    resolutions = resolve(texts, authority=partnership.authority)
    assert [resolution.text for resolution in resolutions] == texts


def test_a_whole_plan_takes_as_many_queries_as_one_name(
    partnership, django_assert_num_queries
):
    texts = [f"Owner {number}" for number in range(300)]
    with django_assert_num_queries(4):
        resolve(texts, authority=partnership.authority)


@pytest.mark.parametrize("text", ["", "…", "\x00\u202e", "x " * 5000])
def test_odd_texts_stay_unresolved(text, partnership):
    assert one(text, partnership.authority).kind is Kind.UNRESOLVED
