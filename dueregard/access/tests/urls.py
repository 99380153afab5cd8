"""Pages that go wrong on purpose, beside the real ones."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.config import urls

handler400 = "dueregard.access.views.bad_request"
handler403 = "dueregard.access.views.permission_denied"
handler404 = "dueregard.access.views.page_not_found"
handler500 = "dueregard.access.views.server_error"


@login_not_required
def wrong(request, kind):
    raise {
        "not-allowed": NotAllowed("Only the board's chair can do this."),
        "not-now": NotNow("The plan is closed."),
        "forbidden": PermissionDenied("canary"),
        "bad": SuspiciousOperation("canary"),
        "missing": Http404("canary"),
        "broken": ValueError("canary"),
        "away": OperationalError("canary"),
        "cut": InterfaceError("canary"),
    }[kind]


@login_not_required
def fine(request):
    return HttpResponse("Fine")


urlpatterns = [
    path("wrong/<str:kind>/", wrong, name="wrong"),
    path("fine/", fine, name="fine"),
    path("kept/", cache_control(public=True, max_age=60)(fine), name="kept"),
    *urls.urlpatterns,
]
