"""An authority's own assessment templates: begun, published, offered, thrown away.

What is published is never changed: a correction is a new version, and what was begun
on the one before stays on it. `drafting` changes the words of a draft.
"""

import json
from dataclasses import replace
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..assessment_templates import NEWEST, SHELLS, Template, newest, shell
from ..assessment_templates.kept import as_kept
from ..events import AssessmentTemplateEvent as Event
from ..models import (
    AssessmentTemplate,
    AssessmentTemplateVersion,
    TemplateNotOffered,
)
from ..rules_of_templates import (
    may_write_templates,
    must_fit,
    must_stand,
    same_words,
    what_is_missing,
)
from ..templates_offered import standing_of, standing_of_shipped

NOTHING = ""  # what a template that begins empty is based on
SAME_TITLE = "Another template here has this title. Give this one another."
CHANGED_MEANWHILE = (
    "Somebody changed this draft after you opened the page. Cancel, read the draft "
    "again, and come back."
)
NO_SUCH_TEMPLATE = "There is no such template any more."


@audit.atomic
def begin_template(
    authority: Authority, *, title: str, based_on: str, by: Person
) -> AssessmentTemplate:
    """A template with a draft of its first version: a copy of a shipped template or
    shell, which keeps its codes, or nothing.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        KeyError: nothing of that code came with the service.
    """
    may_write_templates(by, authority)
    base = _base(based_on)
    form = replace(base, title=title)
    must_fit(form)
    made = AssessmentTemplate.objects.create(authority=authority, title=title)
    number = base.version if based_on in NEWEST else None
    _begin(made, form, by=by, based_on=based_on, based_on_version=number)
    return made


@audit.atomic
def begin_version(
    template: AssessmentTemplate, *, by: Person
) -> AssessmentTemplateVersion:
    """A draft that begins as a copy of the newest published version.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: a draft is open.
    """
    may_write_templates(by, template.authority)
    row = _locked(template)
    must_stand(standing_of(row), "begin_version")
    last = row.versions.published().latest("number")
    return _begin(row, last.as_template(), by=by, number=last.number + 1)


@audit.atomic
def publish_draft(
    template: AssessmentTemplate, *, version: int, by: Person
) -> AssessmentTemplateVersion:
    """Fix the draft: new assessments begin on it, and nobody changes it from now on.

    A first version is offered at once. One that is not offered stays so.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: there is no draft; it was changed since `version`; something is missing.
    """
    draft = locked_draft(template, by=by)
    must_be_as_read(draft, version)
    form = draft.as_template()
    for sentence in what_is_missing(form):
        raise NotNow(sentence)
    row = _locked_with_authority(template)
    _must_have_own_title(row, form.title)
    draft.published_at, draft.published_by = clock.now(), by
    draft.version += 1
    draft.save()
    row.title = form.title
    row.is_offered = row.is_offered or draft.number == 1
    row.save()
    _record(Event.PUBLISHED, row, draft, by=by)
    return draft


@audit.atomic
def throw_away_draft(template: AssessmentTemplate, *, version: int, by: Person) -> bool:
    """Delete the draft, and a template that has no other version. Whether one is left.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: there is no draft, or it was changed since `version`.
    """
    draft = locked_draft(template, by=by)
    must_be_as_read(draft, version)
    row = _locked(template)
    _record(Event.THROWN_AWAY, row, draft, by=by)
    draft.delete()
    if row.versions.exists():
        return True
    row.delete()
    return False


@audit.atomic
def offer_template(authority: Authority, code: str, *, by: Person) -> None:
    """Let new assessments begin on a template, shipped or own.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: it is offered, was never published, or is gone.
    """
    _set_offered(authority, code, True, by=by)


@audit.atomic
def stop_offering_template(authority: Authority, code: str, *, by: Person) -> None:
    """Let no new assessment begin on it. What was begun on it goes on.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: it is not offered, no other is, or it is gone.
    """
    _set_offered(authority, code, False, by=by)


