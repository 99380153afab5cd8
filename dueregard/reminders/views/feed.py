from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.access.public import same_for_everyone

from .. import limits
from ..calendar import calendar_of
from ..feeds import person_of


@login_not_required
@same_for_everyone
@require_safe
def feed(request, token: str):
    """The dates of whoever made this address. No sign-in: whoever holds it, reads it.

    An address that was taken back, one of somebody who is gone, and one that never was
    answer alike.
    """
    if limits.too_many(request, token):
        return render(request, "reminders/too_many.html", status=429)
    person = person_of(token)
    if person is None:
        limits.count_guess(request)
        raise Http404
    answer = HttpResponse(
        calendar_of(person), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = 'attachment; filename="due-regard.ics"'
    return answer
