"""Assessment templates to read: what is offered, each version, and what changed."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.access.refusals import allows
from dueregard.ui.paging import counted

from ..assessment_templates import NEVER_A_SCORE, NEWEST, newest, shipped
from ..forms.assessing import PartForm
from ..models import AssessmentTemplate, AssessmentTemplateVersion
from ..rules_of_templates import may_write_templates, open_moves
from ..showing_templates import before_it, changes_between, line_of
from ..templates_offered import codes_offered, standing_of, standing_of_shipped
from .purpose import queue_authority
from .template_doors import template_or_404, there_or_404, version_or_404


@require_safe
def assessment_templates(request, slug: str):
    """The authority's own, and those that came with the service."""
    authority = queue_authority(request, slug)
    versions = AssessmentTemplateVersion.objects.without_words()
    rows = AssessmentTemplate.objects.visible_to(request.user).filter(
        authority=authority
    )
    rows = rows.select_related("authority")
    page = counted(rows.prefetch_related(Prefetch("versions", versions)), request)
    offered = codes_offered(authority.pk)
    shown = {
        "authority": authority,
        "page": page,
        "lines": [line_of(row, row.versions.all()) for row in page.rows],
        "shipped": [(form, form.code in offered) for form in shipped()],
        "may_write": allows(may_write_templates, request.user, authority),
    }
    return render(request, "referrals/templates/list.html", shown)


@require_safe
def assessment_template(request, slug: str, pk: int):
    """The versions of one, and whether new assessments begin on it."""
    template = template_or_404(request, slug, pk)
    versions = template.versions.without_words().select_related("published_by")
    page = {
        "template": template,
        "line": line_of(template, versions),
        "versions": [each for each in versions if not each.is_draft],
        "may_write": allows(may_write_templates, request.user, template.authority),
        "moves": open_moves(standing_of(template)),
    }
    return render(request, "referrals/templates/template.html", page)


@require_safe
def shipped_template(request, slug: str, code: str):
    """One that came with the service."""
    authority = queue_authority(request, slug)
    if code not in NEWEST:
        raise Http404
    standing = standing_of_shipped(authority.pk, code)
    page = {
        "authority": authority,
        "content": newest(code),
        "is_offered": standing.is_offered,
        "may_write": allows(may_write_templates, request.user, authority),
        "moves": open_moves(standing),
        "never_a_score": NEVER_A_SCORE,
    }
    return render(request, "referrals/templates/shipped.html", page)


@require_safe
def template_version(request, slug: str, pk: int, number: int):
    """A version as it reads and prints, and what changed since the one before."""
    version = version_or_404(request, slug, pk, number)
    content, before = version.as_template(), before_it(version)
    page = {
        "template": version.template,
        "version": version,
        "content": content,
        "before": before,
        "changes": changes_between(before, content) if before else [],
        "never_a_score": NEVER_A_SCORE,
    }
    return render(request, "referrals/templates/version.html", page)


@require_safe
def template_part(request, slug: str, pk: int, number: int, part: str):
    """A part with its boxes, as the assessor sees it; nothing can be sent."""
    version = version_or_404(request, slug, pk, number)
    of = there_or_404(request, version.as_template().part(part))
    page = {
        "version": version,
        "part": of,
        "shown": PartForm(part=of, answers={}, version=1),
        "never_a_score": NEVER_A_SCORE,
    }
    return render(request, "referrals/templates/seen.html", page)
