"""What shows that an action goes as reported: files and links, hung on actions.

The documents themselves live in `documents`; here is only where they hang. What comes
with an update stays with it for good. A document given on its own, or given for another
action and hung here too, can be taken off again.
"""

from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.documents import services as documents
from dueregard.documents.models import Document

from ..events import EvidenceEvent
from ..models import Action, Evidence, ProgressUpdate
from ..rules import may_report
from .ratings import RATED_FIELDS, evidence_given, rate, remember, restate

NOTHING = "Select a file or enter a link."


@audit.atomic
def give_evidence(
    action: Action,
    *,
    by: Person,
    given: dict[str, Any],
    update: ProgressUpdate | None = None,
) -> str:
    """Keep the file and the link of `given` and hang them on `action`.

    `given` is what `documents.forms.EvidenceForm.evidence()` answers. Answers "", or
    the sentence that says why the file was not kept: a file never costs the words
    that came with it.

    Raises:
        NotAllowed, NotNow: `by` may not report on the action, or it is not reported on.
    """
    action = Action.objects.locked(action.pk)
    may_report(by, action)
    kept, sentence = documents.keep_given(given, by=by, authority=action.plan.authority)
    for document in kept:
        _hang(document, action, by=by, update=update)
    _take_over(action, kept)
    return sentence


@audit.atomic
def attach_evidence(action: Action, document: Document, *, by: Person) -> Evidence:
    """Hang a document that there is on `action` too: one piece can serve many.

    Raises:
        NotNow: it hangs there already, or belongs to another authority.
    """
    action = Action.objects.locked(action.pk)
    may_report(by, action)
    if document.authority_id != action.plan.authority_id:
        raise NotNow("Choose evidence of the same authority.")
    if action.evidence.filter(document=document).exists():
        raise NotNow(f"“{document}” is evidence for this action already.")
    evidence = _hang(document, action, by=by)
    _take_over(action, [document])
    return evidence


@audit.atomic
def detach_evidence(evidence: Evidence, *, by: Person) -> None:
    """Take a document off an action; the document and its other uses stay.

    Raises:
        NotNow: it came with an update, which is kept as it was given.
    """
    action = Action.objects.locked(evidence.action_id)
    may_report(by, action)
    evidence = action.evidence.select_for_update().get(pk=evidence.pk)
    if evidence.update_id:
        raise NotNow("It came with an update, so it stays with it.")
    audit.record(
        EvidenceEvent.DETACHED, action, by=by, document_id=evidence.document_id
    )
    evidence.delete()
    restate(action)
    _save(action, "last_update_on")


@audit.atomic
def follow_refusal(document: Document) -> None:
    """Count `document` no more where it hangs: the scanner refused it (settled 22).

    Called by documents. An action whose last evidence it was may turn amber again.
    """
    hangs = Evidence.objects.filter(document=document).order_by("action")
    for key in hangs.values_list("action", flat=True):
        action = Action.objects.locked(key)
        restate(action)
        _save(action, "last_update_on")


def hang_link(update: ProgressUpdate, url: str, title: str) -> None:
    """Keep the address that came with `update` as a document, and hang it there.

    The caller has locked the action and saves it.
    """
    action = update.action
    document = documents.add_link(
        url,
        by=update.by,
        authority=action.plan.authority,
        title=title,
        happened_on=update.told_on,
    )
    _hang(document, action, by=update.by, update=update)
    evidence_given(action, day_of(document))


def day_of(document: Document):
    """The day that `document` is of: of what it shows, else of its receipt."""
    return document.happened_on or document.received_on


def _hang(
    document: Document,
    action: Action,
    *,
    by: Person,
    update: ProgressUpdate | None = None,
) -> Evidence:
    evidence = Evidence.objects.create(
        action=action, document=document, update=update, by=by, at=clock.now()
    )
    audit.record(EvidenceEvent.ATTACHED, action, by=by, document_id=document.pk)
    return evidence


def _take_over(action: Action, kept: list[Document]) -> None:
    """The rating of an ongoing action follows the day of its newest evidence."""
    if not kept:
        return
    for document in kept:
        evidence_given(action, day_of(document))
    rate(action)
    _save(action)


def _save(action: Action, *fields: str) -> None:
    action.version += 1
    action.save(update_fields=["last_evidence_on", "version", *fields, *RATED_FIELDS])
    remember([action])
