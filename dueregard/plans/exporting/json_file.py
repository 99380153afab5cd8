"""A plan as JSON, in the shape that `due-regard import-plan --dry-run` prints."""

import hashlib
import json

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from ..models import Action
from ..reading.draft import (
    ActionDraft,
    GroupDraft,
    MilestoneDraft,
    PlanDraft,
    SectionDraft,
)
from .part import Part

LAYOUT = "due-regard"


def as_json(part: Part) -> HttpResponse:
    name = part.file_name("json")
    body = json.dumps(draft_of(part, name).as_json(), ensure_ascii=False, indent=2)
    return HttpResponse(
        body,
        content_type="application/json",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def draft_of(part: Part, name: str) -> PlanDraft:
    """What is held, as if it had been read from a file of that name."""
    actions = part.by_group()
    inner: dict[int, list[GroupDraft]] = {}
    priorities = []
    for group in reversed(part.groups()):
        made = GroupDraft(
            group.level,
            group.number,
            group.title,
            group.narrative,
            tuple(reversed(inner.get(group.pk, []))),
            tuple(_action(action) for action in actions.get(group.pk, [])),
        )
        if group.parent_id:
            inner.setdefault(group.parent_id, []).append(made)
        else:
            priorities.append(made)
    plan = part.plan
    return PlanDraft(
        name,
        hashlib.sha256(name.encode()).hexdigest(),
        LAYOUT,
        plan.title,
        plan.starts_on,
        plan.ends_on,
        tuple(
            SectionDraft(section.number, section.heading, section.text)
            for section in part.sections
        ),
        tuple(reversed(priorities)),
    )


def _action(action: Action) -> ActionDraft:
    return ActionDraft(
        ref=action.ref,
        text=action.text,
        line=action.source_line or 0,
        owners=tuple(dict.fromkeys(owner.text for owner in action.owners.all())),
        owners_text=action.owners_text,
        timescale_text=action.timescale_text,
        start=action.starts_on,
        due=action.due_on,
        ongoing=action.is_ongoing,
        milestones=tuple(
            MilestoneDraft(one.text, one.due_on) for one in action.milestones.all()
        ),
        rag=action.rating,
        confidence="certain" if action.is_certain else "uncertain",
        extra={name: str(value) for name, value in action.extra.items()},
    )
