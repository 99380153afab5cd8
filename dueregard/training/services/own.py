"""A learner's own certificate: sent in, looked at, and counted or sent back.

The national e-learning forgets its learners after half an hour, so what the learner
saved is the proof. It never counts by itself: a keeper of the register looks first.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.documents import services as documents
from dueregard.documents.services.keeping import must_be_clean
from dueregard.outbox import services as outbox

from ..events import OwnEvent
from ..models import Completion, Course, Learner, LearnerLink, SentCertificate
from ..own import mine
from ..rules import may_keep_learner
from .completions import complete

Status = SentCertificate.Status
MOST_WAITING = 10
"""So many of one person may wait at once: a mistake, or mischief, stops there."""


@audit.atomic
def send_certificate(
    learner: Learner,
    course: Course,
    *,
    completed_on: date,
    file: Any,
    certificate: str = "",
    expires_on: date | None = None,
    by: Person | None = None,
    by_link: LearnerLink | None = None,
) -> SentCertificate:
    """Keep a certificate that the learner sends in, to be checked.

    `by` is who is signed in; `by_link` the link of whoever is not.

    Raises:
        NotAllowed: the record is not theirs, or the link is somebody else's or over.
        NotNow: the day is in the future, the course is of another authority, this one
            counts or waits already, ten wait, or the file is not taken.
    """
    _must_be_theirs(learner, by, by_link)
    _must_be_new(learner, course, completed_on)
    document = documents.receive(
        file,
        by=by,
        authority=learner.authority,
        title=f"Certificate: {course}",
        happened_on=completed_on,
        expires_on=expires_on,
    )
    sent = SentCertificate(
        learner=learner,
        course=course,
        completed_on=completed_on,
        certificate=certificate,
        expires_on=expires_on,
        document=document,
        sent_by=by,
    )
    return _keep(sent, by_link)


@audit.atomic
def accept_certificate(
    sent: SentCertificate, *, by: Person, course: Course, completed_on: date,
    certificate: str = "", expires_on: date | None = None,
) -> Completion:  # fmt: skip
    """Count the certificate as what the keeper read on it: mostly what was sent.

    Raises:
        NotAllowed: `by` does not keep the records of the learner's organisation.
        NotNow: it was answered meanwhile; its file was not found clean; or the
            completion is refused, with the reason.
    """
    sent = _to_decide(sent, by)
    newest = sent.document.newest
    if newest is not None:
        must_be_clean(newest)
    completion = complete(
        sent.learner.merged_into or sent.learner,
        course,
        completed_on=completed_on,
        source=Completion.Source.LEARNER,
        by=by,
        certificate=certificate,
        expires_on=expires_on,
        evidence=sent.document,
    )
    sent.completion = completion
    _decide(sent, Status.ACCEPTED, by)
    audit.record(
        OwnEvent.CERTIFICATE_ACCEPTED,
        sent,
        by=by,
        authority=sent.learner.authority_id,
        completion_id=completion.pk,
    )
    return completion


@audit.atomic
def return_certificate(sent: SentCertificate, *, by: Person, because: str) -> None:
    """Send the certificate back with the reason, which the learner reads.

    Raises:
        NotAllowed: `by` does not keep the records of the learner's organisation.
        NotNow: it was answered meanwhile.
    """
    sent = _to_decide(sent, by)
    sent.because = because
    _decide(sent, Status.RETURNED, by)
    audit.record(
        OwnEvent.CERTIFICATE_RETURNED,
        sent,
        by=by,
        authority=sent.learner.authority_id,
        note_hash=audit.text_hash(because),
    )
    _tell_returned(sent)


@audit.atomic
def withdraw_certificate(
    sent: SentCertificate,
    *,
    by: Person | None = None,
    by_link: LearnerLink | None = None,
) -> None:
    """Take back what was sent in by mistake, before somebody looked at it.

    Raises:
        NotAllowed: it is not theirs.
        NotNow: it was answered meanwhile.
    """
    _must_be_theirs(sent.learner, by, by_link)
    sent = _locked(sent)
    _decide(sent, Status.WITHDRAWN, by)
    audit.record(
        OwnEvent.CERTIFICATE_WITHDRAWN, sent, by=by, authority=sent.learner.authority_id
    )


def _keep(sent: SentCertificate, by_link: LearnerLink | None) -> SentCertificate:
    sent.save()
    audit.record(
        OwnEvent.CERTIFICATE_SENT,
        sent,
        by=sent.sent_by,
        authority=sent.learner.authority_id,
        learner_id=sent.learner_id,
        course_id=sent.course_id,
        completed_on=sent.completed_on,
        document_id=sent.document_id,
        by_link=by_link is not None,
    )
    return sent


def _must_be_theirs(
    learner: Learner, by: Person | None, by_link: LearnerLink | None
) -> None:
    if by_link is not None:
        theirs = by_link.learner_id == learner.pk and by_link.is_live
    else:
        theirs = by is not None and mine(by).filter(pk=learner.pk).exists()
    if not theirs:
        raise NotAllowed("This is not your record, so you cannot change it.")


def _must_be_new(learner: Learner, course: Course, completed_on: date) -> None:
    """Holds the learner, so that of two sent at once the second knows of the first."""
    learner = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    if course.authority_id != learner.authority_id:
        raise NotNow("Choose a course of the list.")
    if completed_on > clock.today():
        raise NotNow("The day you did it must be today or in the past.")
    same = {"course": course, "completed_on": completed_on}
    if learner.completions.live().filter(**same).exists():
        raise NotNow("We know that you did this course on that day. It counts already.")
    waiting = learner.sent.waiting()
    if waiting.filter(**same).exists():
        raise NotNow("You sent this one in already. It is waiting to be checked.")
    if waiting.count() >= MOST_WAITING:
        raise NotNow(
            f"{MOST_WAITING} certificates of yours are waiting to be checked. Send "
            "more when those have been looked at."
        )


def _to_decide(sent: SentCertificate, by: Person) -> SentCertificate:
    may_keep_learner(by, sent.learner)
    return _locked(sent)


def _locked(sent: SentCertificate) -> SentCertificate:
    """The row as it is now, held. Raises NotNow when somebody answered it."""
    rows = SentCertificate.objects.select_for_update(of=("self",))
    rows = rows.select_related(
        "learner__authority",
        "learner__organisation",
        "learner__merged_into__authority",
        "learner__merged_into__organisation",
        "document",
        "course",
    )
    sent = rows.get(pk=sent.pk)
    if not sent.is_waiting:
        state = sent.get_status_display().lower()
        raise NotNow(f"This certificate was answered already: {state}.")
    return sent


def _decide(sent: SentCertificate, status: str, by: Person | None) -> None:
    sent.status, sent.decided_by, sent.decided_at = status, by, clock.now()
    fields = ["status", "decided_by", "decided_at", "because", "completion"]
    sent.save(update_fields=fields)


def _tell_returned(sent: SentCertificate) -> None:
    """A mail that says where to read why; nothing of the certificate stands in it."""
    learner = sent.learner
    if not learner.email:
        return
    place = reverse("training:see", args=[learner.authority.slug])
    outbox.send_mail(
        to=learner.email,
        template="training/mail/certificate_returned",
        context={
            "authority": str(learner.authority),
            "link": f"{settings.SITE_URL}{place}",
        },
        key=f"certificate-returned-{sent.pk}",
        authority=learner.authority,
    )
