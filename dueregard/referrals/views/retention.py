"""What has reached its day, the periods, and destroying by two people."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.models import Approval
from dueregard.access.refusals import NotNow, allows
from dueregard.access.rooms import Room
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Authority
from dueregard.accounts.step_up import step_up_required
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, confirmed, posted
from dueregard.ui.paging import counted
from dueregard.vault import tenancy

from .. import keeping, services
from ..forms.retention import ChosenForm, PeriodForm, ReferenceForm
from ..models import (
    KEEPERS,
    Referral,
    RetentionSetting,
)
from ..reading import REVIEWERS
from ..retention_rules import AT_18, RULES, RetentionClass
from ..rules_of_keeping import (
    may_ask_destruction,
    may_set_retention,
)
from ..rules_of_looks import may_review_looks
from ..services.certifying import certificate_naming
from ..services.retention import rules_of

NOT_HERE = "No referral that is kept here, or was destroyed here, has this reference"
MOST_SHOWN = 50
CHANGED_SINCE = "The list has changed since, so nothing was destroyed. Ask anew."


@require_safe
def retention_home(request):
    """Of the only place, or a choice of them."""
    places = Authority.objects.filter(
        pk__in=request.user.authorities_as(KEEPERS, Room.REFERRALS)
    )
    rows = list(places.order_by("name"))
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect("referrals:retention", rows[0].slug)
    return render(request, "referrals/retention/home.html", {"authorities": rows})


@require_safe
def retention(request, slug: str):
    """References and dates of what is due."""
    authority = keepers_place(request, slug)
    return render(request, "referrals/retention/due.html", _due(request, authority))


@require_POST
@step_up_required
@submits_once
def ask_to_destroy(request, slug: str):
    """What is ticked on the list is asked to be destroyed; nothing happens yet."""
    authority = keepers_place(request, slug)
    shown = _due(request, authority)
    form = ChosenForm(request.POST, ids=shown["free"])

    def do():
        approval = services.ask_to_destroy(
            authority,
            form.cleaned_data["referral"],
            by=request.user,
            session=request.session.session_key or "",
        )
        sentence = "You asked for it. Nothing changes before a second person agrees."
        return approval, sentence

    return asked(
        request,
        form,
        do,
        template="referrals/retention/due.html",
        cancel_url="",
        **shown,
    )


@require_safe
def retention_rules(request, slug: str):
    """How long each class is kept here, from when, and where that comes from."""
    authority = keepers_place(request, slug)
    own = rules_of(authority.pk)
    page = {
        "authority": authority,
        "rules": [(RetentionClass(code), rule) for code, rule in own.items()],
        "may_set": allows(may_set_retention, request.user, authority),
        "at_18": AT_18,
    }
    return render(request, "referrals/retention/rules.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def set_retention(request, slug: str, kind: str):
    authority = keepers_place(request, slug)
    if kind not in RULES:
        raise Http404
    may_set_retention(request.user, authority)
    rule = rules_of(authority.pk)[kind]
    row = RetentionSetting.objects.filter(
        authority=authority, retention_class=kind
    ).first()
    form = PeriodForm(posted(request), rule=rule, row=row)
    place = reverse("referrals:retention_rules", args=[slug])

    def do():
        services.set_retention(authority, kind, **changes_of(form), by=request.user)
        return place, "Set. Everything that is kept was dated anew."

    return asked(
        request,
        form,
        do,
        heading=f"How long is it kept: {RetentionClass(kind).label.lower()}",
        caption=authority,
        lead=f"Counted from {rule.event}. It changes what is kept already, too.",
        submit="Save",
        cancel_url=place,
    )


@require_http_methods(["GET", "POST"])
@submits_once
def look_up(request, slug: str):
    """Is it still kept? Then its dates; was it destroyed? Then its certificate."""
    authority = keepers_place(request, slug)
    form = ReferenceForm(posted(request))

    def do():
        reference = form.cleaned_data["reference"]
        with tenancy.of(authority):
            rows = Referral.objects.dated_for(request.user).filter(authority=authority)
            row = rows.filter(reference=reference).first()
        if row is not None:
            return reverse("referrals:kept", args=[slug, row.pk]), "It is still kept."
        made = certificate_naming(authority, reference)
        if made is None:
            raise NotNow(NOT_HERE)
        return made, "It was destroyed. This is the certificate."

    return asked(
        request,
        form,
        do,
        heading="Look up a referral by its reference",
        caption=authority,
        submit="Look it up",
        cancel_url=reverse("referrals:retention", args=[slug]),
    )


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def destruction(request, slug: str, approval_pk):
    """The list that was asked for; the second person agrees to it as a whole."""
    authority = reviewers_place(request, slug)
    approval = _asked_for(request.user, authority, approval_pk)
    with tenancy.of(authority):
        listed = keeping.with_joined(authority, approval.items["ids"])
    if request.method == "POST":
        accounts.may_decide(request.user, approval)
    may_decide = approval.is_waiting and allows(
        accounts.may_decide, request.user, approval
    )

    def do():
        done = accounts.agree(
            approval, by=request.user, session=request.session.session_key or ""
        )
        if done.outcome == Approval.Outcome.VOID:
            return done, CHANGED_SINCE
        made = certificate_naming(authority, listed[0].reference)
        return made, "Destroyed. This is the certificate."

    return confirmed(
        request,
        do,
        template="referrals/retention/destruction.html",
        authority=authority,
        approval=approval,
        rows=listed,
        may_decide=may_decide,
        may_withdraw=approval.is_waiting and approval.asked_by == request.user,
        heading="Destroy these referrals",
        submit="Agree, and destroy them now",
        cancel_url=None,
    )


def _asked_for(user, authority, pk) -> Approval:
    rows = Approval.objects.visible_to(user).filter(
        authority=authority, kind=keeping.DESTROY
    )
    related = rows.select_related("authority", "asked_by", "decided_by")
    return get_object_or_404(related, pk=pk)


def keepers_place(request, slug: str) -> Authority:
    """Where this person reviews how long referrals are kept. Raises Http404."""
    return _place(request, slug, KEEPERS)


def reviewers_place(request, slug: str) -> Authority:
    """As `keepers_place`, and where they may be the second person."""
    return _place(request, slug, REVIEWERS)


def _place(request, slug: str, roles) -> Authority:
    ids = request.user.authorities_as(roles, Room.REFERRALS)
    return get_object_or_404(Authority.objects.filter(pk__in=ids), slug=slug)


def _due(request, authority: Authority) -> dict[str, Any]:
    with tenancy.of(authority):
        page = counted(keeping.due_at(authority), request)
        lines = [(row, keeping.why_kept(row)) for row in page]
        reviews = [
            (row, keeping.why_kept(row))
            for row in keeping.to_review(authority)[:MOST_SHOWN]
        ]
        holds = list(keeping.held_at(authority)[:MOST_SHOWN])
    waiting = keeping.asked_for(authority)
    free = [
        str(row.pk) for row, said in lines if not said and str(row.pk) not in waiting
    ]
    return {
        "authority": authority,
        "page": page,
        "lines": lines,
        "holds": holds,
        "reviews": [(row, said, str(row.pk) in waiting) for row, said in reviews],
        "free": free,
        "waiting": waiting,
        "may_ask": allows(may_ask_destruction, request.user, authority),
        "may_review_looks": allows(may_review_looks, request.user, authority),
    }
