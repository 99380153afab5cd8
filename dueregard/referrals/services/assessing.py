"""Assessments: a professional's own words, written over several visits, then finished.

What is finished is never changed: what is known later is written beside it (domain
§5.1). Gathering is over once one is finished, and what else must hold does (t11).
"""

import json

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.drafts import services as drafts
from dueregard.submissions.versions import claim_version

from ..assessment_templates import (
    FACTOR,
    Part,
    Question,
    Statement,
    Template,
    template,
)
from ..events import AssessmentEvent
from ..guards import guards
from ..models import Assessment, Referral
from ..rules_of_assessing import may_assess, may_write_on
from ..templates_offered import Offer, offered_at
from ..workflow import WORKFLOW
from .room import lock, room_of
from .triage import move

DRAFT = "assessment"  # what is typed and not saved yet, in the drafts room
SUMMARY = "summary"
Status = Referral.Status
WRITTEN_IN = (Status.GATHERING, Status.DECISION, Status.LISTED)
Answers = dict[str, dict[str, str]]
"""The answers of an assessment, by question: `statement`, `words`, `source`."""

NOT_THE_TIME = (
    "An assessment is written while information is gathered, and until the panel "
    "has met."
)
IS_FINISHED = (
    "This assessment is finished and stays as it is. Write another one beside it."
)
SUM_UP = "Enter your overall view."
CHOOSE = "Select which template to begin on."
NO_LONGER_OFFERED = "That template is not offered any more. Select another."
ASSESS_FIRST = "Finish an assessment first."


@audit.atomic
def start_assessment(
    referral: Referral, *, by: Person, template: str = ""
) -> Assessment:
    """An empty assessment on the newest version of the template of this code; the one
    they began on it, if they did. No code is needed where one template is offered.

    Raises:
        NotAllowed: the matrix does not let `by` write the account of this referral.
        NotNow: information is not gathered yet, or the referral has ended; or several
            templates are offered and this is none of them.
    """
    with room_of(referral):
        may_assess(by, referral)
        lock(referral)
        if referral.status not in WRITTEN_IN:
            raise NotNow(NOT_THE_TIME)
        offer = _chosen(referral, template)
        begun = referral.assessments.filter(
            written_by=by, finished_at=None, template_code=offer.form.code
        )
        return begun.first() or _begin(referral, offer, by)


def _begin(referral: Referral, offer: Offer, by: Person) -> Assessment:
    form = offer.form
    made = Assessment.objects.create(
        **referral.with_moves(),
        referral=referral,
        template_code=form.code,
        template_version=form.version,
        own_version=offer.version,
        written_by=by,
    )
    audit.record(
        AssessmentEvent.STARTED,
        referral,
        by=by,
        assessment_id=made.pk,
        template=form.code,
        template_version=form.version,
    )
    return made


def _chosen(referral: Referral, code: str) -> Offer:
    offers = offered_at(referral.authority_id)
    if not code and len(offers) == 1:
        return offers[0]
    for offer in offers:
        if offer.form.code == code:
            return offer
    raise NotNow(NO_LONGER_OFFERED if code else CHOOSE)


@audit.atomic
@sensitive_variables()
def save_answers(
    assessment: Assessment, *, by: Person, version: int, answers: Answers, part: str
) -> Assessment:
    """Keep all `answers`, complete or not; what was typed of `part` is no draft now.

    Raises:
        NotAllowed: somebody else began it.
        NotNow: it is finished.
        Stale: it was saved since `version`.
    """
    with room_of(assessment):
        row = _claimed(assessment, by, version)
        row.answers = _words_only(template_of(row), answers)
        row.written_at = clock.now()
        row.save()
        _drop_typed(row, by, part)
        audit.record(
            AssessmentEvent.CHANGED,
            assessment.referral,
            by=by,
            assessment_id=row.pk,
            content_hash=_hash(answers, ""),
        )
        return row


