"""Possible matches and earlier referrals, as far as their reader may see them."""

from dataclasses import dataclass
from uuid import UUID

from dueregard.access.need_to_know import Group
from dueregard.accounts.models import Person
from dueregard.vault.rooms import Room

from . import similar
from .models import Match, Referral, Subject
from .reading import sight_of
from .services.linking import counts, of_one_person
from .services.matching import of_person


@dataclass(repr=False)
class Pair:
    """A match with the other person in it, and their referrals that may be seen."""

    match: Match
    other: Subject
    referrals: list[Referral]

    @property
    def reason(self) -> str:
        """The rule's sentence, or what somebody wrote when they asked."""
        return similar.SAYS.get(self.match.because, self.match.because)


@dataclass(repr=False)
class Earlier:
    """An earlier referral of the person, and whether it makes later ones repeats."""

    referral: Referral
    is_counted: bool


def pairs_of(subject: Subject, user: Person, room: Room) -> list[Pair]:
    """The matches of `subject` whose other person `user` may read of; all are noted as
    looked at. Those that were found to be two people are left out."""
    matches = list(
        of_person(subject)
        .exclude(status=Match.Status.DIFFERENT)
        .select_related("first", "second")
        .order_by("at", "pk")
    )
    others = {match.pk: _other(match, subject) for match in matches}
    seen = _seen_by(user, [other.pk for other in others.values()])
    shown = [match for match in matches if others[match.pk].pk in seen]
    room.show_all(others[match.pk] for match in shown)
    room.show_all(shown)
    return [Pair(match, others[match.pk], seen[others[match.pk].pk]) for match in shown]


def earlier_of(referral: Referral, user: Person) -> list[Earlier]:
    """Earlier referrals of this person that `user` may see, the newest first."""
    rows = of_one_person(referral.subject).filter(
        submitted_at__lte=referral.submitted_at
    )
    mine = rows.visible_to(user).exclude(pk=referral.pk).order_by("-submitted_at", "pk")
    return [Earlier(row, counts(row)) for row in mine.select_related("joined_to")]


def _other(match: Match, subject: Subject) -> Subject:
    return match.second if match.first_id == subject.pk else match.first


def _seen_by(user: Person, people: list[UUID]) -> dict[UUID, list[Referral]]:
    """The referrals of each of `people` whose identity `user` may read."""
    if not people:
        return {}
    rows = Referral.objects.filter(subject__in=people).visible_to(user)
    seen: dict[UUID, list[Referral]] = {}
    for row in rows.with_sight_of(user).order_by("-submitted_at", "pk"):
        if Group.IDENTITY in sight_of(user, row).reads:
            seen.setdefault(row.subject_id, []).append(row)
    return seen
