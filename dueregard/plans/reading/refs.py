"""Every action has a ref of its own: the source's where it can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from .draft import ActionDraft, GroupDraft, Warning, excerpt


def with_refs(
    groups: tuple[GroupDraft, ...],
) -> tuple[tuple[GroupDraft, ...], list[Warning]]:
    """The groups with refs that differ, and a warning for each that was changed.

    Where numbers start again in another group, the group's place goes before them
    ("2.1"); one used twice within a group becomes "auto-n". The source's is kept in
    `extra`.
    """
    refs = _Refs(groups)
    named = tuple(
        refs.group(group, group.number or str(at))
        for at, group in enumerate(groups, start=1)
    )
    return named, refs.warnings


class _Refs:
    def __init__(self, groups: tuple[GroupDraft, ...]) -> None:
        every = (action.ref for group in groups for action in group.all_actions())
        self.printed = Counter(ref for ref in every if ref)
        self.taken = {ref for ref, times in self.printed.items() if times == 1}
        self.auto = 0
        self.warnings: list[Warning] = []

    def group(self, group: GroupDraft, place: str) -> GroupDraft:
        actions = tuple(self._named(action, place) for action in group.actions)
        inner = tuple(
            self.group(one, one.number or f"{place}.{at}")
            for at, one in enumerate(group.groups, start=1)
        )
        return replace(group, actions=actions, groups=inner)

    def _named(self, action: ActionDraft, place: str) -> ActionDraft:
        ref = action.ref
        if ref and (self.printed[ref] == 1 or ref not in self.taken):
            self.taken.add(ref)
            return action
        new = f"{place}.{ref}" if ref else ""
        if not new or new in self.taken:
            new = self._next()
        self.taken.add(new)
        if not ref:
            return replace(action, ref=new)
        self.warnings.append(
            Warning(
                "duplicate-ref",
                action.line,
                f"The number {ref} stands more than once, so this action is called "
                f"{new}.",
                excerpt(action.text),
            )
        )
        return replace(action, ref=new, extra={**action.extra, "source_ref": ref})

    def _next(self) -> str:
        self.auto += 1
        while f"auto-{self.auto}" in self.taken:
            self.auto += 1
        return f"auto-{self.auto}"
