"""The draft of an assessment template: its title, and its parts in their order."""

from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted

from .. import services
from ..assessment_templates.writing import STEPS
from ..forms.templates import AsReadForm, ChangePartForm, DraftForm, DraftPartForm
from ..rules_of_templates import may_write_templates, what_is_missing
from .template_doors import back_to, place, template_or_404, there_or_404, written


@require_safe
def template_draft(request, slug: str, pk: int):
    template, draft = written(request, slug, pk)
    content = draft.as_template()
    page = {
        "template": template,
        "draft": draft,
        "content": content,
        "missing": what_is_missing(content),
    }
    return render(request, "referrals/templates/draft.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def change_draft(request, slug: str, pk: int):
    template, draft = written(request, slug, pk)
    form = DraftForm(posted(request), draft=draft)
    back = place("template_draft", template)

    def do():
        services.change_draft(template, **changes_of(form), by=request.user)
        return back, "Saved."

    return asked(
        request,
        form,
        do,
        heading="Title, and what to read first",
        caption=draft,
        submit="Save",
        cancel_url=back,
    )


@require_http_methods(["GET", "POST"])
@submits_once
def add_draft_part(request, slug: str, pk: int):
    template, draft = written(request, slug, pk)
    form = DraftPartForm(posted(request))

    def do():
        code = services.add_draft_part(template, **form.cleaned_data, by=request.user)
        return place("draft_part", template, code), "Added. Add its questions next."

    return asked(
        request,
        form,
        do,
        heading="Add a part",
        caption=draft,
        submit="Add part",
        cancel_url=place("template_draft", template),
    )


@require_safe
def draft_part(request, slug: str, pk: int, part: str):
    """The questions of a part, in their order."""
    template, draft = written(request, slug, pk)
    of = there_or_404(request, draft.as_template().part(part))
    page = {"template": template, "draft": draft, "part": of}
    return render(request, "referrals/templates/part.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def change_draft_part(request, slug: str, pk: int, part: str):
    template, draft = written(request, slug, pk)
    of = there_or_404(request, draft.as_template().part(part))
    form = ChangePartForm(posted(request), part=of, version=draft.version)

    def do():
        services.change_draft_part(template, part, **changes_of(form), by=request.user)
        return place("draft_part", template, part), "Saved."

    return asked(
        request,
        form,
        do,
        heading="Title of the part, and what to read first",
        caption=draft,
        submit="Save",
        cancel_url=back_to(template, of),
    )


@require_POST
@submits_once
def move_draft_part(request, slug: str, pk: int):
    """The button that was pressed says which part, and whether up or down."""
    template = template_or_404(request, slug, pk)
    may_write_templates(request.user, template.authority)
    way, part = pressed(request)
    if part:
        services.move_draft_part(template, part, way, by=request.user)
    return redirect(place("template_draft", template, at=part))


@require_http_methods(["GET", "POST"])
@submits_once
def remove_draft_part(request, slug: str, pk: int, part: str):
    template, draft = written(request, slug, pk)
    of = there_or_404(request, draft.as_template().part(part))
    form = AsReadForm(posted(request), initial={"version": draft.version})
    back = place("template_draft", template)

    def do():
        services.remove_draft_part(template, part, **form.cleaned_data, by=request.user)
        return back, "The part is removed."

    return asked(
        request,
        form,
        do,
        heading="Remove the part",
        caption=of.title if of else draft,
        lead="All its questions go with it. Published versions keep them.",
        submit="Remove part",
        destroys=True,
        keep="Keep it",
        cancel_url=back,
    )


def pressed(request) -> tuple[str, str]:
    """The way, and the code of what is moved; both "" when no button was pressed."""
    pairs = ((way, request.POST.get(way, "")) for way in STEPS)
    return next((pair for pair in pairs if pair[1]), ("", ""))
