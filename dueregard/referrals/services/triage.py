"""What the police gateway decides of a referral, or is reported to have decided.

Nothing waits for a police sign-in (practice RF 1): the council's intake may enter what
the gateway told it, and then says who told it and when. Clocks run the same.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.views.decorators.debug import sensitive_variables

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from .. import guards
from ..codes import NOT_COUNTED
from ..models import Referral
from ..rules import TRIAGE
from ..workflow import WORKFLOW
from .correcting import say_made_in_error
from .delivering import note_taken_up
from .feedback import tell_referrer
from .limits import begin_stage
from .linking import recount
from .mark_reviews import close_mark_review
from .retention import recompute
from .room import room_of
from .routing import route

SAY_WHO_TOLD = "Enter who at the police gateway told you, and when."
NOT_THE_SAME = (
    "That is not an open referral of the same person. Say first that they are the same "
    "person, then join it."
)
Status = Referral.Status


@dataclass(frozen=True, repr=False)
class Told:
    """Who at the gateway told the council's intake, and on which day."""

    by: str
    on: date

    @property
    def words(self) -> str:
        return f"{self.by} on {date_format(self.on, 'j F Y')}"


@audit.atomic
@sensitive_variables()
def accept(
    referral: Referral, *, by: Person, note: str = "", told: Told | None = None
) -> None:
    """The police have it and look at it; the officer who took it holds it (t07)."""
    with room_of(referral):
        WORKFLOW.check(referral, "accept", by=by)
        police_or_told(by, referral, told)
        holder = by if _is_police(by, referral) else referral.holder
        move(referral, "accept", by=by, note=note, told=told, holder=holder)
        note_taken_up(referral, by=by, told=told.words if told else "")


@audit.atomic
@sensitive_variables()
def go_on(
    referral: Referral, *, by: Person, note: str = "", told: Told | None = None
) -> None:
    """A matter for Prevent: information is gathered next (t10).

    The council holds what comes now, so that nobody of the police stands in its way.
    """
    with room_of(referral):
        WORKFLOW.check(referral, "go_on", by=by)
        police_or_told(by, referral, told)
        move(referral, "go_on", by=by, note=note, told=told, holder=None)


@audit.atomic
@sensitive_variables()
def join(
    referral: Referral,
    *,
    to: Referral,
    by: Person,
    note: str = "",
    told: Told | None = None,
) -> None:
    """More about a person of whom a referral is open already (t07).

    Raises:
        NotNow: `to` has ended, or is of another person.
    """
    with room_of(referral):
        WORKFLOW.check(referral, "join", by=by)
        police_or_told(by, referral, told)
        if not open_of_the_same_person(referral).filter(pk=to.pk).exists():
            raise NotNow(NOT_THE_SAME)
        move(referral, "join", by=by, note=note, told=told, joined_to=to)


@audit.atomic
@sensitive_variables()
def pass_on(referral: Referral, *, by: Person, note: str) -> None:
    """Another area took it in writing; `note` says which, who and when (RF 7)."""
    unopened = referral.status == Status.SUBMITTED
    with room_of(referral):
        move(referral, "pass_on_unopened" if unopened else "pass_on", by=by, note=note)


@audit.atomic
@sensitive_variables()
def take_in(referral: Referral, *, by: Person, note: str = "") -> None:
    """What the rules against spam put aside is a referral: it goes on its ways now."""
    with room_of(referral):
        move(referral, "take_in", by=by, note=note)
        route(referral)


@audit.atomic
@sensitive_variables()
def set_aside(referral: Referral, *, by: Person, note: str) -> None:
    """A person looked at what the rules put aside, and it is no referral."""
    with room_of(referral):
        move(referral, "set_aside", by=by, note=note)


def open_of_the_same_person(referral: Referral):
    """Open referrals, other than this, of whoever is known to be the same person."""
    subject = referral.subject
    root = subject.merged_into_id or subject.pk
    same = Referral.objects.filter(subject=root) | Referral.objects.filter(
        subject__merged_into=root
    )
    return same.open().exclude(pk=referral.pk).order_by("submitted_at", "pk")


@sensitive_variables()
def move(
    referral: Referral,
    name: str,
    *,
    by: Person,
    note: str = "",
    told: Told | None = None,
    **facts,
) -> None:
    """Make a move of the workflow when what must hold holds; start the next clock.

    Raises:
        NotAllowed: the rule of the move refuses `by`.
        NotNow: another state, or a guard that does not hold.
    """
    WORKFLOW.check(referral, name, by=by)
    guards.must_hold(name, referral)
    before = referral.status
    if facts:
        for field, value in facts.items():
            setattr(referral, field, value)
        referral.save(update_fields=list(facts))
    WORKFLOW.make(referral, name, by=by, note=note)
    if told is not None:
        made = referral.moves.get(move=name, to_status=referral.status)
        made.reported_by = told.words
        made.save(update_fields=["reported_by"])
    begin_stage(referral)
    referral.save(update_fields=["stage_began_on", "stage_due_on"])
    recompute(referral)
    tell_referrer(referral, before=before)
    if not referral.is_open:
        close_mark_review(referral)
    if not referral.is_open and referral.outcome in NOT_COUNTED:
        say_made_in_error(referral, by=by)
    if not referral.is_open or name == "take_in":
        recount(referral.subject)


def police_or_told(user: Person, referral: Referral, told: Told | None) -> None:
    """Raises NotNow when the council enters a decision of the police without saying
    who told it."""
    if told is None and not _is_police(user, referral):
        raise NotNow(SAY_WHO_TOLD)


def _is_police(user: Person, referral: Referral) -> bool:
    return user.holds_any(TRIAGE, referral.authority)
