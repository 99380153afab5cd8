"""Completions that come with the file of their certificate, in one step."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.documents import services as documents
from dueregard.documents.models import Document

from ..models import Completion, Course, Learner
from .completions import complete, supersede


@audit.atomic
def complete_with_file(
    learner: Learner,
    course: Course,
    *,
    file: UploadedFile | None,
    by: Person,
    **facts: Any,
) -> Completion:
    """As `complete`, with `file` kept as the certificate. Where the completion is
    refused, the file is not kept either.

    Raises:
        NotAllowed, NotNow: as `complete`; or the file is not taken.
    """
    evidence = _kept(file, learner, course, facts, by=by)
    return complete(learner, course, evidence=evidence, by=by, **facts)


@audit.atomic
def supersede_with_file(
    completion: Completion,
    *,
    file: UploadedFile | None,
    by: Person,
    because: str,
    **right: Any,
) -> Completion:
    """As `supersede`; with `file`, that is the certificate from now on.

    Raises:
        NotAllowed, NotNow: as `supersede`; or the file is not taken.
    """
    course = right.get("course", completion.course)
    if evidence := _kept(file, completion.learner, course, right, by=by):
        right["evidence"] = evidence
    return supersede(completion, by=by, because=because, **right)


def _kept(
    file: UploadedFile | None,
    learner: Learner,
    course: Course,
    facts: dict[str, Any],
    *,
    by: Person,
) -> Document | None:
    """The file as a document. Its title names the course and nobody: titles are read
    in lists."""
    if file is None:
        return None
    return documents.receive(
        file,
        by=by,
        authority=learner.authority,
        title=f"Certificate: {course}",
        happened_on=facts.get("completed_on"),
        expires_on=facts.get("expires_on"),
    )
