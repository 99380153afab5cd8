from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import services
from ..accrediting import warning
from ..expiry import add_months
from ..feedback_summary import summary_of
from ..forms.session import (
    CancelSessionForm,
    ChangeSessionForm,
    SessionFilterForm,
    SessionForm,
)
from ..models import Place, Session
from ..readers import COUNT_READERS, NAME_READERS
from ..rules import may_run, may_set
from ..tabs import tabs_of
from ..wording import when_in_words, where_in_words
from ..workflow import WORKFLOW
from .doors import authority_or_404, session_or_404

Status = Session.Status
NARROWING = ("course", "audience", "organisation")


@require_safe
def sessions(request, slug: str):
    authority = authority_or_404(request, slug, COUNT_READERS)
    form = SessionFilterForm(request.GET, authority=authority)
    rows = Session.objects.visible_to(request.user).filter(authority=authority)
    page = {
        "authority": authority,
        "filter_form": form,
        "page": counted(_with_facts(_filtered(rows, form)), request),
        "when": form.cleaned_data.get("when") or "coming",
        "filtered": any(form.cleaned_data.get(name) for name in NARROWING),
        "reads_names": request.user.holds_any(NAME_READERS, authority),
        "month_url": _month_url(authority, clock.today()),
        "may_set": allows(may_set, request.user, authority),
        **tabs_of(request, authority, "training:sessions"),
    }
    return render(request, "training/sessions/list.html", page)


@require_safe
def month(request, slug: str, year: int, number: int):
    """The sessions of one month, in their order."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    try:
        first = date(year, number, 1)
        before, after = add_months(first, -1), add_months(first, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    rows = Session.objects.visible_to(request.user).filter(
        authority=authority, starts_at__date__gte=first, starts_at__date__lt=after
    )
    page = {
        "authority": authority,
        "first": first,
        "page": counted(_with_facts(rows.order_by("starts_at", "pk")), request),
        "previous_url": _month_url(authority, before),
        "next_url": _month_url(authority, after),
        "previous": before,
        "next": after,
    }
    return render(request, "training/sessions/month.html", page)


def _month_url(authority, day: date) -> str:
    return reverse(
        "training:sessions_month", args=[authority.slug, day.year, day.month]
    )


def _filtered(rows, form: SessionFilterForm):
    """`rows` as the answers ask; an answer that makes no sense is left out."""
    form.is_valid()
    given = form.cleaned_data
    when = given.get("when") or "coming"
    if when == "past":
        rows = rows.exclude(status=Status.CANCELLED).filter(
            Q(status=Status.HELD) | Q(ends_at__lte=clock.now())
        )
        rows = rows.order_by("-starts_at", "-pk")
    elif when == "cancelled":
        rows = rows.filter(status=Status.CANCELLED).order_by("-starts_at", "-pk")
    else:
        rows = rows.to_come().order_by("starts_at", "pk")
    if course := given.get("course"):
        rows = rows.filter(course=course)
    if audience := given.get("audience"):
        rows = rows.filter(audience=audience)
    if organisation := given.get("organisation"):
        theirs = Place.objects.coming().filter(
            session=OuterRef("pk"), organisation=organisation
        )
        rows = rows.filter(Exists(theirs))
    return rows


def _with_facts(rows):
    """With how many have a place, wait, and were there."""
    waiting = Q(places__status=Place.Status.WAITING)
    return rows.select_related("course").annotate(
        taken=Count("places", filter=Q(places__status__in=Place.TAKEN)),
        waiting=Count("places", filter=waiting),
        attended=Count("places", filter=Q(places__status=Place.Status.ATTENDED)),
    )


@require_safe
def session(request, pk: int):
    row = session_or_404(request, pk)
    places = Place.objects.visible_to(request.user).filter(session=row)
    page = {
        "session": row,
        "when": when_in_words(row),
        "where": where_in_words(row),
        "places": counted(_for_the_page(places, row), request, size=50),
        **_numbers(row, places),
        "warning": _warning(row),
        "moves": [move.name for move in WORKFLOW.open_to(request.user, row)],
        "history": row.moves.select_related("by"),
        "may_run": allows(may_run, request.user, row),
    }
    if row.status == Status.HELD:
        page |= _held(row)
    return render(request, "training/sessions/session.html", page)


def _numbers(row: Session, places) -> dict[str, int]:
    """How many of the places are what, in one statement; `hidden` are those whose names
    the reader does not see."""
    kinds = {
        "taken": Q(status__in=Place.TAKEN),
        "waiting": Q(status=Place.Status.WAITING),
        "attended": Q(status=Place.Status.ATTENDED),
        "absent": Q(status=Place.Status.ABSENT),
        "refused": Q(status=Place.Status.ATTENDED) & ~Q(not_counted=""),
        "unsettled": Q(pk__in=Place.objects.unsettled().values("pk")),
        "hidden": ~Q(status=Place.Status.CANCELLED) & ~Q(pk__in=places.values("pk")),
    }
    return row.places.aggregate(
        **{name: Count("pk", filter=kind) for name, kind in kinds.items()}
    )


def _warning(row: Session) -> str:
    if row.status != Status.PLANNED:
        return ""
    return warning(row.facilitator, row.course, timezone.localdate(row.starts_at))


def _held(row: Session) -> dict:
    """What came of a session that took place."""
    if row.counts_heads_only:
        heads = list(row.headcounts.select_related("organisation", "role_group"))
        return {"heads": heads, "heads_total": sum(each.people for each in heads)}
    return {
        "completions": row.completions.live().count(),
        "feedback": summary_of(row),
    }


def _for_the_page(places, row: Session):
    if row.status != Status.PLANNED:
        places = places.filter(status__in=[Place.Status.ATTENDED, Place.Status.ABSENT])
    else:
        places = places.exclude(status=Place.Status.CANCELLED)
    return places.select_related("learner", "organisation").order_by("status", "pk")


@require_http_methods(["GET", "POST"])
@submits_once
def add_session(request, slug: str):
    authority = authority_or_404(request, slug, COUNT_READERS)
    may_set(request.user, authority)
    form = SessionForm(posted(request), authority=authority)

    def do():
        row = services.add_session(authority, **form.answers(), by=request.user)
        return row, "The session is in the calendar."

    return asked(
        request,
        form,
        do,
        heading="Add a training session",
        caption=authority,
        submit="Add session",
        cancel_url=reverse("training:sessions", args=[authority.slug]),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_session(request, pk: int):
    row = session_or_404(request, pk)
    may_run(request.user, row)
    form = ChangeSessionForm(posted(request), session=row)

    def do():
        version = form.cleaned_data["version"]
        services.change_session(row, version=version, by=request.user, **form.answers())
        return row, "The session is changed."

    return asked(
        request,
        form,
        do,
        heading="Change the session",
        caption=row,
        lead="Whoever has a place gets a mail when the time or the place changes. More "
        "places go to those who wait, in their order.",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def cancel_session(request, pk: int):
    row = session_or_404(request, pk)
    WORKFLOW.check(row, "cancel", by=request.user)
    form = CancelSessionForm(posted(request))

    def do():
        because = form.cleaned_data["because"]
        told = services.cancel_session(row, because=because, by=request.user)
        return row, f"The session is cancelled. People told by mail: {told}."

    return asked(
        request,
        form,
        do,
        heading="Cancel the session",
        caption=row,
        lead="Everybody who has a place or waits for one gets a mail. If somebody gave "
        "no address, tell them yourself.",
        submit="Cancel the session",
        cancel_url=row.get_absolute_url(),
        keep="Keep the session",
    )
