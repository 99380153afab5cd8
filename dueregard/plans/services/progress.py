"""How an action is going, and how it is rated. Everything here is kept for good."""

from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import ActionEvent
from ..models import Action, ProgressUpdate, RagOverride
from ..names import names_in
from ..rules import may_rate, may_report
from .ratings import RATED_FIELDS, rate


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
) -> ProgressUpdate:
    """Add what somebody says about `action` and take over the status it gives.

    `told_by` and `told_on` say whose news it is when the writer heard it by telephone
    or mail (practice YR 1). Old news that comes late does not make the action look
    older than it is.

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
        evidence_url=evidence_url,
        is_public=is_public,
        told_by=told_by,
        told_on=told_on,
    )
    _take_over(update, action)
    content_hash = audit.text_hash(text)
    audit.record(
        ActionEvent.UPDATED, action, by=by, status=status, content_hash=content_hash
    )
    return update


def _take_over(update: ProgressUpdate, action: Action) -> None:
    """The status that an update gives, and the day to which its news belongs."""
    action.status = update.status
    heard_on = update.told_on or clock.today()
    action.last_update_on = max(heard_on, action.last_update_on or heard_on)
    rate(action)
    action.version += 1
    action.save(update_fields=["status", "last_update_on", "version", *RATED_FIELDS])


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
    audit.record(
        ActionEvent.RATING_WITHDRAWN, action, by=by, note_hash=audit.text_hash(reason)
    )
