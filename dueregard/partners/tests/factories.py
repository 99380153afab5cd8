"""Posts and their holders, for the tests of every room that names owners."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from dueregard import clock
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.partners.models import Post, PostHolding, PostName


class PostFactory(DjangoModelFactory):
    """A vacant post of an organisation of its authority."""

    class Meta:
        model = Post

    authority = factory.SubFactory(AuthorityFactory)
    organisation = factory.LazyAttribute(
        lambda post: OrganisationFactory(authorities=[post.authority])
    )
    title = factory.Sequence(lambda n: f"Post {n}")


class PostNameFactory(DjangoModelFactory):
    class Meta:
        model = PostName

    post = factory.SubFactory(PostFactory)
    name = factory.Sequence(lambda n: f"Other title {n}")


class PostHoldingFactory(DjangoModelFactory):
    """Somebody in post since last year, with no last day."""

    class Meta:
        model = PostHolding

    post = factory.SubFactory(PostFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=365))
