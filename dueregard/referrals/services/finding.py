"""Finding people who were referred, by keyed hashes: never by reading what was said."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from dueregard.access.need_to_know import Group
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.vault import blind, tenancy
from dueregard.vault.rooms import Room
from dueregard.vault.services import index
from dueregard.vault.services.indexing import hashes

from .. import similar
from ..events import FindingEvent
from ..models import Referral, Subject
from ..reading import sight_of
from ..references import written
from ..rules import may_find
from .matching import propose

MOST_PEOPLE = 200
MOST_SHOWN = 25


@dataclass(frozen=True, repr=False)
class Terms:
    """What somebody looks for; all that is given must agree."""

    name: str = ""
    born_on: date | None = None
    reference: str = ""
    school: str = ""

    def given(self) -> list[str]:
        """The names of what was given, which is no secret."""
        return [name for name in self.__dataclass_fields__ if getattr(self, name)]


@sensitive_variables()
def index_subject(subject: Subject, words: dict[str, Any]) -> None:
    """Have `subject` found by `words`, its fields, and look for others like them."""
    index(subject.data_key, similar.tokens_of(words))
    propose(subject, words)


@audit.atomic
@sensitive_variables()
def find(
    authority: Authority, terms: Terms, *, room: Room, by: Person
) -> list[Referral]:
    """Referrals whose person agrees with `terms`, of those whose identity `by` may
    read today; one more than `MOST_SHOWN` when there are more. The search is recorded
    as hashes under a key, never as words.

    Raises:
        NotAllowed: `by` has no role that looks for people.
    """
    may_find(by, authority)
    with tenancy.of(authority) as number:
        found = _seen(by, _agreeing(authority, terms))
        audit.record(
            FindingEvent.SEARCHED,
            None,
            by=by,
            authority=number,
            terms=terms.given(),
            terms_hashes=_hashes_of(number, terms),
            found=len(found),
        )
    room.show_all(row.subject for row in found)
    return found


def _agreeing(authority: Authority, terms: Terms):
    """The referrals that agree with every term, whoever may see them."""
    rows = Referral.objects.filter(authority=authority)
    if terms.reference:
        rows = rows.filter(reference=written(terms.reference))
    people = Subject.objects.filter(authority=authority)
    wanted = people
    if terms.name:
        named = blind.find_name(authority, terms.name, most=MOST_PEOPLE)
        wanted = wanted.filter(data_key__in=named)
    if terms.born_on:
        keys = blind.find(authority, blind.BORN, [terms.born_on.isoformat()])
        wanted = wanted.filter(data_key__in=keys)
    if terms.school:
        places = similar.places_of({"school_or_work": terms.school})
        keys = blind.find(authority, blind.NUMBER, [text for _, text in places])
        wanted = wanted.filter(data_key__in=keys)
    if wanted is people:
        return rows
    roots = {pk for pair in wanted.values_list("pk", "merged_into") for pk in pair}
    found = roots - {None}
    # As numbers, and not as a query within the next: SQLite would walk every row.
    joined = Subject.objects.filter(merged_into__in=found).values_list("pk", flat=True)
    return rows.filter(subject__in=found | set(joined))


def _seen(user: Person, rows) -> list[Referral]:
    """Those that `user` may see, and whose identity they may read."""
    mine = rows.visible_to(user).with_sight_of(user).select_related("subject")
    seen = mine.order_by("-submitted_at", "pk")[:MOST_PEOPLE]
    readable = [row for row in seen if Group.IDENTITY in sight_of(user, row).reads]
    return readable[: MOST_SHOWN + 1]


def _hashes_of(authority_id: int, terms: Terms) -> list[str]:
    """What was typed, folded, as hashes under the authority's key."""
    words = {("searched", word) for word in blind.words_of(terms.name)}
    words |= {("searched", word) for word in blind.words_of(terms.school)}
    if terms.born_on:
        words.add(("searched", terms.born_on.isoformat()))
    if terms.reference:
        words.add(("searched", written(terms.reference)))
    return sorted(token.hex() for token in hashes(authority_id, words).values())
