"""Meetings, and their way from planned to minuted."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.reminders.models import MailPreference
from dueregard.submissions.versions import claim_version

from ..events import MeetingEvent
from ..models import (
    AgendaItem,
    GroupMember,
    Meeting,
    PartnershipGroup,
)
from ..rules import may_prepare, may_prepare_for
from ..workflow import WORKFLOW
from .agenda import put_back
from .groups import locked
from .owing import close_papers, owe_papers


@audit.atomic
def add_meeting(
    group: PartnershipGroup,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    online_link: str = "",
    by: Person,
) -> Meeting:
    """Put one meeting in.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: the group is closed, or it would end before it begins.
    """
    may_prepare_for(by, group)
    group = locked(group)
    _must_end_later(starts_at, ends_at)
    meeting = Meeting.objects.create(
        group=group,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        online_link=online_link,
    )
    audit.record(MeetingEvent.ADDED, meeting, by=by, starts_at=starts_at)
    return meeting


@audit.atomic
def change_meeting(meeting: Meeting, *, version: int, by: Person, **changes) -> Meeting:
    """Change when or where a meeting to come takes place. When it has been called and
    the time changes, its members are told again.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: it is no longer to come, or would end before it begins.
        Stale: it was changed since `version`.
    """
    may_prepare(by, meeting)
    meeting = claim_version(Meeting, meeting.pk, version)
    if not meeting.is_to_come:
        state = meeting.get_status_display().lower()
        raise NotNow(f"This meeting is {state}, so it stays as it was.")
    changed = [name for name, new in changes.items() if getattr(meeting, name) != new]
    for name in changed:
        setattr(meeting, name, changes[name])
    _must_end_later(meeting.starts_at, meeting.ends_at)
    meeting.save()
    if changed:
        audit.record(MeetingEvent.CHANGED, meeting, by=by, fields=changed)
    if changed and meeting.status == Meeting.Status.CALLED:
        _tell(meeting)
    return meeting


@audit.atomic
def call(meeting: Meeting, *, note: str = "", by: Person) -> None:
    """Send the agenda: each member gets a mail and has the papers on their list.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: it is not planned, its time is past, or nothing is on its agenda.
    """
    WORKFLOW.check(meeting, "call", by=by)
    if meeting.starts_at <= clock.now():
        raise NotNow("The time of this meeting is past. Change the time first.")
    if not meeting.items.exists():
        raise NotNow("Put at least one item on the agenda first.")
    WORKFLOW.make(meeting, "call", by=by, note=note)
    _tell(meeting, first=True)


@audit.atomic
def hold(
    meeting: Meeting,
    *,
    left: Iterable[AgendaItem] = (),
    to: Meeting | None = None,
    by: Person,
) -> None:
    """Say that the meeting took place. Items that were not taken (`left`) go to the
    meeting `to`, or wait in the backlog.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: its day has not come; or an item of `left` was taken after all.
    """
    called = meeting.status == Meeting.Status.CALLED
    name = "hold" if called else "hold_uncalled"
    WORKFLOW.check(meeting, name, by=by)
    if timezone.localdate(meeting.starts_at) > clock.today():
        raise NotNow("The day of this meeting has not come yet.")
    put_back(meeting, left, to=to, by=by)
    WORKFLOW.make(meeting, name, by=by)
    close_papers(meeting, event=MeetingEvent.HELD)


@audit.atomic
def agree_minutes(meeting: Meeting, *, note: str = "", by: Person) -> None:
    """Agree the minutes for the group; they stay as they are from then on.

    Raises:
        NotAllowed: `by` is not the group's chair or deputy chair.
        NotNow: it was not held yet; or nobody has noted who came.
    """
    WORKFLOW.check(meeting, "agree_minutes", by=by)
    if not meeting.attendance.exists():
        raise NotNow("Nobody has noted who came. Note the attendance first.")
    WORKFLOW.make(meeting, "agree_minutes", by=by, note=note)


@audit.atomic
def cancel(
    meeting: Meeting, *, because: str, to: Meeting | None = None, by: Person
) -> None:
    """Cancel a meeting to come. Its items go to the meeting `to`, or to the backlog;
    whoever was sent the agenda is told.

    Raises:
        NotAllowed: `by` may not prepare this group's meetings.
        NotNow: it is no longer to come.
    """
    was_called = meeting.status == Meeting.Status.CALLED
    name = "call_off" if was_called else "cancel"
    WORKFLOW.check(meeting, name, by=by)
    put_back(meeting, meeting.items.all(), to=to, by=by)
    WORKFLOW.make(meeting, name, by=by, note=because)
    close_papers(meeting, event=MeetingEvent.CANCELLED)
    if was_called:
        _mail(meeting, "governance/mail/meeting_cancelled", key="cancelled")


@audit.atomic
def record_print(meeting: Meeting, *, part: str, by: Person) -> None:
    """Note that somebody took the agenda or the minutes out as a file."""
    audit.record(MeetingEvent.PRINTED, meeting, by=by, part=part)


def _tell(meeting: Meeting, *, first: bool = False) -> None:
    """Put it on the members' lists, and mail them. The first time, whoever hears of
    each task as it comes has that mail already."""
    members = _members(meeting)
    owe_papers(meeting, members)
    told = _hearing_at_once(members) if first else set()
    template = "governance/mail/meeting_called"
    _mail(meeting, template, key=f"v{meeting.version}", but=told)


def _hearing_at_once(members: list[GroupMember]) -> set[int]:
    preferences = MailPreference.objects.filter(
        person__in=[member.person_id for member in members],
        rhythm=MailPreference.Rhythm.AT_ONCE,
    )
    return set(preferences.values_list("person", flat=True))


def _mail(
    meeting: Meeting, template: str, *, key: str, but: Collection[int] = ()
) -> None:
    for member in _members(meeting):
        if member.person.email and member.person_id not in but:
            outbox.send_mail(
                to=member.person.email,
                template=template,
                context={"link": f"{settings.SITE_URL}{meeting.get_absolute_url()}"},
                key=f"meeting-{meeting.pk}-{key}-{member.person_id}",
                authority=meeting.group.authority,
            )


def _members(meeting: Meeting) -> list[GroupMember]:
    members = meeting.group.members.current().in_own_right()
    return list(members.select_related("person"))


def _must_end_later(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise NotNow("The meeting must end after it begins.")
