"""Groups and meetings, for the tests of every room that builds on them."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from dueregard import clock
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.documents.models import Document, FileVersion
from dueregard.governance.models import (
    AgendaItem,
    ControlledDocument,
    GroupMember,
    Meeting,
    Outcome,
    PartnershipGroup,
    Recipient,
)
from dueregard.partners.tests.factories import PostFactory


class GroupFactory(DjangoModelFactory):
    """A board; `kind="delivery"` for another."""

    class Meta:
        model = PartnershipGroup

    authority = factory.SubFactory(AuthorityFactory)
    kind = PartnershipGroup.Kind.BOARD
    name = factory.Sequence(lambda n: f"Safer Marlbrook Board {n}")


class GroupMemberFactory(DjangoModelFactory):
    """Somebody who has sat on the group for a year, with no last day."""

    class Meta:
        model = GroupMember

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory)
    organisation = factory.LazyAttribute(
        lambda member: (
            member.group.authority.organisations.first()
            or OrganisationFactory(authorities=[member.group.authority])
        )
    )
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=365))


class MeetingFactory(DjangoModelFactory):
    """Two hours, planned, in a fortnight; `days=-3` for one that is past."""

    class Meta:
        model = Meeting

    class Params:
        days = 14

    group = factory.SubFactory(GroupFactory)
    starts_at = factory.LazyAttribute(lambda o: clock.now() + timedelta(days=o.days))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))


class AgendaItemFactory(DjangoModelFactory):
    """An item of a meeting (or with `meeting=None, group=…` one that waits)."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    group = factory.LazyAttribute(lambda item: item.meeting.group)
    title = factory.Sequence(lambda n: f"Item {n}")
    position = factory.Sequence(lambda n: n)


class OutcomeFactory(DjangoModelFactory):
    """A decision; `kind="action"` gives it a post and a day."""

    class Meta:
        model = Outcome

    item = factory.SubFactory(AgendaItemFactory)
    kind = Outcome.Kind.DECISION
    text = "The board agreed to brief every school."
    by = factory.SubFactory(PersonFactory)
    post = factory.LazyAttribute(
        lambda o: (
            PostFactory(authority=o.item.group.authority)
            if o.kind == Outcome.Kind.ACTION
            else None
        )
    )
    due_on = factory.LazyAttribute(
        lambda o: (
            clock.today() + timedelta(days=30)
            if o.kind == Outcome.Kind.ACTION
            else None
        )
    )


class ControlledDocumentFactory(DjangoModelFactory):
    """A referral pathway with one version of its file."""

    class Meta:
        model = ControlledDocument
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    kind = ControlledDocument.Kind.REFERRAL_PATHWAY
    document = factory.LazyAttribute(
        lambda o: Document.objects.create(
            authority=o.authority, title="Referral pathway", given_by=PersonFactory()
        )
    )
    owner = factory.LazyAttribute(lambda o: PostFactory(authority=o.authority))
    review_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=200))

    @factory.post_generation
    def versions(self, create, extracted, **kwargs):
        FileVersion.objects.create(
            document=self.document,
            file_name="pathway.pdf",
            stored_name=f"{self.document.pk:032d}",
            sha256="0" * 64,
            size=10,
            content_type="application/pdf",
            status=FileVersion.Status.CLEAN,
            by=self.document.given_by,
        )


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Recipient

    controlled = factory.SubFactory(ControlledDocumentFactory)
    person = factory.SubFactory(PersonFactory)
