from django.views.decorators.http import require_http_methods

from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.group import (
    AddMemberForm,
    ChangeMemberForm,
    EndSeatForm,
    ReplaceMemberForm,
)
from ..rules import may_keep_groups
from .doors import group_or_404, member_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def add_member(request, pk: int):
    group = group_or_404(request, pk)
    may_keep_groups(request.user, group.authority)
    form = AddMemberForm(posted(request), group=group)

    def do():
        member = services.add_member(group, **form.cleaned_data, by=request.user)
        return group, f"{member.person} has a seat on {group}."

    return asked(
        request,
        form,
        do,
        heading="Add a member",
        caption=group,
        submit="Add member",
        cancel_url=group.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_member(request, pk: int):
    member = member_or_404(request, pk)
    may_keep_groups(request.user, member.group.authority)
    form = ChangeMemberForm(posted(request), member=member)

    def do():
        services.change_member(member, **changes_of(form), by=request.user)
        return member.group, "The seat is changed."

    return asked(
        request,
        form,
        do,
        heading=f"Change the seat of {member.person}",
        caption=member.group,
        submit="Save",
        cancel_url=member.group.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def end_seat(request, pk: int):
    member = member_or_404(request, pk)
    may_keep_groups(request.user, member.group.authority)
    form = EndSeatForm(posted(request))

    def do():
        ends_on = form.cleaned_data["ends_on"]
        services.end_seat(member, ends_on=ends_on, by=request.user)
        return member.group, f"{member.person} now has a last day."

    return asked(
        request,
        form,
        do,
        heading=f"End the seat of {member.person}",
        caption=member.group,
        lead="Whoever stands in for them leaves on the same day.",
        submit="Set last day",
        cancel_url=member.group.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def replace_member(request, pk: int):
    member = member_or_404(request, pk)
    may_keep_groups(request.user, member.group.authority)
    form = ReplaceMemberForm(posted(request), member=member)

    def do():
        new = services.replace_member(member, **form.cleaned_data, by=request.user)
        return member.group, f"{new.person} takes the seat."

    return asked(
        request,
        form,
        do,
        heading=f"Replace {member.person}",
        caption=member.group,
        lead=f"The seat stays: {member.get_seat_display().lower()}, for "
        f"{member.organisation}.",
        submit="Replace",
        cancel_url=member.group.get_absolute_url(),
    )