def locked_draft(
    template: AssessmentTemplate, *, by: Person
) -> AssessmentTemplateVersion:
    """The draft of a template, which nobody else writes meanwhile.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: there is none.
    """
    may_write_templates(by, template.authority)
    rows = AssessmentTemplateVersion.objects.drafts().filter(template=template.pk)
    draft = rows.select_for_update(of=("self",)).first()
    must_stand(standing_of(template), "write")
    if draft is None:  # the table refused above
        raise NotNow(NO_SUCH_TEMPLATE)
    return draft


def hash_of(draft: AssessmentTemplateVersion) -> str:
    content = [draft.title, draft.lead, draft.parts]
    return audit.text_hash(json.dumps(content, sort_keys=True, ensure_ascii=False))


def _base(code: str) -> Template:
    if code == NOTHING:
        return Template("", 1, "", "", ())
    if code in SHELLS:
        return shell(code)
    if code in NEWEST:
        return newest(code)
    raise KeyError(code)


def _begin(
    template: AssessmentTemplate, form: Template, *, by: Person, **facts: Any
) -> AssessmentTemplateVersion:
    draft = AssessmentTemplateVersion.objects.create(
        template=template,
        title=form.title,
        lead=form.lead,
        parts=as_kept(form.parts),
        begun_by=by,
        **({"number": 1} | facts),
    )
    _record(Event.BEGUN, template, draft, by=by)
    return draft


def _set_offered(authority: Authority, code: str, offered: bool, *, by: Person) -> None:
    may_write_templates(by, authority)
    Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    move = "offer" if offered else "stop_offering"
    if code in NEWEST:
        must_stand(standing_of_shipped(authority.pk, code), move)
        rows = TemplateNotOffered.objects.filter(authority=authority, code=code)
        if offered:
            rows.delete()
        else:
            rows.create(authority=authority, code=code, by=by)
    else:
        row = _own(authority, code)
        must_stand(standing_of(row), move)
        row.is_offered = offered
        row.save()
    event = Event.OFFERED if offered else Event.NOT_OFFERED
    audit.record(event, authority, by=by, template=code)


def _own(authority: Authority, code: str) -> AssessmentTemplate:
    pk = AssessmentTemplate.pk_of(code)
    rows = AssessmentTemplate.objects.filter(authority=authority)
    row = rows.filter(pk=pk).first() if pk else None
    if row is None:
        raise NotNow(NO_SUCH_TEMPLATE)
    return row


def _locked(template: AssessmentTemplate) -> AssessmentTemplate:
    rows = AssessmentTemplate.objects.select_for_update(of=("self",))
    row = rows.select_related("authority").filter(pk=template.pk).first()
    if row is None:
        raise NotNow(NO_SUCH_TEMPLATE)
    return row


def _locked_with_authority(template: AssessmentTemplate) -> AssessmentTemplate:
    """Nobody else there publishes or offers meanwhile: titles are compared."""
    rows = Authority.objects.select_for_update(of=("self",))
    rows.get(pk=template.authority_id)
    return _locked(template)


def must_be_as_read(draft: AssessmentTemplateVersion, version: int) -> None:
    if draft.version != version:
        raise NotNow(CHANGED_MEANWHILE)


def _must_have_own_title(template: AssessmentTemplate, title: str) -> None:
    others = AssessmentTemplate.objects.filter(
        authority=template.authority_id, versions__published_at__isnull=False
    ).exclude(pk=template.pk)
    taken = [newest(code).title for code in NEWEST]
    taken += others.values_list("title", flat=True)
    if any(same_words(title, each) for each in taken):
        raise NotNow(SAME_TITLE)


def _record(
    event, template: AssessmentTemplate, draft: AssessmentTemplateVersion, *, by: Person
) -> None:
    audit.record(
        event, template, by=by, number=draft.number, content_hash=hash_of(draft)
    )
