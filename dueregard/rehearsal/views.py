"""The rehearsal's sign-in door: choose whom to be. It is not there in production."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dueregard.accounts import services as accounts
from dueregard.accounts.models import Person

from .services import people_to_be


def _only_in_rehearsal() -> None:
    if not settings.REHEARSAL:
        raise Http404


@login_not_required
@require_safe
def door(request):
    _only_in_rehearsal()
    people = [(person, person.memberships.all()[0]) for person in people_to_be()]
    return render(request, "rehearsal/door.html", {"people": people})


@login_not_required
@require_POST
def enter(request, pk):
    _only_in_rehearsal()
    person = get_object_or_404(Person.objects.filter(is_rehearsal=True), pk=pk)
    accounts.sign_in_rehearsal_person(request, person)
    return redirect("reminders:my_work")
