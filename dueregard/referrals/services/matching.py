"""Who may be somebody that was referred before: proposed by rule, decided by people."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault import blind, rooms, tenancy
from dueregard.vault.models import BlindToken, DataKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services.indexing import hashes

from .. import similar
from ..events import MatchEvent
from ..guards import guards
from ..models import Match, Referral, Subject
from ..rules import may_match
from ..similar import Look, Sign

MOST_CANDIDATES = 50
MOST_PROPOSED = 20  # for one record: more would bury whoever has to say of each
UNDECIDED = (Match.Status.PROPOSED, Match.Status.ASKED)
DECIDED = "This was decided already."
LOOK_FIRST = (
    "This person may have been referred before. Say on “Same person?” whether they are "
    "one person or two, first."
)


@sensitive_variables()
def propose(subject: Subject, words: dict[str, Any]) -> int:
    """Note who may be `subject` too, by the table of `similar`; how many there are.

    Nobody is told, and nothing else changes: it is for whoever may see both to decide.
    A pair that was proposed before, whatever came of it, is not proposed again. Of many
    the newest are, and the others come with those. Call it in an open room.
    """
    with tenancy.of(subject.authority_id):
        found = _similar_to(subject, similar.look_for(words))
        known = _paired_with(subject)
        rows = Subject.objects.filter(data_key__in=list(found))
        rows = rows.exclude(pk__in=[subject.pk, *known])
        others = list(rows.order_by("-created_at", "pk")[:MOST_PROPOSED])
        rooms.current().unlock(other.data_key_id for other in others)
        matches = [
            Match(
                authority_id=subject.authority_id,
                data_key_id=other.data_key_id,
                first=other,
                second=subject,
                because=found[other.data_key_id].code,
            )
            for other in others
        ]
        for match in Match.objects.bulk_create(matches):
            audit.record(MatchEvent.PROPOSED, match, by=None)
        return len(matches)


@audit.atomic
@sensitive_variables("because")
def say_different(match: Match, *, because: str, by: Person) -> None:
    """Say that these are two people: remembered, and not proposed again. `because` is
    sealed with the pair.

    Raises:
        NotAllowed: `by` has no role that decides it.
        NotNow: it waits for a second person, or was decided.
    """
    may_match(by, match)
    with sealing(match.authority):
        match = lock(match)
        if match.status not in (Match.Status.PROPOSED, Match.Status.UNDONE):
            raise NotNow(DECIDED)
        match.because = because
        match.save(update_fields=["because"])
        decide(match, Match.Status.DIFFERENT, by=by)
        audit.record(
            MatchEvent.DIFFERENT, match, by=by, note_hash=audit.text_hash(because)
        )


def undecided(subject: Subject):
    """Possible matches of `subject` that nobody looked at yet."""
    return of_person(subject).filter(status__in=UNDECIDED)


def of_person(subject: Subject):
    return Match.objects.filter(Q(first=subject) | Q(second=subject))


def lock(match: Match) -> Match:
    """`match` as it is now, kept from others meanwhile."""
    rows = Match.objects.select_for_update(of=("self",))
    return rows.select_related("first", "second").get(pk=match.pk)


def decide(match: Match, status: str, *, by: Person | None) -> None:
    match.status, match.decided_by, match.decided_at = status, by, clock.now()
    match.save(update_fields=["status", "decided_by", "decided_at"])


def _paired_with(subject: Subject) -> set[UUID]:
    pairs = of_person(subject).values_list("first", "second")
    return {pk for pair in pairs for pk in pair}


def _similar_to(subject: Subject, look: Look) -> dict[UUID, similar.Rule]:
    """The rule that each other data key meets, of those that meet one."""
    texts = hashes(subject.authority_id, look.tokens())
    signs = {
        sign: {texts[token] for token in tokens} for sign, tokens in look.signs.items()
    }
    candidates = _candidates(subject, signs, look.has_birth)
    if not candidates:
        return {}
    held, born = _held(candidates, set(texts.values()))
    found = {}
    for key in candidates:
        common = {sign for sign, tokens in signs.items() if tokens & held[key]}
        if not (look.has_birth and key in born):
            common.add(Sign.NOT_KNOWN_BORN)
        if rule := similar.rule_for(common):
            found[key] = rule
    return found


def _candidates(
    subject: Subject, signs: dict[Sign, set[bytes]], has_birth: bool
) -> set[UUID]:
    """Whoever is born then or nearly then; and of those without a date of birth, or
    when this one has none, whoever has both names, the newest of them."""
    tokens = BlindToken.objects.filter(authority_id=subject.authority_id)
    keys = tokens.values_list("data_key_id", flat=True)
    names = keys.filter(kind__in=(blind.WORD, blind.SOUND))
    family, given = (
        names.filter(token__in=signs.get(sign, set()))
        for sign in (Sign.FAMILY, Sign.GIVEN)
    )
    # Each from the index alone: joined, one would be looked up for each of the other.
    named, born_then = set(family.intersection(given)), set()
    if has_birth:
        days = signs[Sign.BORN] | signs[Sign.NEARLY_BORN]
        born = keys.filter(kind=blind.BORN)
        born_then = set(born.filter(token__in=days))
        named -= set(born.filter(data_key__in=named))
    people = DataKey.objects.filter(
        kind=DataKey.Kind.PERSON, destroyed_at=None
    ).exclude(pk=subject.data_key_id)
    ids = people.values_list("pk", flat=True)
    newest = ids.filter(pk__in=named).order_by("-created_at")[:MOST_CANDIDATES]
    return {*ids.filter(pk__in=born_then), *newest}


def _held(
    candidates: set[UUID], wanted: set[bytes]
) -> tuple[dict[UUID, set[bytes]], set[UUID]]:
    """The tokens that each candidate has, of those wanted; and who is born then: of
    the candidates nobody has another date of birth."""
    rows = BlindToken.objects.filter(data_key__in=candidates, token__in=wanted)
    held: dict[UUID, set[bytes]] = defaultdict(set)
    born = set()
    for key, kind, token in rows.values_list("data_key_id", "kind", "token"):
        held[key].add(bytes(token))
        if kind == blind.BORN:
            born.add(key)
    return held, born


@guards("close", "find_no_grounds", done_on="same_person")
def possible_matches_are_decided(referral: Referral) -> str:
    """Nobody is closed while somebody may have been referred before and nobody looked
    (practice RF 9)."""
    waiting = Match.objects.filter(
        Q(first=referral.subject_id) | Q(second=referral.subject_id),
        status__in=UNDECIDED,
        first__referrals__isnull=False,
        second__referrals__isnull=False,
    )
    return LOOK_FIRST if waiting.exists() else ""
