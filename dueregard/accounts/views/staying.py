"""How long the person at this browser stays signed in, and staying for longer."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from dueregard import clock
from dueregard.submissions import submits_once

from .. import sessions


@require_safe
@sessions.background
def time_left(request):
    """Asked by a page before it warns; somebody may be at work in another window."""
    left = sessions.longest(request.session) - clock.now()
    return JsonResponse(
        {
            "idle": sessions.idle_seconds(request.session),
            "left": int(left.total_seconds()),
        }
    )


@require_POST
@submits_once
def stay(request):
    """The person says that they are there; that they asked lengthens the session."""
    return HttpResponse(status=204)
