"""Whose names in the register somebody may read, and whose records they may keep.

The co-ordinator, the data protection officer and the auditor read the whole register of
their authority. A training lead of the council keeps the whole of it; one of a partner
organisation keeps its own people and those of the organisations below it (an academy
trust's schools, practice AC 6). The education officer keeps those in education.
"""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation, Person

from .readers import WHOLE_REGISTER, WIDE_READERS

EDUCATION = Organisation.Sector.EDUCATION
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Reach:
    """Ids of authorities of which all is in reach, of those of which education is, and
    (authority, organisations) of which that is; `kept_whole` are also kept."""

    whole: frozenset[int]
    kept_whole: frozenset[int]
    education: frozenset[int]
    organisations: dict[int, frozenset[int]] = field(default_factory=dict)

    def condition(self, prefix: str = "") -> Q:
        """The condition on learners in reach; `prefix` is the path to the learner."""
        found = Q(**{f"{prefix}authority__in": self.whole})
        if self.education:
            found |= Q(
                **{
                    f"{prefix}authority__in": self.education,
                    f"{prefix}organisation__sector": EDUCATION,
                }
            )
        for authority, organisations in self.organisations.items():
            found |= Q(
                **{
                    f"{prefix}authority": authority,
                    f"{prefix}organisation__in": organisations,
                }
            )
        return found

    def keeps(self, authority_id: int, organisation: Organisation) -> bool:
        """Whether records of `organisation` in that register may be changed."""
        return (
            authority_id in self.kept_whole
            or (authority_id in self.education and organisation.sector == EDUCATION)
            or organisation.pk in self.organisations.get(authority_id, ())
        )


def reach_of(user) -> Reach:
    """What `user` reaches today; at most one statement, read once a request."""
    if not hasattr(user, "training_reach"):
        user.training_reach = _reach(user)
    return user.training_reach


def organisations_kept(user: Person, authority: Authority) -> QuerySet[Organisation]:
    """Organisations of `authority` whose records `user` may change."""
    everywhere = authority.pk in reach_of(user).kept_whole
    return _reached(user, authority, everywhere).filter(successor__isnull=True)


def organisations_by_name(user: Person, authority: Authority) -> QuerySet[Organisation]:
    """Organisations of `authority` whose people `user` may read by name."""
    return _reached(user, authority, authority.pk in reach_of(user).whole)


def _reached(
    user: Person, authority: Authority, everywhere: bool
) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(authorities=authority)
    if everywhere:
        return rows
    reach = reach_of(user)
    own = Q(pk__in=reach.organisations.get(authority.pk, ()))
    if authority.pk in reach.education:
        own |= Q(sector=EDUCATION)
    return rows.filter(own)


def told_in_reach(user, authority: str = "authority") -> Q:
    """The condition on what organisations told us, as numbers or in words, that `user`
    may read: all that was told to an authority they serve as a whole, and for a
    partner's training lead what their own organisations told. `authority` is the path
    to it."""
    found = Q(**{f"{authority}__in": served_whole(user)})
    for each, organisations in reach_of(user).organisations.items():
        found |= Q(**{authority: each, "organisation__in": organisations})
    return found


def served_whole(user) -> frozenset[int]:
    """Authorities of which `user` reads the numbers of every organisation."""
    wide = user.authorities_as(WIDE_READERS, Room.TRAINING)
    return reach_of(user).whole.union(wide)


def _reach(user) -> Reach:
    whole = set(user.authorities_as(WHOLE_REGISTER, Room.TRAINING))
    kept = set(user.authorities_as((Role.COORDINATOR,), Room.TRAINING))
    organisations: dict[int, frozenset[int]] = {}
    for authority, own, kind in _led_by(user):
        if kind == Organisation.Kind.COUNCIL:
            whole.add(authority)
            kept.add(authority)
        else:
            organisations[authority] = organisations.get(authority, frozenset()) | own
    education = user.authorities_as((Role.EDUCATION_OFFICER,), Room.TRAINING)
    return Reach(frozenset(whole), frozenset(kept), frozenset(education), organisations)


def _led_by(user) -> list[tuple[int, frozenset[int], str]]:
    """(authority, the organisation and those below it, its kind) of each training lead
    membership."""
    here = user.authorities_as((Role.TRAINING_LEAD,), Room.TRAINING)
    if not here:
        return []
    memberships = user.current_memberships().filter(
        role=Role.TRAINING_LEAD, authority__in=here
    )
    rows = memberships.order_by().values_list(
        "authority_id",
        "organisation_id",
        "organisation__kind",
        "organisation__children",
    )
    found: dict[tuple[int, int, str], set[int]] = {}
    for authority, organisation, kind, child in rows:
        below = found.setdefault((authority, organisation, kind), {organisation})
        below |= {child} if child else set()
    return [
        (authority, frozenset(below), kind)
        for (authority, _, kind), below in found.items()
    ]
