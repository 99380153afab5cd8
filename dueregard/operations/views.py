from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job
from dueregard.outbox.rules import may_see_to_jobs
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted
from dueregard.vault import keyring

from .models import Alarm


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process reaches its database, and whether records are locked.

    Says nothing else, but to an administrator which alarms are on. Neither is a reason
    to take the service away.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        lines = ["records locked"] if keyring.trouble() else []
        if request.user.is_authenticated:
            on = Alarm.objects.visible_to(request.user).on()
            lines += [f"alarm {code}" for code in on.values_list("pk", flat=True)]
    except DatabaseError:
        return HttpResponse("no\n", content_type="text/plain", status=503)
    words = "".join(f"{line}\n" for line in ["ok", *lines])
    return HttpResponse(words, content_type="text/plain")


@require_safe
def job_list(request):
    may_see_to_jobs(request.user)
    seen = Job.objects.visible_to(request.user)
    page = counted(seen.dead().order_by("-finished_at", "-pk"), request)
    being_retried = seen.being_retried().count()
    alarms = Alarm.objects.visible_to(request.user).on()
    context = {"page": page, "being_retried": being_retried, "alarms": alarms}
    return render(request, "operations/jobs.html", context)


@require_POST
@submits_once
def job_retry(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user).dead(), pk=pk)
    outbox.retry(job, by=request.user)
    messages.success(request, "It will be tried again within a minute.")
    return redirect("operations:jobs")


@require_POST
@submits_once
def job_retry_all(request):
    jobs = outbox.retry_all(by=request.user)
    what = "One job" if jobs == 1 else f"{jobs:,} jobs"
    messages.success(request, f"{what} will be tried again within a minute.")
    return redirect("operations:jobs")
