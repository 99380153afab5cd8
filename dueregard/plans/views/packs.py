"""The board pack: looked at, issued, read, printed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.governance.models import Meeting, PartnershipGroup
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import services
from ..access import RESTRICTED_READERS
from ..board_pack.gather import gather
from ..board_pack.pages import PUBLIC, WHOLE, part_of
from ..exporting import pack_pdf as printing
from ..forms.packs import MeetingForm
from ..models import BoardPack, Plan
from ..rules_of_packs import may_issue
from .plans import get_plan

LONGEST_KEY = 18


def get_pack(request, pk, pack_pk) -> BoardPack:
    packs = BoardPack.objects.visible_to(request.user).filter(plan=pk)
    rows = packs.select_related("plan__authority", "meeting__group", "issued_by")
    return get_object_or_404(rows, pk=pack_pk)


def meetings_to_come(request, plan: Plan):
    """Meetings of the plan's authority that are still to come, soonest first."""
    meetings = Meeting.objects.visible_to(request.user).to_come()
    return meetings.filter(group__authority=plan.authority).select_related("group")


@require_safe
def pack_list(request, pk):
    plan = get_plan(request, pk)
    packs = BoardPack.objects.visible_to(request.user).filter(plan=plan)
    rows = packs.select_related("meeting__group", "issued_by").defer("content")
    return render(
        request,
        "plans/packs/list.html",
        {
            "plan": plan,
            "page": counted(rows, request),
            "may_issue": allows(may_issue, request.user, plan),
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def pack_new(request, pk):
    """What the pack would say now, and the button that freezes it."""
    plan = get_plan(request, pk)
    may_issue(request.user, plan)
    meetings = meetings_to_come(request, plan)
    form = MeetingForm(
        request.POST if request.method == "POST" else None, meetings=meetings
    )
    if form.is_valid():
        meeting = form.cleaned_data["meeting"]
        pack = services.issue_pack(plan, meeting, by=request.user)
        messages.success(request, f"{pack} is issued. It will not change any more.")
        return redirect(pack)
    chosen = _chosen(meetings, request.GET.get("meeting", ""))
    context = {"plan": plan, "meetings": meetings, "meeting": chosen}
    if chosen:
        content = gather(plan, chosen)
        sections = part_of(content["sections"], WHOLE)
        context |= {"content": content, "sections": sections, "form": form}
    return render(request, "plans/packs/new.html", context)


def _chosen(meetings, wanted: str) -> Meeting | None:
    """The meeting that was asked for; else the board's next, else the next."""
    if wanted.isdecimal() and len(wanted) < LONGEST_KEY:
        return meetings.filter(pk=int(wanted)).first()
    of_board = meetings.filter(group__kind=PartnershipGroup.Kind.BOARD)
    return of_board.first() or meetings.first()


@require_safe
def pack_detail(request, pk, pack_pk):
    pack = get_pack(request, pk, pack_pk)
    parts = parts_for(request.user, pack)
    part = _one_of(parts, request.GET.get("part", parts[0]))
    return render(
        request,
        "plans/packs/detail.html",
        {
            "pack": pack,
            "plan": pack.plan,
            "part": part,
            "may_read_whole": WHOLE in parts,
            "sections": part_of(pack.content["sections"], part),
        },
    )


@require_safe
def pack_pdf(request, pk, pack_pk, part):
    pack = get_pack(request, pk, pack_pk)
    answer = printing.as_pdf(pack, _one_of(parts_for(request.user, pack), part))
    services.record_print(pack, by=request.user, part=part)
    return answer


def parts_for(user, pack: BoardPack) -> tuple[str, ...]:
    """Which parts `user` reads: the exempt one only as they read restricted actions."""
    if user.holds_any(RESTRICTED_READERS, pack.plan.authority):
        return (WHOLE, PUBLIC)
    return (PUBLIC,)


def _one_of(parts: tuple[str, ...], asked: str) -> str:
    if asked not in parts:
        raise Http404
    return asked
