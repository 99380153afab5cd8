"""The need-to-know matrix: which role sees which part of a record about a person.

Security 2.1, as data. Lists, pages, searches, counts, exports, files, tasks and mails
read this table and nothing else; what is not in it is denied. A grant opens a group of
fields only on the records that its scope reaches: a job title alone opens nothing. The
room that holds the records says what a scope means there, as one condition of the
database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models

from .roles import Role


class Group(models.TextChoices):
    """A part of a record about a person that is shown or kept back as a whole."""

    IDENTITY = "G1", "who the person is"
    ACCOUNT = "G2", "what was seen and said, and its files"
    CHARACTERISTICS = "G3", "health, social care, belief and ethnicity"
    POLICE_MARKS = "G4", "marks that the police alone set"
    PANEL = "G5", "panel papers, discussion, votes and minutes"
    SUPPORT = "G6", "support plan, sessions and consent"
    REFERRER = "G7", "who referred the person"


class Scope(StrEnum):
    """Which records a grant reaches; each with an end."""

    AUTHORITY = "the authority's"
    INTAKE = "the authority's, until the panel; then only where named"
    GATEWAY = "the authority's with the police, and those that they have held"
    ASSIGNED = "those assigned to them"
    SHARED_MARK = "the authority's whose police mark was shared with them"
    OWN_CHECK = "concerns of their organisation that they are asked to check"
    OWN_SUBMISSION = "what they sent, until 90 days after"


@dataclass(frozen=True)
class Grant:
    """What a role may do with each group, on the records that `scope` reaches.

    `flagged` groups are known to be there or not, and nothing more; `asked` ones are
    shown when asked for with a reason.
    """

    scope: Scope
    reads: frozenset[Group] = field(default_factory=frozenset)
    writes: frozenset[Group] = field(default_factory=frozenset)
    flagged: frozenset[Group] = field(default_factory=frozenset)
    asked: frozenset[Group] = field(default_factory=frozenset)


def _grant(scope: Scope, *columns: str) -> Grant:
    """A line of the table: one word for each of G1 to G7."""
    words = dict(zip(Group, columns, strict=True))
    unknown = set(columns) - {"R", "W", "RW", "flag", "ask", "-"}
    if unknown:
        raise ValueError(f"Not words of the matrix: {sorted(unknown)}.")
    return Grant(
        scope,
        reads=frozenset(group for group, word in words.items() if "R" in word),
        writes=frozenset(group for group, word in words.items() if "W" in word),
        flagged=frozenset(group for group, word in words.items() if word == "flag"),
        asked=frozenset(group for group, word in words.items() if word == "ask"),
    )


# Panel papers (G5) and support (G6) open with the Channel room, which adds its lines.
#                                         G1    G2    G3    G4     G5   G6   G7
MATRIX: dict[str, tuple[Grant, ...]] = {
    Role.REGISTERED_REFERRER: (
        _grant(Scope.OWN_SUBMISSION,      "R",  "R",  "R",  "-",   "-", "-", "R"),
    ),
    Role.SAFEGUARDING_LEAD: (
        _grant(Scope.OWN_SUBMISSION,      "R",  "R",  "R",  "-",   "-", "-", "R"),
        _grant(Scope.OWN_CHECK,           "R",  "R",  "R",  "-",   "-", "-", "R"),
    ),
    Role.EDUCATION_OFFICER: (
        _grant(Scope.OWN_SUBMISSION,      "-",  "R",  "-",  "-",   "-", "-", "-"),
    ),
    Role.COORDINATOR: (
        _grant(Scope.INTAKE,              "RW", "RW", "RW", "flag", "-", "-", "R"),
    ),
    Role.PANEL_CHAIR: (
        _grant(Scope.AUTHORITY,           "R",  "R",  "R",  "-",   "-", "-", "ask"),
        _grant(Scope.SHARED_MARK,         "-",  "-",  "-",  "R",   "-", "-", "-"),
    ),
    Role.DEPUTY_CHAIR: (
        _grant(Scope.AUTHORITY,           "R",  "R",  "R",  "-",   "-", "-", "ask"),
        _grant(Scope.SHARED_MARK,         "-",  "-",  "-",  "R",   "-", "-", "-"),
    ),
    Role.CASE_OFFICER: (
        _grant(Scope.ASSIGNED,            "RW", "RW", "RW", "RW",  "-", "-", "R"),
    ),
    Role.GATEWAY_OFFICER: (
        _grant(Scope.GATEWAY,             "RW", "R",  "R",  "RW",  "-", "-", "R"),
    ),
}  # fmt: skip


def grants_of(roles: Iterable[str]) -> list[Grant]:
    """Every grant that somebody who holds `roles` has."""
    return [grant for role in roles for grant in MATRIX.get(role, ())]


def roles_with(scope: Scope) -> frozenset[str]:
    """The roles that reach records by `scope`."""
    return frozenset(
        role
        for role, grants in MATRIX.items()
        if any(grant.scope == scope for grant in grants)
    )
