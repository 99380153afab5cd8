"""Beginning, publishing, throwing away and offering assessment templates."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..assessment_templates import NEWEST
from ..forms.templates import AsReadForm, BeginTemplateForm
from ..models import AssessmentTemplate
from ..rules_of_templates import may_write_templates, what_is_missing
from .purpose import queue_authority
from .template_doors import place, template_or_404, written


@require_http_methods(["GET", "POST"])
@submits_once
def begin_template(request, slug: str):
    authority = queue_authority(request, slug)
    may_write_templates(request.user, authority)
    form = BeginTemplateForm(posted(request))

    def do():
        made = services.begin_template(authority, **form.cleaned_data, by=request.user)
        return place("template_draft", made), "Begun. Nobody is asked it before it is "
        "published."

    return asked(
        request,
        form,
        do,
        heading="Write a template",
        caption=authority,
        submit="Begin the draft",
        cancel_url=_list_of(authority),
    )


@require_POST
@submits_once
def begin_version(request, slug: str, pk: int):
    template = template_or_404(request, slug, pk)
    services.begin_version(template, by=request.user)
    messages.success(request, "The draft begins as a copy of the newest version.")
    return redirect(place("template_draft", template))


@require_http_methods(["GET", "POST"])
@submits_once
def publish_draft(request, slug: str, pk: int):
    template, draft = written(request, slug, pk)
    form = AsReadForm(posted(request), initial={"version": draft.version})

    def do():
        done = services.publish_draft(template, **form.cleaned_data, by=request.user)
        return template, f"Version {done.number} is published."

    return asked(
        request,
        form,
        do,
        template="referrals/templates/publish.html",
        missing=what_is_missing(draft.as_template()),
        draft=draft,
        heading=f"Publish version {draft.number}",
        caption=draft.title,
        submit="Publish",
        cancel_url=place("template_draft", template),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def throw_away_draft(request, slug: str, pk: int):
    template, draft = written(request, slug, pk)
    form = AsReadForm(posted(request), initial={"version": draft.version})

    def do():
        is_left = services.throw_away_draft(
            template, **form.cleaned_data, by=request.user
        )
        where = template if is_left else _list_of(template.authority)
        return where, "The draft is thrown away."

    return asked(
        request,
        form,
        do,
        heading="Throw away the draft",
        caption=draft.title,
        lead="Everything typed in this draft is gone. Published versions stay.",
        submit="Throw away",
        destroys=True,
        keep="Keep the draft",
        cancel_url=place("template_draft", template),
    )


@require_POST
@submits_once
def offer_template(request, slug: str, code: str):
    authority, where = _one_of(request, slug, code)
    services.offer_template(authority, code, by=request.user)
    messages.success(request, "New assessments may begin on it.")
    return redirect(where)


@require_POST
@submits_once
def stop_offering_template(request, slug: str, code: str):
    authority, where = _one_of(request, slug, code)
    services.stop_offering_template(authority, code, by=request.user)
    messages.success(
        request, "No new assessment begins on it. What was begun on it goes on."
    )
    return redirect(where)


def _one_of(request, slug: str, code: str):
    """The authority, and the page of its template of this code, shipped or own."""
    authority = queue_authority(request, slug)
    if code in NEWEST:
        return authority, reverse("referrals:shipped_template", args=[slug, code])
    pk = AssessmentTemplate.pk_of(code)
    if pk is None:
        raise Http404
    return authority, template_or_404(request, slug, pk)


def _list_of(authority) -> str:
    return reverse("referrals:assessment_templates", args=[authority.slug])
