"""Writing the draft of an assessment template: its words, its parts, its questions.

Each verb locks the draft and keeps what the pure functions of
`assessment_templates.writing` answer. Adding and moving can be done beside somebody
else; changing and removing ask for the version that was read. All of them raise
NotAllowed for whoever is not a co-ordinator there, and NotNow when there is no draft,
when the part or question is gone, or when the template would be too long.
"""

from dataclasses import replace

from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import Stale

from ..assessment_templates import Template, writing
from ..assessment_templates.kept import as_kept
from ..events import AssessmentTemplateEvent as Event
from ..models import AssessmentTemplate, AssessmentTemplateVersion
from ..rules_of_templates import must_fit
from .templating import hash_of, locked_draft, must_be_as_read


@audit.atomic
def change_draft(
    template: AssessmentTemplate, *, title: str, lead: str, version: int, by: Person
) -> None:
    """Change the title, and what stands before the parts. Raises also Stale."""
    draft = locked_draft(template, by=by)
    _must_not_be_stale(draft, version)
    form = replace(draft.as_template(), title=title, lead=lead)
    _keep(template, draft, form, "words_changed", by)


@audit.atomic
def add_draft_part(
    template: AssessmentTemplate, *, title: str, lead: str, by: Person
) -> str:
    """Add an empty part at the end; its code."""
    draft = locked_draft(template, by=by)
    form, code = writing.add_part(draft.as_template(), title=title, lead=lead)
    _keep(template, draft, form, "part_added", by)
    return code


@audit.atomic
def change_draft_part(
    template: AssessmentTemplate,
    part: str,
    *,
    title: str,
    lead: str,
    version: int,
    by: Person,
) -> None:
    """Change the title of a part and what stands before its questions. Raises also
    Stale."""
    draft = locked_draft(template, by=by)
    form = writing.change_part(draft.as_template(), part, title=title, lead=lead)
    _must_not_be_stale(draft, version)
    _keep(template, draft, form, "part_changed", by)


@audit.atomic
def move_draft_part(
    template: AssessmentTemplate, part: str, way: str, *, by: Person
) -> None:
    """Move a part one place up or down (`writing.UP`, `writing.DOWN`)."""
    draft = locked_draft(template, by=by)
    form = writing.move_part(draft.as_template(), part, way)
    _keep(template, draft, form, "part_moved", by)


@audit.atomic
def remove_draft_part(
    template: AssessmentTemplate, part: str, *, version: int, by: Person
) -> None:
    """Remove a part with all its questions."""
    draft = locked_draft(template, by=by)
    form = writing.remove_part(draft.as_template(), part)
    must_be_as_read(draft, version)
    _keep(template, draft, form, "part_removed", by)


@audit.atomic
def add_draft_question(
    template: AssessmentTemplate,
    part: str,
    *,
    label: str,
    hint: str,
    kind: str,
    by: Person,
) -> str:
    """Add a question at the end of a part; its code."""
    draft = locked_draft(template, by=by)
    form, code = writing.add_question(
        draft.as_template(), part, label=label, hint=hint, kind=kind
    )
    _keep(template, draft, form, "question_added", by)
    return code


@audit.atomic
def change_draft_question(
    template: AssessmentTemplate,
    part: str,
    question: str,
    *,
    label: str,
    hint: str,
    kind: str,
    version: int,
    by: Person,
) -> None:
    """Change what a question says, or how it is asked; it keeps its code. Raises also
    Stale."""
    draft = locked_draft(template, by=by)
    form = writing.change_question(
        draft.as_template(), part, question, label=label, hint=hint, kind=kind
    )
    _must_not_be_stale(draft, version)
    _keep(template, draft, form, "question_changed", by)


@audit.atomic
def move_draft_question(
    template: AssessmentTemplate, part: str, question: str, way: str, *, by: Person
) -> None:
    """Move a question one place up or down within its part."""
    draft = locked_draft(template, by=by)
    form = writing.move_question(draft.as_template(), part, question, way)
    _keep(template, draft, form, "question_moved", by)


@audit.atomic
def remove_draft_question(
    template: AssessmentTemplate, part: str, question: str, *, version: int, by: Person
) -> None:
    draft = locked_draft(template, by=by)
    form = writing.remove_question(draft.as_template(), part, question)
    must_be_as_read(draft, version)
    _keep(template, draft, form, "question_removed", by)


def _must_not_be_stale(draft: AssessmentTemplateVersion, version: int) -> None:
    if draft.version != version:
        raise Stale(draft)


def _keep(
    template: AssessmentTemplate,
    draft: AssessmentTemplateVersion,
    form: Template,
    what: str,
    by: Person,
) -> None:
    """Save the draft as `form` says it, and note `what` was done; nothing, if nothing
    changed."""
    if form == draft.as_template():
        return
    must_fit(form)
    draft.title, draft.lead, draft.parts = form.title, form.lead, as_kept(form.parts)
    draft.version += 1
    draft.save()
    if draft.number == 1 and template.title != form.title:
        template.title = form.title
        template.save(update_fields=["title"])
    audit.record(
        Event.CHANGED,
        template,
        by=by,
        number=draft.number,
        what=what,
        content_hash=hash_of(draft),
    )
