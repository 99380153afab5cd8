"""Nudging people about training that they owe: a mail each, or word to their lead."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.plans.wording import in_words

from ..events import NudgeEvent
from ..models import LearnerLink, Nudge, NudgedLearner
from ..nudging import Group, Target, Telling, who_to_tell
from ..owed import Owed, State
from ..rules import may_nudge
from .linking import address_of
from .owing import close_telling, leads_today, owe_telling

LASTS = timedelta(days=14)
"""A link in a nudge works until the next may be sent."""
BATCH = 500


@audit.atomic
def nudge(group: Group, *, by: Person) -> Nudge:
    """Tell the people of `group` what they owe: those with an address by mail, those
    without through the lead of their organisation. Nobody is told within 14 days of
    the last time. What became of each is kept.

    Raises:
        NotAllowed: `by` keeps no records of the authority.
        NotNow: there is nobody to tell, or there are too many.
    """
    may_nudge(by, group.authority)
    # Two who nudge at once must not both tell the same people.
    Authority.objects.select_for_update().get(pk=group.authority.pk)
    telling = who_to_tell(group, by=by)
    _must_tell_somebody(telling)
    row = Nudge.objects.create(
        authority=group.authority,
        role_group=group.role_group,
        organisation=group.organisation,
        course=group.course,
        states=[str(state) for state in group.states],
        by=by,
    )
    _write_down(row, telling)
    _send_mails(row, telling.mailed)
    owe_telling(group.authority, telling.passed_on)
    audit.record(
        NudgeEvent.SENT,
        row,
        by=by,
        role_group_id=row.role_group_id,
        organisation_id=row.organisation_id,
        course_id=row.course_id,
        states=row.states,
        mailed=len(telling.mailed),
        passed_on=len(telling.passed_on),
        left_out=len(telling.lately) + len(telling.unreached),
    )
    return row


@audit.atomic
def say_told(authority: Authority, organisation: Organisation, *, by: Person) -> int:
    """The organisation's lead told those whom a nudge could not reach; how many.

    Raises:
        NotAllowed: `by` does not hold the organisation's lead post.
        NotNow: nobody is left to tell.
    """
    if not leads_today(by, authority, organisation):
        raise NotAllowed(f"Only the lead of {organisation} can say this.")
    waiting = NudgedLearner.objects.filter(
        nudge__authority=authority,
        learner__organisation=organisation,
        way=NudgedLearner.Way.LEAD,
        told_at__isnull=True,
    )
    told = waiting.update(told_at=clock.now())
    if not told:
        raise NotNow("Nobody is left to tell.")
    close_telling(authority, organisation, event=NudgeEvent.TOLD)
    audit.record(NudgeEvent.TOLD, organisation, by=by, authority=authority, people=told)
    return told


def _must_tell_somebody(telling: Telling) -> None:
    if telling.is_too_large:
        raise NotNow("These are too many people for one nudge. Choose fewer.")
    if not telling.can_be_sent:
        raise NotNow(
            "Nobody is left to tell: they were told in the last 14 days, or cannot be "
            "reached."
        )


def _write_down(row: Nudge, telling: Telling) -> None:
    NudgedLearner.objects.bulk_create(
        [
            NudgedLearner(
                nudge=row,
                learner=each.learner,
                way=each.way,
                courses=[owed.course.pk for owed in each.owed],
            )
            for each in telling.targets
        ],
        batch_size=BATCH,
    )


def _send_mails(row: Nudge, targets: Iterable[Target]) -> None:
    """One mail a person, each with a link of their own, in a few statements."""
    now = clock.now()
    tokens = [(each, new_token()) for each in targets]
    LearnerLink.objects.bulk_create(
        [
            LearnerLink(
                learner=each.learner,
                token_sha256=token_hash(token),
                made_at=now,
                expires_at=now + LASTS,
            )
            for each, token in tokens
        ],
        batch_size=BATCH,
    )
    until = in_words(timezone.localdate(now + LASTS))
    outbox.send_mails(
        (
            (
                each.learner.email,
                _letter(each, address_of(token), until),
                f"nudge-{row.pk}-{each.learner.pk}",
            )
            for each, token in tokens
        ),
        template="training/mail/nudge",
        authority=row.authority,
    )


def _letter(target: Target, address: str, until: str) -> dict[str, Any]:
    """What the mail says: the person's own courses and link, and nobody's name."""
    return {
        "authority": str(target.learner.authority),
        "courses": [_line(each) for each in target.owed],
        "link": address,
        "until": until,
        "contact": target.learner.authority.public_contact,
    }


def _line(owed: Owed) -> str:
    if owed.state == State.LAPSED and owed.until:
        return f"{owed.course}: it counted until {in_words(owed.until)}"
    if owed.state == State.DUE_SOON and owed.until:
        return f"{owed.course}: it counts until {in_words(owed.until)}"
    return f"{owed.course}: no proof of it is held"