@audit.atomic
@sensitive_variables()
def finish_assessment(
    assessment: Assessment, *, by: Person, version: int, answers: Answers, summary: str
) -> Assessment:
    """Finish it: `answers` as they were read at `version`, and the overall view.

    Raises:
        NotAllowed: somebody else began it.
        NotNow: it is finished, or a question has no answer.
        Stale: it was saved since `version`.
    """
    with room_of(assessment):
        row = _claimed(assessment, by, version)
        row.answers = _words_only(template_of(row), answers)
        for said in open_questions(template_of(row), answers):
            raise NotNow(said)
        if not summary.strip():
            raise NotNow(SUM_UP)
        row.summary = summary
        row.written_at = row.finished_at = clock.now()
        row.save()
        _drop_typed(row, by, SUMMARY)
        audit.record(
            AssessmentEvent.FINISHED,
            assessment.referral,
            by=by,
            assessment_id=row.pk,
            content_hash=_hash(answers, summary),
        )
        return row


@audit.atomic
@sensitive_variables()
def finish_gathering(referral: Referral, *, by: Person, note: str = "") -> None:
    """What could be known is known: the section 36 decision is next (t11).

    Raises:
        NotAllowed, NotNow: as the workflow; or something is still missing.
    """
    with room_of(referral):
        WORKFLOW.check(referral, "finish_gathering", by=by)
        move(referral, "finish_gathering", by=by, note=note)


@guards("finish_gathering", done_on="assessments")
def an_assessment_is_finished(referral: Referral) -> str:
    finished = referral.assessments.filter(finished_at__isnull=False)
    return "" if finished.exists() else ASSESS_FIRST


def template_of(assessment: Assessment) -> Template:
    """The template it was begun on, shipped or the authority's own; never a later
    version."""
    if assessment.own_version is not None:
        return assessment.own_version.as_template()
    return template(assessment.template_code, assessment.template_version)


def open_questions(form: Template, answers: Answers) -> list[str]:
    """What is not answered yet: a sentence for each part, in the order of the parts."""
    return [
        f"Answer every question of “{part.title}”."
        for part in form.parts
        if not is_complete(part, answers)
    ]


def is_complete(part: Part, answers: Answers) -> bool:
    return all(
        _is_answered(each, answers.get(each.code, {})) for each in part.questions
    )


def _is_answered(question: Question, answer: dict[str, str]) -> bool:
    """Words always; of a factor that is not known, the statement is enough."""
    has_words = bool(answer.get("words", "").strip())
    if question.kind != FACTOR:
        return has_words
    statement = answer.get("statement", "")
    return statement == Statement.NOT_KNOWN or (bool(statement) and has_words)


def _claimed(assessment: Assessment, by: Person, version: int) -> Assessment:
    may_write_on(by, assessment)
    row = claim_version(Assessment, assessment.pk, version)
    if row.finished_at is not None:
        raise NotNow(IS_FINISHED)
    return row


def _words_only(form: Template, answers: Answers) -> Answers:
    """`answers`, when they are words of the template's questions and nothing else.

    Raises:
        ValueError: a number, an unknown question or an unknown statement.
    """
    kinds = {question.code: question.kind for question in form.questions}
    for code, answer in answers.items():
        allowed = (
            {"statement", "words", "source"} if kinds[code] == FACTOR else {"words"}
        )
        if set(answer) - allowed or any(
            not isinstance(value, str) for value in answer.values()
        ):
            raise ValueError("An assessment is made of words.")
        if answer.get("statement", "") not in ("", *Statement.values):
            raise ValueError("That is no statement about a factor.")
    return answers


def _drop_typed(row: Assessment, by: Person, part: str) -> None:
    drafts.drop(
        DRAFT, authority=row.authority_id, by=by, subject=draft_subject(row, part)
    )


def draft_subject(assessment: Assessment, part: str) -> str:
    return f"{assessment.pk.hex}:{part}"


def _hash(answers: Answers, summary: str) -> str:
    content = [answers, summary]
    return audit.text_hash(json.dumps(content, sort_keys=True, ensure_ascii=False))
