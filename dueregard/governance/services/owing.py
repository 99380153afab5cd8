"""What groups and documents put on people's lists, and what takes it off again."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership, Person
from dueregard.audit import services as audit
from dueregard.audit.events import Event
from dueregard.reminders import services as reminders
from dueregard.reminders.services import Owed

from ..models import (
    ControlledDocument,
    GroupMember,
    Meeting,
    Outcome,
    PartnershipGroup,
    TermsOfReference,
)
from ..readers import KEEPERS

TERMS_REVIEW = "governance.terms_review"
ACTION = "governance.action"
PAPERS = "governance.papers"
READ = "governance.read"
DOCUMENT_REVIEW = "governance.document_review"

AHEAD = timedelta(days=30)
"""How long before a review is due it stands on somebody's list."""
TO_READ = timedelta(days=14)
"""How long somebody has to read a controlled document."""


@audit.atomic
def owe_reviews() -> None:
    """Put on their lists what is to be reviewed within the next 30 days. Once a day."""
    latest = TermsOfReference.objects.filter(group=OuterRef("group")).order_by(
        "-number"
    )
    terms = TermsOfReference.objects.filter(
        group__closed_on__isnull=True, number=Subquery(latest.values("number")[:1])
    )
    owe_terms_review(terms.select_related("group__authority"))
    documents = ControlledDocument.objects.in_use()
    owe_document_review(documents.select_related("authority", "document", "owner"))


def owe_terms_review(terms: Iterable[TermsOfReference]) -> None:
    """The co-ordinator owes a look at terms whose review is near."""
    near = [each for each in terms if each.review_on <= clock.today() + AHEAD]
    keepers = _keepers({each.group.authority_id for each in near})
    reminders.owe(
        Owed(
            kind=TERMS_REVIEW,
            subject_id=str(each.group_id),
            authority=each.group.authority,
            room=Room.PARTNERSHIP,
            title=f"Review the terms of reference of {each.group}"[:200],
            about=str(each.group),
            url=each.group.get_absolute_url(),
            source="The review date in the group's terms of reference",
            due_on=each.review_on,
            person=person,
        )
        for each in near
        for person in keepers.get(each.group.authority_id, [])
    )


def close_terms_review(group: PartnershipGroup, *, event: Event) -> None:
    reminders.close_tasks(TERMS_REVIEW, [str(group.pk)], event=event.code)


def owe_action(outcome: Outcome) -> None:
    """The post owes what the meeting asked of it; a former post no longer does."""
    group = outcome.item.group
    reminders.owe(
        [
            Owed(
                kind=ACTION,
                subject_id=str(outcome.pk),
                authority=group.authority,
                room=Room.PARTNERSHIP,
                title=f"Do what {group} asked"[:200],
                about=str(group),
                url=outcome.get_absolute_url(),
                source=f"An action of {outcome.item.meeting or group}"[:200],
                due_on=outcome.due_on or clock.today(),
                post=outcome.post,
            )
        ]
    )


def close_action(outcome: Outcome, *, event: Event) -> None:
    reminders.close_tasks(ACTION, [str(outcome.pk)], event=event.code)


def owe_papers(meeting: Meeting, members: Iterable[GroupMember]) -> None:
    """Each of `members` has the papers on their list until the meeting is held."""
    reminders.owe(
        Owed(
            kind=PAPERS,
            subject_id=str(meeting.pk),
            authority=meeting.group.authority,
            room=Room.PARTNERSHIP,
            title="Read the papers for the meeting",
            about=str(meeting)[:200],
            url=meeting.get_absolute_url(),
            source="The agenda of a group that you sit on",
            due_on=timezone.localdate(meeting.starts_at),
            person=member.person,
        )
        for member in members
    )


def close_papers(
    meeting: Meeting, *, event: Event, person: Person | None = None
) -> None:
    reminders.close_tasks(PAPERS, [str(meeting.pk)], event=event.code, person=person)


def owe_reading(controlled: ControlledDocument, people: Iterable[Person]) -> None:
    """Each of `people` owes a reading of the document's latest version."""
    due_on = clock.today() + TO_READ
    reminders.owe(
        Owed(
            kind=READ,
            subject_id=str(controlled.pk),
            authority=controlled.authority,
            room=Room.PARTNERSHIP,
            title=f"Read {controlled}"[:200],
            about="Controlled documents",
            url=controlled.get_absolute_url(),
            source="You are on the document's distribution list",
            due_on=due_on,
            person=person,
        )
        for person in people
    )


def close_reading(
    controlled: ControlledDocument, *, event: Event, person: Person | None = None
) -> None:
    reminders.close_tasks(READ, [str(controlled.pk)], event=event.code, person=person)


def owe_document_review(documents: Iterable[ControlledDocument]) -> None:
    """The post that owns a document owes a look at it when its review is near."""
    reminders.owe(
        Owed(
            kind=DOCUMENT_REVIEW,
            subject_id=str(each.pk),
            authority=each.authority,
            room=Room.PARTNERSHIP,
            title=f"Review {each}"[:200],
            about="Controlled documents",
            url=each.get_absolute_url(),
            source="The document's review date",
            due_on=each.review_on,
            post=each.owner,
        )
        for each in documents
        if each.review_on <= clock.today() + AHEAD
    )


def close_document_review(controlled: ControlledDocument, *, event: Event) -> None:
    reminders.close_tasks(DOCUMENT_REVIEW, [str(controlled.pk)], event=event.code)


def _keepers(authorities: set[int]) -> dict[int, list[Person]]:
    """Who keeps the groups of each authority today."""
    found: dict[int, list[Person]] = {}
    held = Membership.objects.in_force().filter(
        authority__in=authorities, role__in=KEEPERS
    )
    for membership in held.select_related("person"):
        found.setdefault(membership.authority_id, []).append(membership.person)
    return found
