"""Known people's names in what a proposed version would show to anyone (PL 3).

A text is found at the place that it will have in the plan, so that a name which is
confirmed beforehand is confirmed there too. A proposed action has no place yet; its
confirmation moves to the action that it becomes.
"""

from collections.abc import Iterator

from .models import Audience, PlanVersion, ProposedChange
from .names import Finding, PublicText, find_names_in, unconfirmed

Kind = ProposedChange.Kind
GROUP_TEXTS = ("title", "narrative", "headline", "aim", "why")


def place_of_new(change: ProposedChange) -> str:
    return f"change-{change.pk}-text"


def names_in_version(version: PlanVersion) -> list[Finding]:
    """Where the version names a person in public text, and nobody confirmed it yet."""
    found = find_names_in(_texts(version), version.plan.authority)
    return unconfirmed(version.plan, found)


def _texts(version: PlanVersion) -> Iterator[PublicText]:
    changes = version.changes.standing().select_related("action", "group", "section")
    for change in changes:
        if change.kind == Kind.CHANGE_ACTION:
            yield from _action(change)
        elif change.kind == Kind.ADD_ACTION:
            if change.after["audience"] == Audience.PUBLIC:
                text = change.after["text"]
                yield PublicText(place_of_new(change), "The new action", text)
        elif change.kind == Kind.CHANGE_GROUP:
            yield from _group(change)
        elif change.kind == Kind.CHANGE_SECTION:
            yield from _section(change)


def _action(change: ProposedChange) -> Iterator[PublicText]:
    action = change.action
    if action and action.audience == Audience.PUBLIC:
        yield PublicText(f"action-{action.pk}-text", str(action), change.after["text"])


def _group(change: ProposedChange) -> Iterator[PublicText]:
    group = change.group
    for name in GROUP_TEXTS:
        if group and name in change.after:
            place = f"group-{group.pk}-{name}"
            yield PublicText(place, str(group), change.after[name])


def _section(change: ProposedChange) -> Iterator[PublicText]:
    section = change.section
    if section and change.after["audience"] == Audience.PUBLIC:
        for name in ("heading", "text"):
            place = f"section-{section.pk}-{name}"
            yield PublicText(place, f"Section {section}", change.after[name])
