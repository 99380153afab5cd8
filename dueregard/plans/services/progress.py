"""How an action is going, and how it is rated. Everything here is kept for good."""

from datetime import date
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import ActionEvent
from ..models import Action, ProgressUpdate, RagOverride, RoundLink
from ..names import names_in
from ..rules import may_rate, may_report
from .dates import ask_new_date
from .evidence import give_evidence, hang_link
from .ratings import RATED_FIELDS, evidence_given, rate, remember
from .rounds.answers import note_answer

LINK_TITLE = 200


@audit.atomic
def report_progress(
    action: Action,
    *,
    by: Person,
    text: str,
    status: str,
    evidence_text: str = "",
    evidence_url: str = "",
    is_public: bool = False,
    told_by: str = "",
    told_on: date | None = None,
    by_link: RoundLink | None = None,
) -> ProgressUpdate:
    """Add what somebody says about `action` and take over the status it gives.

    `told_by` and `told_on` say whose news it is when the writer heard it by telephone
    or mail (practice YR 1). Old news that comes late does not make the action look
    older than it is. `by_link` is the link of a round by which it came. An open round
    that asks about the action has its answer with it.

    Raises:
        NotNow: the plan is not in force or the action was cancelled; `status` would
            cancel it (see `cancel_action`); or a public text names a known person.
    """
    action = Action.objects.locked(action.pk)
    may_report(by, action)
    _must_be_fit(text, status, is_public, action)
    update = ProgressUpdate.objects.create(
        action=action,
        by=by,
        text=text,
        status=status,
        evidence_text=evidence_text,
        is_public=is_public,
        told_by=told_by,
        told_on=told_on,
        by_link=by_link,
    )
    _follow(update, action, evidence_url)
    return update


@audit.atomic
def report_with_extras(
    action: Action,
    *,
    by: Person,
    evidence: dict[str, Any] | None = None,
    new_date: dict[str, Any] | None = None,
    **said: Any,
) -> tuple[ProgressUpdate, str]:
    """Report progress with a file or link, and ask for a new date, in one go.

    `said` is what `report_progress` takes; `evidence` what an `EvidenceForm` answers;
    `new_date` what `ask_new_date` takes. Answers the update, and "" or the sentence
    that says why the file was not kept: the words are kept in any case.

    Raises:
        NotNow: as `report_progress` and `ask_new_date`.
    """
    update = report_progress(action, by=by, **said)
    sentence = ""
    if evidence:
        sentence = give_evidence(action, by=by, given=evidence, update=update)
    if new_date:
        ask_new_date(action, by=by, **new_date)
    return update, sentence


def _follow(update: ProgressUpdate, action: Action, evidence_url: str) -> None:
    """What a new update brings about: an answer, evidence, the action's status.

    What shows it may be words, which stay on the update, or a link, which becomes a
    document hung on update and action (`evidence_url` holds what older updates gave). A
    file comes through `give_evidence` with the update. Whichever it is, it counts as
    evidence of an ongoing action (decision 22).
    """
    note_answer(update)
    if evidence_url:
        hang_link(update, evidence_url, update.evidence_text[:LINK_TITLE])
    _take_over(update, action)
    facts = {"status": update.status, "content_hash": audit.text_hash(update.text)}
    audit.record(ActionEvent.UPDATED, action, by=update.by, **facts)


def _take_over(update: ProgressUpdate, action: Action) -> None:
    """The status that an update gives, and the day to which its news belongs."""
    action.status = update.status
    heard_on = update.told_on or clock.today()
    action.last_update_on = max(heard_on, action.last_update_on or heard_on)
    if update.evidence_text:
        evidence_given(action, heard_on)
    rate(action)
    action.version += 1
    days = ["last_update_on", "last_evidence_on"]
    action.save(update_fields=["status", "version", *days, *RATED_FIELDS])
    remember([action])


def _must_be_fit(text: str, status: str, is_public: bool, action: Action) -> None:
    if status in Action.STOPPED:
        raise NotNow("Cancel the action instead, and say why.")
    named = names_in(text, action.plan.authority) if is_public else []
    if named:
        raise NotNow(
            f"This update names {named[0].name}, and the public would read it. Name "
            "the post instead, or keep the update to partners."
        )


@audit.atomic
def override_rating(action: Action, *, by: Person, rating: str, reason: str) -> None:
    """Rate `action` otherwise than the rule does; both are shown and kept."""
    action = Action.objects.locked(action.pk)
    may_rate(by, action)
    RagOverride.objects.create(action=action, rating=rating, reason=reason, by=by)
    action.rag_override = rating
    action.version += 1
    action.save(update_fields=["rag_override", "version"])
    remember([action])
    audit.record(
        ActionEvent.RATED,
        action,
        by=by,
        rating=rating,
        note_hash=audit.text_hash(reason),
    )


@audit.atomic
def withdraw_override(action: Action, *, by: Person, reason: str) -> None:
    """Go back to what the rule says of `action`."""
    action = Action.objects.locked(action.pk)
    may_rate(by, action)
    if not action.rag_override:
        return
    RagOverride.objects.create(action=action, rating="", reason=reason, by=by)
    action.rag_override = ""
    action.version += 1
    action.save(update_fields=["rag_override", "version"])
    remember([action])
    audit.record(
        ActionEvent.RATING_WITHDRAWN, action, by=by, note_hash=audit.text_hash(reason)
    )
