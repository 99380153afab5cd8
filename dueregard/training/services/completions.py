"""What people completed: recorded, superseded, taken back; never deleted."""

from datetime import date
from typing import Any

from django.utils.formats import date_format

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.documents.models import Document

from ..accepting import accepted_for, needs_of
from ..events import CompletionEvent
from ..models import Completion, Course, Learner, Session
from ..rules import may_keep_learner
from . import standing

FACTS = (
    "course",
    "completed_on",
    "mode",
    "trainer",
    "certificate",
    "expires_on",
    "evidence",
)
"""What a correction may set right. Whose it is, is set right by taking it back."""


@audit.atomic
def complete(
    learner: Learner,
    course: Course,
    *,
    completed_on: date,
    source: str,
    by: Person,
    mode: str = "",
    trainer: str = "",
    certificate: str = "",
    expires_on: date | None = None,
    evidence: Document | None = None,
    session: Session | None = None,
) -> Completion:
    """Put on record that somebody did a course. A day before they joined is taken:
    what an earlier employer gave them counts.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: the day is to come; the course was retired by then, or is of another
            authority; what it needs was not done by then; or it is known already.
    """
    learner = _locked(learner)
    may_keep_learner(by, learner)
    completion = Completion(
        learner=learner,
        course=course,
        completed_on=completed_on,
        source=source,
        mode=mode,
        trainer=trainer.strip(),
        certificate=certificate.strip(),
        expires_on=expires_on,
        evidence=evidence,
        session=session,
        recorded_by=by,
    )
    _keep(completion)
    return completion


@audit.atomic
def supersede(
    completion: Completion, *, by: Person, because: str, **right: Any
) -> Completion:
    """Put what is `right` in the place of `completion`, which stays with the reason.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: it was superseded or taken back, nothing is different, or as `complete`.
    """
    if unknown := set(right) - set(FACTS):
        raise TypeError(f"A correction cannot set {sorted(unknown)}.")
    completion = _open(completion, by)
    if all(getattr(completion, name) == value for name, value in right.items()):
        raise NotNow("Nothing is different. Change what is wrong, or go back.")
    _end(completion, by=by, because=because)
    kept = {name: getattr(completion, name) for name in FACTS}
    new = Completion(
        learner=completion.learner,
        source=completion.source,
        upload_id=completion.upload_id,
        session_id=completion.session_id,
        recorded_by=by,
        **{**kept, **right},
    )
    _must_be_true(new)
    new.save()
    Completion.objects.filter(pk=completion.pk).update(superseded_by=new)
    audit.record(
        CompletionEvent.SUPERSEDED,
        completion,
        by=by,
        new_id=new.pk,
        reason_hash=audit.text_hash(because),
        **_facts(new),
    )
    standing.refresh([new.learner_id])
    return new


@audit.atomic
def take_back(completion: Completion, *, by: Person, because: str) -> None:
    """Have `completion` count no more, with the reason; nothing stands in its place.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: it was superseded or taken back already.
    """
    completion = _open(completion, by)
    _end(completion, by=by, because=because)
    audit.record(
        CompletionEvent.TAKEN_BACK,
        completion,
        by=by,
        reason_hash=audit.text_hash(because),
    )
    standing.refresh([completion.learner_id])


def missing_for(learner: Learner, course: Course, day: date) -> list[Course]:
    """The courses of which one had to be done by `day` before `course`, when none was;
    empty when nothing is missing (domain reference 7.3)."""
    needs = needs_of(learner.authority).get(course.pk, frozenset())
    if not needs:
        return []
    accepted = accepted_for(learner.authority)
    enough = frozenset().union(*(accepted[need] for need in needs))
    done = learner.completions.live().filter(course__in=enough, completed_on__lte=day)
    if done.exists():
        return []
    return list(Course.objects.filter(pk__in=needs))


def _keep(completion: Completion) -> None:
    """Save a new one and write it down. Raises NotNow as `_must_be_true`."""
    _must_be_true(completion)
    completion.save()
    by, facts = completion.recorded_by, _facts(completion)
    audit.record(CompletionEvent.RECORDED, completion, by=by, **facts)
    standing.refresh([completion.learner_id])


def _must_be_true(completion: Completion) -> None:
    """Raises:
    NotNow: it cannot have happened like that, or is known already.
    """
    course, day = completion.course, completion.completed_on
    if course.authority_id != completion.learner.authority_id:
        raise NotNow(f"“{course}” is a course of another authority.")
    if day > clock.today():
        raise NotNow("Enter a day of completion that is today or in the past.")
    if completion.expires_on and completion.expires_on < day:
        raise NotNow("Enter an expiry date that is on or after the day of completion.")
    if course.retired_on and day >= course.retired_on:
        raise NotNow(
            f"“{course}” was retired on {date_format(course.retired_on)}. Enter an "
            "earlier day, or choose the course that took its place."
        )
    _must_be_new(completion)
    if needed := missing_for(completion.learner, course, day):
        names = " or ".join(f"“{need}”" for need in needed)
        raise NotNow(
            f"“{course}” needs {names} on or before its day, and none is on record. "
            "Record that one first."
        )
    evidence = completion.evidence
    if evidence and evidence.authority_id != completion.learner.authority_id:
        raise NotNow("Choose a certificate of the same authority.")


def _must_be_new(completion: Completion) -> None:
    same = completion.learner.completions.live().filter(
        course=completion.course, completed_on=completion.completed_on
    )
    if same.exists():
        raise NotNow(
            f"“{completion.course}” on {date_format(completion.completed_on)} is on "
            "record for them already."
        )


def _end(completion: Completion, *, by: Person, because: str) -> None:
    if not because.strip():
        raise NotNow("Enter the reason.")
    Completion.objects.filter(pk=completion.pk).update(
        ended_at=clock.now(), ended_by=by, ended_because=because.strip()
    )


def _open(completion: Completion, by: Person) -> Completion:
    """The locked row, while it counts; the learner is locked before it."""
    learner = _locked(completion.learner)
    may_keep_learner(by, learner)
    rows = Completion.objects.select_for_update(of=("self",)).select_related("course")
    completion = rows.get(pk=completion.pk)
    completion.learner = learner
    if not completion.is_live:
        raise NotNow("This was superseded or taken back already, so it stays as it is.")
    return completion


def _locked(learner: Learner) -> Learner:
    rows = Learner.objects.select_for_update(of=("self",))
    rows = rows.select_related("authority", "organisation")
    learner = rows.get(pk=learner.pk)
    if learner.merged_into_id:
        raise NotNow("This record was merged into another. Open that one.")
    return learner


def _facts(completion: Completion) -> dict[str, Any]:
    return {
        "course_id": completion.course_id,
        "completed_on": completion.completed_on,
        "source": completion.source,
    }
