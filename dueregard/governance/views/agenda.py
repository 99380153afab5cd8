from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.access.refusals import allows
from dueregard.documents import services as documents
from dueregard.documents.uploads import takes_evidence
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, files, posted

from .. import services
from ..forms.agenda import (
    AddItemForm,
    AttendanceForm,
    ChangeItemForm,
    DiscussionForm,
    PaperForm,
    PutOnForm,
)
from ..models import AgendaItem, Meeting, Paper
from ..readers import MEETING_READERS
from ..rules import may_prepare, may_prepare_for
from .doors import group_or_404, item_or_404, meeting_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def backlog(request, pk: int):
    """Items that wait, and putting some of them on a meeting."""
    group = group_or_404(request, pk)
    items = AgendaItem.objects.visible_to(request.user).waiting().filter(group=group)
    if not items.exists() and not _oversees(request, group):
        raise Http404
    may_put = allows(may_prepare_for, request.user, group)
    form = PutOnForm(posted(request), group=group)
    if request.method == "POST":
        may_prepare_for(request.user, group)
    if form.is_valid():
        meeting = form.cleaned_data["meeting"]
        chosen = list(form.cleaned_data["items"])
        services.put_on(chosen, meeting=meeting, by=request.user)
        messages.success(request, f"{len(chosen)} put on the agenda.")
        return redirect(meeting)
    page = {"group": group, "items": items, "form": form, "may_prepare": may_put}
    return render(request, "governance/backlog.html", page)


def _oversees(request, group) -> bool:
    user = request.user
    seats = group.members.current().filter(person=user)
    return user.holds_any(MEETING_READERS, group.authority) or seats.exists()


@require_http_methods(["GET", "POST"])
@submits_once
def add_item(request, pk: int):
    group = group_or_404(request, pk)
    may_prepare_for(request.user, group)
    wanted = request.GET.get("meeting", "")
    form = AddItemForm(posted(request), group=group, meeting=wanted)

    def do():
        item = services.add_item(group, **form.cleaned_data, by=request.user)
        return item, f"“{item}” is added."

    return asked(
        request,
        form,
        do,
        heading="Add an agenda item",
        caption=group,
        submit="Add item",
        cancel_url=group.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_item(request, pk: int):
    item = item_or_404(request, pk)
    may_prepare_for(request.user, item.group)
    form = ChangeItemForm(posted(request), item=item)

    def do():
        services.change_item(item, **changes_of(form), by=request.user)
        return item, "The item is changed."

    return asked(
        request,
        form,
        do,
        heading="Change the item",
        caption=item,
        submit="Save",
        cancel_url=item.get_absolute_url(),
    )


@require_POST
@submits_once
def move_item(request, pk: int):
    """Up, down, or back to wait."""
    item = item_or_404(request, pk)
    place = item.get_absolute_url()
    step = request.POST.get("step", "")
    if step in ("up", "down"):
        services.move_item(item, step=step, by=request.user)
        messages.success(request, f"“{item}” is moved {step}.")
    else:
        services.put_on([item], meeting=None, by=request.user)
        messages.success(request, f"“{item}” waits for another meeting.")
    return redirect(place)


@require_POST
@submits_once
def remove_item(request, pk: int):
    item = item_or_404(request, pk)
    place = item.get_absolute_url()
    services.remove_item(item, by=request.user)
    messages.success(request, f"“{item}” is removed.")
    return redirect(place)


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def add_paper(request, pk: int):
    item = item_or_404(request, pk)
    may_prepare_for(request.user, item.group)
    form = PaperForm(posted(request), files(request))

    def do():
        document = _given(item, form.cleaned_data, request.user)
        services.add_paper(item, document=document, by=request.user)
        return item, f"“{document}” is added to the papers."

    return asked(
        request,
        form,
        do,
        heading="Add a paper",
        caption=item,
        submit="Add paper",
        cancel_url=item.get_absolute_url(),
    )


def _given(item: AgendaItem, answers: dict, by):
    authority, title = item.group.authority, answers["title"]
    if answers["how"] == "link":
        url = answers["url"]
        return documents.add_link(url, by=by, authority=authority, title=title)
    return documents.receive(
        answers["file"],
        by=by,
        authority=authority,
        title=title,
        marking=answers["marking"],
    )


@require_POST
@submits_once
def remove_paper(request, pk: int):
    items = AgendaItem.objects.visible_to(request.user)
    papers = Paper.objects.filter(item__in=items)
    paper = get_object_or_404(
        papers.select_related("document", "item__group", "item__meeting__group"), pk=pk
    )
    services.remove_paper(paper, by=request.user)
    messages.success(request, f"“{paper}” is no longer a paper of this item.")
    return redirect(paper.item)


@require_http_methods(["GET", "POST"])
@submits_once
def attendance(request, pk: int):
    row = meeting_or_404(request, pk)
    may_prepare(request.user, row)
    form = AttendanceForm(posted(request), meeting=row, members=_members_of(row))

    def do():
        services.note_attendance(row, who=form.answers(), by=request.user)
        return row, "Who came is noted."

    return asked(
        request,
        form,
        do,
        heading="Who came",
        caption=row,
        submit="Save attendance",
        cancel_url=row.get_absolute_url(),
    )


def _members_of(meeting: Meeting):
    """Those who sat on the group in their own right on the day."""
    day = meeting.held_on
    members = meeting.group.members.in_own_right().overlapping(day, day)
    return members.select_related("person", "organisation")


@require_http_methods(["GET", "POST"])
@submits_once
def write_discussion(request, pk: int):
    item = item_or_404(request, pk)
    may_prepare_for(request.user, item.group)
    form = DiscussionForm(posted(request), item=item)

    def do():
        given = form.cleaned_data
        services.write_discussion(
            item,
            discussion=given["discussion"],
            version=given["version"],
            by=request.user,
        )
        return item, "The minutes of this item are saved."

    return asked(
        request,
        form,
        do,
        heading="Minutes of the item",
        caption=item,
        submit="Save",
        cancel_url=item.get_absolute_url(),
    )
