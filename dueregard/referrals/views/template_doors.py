"""Doors to an authority's assessment templates: about nobody, read by those who work
on referrals, written by the co-ordinator."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dueregard.access.refusals import NotNow, allows

from ..assessment_templates import Part
from ..models import AssessmentTemplate, AssessmentTemplateVersion
from ..rules_of_templates import NO_DRAFT, may_write_templates


def template_or_404(request, slug: str, pk: int) -> AssessmentTemplate:
    rows = AssessmentTemplate.objects.visible_to(request.user)
    rows = rows.filter(authority__slug=slug).select_related("authority")
    return get_object_or_404(rows, pk=pk)


def version_or_404(
    request, slug: str, pk: int, number: int
) -> AssessmentTemplateVersion:
    """A published version; a draft for whoever writes it."""
    template = template_or_404(request, slug, pk)
    rows = AssessmentTemplateVersion.objects.filter(template=template)
    if not allows(may_write_templates, request.user, template.authority):
        rows = rows.published()
    found = get_object_or_404(rows.select_related("published_by"), number=number)
    found.template = template
    return found


def written(
    request, slug: str, pk: int
) -> tuple[AssessmentTemplate, AssessmentTemplateVersion]:
    """A template and its draft, for whoever writes it.

    What was typed is never lost to a draft that is gone meanwhile: a form that is sent
    gets the newest version, and the service says what happened.

    Raises:
        NotNow: there is no draft, and nothing is sent.
    """
    template = template_or_404(request, slug, pk)
    may_write_templates(request.user, template.authority)
    newest = template.versions.latest("number")
    if not newest.is_draft and request.method != "POST":
        raise NotNow(NO_DRAFT)
    return template, newest


def there_or_404(request, thing):
    """A part or question of a draft; None only where a form is sent that names one
    that is gone."""
    if thing is None and request.method != "POST":
        raise Http404
    return thing


def back_to(template: AssessmentTemplate, part: Part | None, at: str = "") -> str:
    """The page of a part of the draft; that of the draft, when the part is gone."""
    if part is None:
        return place("template_draft", template)
    return place("draft_part", template, part.code, at=at)


def place(name: str, template: AssessmentTemplate, *more: str, at: str = "") -> str:
    """An address of a template; `at` is the code that the page goes to."""
    where = [template.authority.slug, template.pk, *more]
    address = reverse(f"referrals:{name}", args=where)
    return f"{address}#at-{at}" if at else address
