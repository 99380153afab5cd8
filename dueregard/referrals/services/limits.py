"""How long each stage may take (domain §4.2): working days, by local setting."""

from dataclasses import dataclass, replace
from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days

from ..events import StepEvent
from ..models import Referral
from ..models import StageLimit as Setting
from ..rules import may_set_limits
from .stages import owe_stage

Status = Referral.Status
ANSWER = "answer"  # no stage of a referral: how long an organisation has to answer
SERVICE_ANSWER = "service_answer"  # nor this: how long a service has
MARK_REVIEW = "mark_review"  # nor this: how long what the police said stands
CONFIRM = "Common practice, not in law; confirm locally"


@dataclass(frozen=True)
class StageLimit:
    """`code` is the limit's in domain §4.2; `source` is shown beside it."""

    code: str
    working_days: int
    source: str
    is_local: bool = False
    least: int = 1
    most: int = 120


LIMITS: dict[str, StageLimit] = {
    Status.SCREENING: StageLimit("T0", 1, "Our own rule: looked at in a day"),
    Status.SUBMITTED: StageLimit("T1", 1, CONFIRM),
    Status.GATEWAY: StageLimit("T2", 5, CONFIRM),
    Status.GATHERING: StageLimit("T3", 10, CONFIRM),
    Status.DECISION: StageLimit("T3", 10, CONFIRM),
    Status.LISTED: StageLimit("T4", 20, CONFIRM),
    ANSWER: StageLimit("T5", 5, CONFIRM, least=5, most=10),
    SERVICE_ANSWER: StageLimit("TS", 10, "Our own rule: agree it with services"),
    MARK_REVIEW: StageLimit("R2h", 10, "Our own rule: agree it with the police"),
}
LABELS = {
    ANSWER: "An organisation’s answer",
    SERVICE_ANSWER: "A service’s answer to a signpost",
    MARK_REVIEW: "The police look again at what they said",
}
OUT_OF_RANGE = "An organisation has 5 to 10 working days to answer."


def label_of(stage: str) -> str:
    """What a limit is of, as pages say it."""
    if stage in LABELS:
        return LABELS[stage]
    return str(Status(stage).label)


def limits_of(authority_id: int) -> dict[str, StageLimit]:
    """The limit of every stage that has one, at an authority."""
    own = {
        row.stage: replace(
            LIMITS[row.stage],
            working_days=row.working_days,
            source=row.source,
            is_local=True,
        )
        for row in Setting.objects.filter(authority=authority_id, stage__in=LIMITS)
    }
    return {**LIMITS, **own}


def begin_stage(referral: Referral) -> None:
    """Start the clock of the stage that `referral` is in; the caller saves it.

    Whoever owns the stage has it among their work; the former stage's is done.
    """
    referral.stage_began_on = clock.today()
    referral.stage_due_on = _due_on(referral)
    owe_stage(referral)


@audit.atomic
def set_limit(
    authority: Authority, stage: str, *, by: Person, working_days: int, source: str
) -> None:
    """Give `stage` so many working days from now on; clocks that run keep theirs.

    Raises:
        NotAllowed: `by` does not keep this authority's limits.
        NotNow: an answer's limit is none of the 5 to 10 days that practice knows.
        KeyError: no clock runs in that stage.
    """
    may_set_limits(by, authority)
    limit = LIMITS[stage]
    if not limit.least <= working_days <= limit.most:
        raise NotNow(OUT_OF_RANGE)
    Setting.objects.update_or_create(
        authority=authority,
        stage=stage,
        defaults={
            "working_days": working_days,
            "source": source,
            "set_by": by,
            "set_at": clock.now(),
        },
    )
    audit.record(
        StepEvent.LIMIT_SET,
        authority,
        by=by,
        limit=limit.code,
        stage=str(stage),
        working_days=working_days,
    )


def _due_on(referral: Referral) -> date | None:
    if referral.status not in LIMITS:
        return None
    limit = limits_of(referral.authority_id)[referral.status]
    return add_working_days(referral.stage_began_on, limit.working_days)
