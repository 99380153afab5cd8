"""What versions of a plan say: their changes in words, and two of them compared.

A reader sees of a version what they may see of the plan: a restricted action or section
stays out of every list here, whenever it became so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .access import RESTRICTED_READERS
from .differences import Piece, word_diff
from .models import Audience, Group, Plan, PlanVersion, ProposedChange, Section
from .words import LABELS, as_text, organisation_names

Kind = ProposedChange.Kind
RESTRICTED = Audience.RESTRICTED
NUMBERS = ("ref", "number")


@dataclass(frozen=True)
class Field:
    """One text of a thing, with what was taken out of it and put in."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Shown:
    """One change as a page shows it: where, what happened, and its texts.

    `change` is None for a difference between two versions.
    """

    place: str
    what: str
    fields: list[Field]
    url: str = ""
    reason: str = ""
    change: ProposedChange | None = None


class Sight:
    """Which actions and sections of a plan somebody may read; None is the public."""

    def __init__(self, plan: Plan, user: Any | None):
        self.all = user is not None and user.holds_any(
            RESTRICTED_READERS, plan.authority
        )
        self.is_public = user is None
        if self.all:
            return
        if user is None:
            actions, sections = plan.actions.public(), plan.sections.public()
        else:
            actions = plan.actions.readable_by(user, plan)
            sections = Section.objects.visible_to(user).filter(plan=plan)
        self.actions = set(actions.values_list("pk", flat=True))
        self.sections = set(sections.values_list("pk", flat=True))

    def has_action(self, key: int) -> bool:
        return self.all or key in self.actions

    def has_section(self, key: int) -> bool:
        return self.all or key in self.sections

    def has_audience(self, audience: str) -> bool:
        """Whether a part that is not in the plan yet, or no more, may be read."""
        if self.is_public:
            return audience == Audience.PUBLIC
        return self.all or audience != RESTRICTED

    def has_change(self, change: ProposedChange) -> bool:
        if change.action_id:
            return self.has_action(change.action_id)
        if change.section_id:
            audiences = (change.before["audience"], change.after["audience"])
            allowed = all(self.has_audience(one) for one in audiences)
            return allowed and self.has_section(change.section_id)
        return not change.after.get("audience") or self.has_audience(
            change.after["audience"]
        )


def changes_of(version: PlanVersion, user: Any | None) -> list[Shown]:
    """The standing changes of `version` as `user` may read them, the public for None.

    An added action shows no reason to the public, nor does a dropped one: reasons are
    written for the board.
    """
    sight = Sight(version.plan, user)
    rows = version.changes.standing().select_related(
        "action__plan", "group__plan", "section__plan"
    )
    changes = [change for change in rows if sight.has_change(change)]
    names = organisation_names([c.before for c in changes] + [c.after for c in changes])
    groups = _groups(version.plan_id, changes)
    return [_shown(change, names, groups, sight.is_public) for change in changes]


def latest_changes(
    plan: Plan, user: Any | None = None
) -> tuple[PlanVersion, list[Shown]] | None:
    """What the newest approved version changed, for `user`; None is the public.

    None while the plan stands as first approved.
    """
    version = plan.versions.approved().filter(number__gt=1).first()
    if version is None:
        return None
    version.plan = plan
    return version, changes_of(version, user)


def _groups(plan_id: int, changes: Iterable[ProposedChange]) -> dict[int, str]:
    keys = {change.after["group"] for change in changes if "group" in change.after}
    if not keys:
        return {}
    groups = Group.objects.filter(plan=plan_id, pk__in=keys)
    return {group.pk: str(group) for group in groups}


def _shown(
    change: ProposedChange,
    names: dict[int, str],
    groups: dict[int, str],
    is_public: bool,
) -> Shown:
    before = _readable(change.before, names, groups)
    after = _readable(change.after, names, groups)
    if change.kind == Kind.DROP_ACTION:
        fields = [Field(LABELS["text"], word_diff(before.get("text", ""), ""))]
    else:
        fields = changed_fields(before, after)
    return Shown(
        place=_place(change),
        what=str(Kind(change.kind).label),
        fields=fields,
        url="" if is_public else _url(change),
        reason="" if is_public else change.reason,
        change=change,
    )


def _readable(
    words: dict[str, Any], names: dict[int, str], groups: dict[int, str]
) -> dict[str, str]:
    readable = {
        name: as_text(name, value, names)
        for name, value in words.items()
        if name in LABELS
    }
    if "group" in words:
        readable["group"] = groups.get(words["group"], "A place that is gone")
    return readable


def changed_fields(before: dict[str, str], after: dict[str, str]) -> list[Field]:
    """The texts that differ; a text that only one of them has counts as empty."""
    return [
        Field(label, word_diff(before.get(name, ""), after.get(name, "")))
        for name, label in LABELS.items()
        if before.get(name, "") != after.get(name, "")
    ]


def _place(change: ProposedChange) -> str:
    if change.kind == Kind.ADD_ACTION:
        ref = change.after.get("ref") or (change.action.ref if change.action else "")
        return f"New action {ref}".strip()
    if change.action:
        return f"Action {change.before['ref']}"
    return str(change.group or f"Section {change.section}")


def _url(change: ProposedChange) -> str:
    subject = change.action or change.group
    return subject.get_absolute_url() if subject else ""


def compare_versions(
    old: PlanVersion, new: PlanVersion, user: Any | None
) -> list[Shown]:
    """What `new` says otherwise than `old`, part by part in the order of `new`."""
    sight = Sight(new.plan, user)
    before, after = _parts(old.snapshot, sight), _parts(new.snapshot, sight)
    names = organisation_names([words for _, words in [*before.values()]])
    names |= organisation_names([words for _, words in [*after.values()]])
    found = [
        _difference(before.get(key), after.get(key), names)
        for key in [*after, *(key for key in before if key not in after)]
    ]
    return [one for one in found if one]


def _parts(snapshot: dict[str, Any], sight: Sight) -> dict[tuple, tuple[str, dict]]:
    """Each part of a snapshot by kind and key: its place in words, and its words."""
    parts: dict[tuple, tuple[str, dict]] = {
        ("plan", 0): ("The plan", {"title": snapshot.get("title", "")})
    }
    for one in snapshot.get("sections", []):
        if sight.has_section(one["pk"]) and sight.has_audience(one["audience"]):
            place = f"Section {one['number']} {one['heading']}".replace("  ", " ")
            parts["section", one["pk"]] = (place, one)
    for one in snapshot.get("groups", []):
        place = f"{one['number']} {one['title']}".strip()
        parts["group", one["pk"]] = (place, one)
    for one in snapshot.get("actions", []):
        if sight.has_action(one["pk"]):
            words = one if not one["is_cancelled"] else {}
            words = {name: value for name, value in words.items() if name != "audience"}
            parts["action", one["pk"]] = (f"Action {one['ref']}", words)
    return parts


def _difference(
    before: tuple[str, dict] | None, after: tuple[str, dict] | None, names
) -> Shown | None:
    place = (after or before or ("", {}))[0]
    old, new = (before or ("", {}))[1], (after or ("", {}))[1]
    left_out = () if old and new else NUMBERS
    compared = [name for name in LABELS if name != "group" and name not in left_out]
    fields = changed_fields(
        {name: as_text(name, old[name], names) for name in compared if name in old},
        {name: as_text(name, new[name], names) for name in compared if name in new},
    )
    if not fields:
        return None
    gone = "Cancelled" if after else "Dropped"
    return Shown(place, "Changed" if old and new else "Added" if new else gone, fields)
