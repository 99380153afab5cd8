"""What of a plan goes into a file: the rows that the person asking may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from dueregard import clock

from ..models import Action, Group, Plan, Section
from ..models.action import ActionQuerySet

BATCH = 2_000


@dataclass(frozen=True)
class Part:
    """A plan and the querysets of its actions and sections to write out."""

    plan: Plan
    actions: ActionQuerySet
    sections: QuerySet[Section]
    made_by: str

    @classmethod
    def for_person(cls, plan: Plan, user, actions=None) -> "Part":
        """All that `user` may read of `plan`, or the given narrower actions."""
        if actions is None:
            actions = Action.objects.visible_to(user).filter(plan=plan)
        sections = Section.objects.visible_to(user).filter(plan=plan)
        return cls(plan, actions, sections, user.name)

    def file_name(self, ending: str) -> str:
        day = clock.today().isoformat()
        return f"{slugify(self.plan.title) or 'plan'}-{day}.{ending}"

    def groups(self) -> list[Group]:
        return list(self.plan.groups.select_related("parent"))

    def by_group(self) -> dict[int, list[Action]]:
        """The actions with rating and milestones, by the key of their group."""
        found: dict[int, list[Action]] = {}
        rows = self.actions.select_related("plan").prefetch_related(
            "milestones", "owners"
        )
        for action in rows.order_by("position", "pk"):
            found.setdefault(action.group_id, []).append(action)
        return found

    def outline(self) -> Iterator[tuple[Group, list[Action]]]:
        """Each group in the plan's order, with its own actions."""
        actions = self.by_group()
        for group in self.groups():
            yield group, actions.get(group.pk, [])

    def marking(self) -> dict[str, Any]:
        """What every page of a printed plan carries."""
        return {
            "marking": self.plan.get_marking_display(),
            "made_by": self.made_by,
            "made_at": clock.now(),
        }
