"""Agenda items: in the backlog, on a meeting, in order, with their papers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.documents.models import Document
from dueregard.submissions.versions import claim_version

from ..events import AgendaEvent
from ..models import AgendaItem, Meeting, Paper, PartnershipGroup
from ..rules import may_prepare_for

AGREED = "The minutes of this meeting are agreed, so nothing of it can be changed."
STEPS = {"up": -1, "down": 1}


@audit.atomic
def add_item(
    group: PartnershipGroup, *, meeting: Meeting | None = None, by: Person, **answers
) -> AgendaItem:
    """Add an item: last on the agenda of `meeting`, or to wait in the backlog.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the meeting is of another group, or takes no more items.
    """
    may_prepare_for(by, group)
    _must_take_items(group, meeting)
    place = _last_place(group, meeting) + 1
    item = AgendaItem.objects.create(
        group=group, meeting=meeting, position=place, **answers
    )
    meeting_id = meeting.pk if meeting else None
    audit.record(AgendaEvent.ADDED, item, by=by, meeting_id=meeting_id)
    return item


@audit.atomic
def change_item(item: AgendaItem, *, version: int, by: Person, **changes) -> AgendaItem:
    """Change what an item says.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: its meeting's minutes are agreed.
        Stale: it was changed since `version`.
    """
    may_prepare_for(by, item.group)
    _must_be_open(item.meeting)
    item = claim_version(AgendaItem, item.pk, version)
    changed = [name for name, new in changes.items() if getattr(item, name) != new]
    for name in changed:
        setattr(item, name, changes[name])
    item.save()
    if changed:
        audit.record(AgendaEvent.CHANGED, item, by=by, fields=changed)
    return item


@audit.atomic
def move_item(item: AgendaItem, *, step: str, by: Person) -> None:
    """Have an item change places with the one before it ("up") or after it ("down").
    At the end of the list nothing happens.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: its meeting's minutes are agreed.
    """
    may_prepare_for(by, item.group)
    _must_be_open(item.meeting)
    items = list(_together(item.group, item.meeting).select_for_update(of=("self",)))
    place = next(n for n, each in enumerate(items) if each.pk == item.pk)
    other = place + STEPS[step]
    if not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for number, each in enumerate(items, start=1):
        each.position = number
    AgendaItem.objects.bulk_update(items, ["position"])
    item.refresh_from_db(fields=["position"])
    _record_move(item, by)


@audit.atomic
def put_on(
    items: Iterable[AgendaItem], *, meeting: Meeting | None, by: Person
) -> list[AgendaItem]:
    """Put items last on the agenda of `meeting`, in their order; None is the backlog.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: an item was dealt with already, or the meeting takes no more items.
    """
    moved = []
    for item in items:
        may_prepare_for(by, item.group)
        _must_take_items(item.group, meeting)
        _must_be_open(item.meeting)
        if item.was_taken:
            raise NotNow(f"“{item}” was dealt with at its meeting, so it stays there.")
        item.meeting = meeting
        item.position = _last_place(item.group, meeting) + 1
        item.version += 1
        item.save(update_fields=["meeting", "position", "version"])
        _record_move(item, by)
        moved.append(item)
    return moved


def put_back(
    meeting: Meeting, left: Iterable[AgendaItem], *, to: Meeting | None, by: Person
) -> None:
    """What was not taken goes to the next meeting, or back to wait."""
    ours = [item for item in left if item.meeting_id == meeting.pk]
    put_on(ours, meeting=to, by=by)


@audit.atomic
def remove_item(item: AgendaItem, *, by: Person) -> None:
    """Throw an item away that nobody dealt with.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: something is written down of it, or its minutes are agreed.
    """
    may_prepare_for(by, item.group)
    _must_be_open(item.meeting)
    if item.was_taken:
        raise NotNow("Something is written down of this item, so it is kept.")
    subject = item.meeting or item.group
    audit.record(AgendaEvent.REMOVED, subject, by=by, item_id=item.pk)
    item.delete()


@audit.atomic
def add_paper(item: AgendaItem, *, document: Document, by: Person) -> Paper:
    """Hang a document on an item, to be read before the meeting.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the minutes are agreed, or the document is of another authority.
    """
    may_prepare_for(by, item.group)
    _must_be_open(item.meeting)
    if document.authority_id != item.authority_id:
        raise NotNow("This document is of another authority.")
    paper, is_new = Paper.objects.get_or_create(item=item, document=document)
    if is_new:
        audit.record(AgendaEvent.PAPER_ADDED, item, by=by, document_id=document.pk)
    return paper


@audit.atomic
def remove_paper(paper: Paper, *, by: Person) -> None:
    """Take a paper off its item. The document itself is kept.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the minutes are agreed.
    """
    may_prepare_for(by, paper.item.group)
    _must_be_open(paper.item.meeting)
    audit.record(
        AgendaEvent.PAPER_REMOVED, paper.item, by=by, document_id=paper.document_id
    )
    paper.delete()


def must_take_minutes(item: AgendaItem) -> None:
    """What came of an item is written down once its meeting was called, until its
    minutes are agreed.

    Raises:
        NotNow: it is another time.
    """
    if item.meeting is None:
        raise NotNow("This item is in the backlog. Put it on a meeting first.")
    _must_be_open(item.meeting)
    if not item.meeting.takes_minutes:
        raise NotNow("Send the agenda, or say that the meeting took place, first.")


def _record_move(item: AgendaItem, by: Person) -> None:
    audit.record(
        AgendaEvent.MOVED,
        item,
        by=by,
        meeting_id=item.meeting_id,
        position=item.position,
    )


def _together(group: PartnershipGroup, meeting: Meeting | None) -> Any:
    """The items among which one has its place."""
    return AgendaItem.objects.filter(group=group, meeting=meeting)


def _last_place(group: PartnershipGroup, meeting: Meeting | None) -> int:
    last = _together(group, meeting).aggregate(last=Max("position"))["last"]
    return last or 0


def _must_take_items(group: PartnershipGroup, meeting: Meeting | None) -> None:
    if meeting is None:
        return
    if meeting.group_id != group.pk:
        raise NotNow("This meeting is of another group.")
    _must_be_open(meeting)


def _must_be_open(meeting: Meeting | None) -> None:
    if meeting is None:
        return
    if meeting.status == Meeting.Status.MINUTED:
        raise NotNow(AGREED)
    if meeting.status == Meeting.Status.CANCELLED:
        raise NotNow("This meeting was cancelled. Choose another.")
