"""What the need-to-know matrix promises, worked out again without the database.

Tests compare what every door shows with this: who (a role of Marlbrook's), which
referral (a case of the world), which group, and what may be done with it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dueregard.access.need_to_know import MATRIX, Grant, Group, Scope
from dueregard.access.roles import Role
from tests.adapter import ELSEWHERE, HOME
from tests.world_of_referrals import CASES, Case, canary

VERBS = ("reads", "writes", "flagged", "asked")
WITH_THE_POLICE = ("submitted", "gateway", "gathering", "decision")


class Probe(NamedTuple):
    """May whoever has `role` at Marlbrook do `verb` to `group` of this referral?"""

    role: str
    place: str
    label: str
    group: Group
    verb: str

    @property
    def expected(self) -> bool:
        return self.group in allowed(self.role, self.place, self.label, self.verb)


def probes() -> Iterator[Probe]:
    """Every role, referral (of their authority or another), group and verb."""
    for role in Role.values:
        for place in (HOME, ELSEWHERE):
            for label in CASES:
                for group in Group:
                    for verb in VERBS:
                        yield Probe(role, place, label, group, verb)


def allowed(role: str, place: str, label: str, verb: str = "reads") -> set[Group]:
    """The groups of a referral that the matrix opens to `role` for `verb`."""
    found: set[Group] = set()
    for grant in grants_that_reach(role, place, label):
        found |= getattr(grant, verb)
    return found


def is_seen(role: str, place: str, label: str) -> bool:
    return bool(grants_that_reach(role, place, label))


def grants_that_reach(role: str, place: str, label: str) -> list[Grant]:
    """The lines of the matrix by which `role` of Marlbrook reaches this referral."""
    if place != HOME:
        return []
    case = CASES[label]
    return [each for each in MATRIX.get(role, ()) if reaches(each.scope, role, case)]


def reaches(scope: Scope, role: str, case: Case) -> bool:
    """Whether a scope reaches this referral, for whoever has `role`."""
    answers = {
        Scope.AUTHORITY: case.status != "screening",
        Scope.INTAKE: case.status != "listed",
        Scope.GATEWAY: case.status in WITH_THE_POLICE or case.holder == role,
        Scope.ASSIGNED: case.holder == role,
        Scope.SHARED_MARK: case.is_shared,
        Scope.OWN_SUBMISSION: case.sender == role and not case.is_old,
        Scope.OWN_CHECK: False,  # of concerns, not of referrals
    }
    return answers[scope]


def leaks(text: str, role: str, adapter, *, besides=frozenset()) -> list[str]:
    """The canaries in `text` that `role` may not read, of either authority.

    `besides` are groups that the page may show although the role does not read them
    (a reason was given).
    """
    return [
        f"{group} of {label} at {place}"
        for place in (HOME, ELSEWHERE)
        for label in CASES
        for group in Group
        if group not in allowed(role, place, label) | besides
        and canary(group, label, adapter.tenants[place].authority) in text
    ]
