"""The owner names of an authority's plans: to settle, decided, recognised."""

import hashlib
from dataclasses import dataclass

from dueregard.accounts.models import Authority

from . import registry
from .models import OwnerName
from .resolution import resolve
from .targets import Resolution


@dataclass(frozen=True)
class UsedName:
    """An owner's words as plans print them, on how many actions, and what they mean."""

    text: str
    count: int
    resolution: Resolution
    decision: OwnerName | None = None

    @property
    def code(self) -> str:
        """Stands for the words in an address, which must not carry people's names."""
        return code_of(self.resolution.key)

    @property
    def state(self) -> str:
        if self.resolution.is_decided:
            return "decided"
        return "recognised" if self.resolution.is_settled else "open"


def used_names(authority: Authority) -> list[UsedName]:
    """Every owner name that a plan of `authority` uses, the most used first."""
    uses = sorted(
        registry.uses_at(authority).values(), key=lambda use: (-use[1], use[0])
    )
    resolutions = resolve([text for text, _ in uses], authority=authority)
    decided = OwnerName.objects.filter(authority=authority).select_related("decided_by")
    decisions = {decision.key: decision for decision in decided}
    return [
        UsedName(text, count, resolution, decisions.get(resolution.key))
        for (text, count), resolution in zip(uses, resolutions, strict=True)
    ]


def find(authority: Authority, code: str) -> UsedName | None:
    """The used name that an address stands for, if a plan still uses it."""
    for key, (text, count) in registry.uses_at(authority).items():
        if code_of(key) == code:
            return UsedName(text, count, resolve([text], authority=authority)[0])
    return None


def code_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:20]
