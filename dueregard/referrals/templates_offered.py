"""What a new assessment may begin on, at an authority: shipped templates and own."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from .assessment_templates import NEWEST, Template, shipped
from .models import (
    AssessmentTemplate,
    AssessmentTemplateVersion,
    TemplateNotOffered,
)
from .rules_of_templates import Standing


@dataclass(frozen=True)
class Offer:
    """The newest version of a template that is offered; `version` of an own one."""

    form: Template
    version: AssessmentTemplateVersion | None = None


def offered_at(authority_id: int) -> list[Offer]:
    """Those that came with the service first, then the authority's own by title."""
    refused = _not_offered(authority_id)
    came = [Offer(form) for form in shipped() if form.code not in refused]
    later = AssessmentTemplateVersion.objects.published().filter(
        template=OuterRef("template"), number__gt=OuterRef("number")
    )
    rows = AssessmentTemplateVersion.objects.published().filter(
        ~Exists(later), template__authority=authority_id, template__is_offered=True
    )
    own = rows.order_by("title", "pk")
    return came + [Offer(row.as_template(), row) for row in own]


def codes_offered(authority_id: int) -> set[str]:
    """The codes of what `offered_at` would answer, without reading a question."""
    own = AssessmentTemplate.objects.offered().filter(authority=authority_id)
    came = set(NEWEST) - _not_offered(authority_id)
    return came | {row.code for row in own.only("pk")}


def standing_of(template: AssessmentTemplate) -> Standing:
    """Where an own template stands now."""
    states = [row.is_draft for row in template.versions.without_words()]
    others = codes_offered(template.authority_id) - {template.code}
    return Standing(
        has_draft=True in states,
        is_published=False in states,
        is_offered=template.is_offered,
        others_are_offered=bool(others),
    )


def standing_of_shipped(authority_id: int, code: str) -> Standing:
    offered = codes_offered(authority_id)
    return Standing(
        is_published=True,
        is_offered=code in offered,
        others_are_offered=bool(offered - {code}),
    )


def _not_offered(authority_id: int) -> set[str]:
    rows = TemplateNotOffered.objects.filter(authority=authority_id)
    return set(rows.values_list("code", flat=True))
