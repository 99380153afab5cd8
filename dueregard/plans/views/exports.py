from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.partners.models import Post

from .. import services
from ..exporting.formats import FORMATS
from ..exporting.part import Part
from ..filters import ActionFilter
from .plans import get_plan


@require_safe
def export(request, pk):
    return render(
        request,
        "plans/export.html",
        {"plan": get_plan(request, pk), "formats": FORMATS},
    )


@require_safe
def export_file(request, pk, form):
    """The plan as a file; the filter of the list of actions narrows it too."""
    plan = get_plan(request, pk)
    if form not in FORMATS:
        raise Http404
    posts = Post.objects.filter(authority=plan.authority).select_related("organisation")
    actions = plan.actions.readable_by(request.user, plan)
    narrowed = ActionFilter(request.GET, actions, plan=plan, posts=posts)
    part = Part.for_person(plan, request.user, narrowed.qs)
    services.record_export(plan, by=request.user, form=form)
    return FORMATS[form].write(part)
