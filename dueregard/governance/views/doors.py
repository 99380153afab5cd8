"""Getting the row that a page is about, or 404."""

from django.shortcuts import get_object_or_404

from ..models import (
    AgendaItem,
    ControlledDocument,
    GroupMember,
    Meeting,
    Outcome,
    PartnershipGroup,
)


def group_or_404(request, pk: int) -> PartnershipGroup:
    groups = PartnershipGroup.objects.visible_to(request.user)
    return get_object_or_404(groups.select_related("authority", "reports_to"), pk=pk)


def member_or_404(request, pk: int) -> GroupMember:
    members = GroupMember.objects.visible_to(request.user)
    members = members.select_related("group__authority", "person", "organisation")
    return get_object_or_404(members, pk=pk)


def meeting_or_404(request, pk: int) -> Meeting:
    meetings = Meeting.objects.visible_to(request.user)
    return get_object_or_404(meetings.select_related("group__authority"), pk=pk)


def item_or_404(request, pk: int) -> AgendaItem:
    items = AgendaItem.objects.visible_to(request.user)
    items = items.select_related("group__authority", "meeting__group")
    return get_object_or_404(items, pk=pk)


def outcome_or_404(request, pk: int) -> Outcome:
    outcomes = Outcome.objects.visible_to(request.user)
    outcomes = outcomes.select_related(
        "item__group__authority", "item__meeting__group", "post__organisation"
    )
    return get_object_or_404(outcomes, pk=pk)


def controlled_or_404(request, pk: int) -> ControlledDocument:
    documents = ControlledDocument.objects.visible_to(request.user)
    documents = documents.select_related("authority", "document", "owner__organisation")
    return get_object_or_404(documents, pk=pk)
