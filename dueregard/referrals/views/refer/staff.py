"""Referring with an account, also for somebody who rang; and what one sent."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow, allows
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from ... import services
from ...codes import Door
from ...forms.refer.staff import AddForm, DoorForm
from ...forms.refer.steps import first_open
from ...models import PublicForm, Referral
from ...reading import sight_of
from ...referrer_states import state_for_referrer
from ...rules import WRITERS
from ...services.adding import may_add
from ...services.concern_carrying import door_of
from ...services.documents_in import may_bring
from ...services.public_form import may_set_form
from .doors import begun, place_or_404
from .unsent import lines_of

TAKES_CALLS = (Role.COORDINATOR, Role.CASE_OFFICER, Role.GATEWAY_OFFICER)


@require_safe
def mine(request):
    """Where this person refers: one place is opened at once."""
    places = _places(request.user)
    if len(places) == 1:
        return redirect("refer:mine_of", places[0].slug)
    return render(request, "referrals/refer/places.html", {"places": places})


@require_safe
def mine_of(request, slug: str):
    """What this person sent in the last 90 days, each with one of three words."""
    authority = place_or_404(request, slug)
    with tenancy.of(authority):
        rows = Referral.objects.visible_to(request.user).filter(
            authority=authority, referred_by=request.user
        )
        page = counted(rows.order_by("-submitted_at", "pk"), request)
        listed = [(row, state_for_referrer(row)) for row in page]
        context = {
            "authority": authority,
            "page": page,
            "listed": listed,
            "unsent": lines_of(authority, request.user),
            "may_set": allows(may_set_form, request.user, authority),
            "may_bring": allows(may_bring, request.user, authority),
        }
        return render(request, "referrals/refer/mine.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def begin(request, slug: str):
    """A new form, filled in as far as it is known."""
    authority = place_or_404(request, slug)
    own = door_of(request.user, authority)
    takes_calls = request.user.holds_any(TAKES_CALLS, authority)
    led = PublicForm.objects.filter(authority=authority).exclude(police_form_url="")
    form = DoorForm(
        posted(request),
        own=own,
        takes_calls=takes_calls,
        is_led_away=takes_calls and led.exists(),
    )
    if form.is_valid():
        door = Door(form.cleaned_data["door"])
        try:
            begun(request, authority, door, **_known(request.user, authority, door))
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            first = first_open(door, {})
            return redirect("refer:step", first.code if first else "danger")
    page = {
        "authority": authority,
        "unsent": lines_of(authority, request.user),
        "form": form,
        "cancel_url": reverse("refer:mine_of", args=[slug]),
    }
    return render(request, "referrals/refer/begin.html", page)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
def own(request, slug: str, pk):
    """One's own: the word, what was sent as far as it may be read again, and adding."""
    authority = place_or_404(request, slug)
    with tenancy.of(authority):
        rows = Referral.objects.visible_to(request.user).with_sight_of(request.user)
        mine = rows.filter(referred_by=request.user, authority=authority)
        referral = get_object_or_404(mine.select_related("authority"), pk=pk)
    may_add(request.user, referral)
    form = AddForm(posted(request))
    with case_room(
        request,
        authority=authority,
        purpose=Purpose.CORRECTION,
        door="own",
        groups=sight_of(request.user, referral).reads & {"G2"},
    ) as room:
        page = {
            "authority": authority,
            "referral": referral,
            "state": state_for_referrer(referral),
            "account": room.show(referral.account),
            "additions": room.show_all(referral.additions.all()),
            "cancel_url": reverse("refer:mine_of", args=[slug]),
        }

        def do():
            services.add_to(referral, by=request.user, words=form.cleaned_data["words"])
            return request.path, "What you added is with the rest."

        return asked(request, form, do, template="referrals/refer/own.html", **page)


def organisation_of(user, authority: Authority) -> Organisation | None:
    """For whom this person refers here: the body of their role that writes."""
    serving = user.current_memberships().filter(authority=authority, role__in=WRITERS)
    membership = serving.select_related("organisation").order_by("pk").first()
    return membership.organisation if membership else None


def _places(user) -> list[Authority]:
    ids = user.authorities_as(WRITERS, room=Room.REFERRALS)
    if not ids:
        raise Http404
    return list(Authority.objects.filter(pk__in=ids).order_by("name"))


def _known(user, authority: Authority, door: Door) -> dict[str, dict[str, str]]:
    """Answers that a signed-in person need not give again."""
    area = {"residence": "here"}
    if door in (Door.TELEPHONE, Door.RECEIPT_ONLY):
        return {"known": area}
    organisation = organisation_of(user, authority)
    known = {
        "relation": "professional",
        "work": str(organisation or ""),
        "contact": "yes",
        "writer_name": user.name,
        "email": user.email or "",
    }
    return {"known": area | known}
