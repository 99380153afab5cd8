"""The order in which a plan reads: `position` counts through the whole plan."""

from django.db.models import F, Max

from ..models import Action, Group, Plan


def open_place_after(plan: Plan, group: Group) -> int:
    """Make room behind the last action of `group`, or of the groups before it."""
    before = plan.actions.filter(group__position__lte=group.position)
    place = (before.aggregate(last=Max("position"))["last"] or 0) + 1
    open_place(plan, place)
    return place


def open_place(plan: Plan, place: int, size: int = 1) -> None:
    """Make room for `size` actions from `place` on."""
    plan.actions.filter(position__gte=place).update(position=F("position") + size)


def put_in_order(plan: Plan) -> None:
    """Number objectives behind their priority, and actions behind those of the groups
    before theirs, each in the order that it has among its siblings."""
    groups = list(plan.groups.order_by("position", "pk"))
    places = {group.pk: group.position for group in groups}
    groups.sort(key=lambda group: _place_in_tree(group, places))
    rank = {group.pk: place for place, group in enumerate(groups)}
    actions = list(plan.actions.only("pk", "group_id", "position"))
    actions.sort(key=lambda action: (rank[action.group_id], action.position, action.pk))
    Group.objects.bulk_update(_numbered(groups), ["position"], 1_000)
    Action.objects.bulk_update(_numbered(actions), ["position"], 1_000)


def _place_in_tree(group: Group, places: dict[int, int]) -> tuple[int, int, int, int]:
    top = group.parent_id or group.pk
    return places[top], top, group.level, group.position


def _numbered(rows: list) -> list:
    """Those of `rows` whose position was not yet their place, with it set."""
    moved = []
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = place
            moved.append(row)
    return moved
