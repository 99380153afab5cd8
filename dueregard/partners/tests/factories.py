"""Posts, their holders and services, for the tests of every room that names them."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from dueregard import clock
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.partners.models import (
    Area,
    Post,
    PostHolding,
    PostName,
    Service,
)


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


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Ward {n}")


class ServiceFactory(DjangoModelFactory):
    """A service that gives housing everywhere to all ages, which nobody approved yet.

    `supports=[…]` and `areas=[…]` to choose.
    """

    class Meta:
        model = Service
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    organisation = factory.LazyAttribute(
        lambda service: OrganisationFactory(authorities=[service.authority])
    )
    name = factory.Sequence(lambda n: f"Service {n}")

    @factory.post_generation
    def supports(self, create, extracted, **kwargs):
        for support in extracted or ["housing"]:
            self.supports.create(support=support)

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        self.areas.add(*(extracted or ()))
