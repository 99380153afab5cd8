"""Social care beside the referral: asked of every child's, first of a small child's.

Under 10, children's social care acknowledges before anything else proceeds; under 18,
whether it is told is answered yes or no, with a reason (practice RF 6).
"""

from datetime import date

from django.views.decorators.debug import sensitive_variables

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..codes import AgeRoute
from ..events import StepEvent
from ..guards import guards
from ..models import Disclosure, ParallelReferral, Referral
from ..rules import may_note_step
from .disclosing import note
from .room import room_of

CARE_FIRST = (
    "The child is under 10: write down first that children’s social care has it."
)
ANSWER_CARE = "Say first whether children’s social care is told, and why."
TELL_CARE = "A child under 10 is always referred to children’s social care."
GIVE_REASON = "Enter the reason."
CHILDREN, ADULTS = "Children’s social care", "Adult social care"
NONE_MADE = "There is no referral to social care to acknowledge."


@audit.atomic
@sensitive_variables()
def answer_parallel(
    referral: Referral,
    *,
    by: Person,
    to_children: bool,
    is_made: bool,
    reason: str,
    made_on: date | None = None,
    reference: str = "",
) -> ParallelReferral:
    """Say whether social care is told, and why; an answer replaces the one before.

    Raises:
        NotNow: no reason, or a small child's is said not to be made.
    """
    with room_of(referral):
        may_note_step(by, referral)
        if not reason.strip():
            raise NotNow(GIVE_REASON)
        if to_children and not is_made and _age(referral) == AgeRoute.UNDER_10:
            raise NotNow(TELL_CARE)
        row = _row_of(referral, to_children=to_children)
        is_new = is_made and not row.is_made
        row.is_made, row.by, row.made_on = is_made, by, made_on
        row.reason, row.reference = reason, reference
        if not is_made:
            row.acknowledged_on, row.acknowledged_by = None, ""
        row.save()
        if is_new:
            team = CHILDREN if to_children else ADULTS
            content = Disclosure.Content.EXTRACT
            note(referral, content=content, recipient=team, by=by)
        audit.record(
            StepEvent.PARALLEL_ANSWERED,
            referral,
            by=by,
            to_children=to_children,
            is_made=is_made,
            note_hash=audit.text_hash(reason),
        )
        return row


def _row_of(referral: Referral, *, to_children: bool) -> ParallelReferral:
    """The answer that is there, or a new one that says nothing yet."""
    row = referral.parallel.filter(to_children=to_children).first()
    return row or ParallelReferral(
        **referral.with_moves(),
        referral=referral,
        to_children=to_children,
        is_made=False,
    )


@audit.atomic
@sensitive_variables()
def acknowledge_parallel(
    referral: Referral,
    *,
    by: Person,
    to_children: bool,
    acknowledged_by: str,
    acknowledged_on: date,
) -> None:
    """Social care has it: who said so there, and on which day."""
    with room_of(referral):
        may_note_step(by, referral)
        row = referral.parallel.filter(to_children=to_children, is_made=True).first()
        if row is None:
            raise NotNow(NONE_MADE)
        row.acknowledged_by, row.acknowledged_on = acknowledged_by, acknowledged_on
        row.save(update_fields=["acknowledged_by", "acknowledged_on"])
        audit.record(StepEvent.PARALLEL_ACKNOWLEDGED, referral, by=by)


SMALL_CHILD_WAITS = (
    "go_on",
    "close",
    "pass_on",
    "contact",
    "ask_for_information",
    "signpost",
    "finish_gathering",
)


@guards(*SMALL_CHILD_WAITS, done_on="parallel", more=("children",), by=may_note_step)
def care_is_told_of_a_small_child(referral: Referral) -> str:
    """Under 10, nothing proceeds before children's social care is told."""
    if _age(referral) != AgeRoute.UNDER_10:
        return ""
    told = referral.parallel.filter(to_children=True, is_made=True)
    return "" if told.exists() else CARE_FIRST


@guards(
    *SMALL_CHILD_WAITS,
    done_on="parallel_acknowledged",
    more=("children",),
    by=may_note_step,
)
def care_has_a_small_child(referral: Referral) -> str:
    """And nothing before it said that it has the referral."""
    if _age(referral) != AgeRoute.UNDER_10:
        return ""
    waits = referral.parallel.filter(
        to_children=True, is_made=True, acknowledged_on__isnull=True
    )
    return CARE_FIRST if waits.exists() else ""


@guards(
    "go_on",
    "close",
    "finish_gathering",
    done_on="parallel",
    more=("children",),
    by=may_note_step,
)
def care_is_answered_of_a_child(referral: Referral) -> str:
    """10 to 17: whether children's social care is told is answered either way."""
    if _age(referral) != AgeRoute.UNDER_18:
        return ""
    answered = referral.parallel.filter(to_children=True).exists()
    return "" if answered else ANSWER_CARE


def _age(referral: Referral) -> str:
    return referral.subject.age_route
