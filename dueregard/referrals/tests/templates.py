"""Assessment templates of an authority's own, made by the services that make them."""

import html

from django.urls import reverse

from dueregard.referrals import services
from dueregard.referrals.assessment_templates import FACTOR, WORDS
from dueregard.referrals.models import AssessmentTemplate, AssessmentTemplateVersion

LABEL = "They have been asked to carry something"


def begun(authority, by, title="Framework of Marlbrook", **kwargs):
    """A template with a draft of one part that has a factor and a question in words."""
    template = services.begin_template(
        authority, title=title, based_on="", by=by, **kwargs
    )
    part = services.add_draft_part(template, title="What is known", lead="", by=by)
    for label, kind in ((LABEL, FACTOR), ("What helps them", WORDS)):
        services.add_draft_question(
            template, part, label=label, hint="Who says so.", kind=kind, by=by
        )
    return template


def published(authority, by, **kwargs) -> AssessmentTemplate:
    """A template whose first version is published, and offered."""
    template = begun(authority, by, **kwargs)
    publish(template, by)
    return template


def publish(template, by) -> AssessmentTemplateVersion:
    return services.publish_draft(template, version=draft_of(template).version, by=by)


def draft_of(template) -> AssessmentTemplateVersion:
    return template.versions.drafts().get()


def again(template) -> AssessmentTemplate:
    return AssessmentTemplate.objects.select_related("authority").get(pk=template.pk)


def codes(version) -> list[str]:
    return [question.code for question in version.as_template().questions]


def answered(version) -> dict:
    """Every question of a version answered in words."""
    return {
        each.code: {"statement": "present", "words": "Seen."}
        if each.kind == FACTOR
        else {"words": "In our words."}
        for each in version.as_template().questions
    }


def page(name, template, *more) -> str:
    """The address of a page of a template."""
    where = [template.authority.slug, template.pk, *more]
    return reverse(f"referrals:{name}", args=where)


def part_of(template):
    """The first part of the newest version, draft or not."""
    return template.versions.latest("number").as_template().parts[0]


def text_of(answer) -> str:
    """The main part of a page, as it reads."""
    return html.unescape(answer.content.decode().split("<main")[1].split("</main>")[0])
