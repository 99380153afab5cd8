from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page

from .. import services
from ..forms import MailForm
from ..models import CalendarFeed, MailPreference


@require_http_methods(["GET", "POST"])
@submits_once
def mail(request):
    """How often the reader wants mail."""
    kept = MailPreference.objects.filter(person=request.user).first()
    kept = kept or MailPreference(person=request.user)
    shown = {name: getattr(kept, name) for name in ("rhythm", "weekday", "version")}
    data = request.POST if request.method == "POST" else None
    form = MailForm(data, initial=shown)
    back = reverse("accounts:my_account")
    if form.is_valid():
        try:
            services.choose_mail(request.user, **form.answers())
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=back)
        messages.success(request, "Your choice is saved.")
        return redirect(back)
    page = {"form": form, "cancel_url": back}
    return render(request, "reminders/mail_preference.html", page)


@require_safe
def calendar(request):
    """Whether the reader has a private calendar address, and what to do about it."""
    return render(request, "reminders/calendar.html", {"feed": _live(request)})


@require_POST
@submits_once
def make_calendar(request):
    """Make an address and show it, this once: only a hash of it is kept."""
    token = services.make_feed(request.user)
    address = urljoin(settings.SITE_URL, reverse("reminders:feed", args=[token]))
    page = {"feed": _live(request), "address": address}
    return render(request, "reminders/calendar.html", page)


@require_POST
@submits_once
def revoke_calendar(request):
    services.revoke_feed(request.user)
    messages.success(request, "Your calendar address does not work any more.")
    return redirect("reminders:calendar")


def _live(request) -> CalendarFeed | None:
    return CalendarFeed.objects.visible_to(request.user).live().first()
