from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.access.limits import Limit, address_of, count, is_over
from dueregard.access.public import same_for_everyone

from ..calendar import calendar_of
from ..feeds import person_of

# Calendars read an address every quarter of an hour at most.
READS = Limit("calendar-read", 60, timedelta(hours=1))
# Apart from other links: a calendar goes on asking for an address that was taken back.
GUESSES = Limit("calendar-guess", 20, timedelta(hours=1))


@login_not_required
@same_for_everyone
@require_safe
def feed(request, token: str):
    """The dates of whoever made this address. No sign-in: whoever holds it, reads it.

    An address that was taken back, one of somebody who is gone, and one that never was
    answer alike.
    """
    where = address_of(request)
    if is_over(GUESSES, where) or count(READS, token):
        return render(request, "reminders/too_many.html", status=429)
    person = person_of(token)
    if person is None:
        count(GUESSES, where)
        raise Http404
    answer = HttpResponse(
        calendar_of(person), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = 'attachment; filename="due-regard.ics"'
    return answer
