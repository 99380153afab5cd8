"""What a meeting leaves behind: who came, what was said, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.partners.models import Post
from dueregard.submissions.versions import claim_version

from ..events import AgendaEvent, MeetingEvent, OutcomeEvent
from ..models import AgendaItem, Attendance, GroupMember, Meeting, Outcome
from ..rules import may_prepare, may_prepare_for, may_say_done
from .agenda import must_take_minutes
from .owing import close_action, owe_action

State = Attendance.State
Kind = Outcome.Kind


@dataclass(frozen=True)
class Came:
    """Whether one member came; `deputy` only when they sent one."""

    state: str
    deputy: Person | None = None
    note: str = ""


@audit.atomic
def note_attendance(
    meeting: Meeting, *, who: Mapping[GroupMember, Came], by: Person
) -> None:
    """Note who came, for every member in `who`; said again, it is replaced.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the meeting takes no minutes now, or a member sits on another group.
    """
    may_prepare(by, meeting)
    rows = Meeting.objects.select_for_update(of=("self",))
    meeting = rows.select_related("group__authority").get(pk=meeting.pk)
    if not meeting.takes_minutes:
        raise NotNow("Who came can be noted from when the agenda is sent.")
    if any(member.group_id != meeting.group_id for member in who):
        raise NotNow("Somebody in this list does not sit on the group.")
    for member, came in who.items():
        deputy = came.deputy if came.state == State.DEPUTY else None
        Attendance.objects.update_or_create(
            meeting=meeting,
            member=member,
            defaults={"state": came.state, "deputy": deputy, "note": came.note},
        )
    states = [came.state for came in who.values()]
    audit.record(
        MeetingEvent.ATTENDANCE,
        meeting,
        by=by,
        present=states.count(State.PRESENT),
        apologies=states.count(State.APOLOGIES),
        deputies=states.count(State.DEPUTY),
        absent=states.count(State.ABSENT),
    )


@audit.atomic
def write_discussion(
    item: AgendaItem, *, discussion: str, version: int, by: Person
) -> AgendaItem:
    """Write down what was said of an item.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: its meeting takes no minutes now.
        Stale: it was changed since `version`.
    """
    may_prepare_for(by, item.group)
    must_take_minutes(item)
    item = claim_version(AgendaItem, item.pk, version)
    item.discussion = discussion
    item.save()
    hashed = audit.text_hash(discussion)
    audit.record(AgendaEvent.MINUTED, item, by=by, content_hash=hashed)
    return item


@audit.atomic
def add_outcome(
    item: AgendaItem,
    *,
    kind: str,
    text: str,
    reasons: str = "",
    post: Post | None = None,
    due_on: date | None = None,
    is_exempt: bool = False,
    by: Person,
) -> Outcome:
    """Write down what came of an item. An action stands on its post's list at once.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: its meeting takes no minutes now; or an action has no post or day, or a
            post of another authority.
    """
    may_prepare_for(by, item.group)
    must_take_minutes(item)
    outcome = Outcome(
        item=item,
        kind=kind,
        text=text,
        reasons=reasons,
        post=post,
        due_on=due_on,
        is_exempt=is_exempt,
        by=by,
    )
    _must_be_whole(outcome)
    outcome.save()
    if kind == Kind.ACTION:
        owe_action(outcome)
    _record_added(outcome, by)
    return outcome


def _record_added(outcome: Outcome, by: Person) -> None:
    audit.record(
        OutcomeEvent.ADDED,
        outcome,
        by=by,
        kind=outcome.kind,
        content_hash=audit.text_hash(outcome.text),
        post_id=outcome.post_id,
        due_on=outcome.due_on,
    )


@audit.atomic
def change_outcome(outcome: Outcome, *, version: int, by: Person, **changes) -> Outcome:
    """Change what was written down, until the minutes are agreed; not its kind.

    Raises:
        NotAllowed, NotNow: as `add_outcome`.
        Stale: it was changed since `version`.
    """
    may_prepare_for(by, outcome.item.group)
    must_take_minutes(outcome.item)
    outcome = claim_version(Outcome, outcome.pk, version)
    changed = [name for name, new in changes.items() if getattr(outcome, name) != new]
    moved = "post" in changed and outcome.kind == Kind.ACTION
    for name in changed:
        setattr(outcome, name, changes[name])
    _must_be_whole(outcome)
    outcome.save()
    if moved:
        close_action(outcome, event=OutcomeEvent.CHANGED)
    if outcome.kind == Kind.ACTION and outcome.done_on is None:
        owe_action(outcome)
    audit.record(
        OutcomeEvent.CHANGED,
        outcome,
        by=by,
        fields=changed,
        content_hash=audit.text_hash(outcome.text),
    )
    return outcome


@audit.atomic
def remove_outcome(outcome: Outcome, *, by: Person) -> None:
    """Strike out what was written down by mistake, until the minutes are agreed.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the minutes are agreed, or something was made of it.
    """
    may_prepare_for(by, outcome.item.group)
    must_take_minutes(outcome.item)
    if outcome.done_on:
        raise NotNow("This action is done already, so it is kept.")
    _must_be_unused(outcome)
    close_action(outcome, event=OutcomeEvent.REMOVED)
    audit.record(
        OutcomeEvent.REMOVED,
        outcome.item,
        by=by,
        outcome_id=outcome.pk,
        kind=outcome.kind,
    )
    outcome.delete()


@audit.atomic
def say_done(outcome: Outcome, *, done_on: date, note: str, by: Person) -> None:
    """Say that an action of a meeting is done, and how.

    Raises:
        NotAllowed: `by` neither holds the post nor keeps the group's papers.
        NotNow: it is no action, is done already, or would be done on a day to come.
    """
    may_say_done(by, outcome)
    rows = Outcome.objects.select_for_update(of=("self",))
    outcome = rows.select_related("item__group__authority").get(pk=outcome.pk)
    if outcome.kind != Kind.ACTION:
        raise NotNow("Only an action can be done.")
    if outcome.done_on:
        raise NotNow("This action is done already.")
    if done_on > clock.today():
        raise NotNow("The day it was done must not be in the future.")
    outcome.done_on, outcome.done_note = done_on, note
    outcome.version += 1
    outcome.save(update_fields=["done_on", "done_note", "version"])
    close_action(outcome, event=OutcomeEvent.DONE)
    audit.record(
        OutcomeEvent.DONE,
        outcome,
        by=by,
        done_on=done_on,
        note_hash=audit.text_hash(note),
    )


def _must_be_whole(outcome: Outcome) -> None:
    if outcome.kind != Kind.ACTION:
        outcome.post = outcome.due_on = None
        return
    if outcome.post is None or outcome.due_on is None:
        raise NotNow("An action needs a post and a due date.")
    if outcome.post.authority_id != outcome.authority_id:
        raise NotNow(f"{outcome.post} is a post of another authority.")


def _must_be_unused(outcome: Outcome) -> None:
    """Rooms above may have made something of it and point back to it."""
    for relation in Outcome._meta.related_objects:
        rows = relation.related_model._base_manager
        if rows.filter(**{relation.field.name: outcome}).exists():
            raise NotNow("Something was made of this in the plan, so it is kept.")
