from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard import clock

from . import gallery as examples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component and control, in rehearsal; elsewhere there is no such page."""
    if not settings.REHEARSAL:
        raise Http404
    context = {
        "questions": examples.QuestionsExample(),
        "form": examples.QuestionsExample(examples.WRONG, prefix="wrong"),
        "filter_example": examples.FilterExample(
            request.GET or QueryDict("status=late&words=leaflet"), prefix=None
        ),
        "figures": examples.figures(),
        "now": clock.now(),
        "today": clock.today(),
        "rags": examples.RAGS,
        "theirs": "Leaflet printed.\nSent to all libraries.",
        "rows": examples.example_page(),
    }
    return render(request, "ui/gallery.html", context)
