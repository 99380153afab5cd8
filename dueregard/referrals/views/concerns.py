"""What somebody noticed: their list, one note, and the note on paper."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.accounts.models import Authority
from dueregard.drafts import services as drafts
from dueregard.ui.paging import counted
from dueregard.vault import tenancy

from ..concern_workflow import CONCERN_WORKFLOW
from ..models import Concern, Turn
from ..rules_of_concerns import may_set_keeping_time
from ..services.concern_carrying import writer_of
from ..services.concerns import DRAFT
from .concerns_counts import organisations_led
from .concerns_doors import authorities_of, concern_opened, served_or_404

SHOWN = (
    *("status", "authority", "noticed_on", "checked_on", "shred_on"),
    *("noticed_by__name", "checker__name"),
)


@require_safe
def concerns_home(request):
    """The way in from the menu: one's own authority, or which of them."""
    served = list(authorities_of(request))
    if len(served) == 1:
        return redirect("referrals:concerns", served[0].slug)
    return render(request, "referrals/concerns/home.html", {"authorities": served})


@require_safe
def concerns(request, slug: str):
    authority = served_or_404(request, slug)
    with tenancy.of(authority):
        rows = Concern.objects.visible_to(request.user).filter(authority=authority)
        rows = rows.select_related("checker", "noticed_by").only(*SHOWN)
        listed = counted(rows.order_by("-noticed_on", "pk"), request)
        for row in listed:
            row.authority = authority
        page = {
            "authority": authority,
            "page": listed,
            "unfinished": _has_draft(request, authority),
            "leads": organisations_led(request.user, authority),
            "may_set": allows(may_set_keeping_time, request.user, authority),
        }
        return render(request, "referrals/concerns/list.html", page)


def _has_draft(request, authority: Authority) -> bool:
    return drafts.newest(DRAFT, authority=authority, by=request.user) is not None


@require_safe
@concern_opened(door="concern")
def concern(request, concern: Concern):
    moves = {move.name for move in CONCERN_WORKFLOW.open_to(request.user, concern)}
    referred = concern.status == Concern.Status.REFERRED
    page = {
        "concern": concern,
        "moves": moves,
        "answered": Turn.objects.filter(
            concern=concern, person=request.user, what=Turn.What.ANSWER
        ).exists(),
        "is_own": concern.noticed_by_id == request.user.pk,
        **(_writing(concern, request.user) if referred else {}),
    }
    return render(request, "referrals/concerns/concern.html", page)


def _writing(concern: Concern, user) -> dict:
    """Who writes the referral; the words stay here for whoever may not."""
    writer = writer_of(concern, by=concern.checker or concern.noticed_by)
    return {"writer": writer, "writes": writer == user}


@require_safe
@concern_opened(door="print")
def concern_note(request, concern: Concern):
    """For the organisation's own record, which this service is not (RF 3)."""
    page = {"concern": concern, "today": clock.today()}
    return render(request, "referrals/concerns/note.html", page)
