from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from dueregard.accounts.models import Authority, Person
from dueregard.partners.models import Post
from dueregard.ui.paging import keyset

from ..forms import TeamFilterForm
from ..models import Task
from ..team import debtors_of, most_overdue, named, page_of
from .doors import authority_or_404, led

ORDER = ("due_on", "pk")


@require_safe
def home(request):
    """Where the menu leads: the team of the reader's first authority."""
    places = led(request)
    if not places:
        raise Http404
    return redirect("reminders:team", places[0].slug)


@require_safe
def team(request, slug: str):
    """Who owes what: a line for each post and person."""
    authority = authority_or_404(request, slug)
    form = TeamFilterForm(request.GET, authority=authority)
    debtors = debtors_of(form.filtered(_owed_at(request, authority)))
    context = {
        "authority": authority,
        "authorities": led(request),
        "filter_form": form,
        "page": page_of(debtors, request, slug),
        "chart": most_overdue(debtors),
        "vacant": [each for each in debtors if each.is_vacant],
        "overdue": sum(each.overdue for each in debtors),
        "week": sum(each.week for each in debtors),
        "later": sum(each.later for each in debtors),
    }
    return render(request, "reminders/team.html", context)


@require_safe
def tasks(request, slug: str):
    """The tasks themselves, of everybody."""
    authority = authority_or_404(request, slug)
    return _list(request, authority, _owed_at(request, authority), None)


@require_safe
def post_tasks(request, slug: str, pk: int):
    authority = authority_or_404(request, slug)
    post = get_object_or_404(Post, authority=authority, pk=pk)
    owed = _owed_at(request, authority).filter(post=post)
    return _list(request, authority, owed, post)


@require_safe
def person_tasks(request, slug: str, pk: int):
    authority = authority_or_404(request, slug)
    owed = _owed_at(request, authority).filter(person=pk)
    person = get_object_or_404(Person.objects.filter(pk__in=owed.values("person")))
    return _list(request, authority, owed, person)


def _owed_at(request, authority: Authority) -> QuerySet[Task]:
    return Task.objects.led_by(request.user).open().filter(authority=authority)


def _list(request, authority: Authority, owed: QuerySet[Task], debtor) -> HttpResponse:
    form = TeamFilterForm(request.GET, authority=authority)
    context = {
        "authority": authority,
        "debtor": debtor,
        "filter_form": form,
        "page": keyset(named(form.filtered(owed)), request, order=ORDER),
    }
    return render(request, "reminders/tasks.html", context)
