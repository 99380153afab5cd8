"""Posts pass to an authority's successor on its day, and not before (practice AC 6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.jobs import pass_over
from dueregard.partners.models import OwnerName, Post
from dueregard.partners.services.succession import PASSING, pass_posts_now
from dueregard.partners.tests.factories import PostFactory


@pytest.fixture
def riverside(factories, administrator):
    heir = factories.AuthorityFactory(name="Riverside", slug="riverside")
    factories.MembershipFactory(
        person=administrator, authority=heir, role=Role.ADMINISTRATOR
    )
    return heir


def test_posts_stay_until_the_day_that_the_successor_takes_over(
    marlbrook, riverside, administrator
):
    post = PostFactory(authority=marlbrook)
    day = clock.today() + timedelta(days=90)
    accounts.succeed(marlbrook, riverside, day, by=administrator)
    post.refresh_from_db()
    assert post.authority == marlbrook
    job = Job.objects.get(kind=PASSING)
    assert timezone.localtime(job.run_at).date() == day
    pass_over(payload_of(job))
    post.refresh_from_db()
    assert post.authority == riverside


def test_a_title_that_the_successor_has_already_keeps_its_old_authoritys_name(
    marlbrook, riverside
):
    theirs = PostFactory(authority=riverside, title="Training manager")
    ours = PostFactory(
        authority=marlbrook, organisation=theirs.organisation, title="Training manager"
    )
    assert pass_posts_now(marlbrook, riverside) == 1
    ours.refresh_from_db()
    assert ours.title == f"Training manager ({marlbrook})"
    assert Post.objects.filter(authority=riverside).count() == 2


def test_a_decision_of_the_successor_on_the_same_words_stands(
    marlbrook, riverside, coordinator
):
    for authority, text in ((marlbrook, "ours"), (riverside, "theirs")):
        OwnerName.objects.create(
            authority=authority, key="words", text=text, decided_by=coordinator
        )
    pass_posts_now(marlbrook, riverside)
    assert OwnerName.objects.get(authority=riverside).text == "theirs"
