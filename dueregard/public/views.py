"""The pages that anyone reads before any other: what this is, and where to get help."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.plans.models import Plan
from dueregard.training.open_sessions import authorities_with_open_sessions


@login_not_required
@require_safe
def home(request):
    """200 to anyone: 999 first, what this is, published plans, and signing in."""
    published = Plan.objects.published().select_related("authority")
    plans = published.order_by("authority__name")
    context = {"plans": plans, "trainers": authorities_with_open_sessions()}
    return render(request, "public/home.html", context)


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "public/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "public/privacy.html")
