"""Sessions that anyone may come to, for anyone to read."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.public import same_for_everyone
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.ui.paging import counted

from ..models import Audience, Session
from ..open_sessions import open_ones, taken_of
from ..wording import is_full, places_in_words, when_in_words, where_in_words

ONE_MINUTE = 60
UNFILTERED = 5  # so few are read at a glance


class OpenFilter(forms.Form):
    """Which sessions to show."""

    audience = forms.ChoiceField(
        label=_("Who it is for"),
        choices=[("", _("Anyone")), *Audience.choices],
        required=False,
    )

    def narrowed(self, rows):
        wanted = self.cleaned_data.get("audience") if self.is_valid() else ""
        return rows.filter(audience=wanted) if wanted else rows


@same_for_everyone
@login_not_required
@require_safe
@cache_control(public=True, max_age=ONE_MINUTE)
def open_sessions(request):
    """Those of every authority."""
    return _list(request, open_ones())


@same_for_everyone
@login_not_required
@require_safe
@cache_control(public=True, max_age=ONE_MINUTE)
def open_sessions_of(request, slug):
    """Those of one authority, or of the one that took over from it."""
    authority = get_object_or_404(
        Authority.objects.select_related("successor"), slug=slug
    )
    successor, passed_on = authority.successor, authority.succeeded_on
    if successor and passed_on and passed_on <= clock.today():
        return redirect("training:open_sessions_of", successor.slug)
    if not authority.has_room(Room.TRAINING):
        raise Http404
    return _list(request, open_ones().filter(authority=authority), authority)


@same_for_everyone
@login_not_required
@require_safe
@cache_control(public=True, max_age=ONE_MINUTE)
def open_session(request, pk):
    session = get_object_or_404(open_ones(), pk=pk)
    needs = session.course.prerequisites.select_related("needs")
    context = {
        **about(session),
        "places": places_in_words(session.capacity, taken_of(session)),
        "is_full": is_full(session.capacity, taken_of(session)),
        "needs": [one.needs.title for one in needs],
    }
    return render(request, "training/public/session.html", context)


def about(session: Session) -> dict:
    """What the pages say of a session; never its link, which only mails hold."""
    return {
        "session": session,
        "authority": session.authority,
        "when": when_in_words(session),
        "where": where_in_words(session),
    }


def _list(request, rows, authority: Authority | None = None):
    form = OpenFilter(request.GET)
    page = counted(form.narrowed(rows), request)
    shown = [
        {
            **about(session),
            "places": places_in_words(session.capacity, taken_of(session)),
        }
        for session in page
    ]
    is_narrowed = bool(request.GET.get("audience"))
    context = {
        "authority": authority,
        "filter_form": form if is_narrowed or page.total > UNFILTERED else None,
        "page": page,
        "shown": shown,
        "is_narrowed": is_narrowed,
    }
    return render(request, "training/public/sessions.html", context)
