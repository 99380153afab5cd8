"""What an owner's words can stand for, as plain values that other rooms read."""

from dataclasses import dataclass
from enum import StrEnum

from .everyone import Everyone


class Kind(StrEnum):
    """What the words of one owner resolved to."""

    POST = "post"
    ORGANISATION = "organisation"
    EVERYONE = "everyone"
    SEVERAL = "several"  # more than one kind at once: two posts and a council
    TEXT = "text"  # a person decided that the words name no owner
    UNRESOLVED = "unresolved"


@dataclass(frozen=True)
class Target:
    """One post, one organisation, or everyone of a kind. Exactly one of the three."""

    label: str
    post_id: int | None = None
    organisation_id: int | None = None
    everyone: str = ""

    @property
    def kind(self) -> Kind:
        if self.post_id:
            return Kind.POST
        return Kind.ORGANISATION if self.organisation_id else Kind.EVERYONE

    @property
    def code(self) -> str:
        """How a form names this target: "post-3", "organisation-9", "everyone-all"."""
        value = self.post_id or self.organisation_id or self.everyone
        return f"{self.kind}-{value}"

    @classmethod
    def of_everyone(cls, everyone: Everyone) -> "Target":
        return cls(Everyone(everyone).label, everyone=Everyone(everyone).value)


@dataclass(frozen=True)
class Match:
    """A target, and why the words mean it or may mean it, as a phrase for a page."""

    target: Target
    why: str


@dataclass(frozen=True)
class Resolution:
    """What one owner's words stand for.

    `matches` is what they resolved to: empty unless every word was accounted for.
    `candidates` are proposals for a person to choose from; nothing acts on them.
    """

    text: str
    key: str
    matches: tuple[Match, ...] = ()
    candidates: tuple[Match, ...] = ()
    is_decided: bool = False
    note: str = ""

    @property
    def kind(self) -> Kind:
        kinds = {match.target.kind for match in self.matches}
        if not kinds:
            return Kind.TEXT if self.is_decided else Kind.UNRESOLVED
        return kinds.pop() if len(kinds) == 1 else Kind.SEVERAL

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(match.target for match in self.matches)

    @property
    def is_settled(self) -> bool:
        return self.kind is not Kind.UNRESOLVED
