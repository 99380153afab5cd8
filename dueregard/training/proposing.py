"""Whom in the register somebody may be who was at a session: proposed, never decided.

The same staff number, the same address, or a name spelled nearly the same in the same
organisation (issue 4, point 6: duplicates are proposed and never merged silently).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from .models import Learner, Place, Session
from .names import is_near, name_key, number_key

MOST = 4
LOOKED_AT = 500


@dataclass(frozen=True)
class Proposal:
    """Somebody in the register, and why it may be them."""

    learner: Learner
    why: str


def proposals_for(
    session: Session, places: Sequence[Place], readable
) -> dict[int, list[Proposal]]:
    """Id of each place → who it may be, the likeliest first; one statement.

    `readable` are the learners whom the reader may see.
    """
    wanted = Q(pk__in=[])
    for place in places:
        wanted |= _near(place)
    learners = readable.kept().filter(wanted, authority=session.authority_id)
    found = list(learners.select_related("organisation")[:LOOKED_AT])
    return {place.pk: _likeliest(place, found) for place in places}


def _near(place: Place) -> Q:
    """Who is worth a closer look: those with its number, address, or one of the words
    of its name."""
    found = Q(pk__in=[])
    if place.number:
        found |= Q(number__iexact=place.number)
    if place.email:
        found |= Q(email=place.email)
    for word in name_key(place.name).split():
        if len(word) > 2:
            found |= Q(name_key__contains=word)
    return found


def _likeliest(place: Place, learners: list[Learner]) -> list[Proposal]:
    key = name_key(place.name)
    ranked = []
    for learner in learners:
        rank, why = _why(place, key, learner)
        if why:
            ranked.append((rank, learner.pk, Proposal(learner, why)))
    return [proposal for *_, proposal in sorted(ranked, key=lambda each: each[:2])][
        :MOST
    ]


def _why(place: Place, key: str, learner: Learner) -> tuple[int, str]:
    here = place.organisation_id in (None, learner.organisation_id)
    if place.email and place.email == learner.email:
        return 0, "the same e-mail address"
    if place.number and number_key(place.number) == number_key(learner.number) and here:
        return 1, "the same staff number"
    if key and key == learner.name_key:
        return (2, "the same name") if here else (4, "the same name, elsewhere")
    if here and is_near(key, learner.name_key):
        return 3, "nearly the same name"
    return 9, ""
