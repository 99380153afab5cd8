from django.urls import URLPattern, path

from ..views import (
    assessment_templates,
    template_drafts,
    template_moves,
    template_questions,
)

ALL = "in/<slug:slug>/assessment-templates/"
ONE = f"{ALL}<int:pk>/"
VERSION = f"{ONE}versions/<int:number>/"
DRAFT = f"{ONE}draft/"
PART = f"{DRAFT}parts/<slug:part>/"
QUESTION = f"{PART}questions/<slug:question>/"

urlpatterns: list[URLPattern] = [
    path(ALL, assessment_templates.assessment_templates, name="assessment_templates"),
    path(f"{ALL}new/", template_moves.begin_template, name="begin_template"),
    path(
        f"{ALL}shipped/<slug:code>/",
        assessment_templates.shipped_template,
        name="shipped_template",
    ),
    path(
        f"{ALL}<slug:code>/offer/", template_moves.offer_template, name="offer_template"
    ),
    path(
        f"{ALL}<slug:code>/stop-offering/",
        template_moves.stop_offering_template,
        name="stop_offering_template",
    ),
    path(ONE, assessment_templates.assessment_template, name="assessment_template"),
    path(VERSION, assessment_templates.template_version, name="template_version"),
    path(
        f"{VERSION}parts/<slug:part>/",
        assessment_templates.template_part,
        name="template_part",
    ),
    path(
        f"{ONE}new-version/",
        template_moves.begin_version,
        name="begin_template_version",
    ),
    path(DRAFT, template_drafts.template_draft, name="template_draft"),
    path(f"{DRAFT}change/", template_drafts.change_draft, name="change_draft"),
    path(f"{DRAFT}publish/", template_moves.publish_draft, name="publish_draft"),
    path(
        f"{DRAFT}throw-away/", template_moves.throw_away_draft, name="throw_away_draft"
    ),
    path(f"{DRAFT}add-part/", template_drafts.add_draft_part, name="add_draft_part"),
    path(f"{DRAFT}move/", template_drafts.move_draft_part, name="move_draft_part"),
    path(PART, template_drafts.draft_part, name="draft_part"),
    path(f"{PART}change/", template_drafts.change_draft_part, name="change_draft_part"),
    path(f"{PART}remove/", template_drafts.remove_draft_part, name="remove_draft_part"),
    path(
        f"{PART}add-question/",
        template_questions.add_draft_question,
        name="add_draft_question",
    ),
    path(
        f"{PART}move/",
        template_questions.move_draft_question,
        name="move_draft_question",
    ),
    path(
        f"{QUESTION}change/",
        template_questions.change_draft_question,
        name="change_draft_question",
    ),
    path(
        f"{QUESTION}remove/",
        template_questions.remove_draft_question,
        name="remove_draft_question",
    ),
]
