"""A page with a form that is acted on once, beside the real ones."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.audit.events import Event
from dueregard.config import urls
from dueregard.submissions import submits_once

DONE = Event("sample.done", "did it", facts={"code"})


@login_not_required
@submits_once
def act(request):
    assert request.method == "GET" or transaction.get_connection().in_atomic_block
    if request.POST.get("code", "") == "":
        return HttpResponse("Enter a code.")
    with audit.atomic():
        audit.record(DONE, None, by=request.user, code=request.POST["code"])
    if request.POST["code"] == "refuse":
        raise NotNow("Not now.")
    if request.POST["code"] == "break":
        raise ZeroDivisionError
    return redirect(f"/acted/{uuid4()}/")


urlpatterns = [path("act/", act, name="act"), *urls.urlpatterns]
