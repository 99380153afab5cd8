"""Where an action comes from and where it goes on, from one plan to the next."""

from dataclasses import dataclass

from django.db.models import Q

from .models import Action


@dataclass(frozen=True)
class Carried:
    """What somebody may see of it: a successor in a draft is not for everyone."""

    source: Action | None
    successors: list[Action]


def carried(action: Action, user) -> Carried:
    """The neighbours of `action` in time that `user` may see."""
    near = Q(carried_from=action) | Q(pk=action.carried_from_id)
    rows = Action.objects.visible_to(user).filter(near).select_related("plan")
    found = list(rows.order_by("plan__starts_on", "pk"))
    source = next((one for one in found if one.pk == action.carried_from_id), None)
    return Carried(source, [one for one in found if one.carried_from_id == action.pk])
