from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import allows
from dueregard.accounts.step_up import step_up_required
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services, showing
from ..acts import DECIDED, NEXT, acts_on, by_sort
from ..asked import lines_of
from ..beside import beside, of_the_whole
from ..codes import AgeRoute
from ..forms.moves import InterestForm, ReasonForm
from ..guards import missing
from ..history import fetch_moves, history_of
from ..listing import due_of
from ..looks import looks_at
from ..models import ParallelReferral, Referral
from ..reading import works_on
from ..referrer_states import state_for_referrer
from ..rules import (
    has_declared_interest,
    may_mark,
    may_note_step,
    may_see_looks,
    may_signpost,
)
from ..services.closing import closing_asked
from ..services.mark_reviews import is_due_soon
from ..signposts import signposts_of
from .doors import Opened, opened

SHOWN = frozenset(
    {Group.IDENTITY, Group.ACCOUNT, Group.CHARACTERISTICS, Group.POLICE_MARKS}
)
NOTHING: frozenset[Group] = frozenset()


@require_safe
@opened(door="detail", groups=SHOWN)
def referral(request, shown: Opened):
    """The parts that this person may read; the others are not in the page at all."""
    row = shown.referral
    parts = _parts(shown)
    page = {"referral": row, "parts": parts, "shows_referrer": _asks(shown)}
    if not works_on(request.user, row):
        page |= {"word": state_for_referrer(row)}
        return render(request, "referrals/referral_sent.html", page)
    found_wrong = row.corrections.all() if shown.account else []
    corrections = shown.room.show_all(found_wrong)
    fetch_moves(row)
    acts = acts_on(request.user, row)
    page |= {
        "parts": beside(parts, corrections),
        "corrections": of_the_whole(corrections),
        "telling": row.tellings.order_by("at", "pk").last(),
        "due": due_of(row),
        "requests": lines_of(row) if shown.account else None,
        "signposts": signposts_of(row, shown.room) if shown.account else None,
        "may_signpost": allows(may_signpost, request.user, row),
        "deliveries": list(row.deliveries.select_related("destination")),
        "parallel": _parallel(request.user, row),
        "marks": shown.marks if Group.POLICE_MARKS in shown.parts else None,
        "has_mark": _has_mark(shown),
        "look_again": _look_again(request.user, shown),
        "waits": missing("contact", row),
        "closing": closing_asked(row),
        "is_decided": row.status in DECIDED,
        "next": NEXT.get(row.status, ""),
        "acts": acts,
        "sorted_acts": by_sort(acts),
        "history": history_of(
            row, shown.room, with_notes=Group.ACCOUNT in shown.sight.reads
        ),
        "shares_surname": shown.subject is not None
        and showing.shares_a_surname(request.user, shown.subject),
        "has_interest": has_declared_interest(request.user, row),
        "is_open": row.status in (*Referral.OPEN, Referral.Status.LISTED),
    }
    return render(request, "referrals/referral.html", page)


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
@opened(door="detail", groups=frozenset({Group.REFERRER}))
def referrer(request, shown: Opened):
    """Who referred, on a page of its own; the chair says why each time (G7)."""
    row = shown.referral
    page = {"referral": row, "cancel_url": row.get_absolute_url()}
    if shown.referrer is not None:
        return render(
            request,
            "referrals/referrer.html",
            {**page, "part": showing.referrer(shown.referrer)},
        )
    if Group.REFERRER not in shown.sight.asked:
        raise Http404
    form = ReasonForm(posted(request))
    if not form.is_valid():
        return render(request, "referrals/referrer_asked.html", {**page, "form": form})
    services.ask_referrer(row, by=request.user, reason=form.cleaned_data["reason"])
    told = showing.referrer(shown.room.show(row.referrer))
    return render(request, "referrals/referrer.html", {**page, "part": told})


@require_safe
@opened(door="detail", groups=NOTHING)
def who_looked(request, shown: Opened):
    row = shown.referral
    may_see_looks(request.user, row)
    page = {"referral": row, "looks": looks_at(row)}
    return render(request, "referrals/who_looked.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=NOTHING)
def interest(request, shown: Opened):
    """Say that one knows the person; whoever holds it no longer does (AC 5)."""
    row = shown.referral
    form = InterestForm(posted(request))

    def do():
        services.declare_interest(row, by=request.user, note=form.cleaned_data["note"])
        return (
            reverse("referrals:home"),
            "Your interest is written down. Leave this referral to somebody else.",
        )

    return asked(
        request,
        form,
        do,
        heading="Declare an interest",
        caption=f"Referral {row.reference}",
        lead="Saying it is right, and nothing against you. Somebody else then holds "
        "this referral and decides about it.",
        submit="Declare",
        cancel_url=row.get_absolute_url(),
    )


def _parts(shown: Opened) -> list[showing.Part]:
    parts = []
    if shown.subject is not None:
        parts.append(showing.person(shown.subject))
    if shown.account is not None:
        parts.append(showing.account(shown.account))
    if shown.characteristics is not None:
        parts.append(showing.characteristics(shown.characteristics))
    return parts


def _asks(shown: Opened) -> bool:
    return Group.REFERRER in shown.sight.reads | shown.sight.asked


def _has_mark(shown: Opened) -> bool | None:
    """For whoever may know that there is a mark and nothing more; else None."""
    if Group.POLICE_MARKS not in shown.sight.flagged - shown.sight.reads:
        return None
    return shown.referral.marks.exists()


def _look_again(user, shown: Opened) -> date | None:
    """The day by which whoever may set marks looks at the one that stands, once it is
    near."""
    row = shown.referral
    if not row.is_open or not shown.marks or not allows(may_mark, user, row):
        return None
    newest = shown.marks[-1]
    return newest.review_on if is_due_soon(newest) else None


@dataclass(frozen=True)
class Care:
    """Where the referral to social care stands, and what may be written of it."""

    row: ParallelReferral | None
    to_children: bool
    is_first: bool
    may_answer: bool

    @property
    def kind(self) -> str:
        return "children" if self.to_children else "adults"


def _parallel(user, row: Referral) -> list[Care]:
    """Children's social care for every child; whichever was answered, for all."""
    made = {each.to_children: each for each in row.parallel.all()}
    route = row.subject.age_route
    may = row.is_open and allows(may_note_step, user, row)
    asked_of = [True] if route in (AgeRoute.UNDER_10, AgeRoute.UNDER_18) else [False]
    if route == AgeRoute.UNKNOWN:
        asked_of = [True, False]
    kinds = sorted({*asked_of, *made}, reverse=True)
    first = route == AgeRoute.UNDER_10
    return [Care(made.get(kind), kind, first and kind, may) for kind in kinds]
