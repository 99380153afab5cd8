"""What owners told the co-ordinator: the grid, and the sheet to fill in (YR 1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.exchange.export import xlsx_response
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from ... import services
from ...exporting.round_sheet import sheet_of
from ...forms.rounds import ToldForm
from ...listing import NOBODY
from ...round_reports import listed
from ...rules_of_rounds import may_change_round
from ..keys import keys_in
from .finding import get_round

ROWS = 20
LONGEST_POST = 150


@require_http_methods(["GET", "POST"])
@submits_once
def round_grid(request, pk, round_pk):
    """Enter what many owners said. Rows that can go in go in; the others stay."""
    round = get_round(request, pk, round_pk)
    may_change_round(request.user, round)
    if request.method == "POST":
        return _entered(request, round)
    owed = round.asked.owed().order_by("action__position", "pk")
    page = counted(owed.values_list("pk", flat=True), request, size=ROWS)
    forms = [_row(None, asked) for asked in listed(page.rows)]
    return _grid(request, round, forms, page)


def _entered(request, round):
    sent = keys_in(request.POST.getlist("row"))[: 2 * ROWS]
    known = round.asked.filter(pk__in=sent).order_by("action__position", "pk")
    forms = [
        _row(request.POST, asked)
        for asked in listed(list(known.values_list("pk", flat=True)))
    ]
    filled = [form for form in forms if not form.is_empty]
    good = {form.asked.pk: form.cleaned_data for form in filled if form.is_valid()}
    refused = services.enter_answers(round, good, by=request.user)
    for form in filled:
        if form.asked.pk in refused:
            form.add_error("text", refused[form.asked.pk])
    saved = len(good) - len(refused)
    words = f"{saved} update{'s' if saved != 1 else ''} saved."
    bad = [form for form in filled if form.errors]
    if saved or not bad:
        messages.success(request, words if saved else "No row was filled in.")
    if not bad:
        return redirect("plans:round_grid", round.plan_id, round.pk)
    left = [form for form in forms if form.errors or form.is_empty]
    return _grid(request, round, left, None)


def _row(data, asked) -> ToldForm:
    """Told by the owner, where there is but one to think of."""
    words = asked.action.owner_words
    is_one = words != NOBODY and ";" not in words and len(words) <= LONGEST_POST
    return ToldForm(data, asked=asked, owner=words if is_one else "")


def _grid(request, round, forms, page):
    context = {"plan": round.plan, "round": round, "forms": forms, "page": page}
    return render(request, "plans/rounds/grid.html", context)


@require_safe
def round_sheet(request, pk, round_pk):
    """The owed actions as a spreadsheet with empty columns."""
    round = get_round(request, pk, round_pk)
    may_change_round(request.user, round)
    sheet, count = sheet_of(round)
    services.record_sheet(round, by=request.user, actions=count)
    return xlsx_response(f"update-round-{round.number}.xlsx", [sheet])


def sheet_upload_url(round) -> str:
    """Where the filled sheet is taken back."""
    slug = round.plan.authority.slug
    url = reverse("exchange:upload", args=[slug, "round-sheet"])
    return f"{url}?round={round.pk}"
