"""The co-ordinator sets what the public form says; and where the police take it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.private_links import private
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted

from ... import services
from ...forms.refer.setting import PublicFormForm
from ...models import PublicForm
from ...services.public_form import may_set_form
from .doors import councils, place_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def public_form(request, slug: str):
    authority = place_or_404(request, slug)
    may_set_form(request.user, authority)
    kept = PublicForm.objects.filter(authority=authority).first()
    row = kept or PublicForm(authority=authority)
    form = PublicFormForm(posted(request), instance=row, initial={"version": 1})

    def do():
        services.set_public_form(authority, by=request.user, **changes_of(form))
        place = reverse("refer:mine_of", args=[slug])
        return place, "The public form says so from now on."

    return asked(
        request,
        form,
        do,
        heading="Public form",
        caption=authority.name,
        submit="Save",
        cancel_url=reverse("refer:mine_of", args=[slug]),
    )


@login_not_required
@require_safe
def elsewhere(request, slug: str):
    """Where an authority has the police take referrals by their own form."""
    authority = get_object_or_404(
        councils().exclude(public_form=None).exclude(public_form__police_form_url=""),
        slug=slug,
    )
    page = {"authority": authority, "form": authority.public_form}
    return private(render(request, "referrals/refer/elsewhere.html", page))
