"""Answers to a round: an update, or why there is nothing to report."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow, Refusal
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from ...events import RoundEvent
from ...models import Action, ProgressUpdate, RoundAction, RoundLink, UpdateRound
from ...rules import may_report
from ...rules_of_rounds import may_answer, may_change_round
from ..progress import report_with_extras
from .links import asked_by, find_link_again, must_be_live
from .tasks import settle

WITHDRAWAL = "dueregard.plans.withdrawal"
NOT_THEIRS = (
    "The person to whom this link was sent does not answer for this action any more. "
    "Ask the co-ordinator who does."
)


@audit.atomic
def report_in_round(
    asked: RoundAction,
    *,
    by: Person,
    by_link: RoundLink | None = None,
    **said: Any,
) -> tuple[ProgressUpdate, str]:
    """Answer `asked` with an update; `said` is what `report_with_extras` takes.

    By link, `by` is the link's addressee, who is told by mail and can take it back.
    Answers the update, and "" or why a file that came with it was not kept.

    Raises:
        NotAllowed: `by` does not answer for the action.
        NotNow: the link is spent, somebody answered already, or see `report_progress`.
    """
    asked = _still_owed(asked, by_link)
    answer = report_with_extras(asked.action, by=by, by_link=by_link, **said)
    if by_link:
        _tell(asked, by_link, answer[0].pk)
    return answer


@audit.atomic
def decline(
    asked: RoundAction, *, by: Person, because: str, by_link: RoundLink | None = None
) -> None:
    """Say that there is nothing to report, and why. Raises as `report_in_round`."""
    asked = _still_owed(asked, by_link)
    may_report(by, asked.action)
    asked.state = RoundAction.State.DECLINED
    asked.declined_because = because
    asked.answered_by, asked.answered_at, asked.by_link = by, clock.now(), by_link
    asked.save(
        update_fields=[
            "state",
            "declined_because",
            "answered_by",
            "answered_at",
            "by_link",
        ]
    )
    settle([asked.pk], event=RoundEvent.DECLINED.code)
    audit.record(
        RoundEvent.DECLINED,
        asked.action,
        by=by,
        content_hash=audit.text_hash(because),
        link_id=by_link.pk if by_link else None,
    )
    if by_link:
        _tell(asked, by_link, None)


@audit.atomic
def enter_answers(
    round: UpdateRound, rows: dict[int, dict[str, Any]], *, by: Person
) -> dict[int, str]:
    """Enter what owners told the co-ordinator, row by row (practice YR 1).

    `rows` are what `report_progress` takes, by the key of the `RoundAction`. Every row
    that can go in goes in; the answer holds the sentence for each that cannot.

    Raises:
        NotAllowed, NotNow: `by` may not, or the round is closed.
    """
    may_change_round(by, round)
    refused: dict[int, str] = {}
    found = round.asked.select_related("action", "update").in_bulk(rows)
    for key, said in rows.items():
        asked = found.get(key)
        if asked is None or _is_sent_again(asked, by, said):
            continue
        try:
            report_in_round(asked, by=by, **said)
        except Refusal as refusal:
            refused[key] = refusal.sentence
    return refused


def _is_sent_again(asked: RoundAction, by: Person, said: dict[str, Any]) -> bool:
    """The same row of a page that was sent twice."""
    update = asked.update
    return bool(update and update.by_id == by.pk and update.text == said["text"])


def _still_owed(asked: RoundAction, link: RoundLink | None) -> RoundAction:
    """The row as it is now, held with its action: two who answer cannot both be first.

    Raises:
        NotNow: it is answered, or the link no longer opens it.
    """
    Action.objects.locked(asked.action_id)
    rows = RoundAction.objects.select_related("round__plan__authority", "action")
    asked = rows.get(pk=asked.pk)
    if link is not None:
        link = find_link_again(link)
        must_be_live(link)
        if not asked_by(link).filter(pk=asked.pk).exists():
            raise NotNow(NOT_THEIRS)
    may_answer(asked)
    return asked


def _tell(asked: RoundAction, link: RoundLink, update: int | None) -> None:
    """Tell the addressee what was sent in their name, and how to take it back."""
    audit.record(
        RoundEvent.ANSWERED_BY_LINK, asked.action, by=link.person, link_id=link.pk
    )
    path = reverse("plans:answer_withdraw", args=[withdrawal_token(asked, update)])
    outbox.send_mail(
        to=str(link.person.email),
        template="plans/mail/round_answered",
        context={
            "name": link.person.name,
            "authority": str(asked.round.plan.authority),
            "link": f"{settings.SITE_URL}{path}",
        },
        key=f"round-answered-{asked.pk}-{update or clock.now().timestamp()}",
        authority=asked.round.plan.authority,
    )


def withdrawal_token(asked: RoundAction, update: int | None) -> str:
    """Proof that its holder reads the mail of the person who is said to have answered.

    Signed, and good for this answer only: an answer given later has another.
    """
    at = None if update else _moment(asked)
    return signing.dumps([asked.pk, update, at], salt=WITHDRAWAL, compress=True)


def answer_of(token: str) -> tuple[RoundAction, ProgressUpdate | None] | None:
    """The answer that `token` takes back; None when it is not one of ours, and when
    the answer is not there any more."""
    try:
        key, update, at = signing.loads(token, salt=WITHDRAWAL)
    except signing.BadSignature:
        return None
    rows = RoundAction.objects.select_related(
        "action__plan__authority", "round__plan__authority", "update__by", "answered_by"
    )
    asked = rows.filter(pk=key).first()
    if asked is None:
        return None
    if update:
        said = ProgressUpdate.objects.select_related("by", "action__plan__authority")
        found = said.filter(pk=update, withdrawal__isnull=True).first()
        return (asked, found) if found else None
    is_it = asked.state == RoundAction.State.DECLINED and _moment(asked) == at
    return (asked, None) if is_it else None


def _moment(asked: RoundAction) -> str | None:
    return asked.answered_at.isoformat() if asked.answered_at else None
