from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import registry, services
from ..forms.meeting import (
    AgreeForm,
    CallForm,
    CancelForm,
    ChangeMeetingForm,
    HoldForm,
    MeetingForm,
    SeriesForm,
)
from ..models import Meeting, MeetingSeries, PartnershipGroup
from ..printing.pdf import as_pdf
from ..printing.sheet import PARTS, sheet_of
from ..reading import items_of, with_links
from ..rules import may_prepare, may_prepare_for
from ..workflow import WORKFLOW
from .doors import group_or_404, meeting_or_404


@require_safe
def meeting(request, pk: int):
    row = meeting_or_404(request, pk)
    page = {
        "meeting": row,
        "items": with_links(items_of(row), request.user),
        "attendance": row.attendance.select_related(
            "member__person", "member__organisation", "deputy"
        ),
        "links": registry.links_of_meeting(row, request.user),
        "moves": [move.name for move in WORKFLOW.open_to(request.user, row)],
        "history": row.moves.select_related("by"),
        "may_prepare": allows(may_prepare, request.user, row),
    }
    return render(request, "governance/meeting.html", page)


@require_safe
def sheet(request, pk: int, part: str):
    """The agenda or the minutes to print, whole or the public part."""
    row = meeting_or_404(request, pk)
    if part not in PARTS:
        raise Http404
    page = {"meeting": row, "sheet": sheet_of(row, part, by=request.user)}
    return render(request, "governance/sheet.html", page)


@require_safe
def sheet_file(request, pk: int, part: str):
    row = meeting_or_404(request, pk)
    if part not in PARTS:
        raise Http404
    services.record_print(row, part=part, by=request.user)
    return as_pdf(row, part, by=request.user)


@require_http_methods(["GET", "POST"])
@submits_once
def add_series(request, pk: int):
    group = group_or_404(request, pk)
    may_prepare_for(request.user, group)
    form = SeriesForm(posted(request))

    def do():
        series = services.add_series(group, **form.cleaned_data, by=request.user)
        return group, f"{series.meetings.count()} meetings are in the diary."

    return asked(
        request,
        form,
        do,
        heading="Add a year of meetings",
        caption=group,
        submit="Add meetings",
        cancel_url=group.get_absolute_url(),
    )


def _series_or_404(request, pk: int) -> MeetingSeries:
    groups = PartnershipGroup.objects.visible_to(request.user)
    series = MeetingSeries.objects.filter(group__in=groups)
    return get_object_or_404(series.select_related("group__authority"), pk=pk)


@require_POST
@submits_once
def extend_series(request, pk: int):
    series = _series_or_404(request, pk)
    count = services.extend_series(series, by=request.user)
    messages.success(request, f"{count} more meetings are in the diary.")
    return redirect(series.group)


@require_POST
@submits_once
def end_series(request, pk: int):
    series = _series_or_404(request, pk)
    count = services.end_series(series, by=request.user)
    messages.success(request, f"The series has ended. Meetings cancelled: {count}.")
    return redirect(series.group)


@require_http_methods(["GET", "POST"])
@submits_once
def add_meeting(request, pk: int):
    group = group_or_404(request, pk)
    may_prepare_for(request.user, group)
    form = MeetingForm(posted(request))

    def do():
        row = services.add_meeting(group, **form.answers(), by=request.user)
        return row, "The meeting is in the diary. Now give it an agenda."

    return asked(
        request,
        form,
        do,
        heading="Add a meeting",
        caption=group,
        submit="Add meeting",
        cancel_url=group.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_meeting(request, pk: int):
    row = meeting_or_404(request, pk)
    may_prepare(request.user, row)
    form = ChangeMeetingForm(posted(request), meeting=row)

    def do():
        version = form.cleaned_data["version"]
        answers = form.answers()
        services.change_meeting(row, version=version, by=request.user, **answers)
        return row, "The meeting is changed."

    return asked(
        request,
        form,
        do,
        heading="Change the meeting",
        caption=row,
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def call(request, pk: int):
    row = meeting_or_404(request, pk)
    WORKFLOW.check(row, "call", by=request.user)
    form = CallForm(posted(request))

    def do():
        services.call(row, note=form.cleaned_data["note"], by=request.user)
        return row, "The agenda is sent: members have a mail and a task."

    return asked(
        request,
        form,
        do,
        heading="Send the agenda",
        caption=row,
        lead="Every member gets a mail that says there is something to read, and has "
        "it on their list.",
        submit="Send the agenda",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def hold(request, pk: int):
    row = meeting_or_404(request, pk)
    called = row.status == Meeting.Status.CALLED
    WORKFLOW.check(row, "hold" if called else "hold_uncalled", by=request.user)
    form = HoldForm(posted(request), meeting=row)

    def do():
        given = form.cleaned_data
        services.hold(row, left=given["left"], to=given["to"], by=request.user)
        return row, "The meeting is held. Now write down what came of it."

    return asked(
        request,
        form,
        do,
        heading="The meeting took place",
        caption=row,
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def agree_minutes(request, pk: int):
    row = meeting_or_404(request, pk)
    WORKFLOW.check(row, "agree_minutes", by=request.user)
    form = AgreeForm(posted(request))

    def do():
        services.agree_minutes(row, note=form.cleaned_data["note"], by=request.user)
        return row, "The minutes are agreed."

    return asked(
        request,
        form,
        do,
        heading="Agree the minutes",
        caption=row,
        lead="Once agreed, nothing of them can be changed.",
        submit="Agree the minutes",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def cancel(request, pk: int):
    row = meeting_or_404(request, pk)
    called = row.status == Meeting.Status.CALLED
    WORKFLOW.check(row, "call_off" if called else "cancel", by=request.user)
    form = CancelForm(posted(request), meeting=row)

    def do():
        given = form.cleaned_data
        because, to = given["because"], given["to"]
        services.cancel(row, because=because, to=to, by=request.user)
        return row, "The meeting is cancelled."

    return asked(
        request,
        form,
        do,
        heading="Cancel the meeting",
        caption=row,
        submit="Cancel the meeting",
        cancel_url=row.get_absolute_url(),
        keep="Keep the meeting",
    )
