"""The actions of a plan in lists for paper: by owner, by priority."""

from dataclasses import dataclass, field

from dueregard.partners.everyone import Everyone

from .listing import NOBODY, with_owners
from .models import Action, ActionOwner, Group


@dataclass
class Part:
    """One table of a printed list: its heading, and the actions under it."""

    heading: str
    actions: list[Action] = field(default_factory=list)


def by_priority(plan, actions: list[Action]) -> list[Part]:
    """Each priority and objective that holds some of `actions`, as the plan reads."""
    with_owners(actions)
    groups = {group.pk: group for group in Group.objects.filter(plan=plan)}
    parts: dict[int, Part] = {}
    for action in actions:
        if action.group_id not in parts:
            parts[action.group_id] = Part(_heading(groups, action.group_id))
        parts[action.group_id].actions.append(action)
    return list(parts.values())


def by_owner(plan, actions: list[Action]) -> list[Part]:
    """Each owner by name with the actions they answer for; nobody's come last.

    An action with several owners stands under each of them.
    """
    with_owners(actions)
    found = {action.pk: action for action in actions}
    parts: dict[str, dict[int, Action]] = {}
    owners = ActionOwner.objects.filter(action__in=list(found)).values_list(
        "action_id",
        "text",
        "post__title",
        "post__organisation__name",
        "organisation__name",
        "everyone",
    )
    for key, text, post, posts_body, body, everyone in owners:
        whom = body or (everyone and str(Everyone(everyone).label)) or text
        name = f"{post}, {posts_body}" if post else whom
        parts.setdefault(name, {})[key] = found[key]
    ordered = [
        Part(name, [action for action in actions if action.pk in parts[name]])
        for name in sorted(parts, key=str.casefold)
    ]
    owned = {key for held in parts.values() for key in held}
    rest = [action for action in actions if action.pk not in owned]
    return ordered + ([Part(NOBODY, rest)] if rest else [])


def _heading(groups: dict[int, Group], key: int) -> str:
    group = groups[key]
    parent = groups.get(group.parent_id or 0)
    return f"{parent} – {group}" if parent else str(group)
