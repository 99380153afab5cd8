"""Looking for a person who was referred. What is typed is in no address."""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dueregard.access.limits import Limit, count
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted
from dueregard.vault.rooms import case_room

from .. import services
from ..forms.finding import FindForm
from ..rules import may_find
from ..services.finding import MOST_SHOWN
from .doors import authority_of

SEARCHES = Limit("find-a-person", 30, timedelta(minutes=1))
TOO_OFTEN = "You have searched 30 times in a minute. Wait a minute, then search again."


@require_http_methods(["GET", "POST"])
@submits_once
def find(request, slug):
    authority = authority_of(request, slug)
    may_find(request.user, authority)
    form = FindForm(posted(request))
    page = {"authority": authority, "form": form}
    if not form.is_valid():
        return render(request, "referrals/matching/find.html", page)
    if count(SEARCHES, f"{authority.pk}:{request.user.pk}"):
        form.add_error(None, TOO_OFTEN)
        return render(request, "referrals/matching/find.html", page, status=429)
    with case_room(
        request,
        authority=authority,
        purpose=Purpose.TRIAGE,
        door="search",
        groups=[Group.IDENTITY],
    ) as room:
        found = services.find(authority, form.terms(), room=room, by=request.user)
        page |= {"found": found[:MOST_SHOWN], "is_more": len(found) > MOST_SHOWN}
        return render(request, "referrals/matching/find.html", page | {"looked": True})
