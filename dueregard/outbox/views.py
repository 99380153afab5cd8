from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from . import services
from .models import Job
from .rules import may_see_to_jobs


@require_safe
def job_list(request):
    may_see_to_jobs(request.user)
    jobs = Job.objects.visible_to(request.user).dead().order_by("-finished_at", "pk")
    return render(request, "outbox/jobs.html", {"jobs": jobs[:100]})


@require_POST
def job_retry(request, pk):
    """Sent twice, this changes nothing: only a job that was given up is tried again."""
    job = get_object_or_404(Job.objects.visible_to(request.user).dead(), pk=pk)
    services.retry(job, by=request.user)
    messages.success(request, "It will be tried again within a minute.")
    return redirect("outbox:jobs")
