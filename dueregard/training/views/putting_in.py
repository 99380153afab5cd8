"""Giving somebody a place by hand, and taking them out."""

from django.views.decorators.http import require_http_methods

from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, confirmed, posted

from ..forms.putting_in import PutInForm
from ..models import Learner, Place
from ..rules import may_run
from ..services.places import give_back, register
from .doors import place_or_404, session_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def put_in(request, pk: int):
    row = session_or_404(request, pk)
    may_run(request.user, row)
    readable = Learner.objects.visible_to(request.user)
    form = PutInForm(posted(request), session=row, learners=readable)

    def do():
        place = register(row, **form.answers(), by=request.user)
        waits = place.status == Place.Status.WAITING
        ending = "is on the waiting list" if waits else "has a place"
        return row, f"{place.name} {ending}."

    return asked(
        request,
        form,
        do,
        heading="Put somebody in",
        caption=row,
        submit="Put them in",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def take_out(request, pk: int):
    place = place_or_404(request, pk)
    may_run(request.user, place.session)

    def do():
        give_back(place, by=request.user)
        return place.session, f"{place.name} no longer has a place."

    return confirmed(
        request,
        do,
        heading=f"Take {place.name} out",
        caption=place.session,
        lead="They get a mail if they gave an address. Their place goes to the first "
        "who waits.",
        submit="Take them out",
        cancel_url=place.session.get_absolute_url(),
    )
