"""Saying that two people who were referred are one, and undoing it: two people do it.

Nothing is mixed: each record keeps its own key and words. A group of records of one
person has a first one, which the others name (`merged_into`); it is worked out anew
from the pairs that two people agreed to, so that undoing one leaves the others.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.views.decorators.debug import sensitive_variables

from dueregard.access.models import Approval
from dueregard.access.refusals import NotNow
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault import tenancy
from dueregard.vault.rooms import sealing

from ..codes import NOT_COUNTED
from ..events import MatchEvent
from ..models import Match, Referral, Subject
from ..rules import may_match
from .matching import DECIDED, decide, lock

SAME_PERSON, NOT_THE_SAME = "referrals.same_person", "referrals.not_the_same"
Status = Match.Status


@audit.atomic
@sensitive_variables("because")
def ask_same(
    match: Match, *, because: str, by: Person, referral: Referral, session: str = ""
) -> Approval:
    """Say that these are one person; nothing changes before a second person agrees.

    `referral` is the one on whose page the second person reads it. A pair that was
    found to be two people, or undone, can be asked for again.

    Raises:
        NotAllowed: `by` has no role that decides it.
        NotNow: it waits already, or they are one person already.
    """
    may_match(by, match)
    with sealing(match.authority):
        match = lock(match)
        if match.status in (Status.ASKED, Status.SAME):
            raise NotNow(DECIDED)
        match.status, match.asked_by, match.because = Status.ASKED, by, because
        match.decided_by = match.decided_at = None
        match.save()
        audit.record(MatchEvent.ASKED, match, by=by, note_hash=audit.text_hash(because))
        return _asked(SAME_PERSON, match, referral, by, session)


@audit.atomic
@sensitive_variables("because")
def ask_to_undo(
    match: Match, *, because: str, by: Person, referral: Referral, session: str = ""
) -> Approval:
    """Ask to undo that these are one person; a second person agrees, or it stays.

    Raises:
        NotAllowed: `by` has no role that decides it.
        NotNow: they are not one person.
    """
    may_match(by, match)
    with sealing(match.authority):
        match = lock(match)
        if match.status != Status.SAME:
            raise NotNow("These are not joined as one person.")
        match.because = because
        match.save(update_fields=["because"])
        audit.record(
            MatchEvent.UNDO_ASKED, match, by=by, note_hash=audit.text_hash(because)
        )
        return _asked(NOT_THE_SAME, match, referral, by, session)


def make_same(approval: Approval) -> None:
    """What is done once two people agreed that a pair is one person."""
    with tenancy.of(approval.authority):
        match = lock(_match_of(approval))
        if match.status != Status.ASKED:
            raise NotNow(DECIDED)
        decide(match, Status.SAME, by=approval.decided_by)
        _regrouped(match, approval, MatchEvent.SAME)


def undo_same(approval: Approval) -> None:
    """What is done once two people agreed to undo it: the other pairs stay."""
    with tenancy.of(approval.authority):
        match = lock(_match_of(approval))
        if match.status != Status.SAME:
            raise NotNow(DECIDED)
        decide(match, Status.UNDONE, by=approval.decided_by)
        _regrouped(match, approval, MatchEvent.UNDONE)


def leave_open(approval: Approval) -> None:
    """Nobody agreed: the pair waits to be decided, as before it was asked."""
    with tenancy.of(approval.authority):
        match = lock(_match_of(approval))
        if match.status == Status.ASKED:
            match.asked_by = None
            decide(match, Status.PROPOSED, by=None)
            match.decided_at = None
            match.save(update_fields=["asked_by", "decided_at"])
            audit.record(MatchEvent.LEFT_OPEN, match, by=approval.decided_by)


def recount(subject: Subject) -> None:
    """Number the open referrals of a person anew: which is the first, which a repeat.

    One event reported twice counts once (a joined referral), what turned out mistaken
    or malicious never does, nor what no person has taken in yet. One that has ended
    keeps the number with which it ended. Call it where the authority is set.
    """
    earlier = 0
    for referral in of_one_person(subject).order_by("submitted_at", "pk"):
        sequence = earlier + 1
        if referral.is_open and referral.sequence != sequence:
            Referral.objects.filter(pk=referral.pk).update(sequence=sequence)
        earlier += counts(referral)


def counts(referral: Referral) -> bool:
    """Whether later referrals of the same person are repeats because of this one."""
    left_out = (
        Referral.Status.JOINED,
        Referral.Status.NOT_A_REFERRAL,
        Referral.Status.SCREENING,
    )
    return referral.status not in left_out and referral.outcome not in NOT_COUNTED


def of_one_person(subject: Subject):
    """Every referral of this person, under whichever of their records."""
    root = subject.merged_into_id or subject.pk
    return Referral.objects.filter(Q(subject=root) | Q(subject__merged_into=root))


def group_ids(subject: Subject) -> set[UUID]:
    """The ids of the records that two people each said are one person's."""
    found, edge = {subject.pk}, {subject.pk}
    while edge:
        pairs = Match.objects.filter(
            Q(first__in=edge) | Q(second__in=edge), status=Status.SAME
        )
        reached = {pk for pair in pairs.values_list("first", "second") for pk in pair}
        edge = reached - found
        found |= reached
    return found


def state_of(match: Match) -> list:
    """What both people agree to: exactly these records, as they stand."""
    both = group_ids(match.first) | group_ids(match.second)
    people = Subject.objects.filter(pk__in=both).order_by("pk")
    stands = people.values_list("pk", "version", "merged_into")
    referrals = Referral.objects.filter(subject__in=both).order_by("pk")
    return [
        match.status,
        [[str(part) for part in row] for row in stands],
        [str(pk) for pk in referrals.values_list("pk", flat=True)],
    ]


def _asked(kind: str, match: Match, referral: Referral, by: Person, session: str):
    return accounts.ask(
        kind,
        authority=match.authority,
        items={"match": str(match.pk), "referral": str(referral.pk)},
        by=by,
        session=session,
    )


def _match_of(approval: Approval) -> Match:
    return Match.objects.get(pk=approval.items["match"])


def _regrouped(match: Match, approval: Approval, event) -> None:
    """Work out anew who is one person, and number their referrals."""
    groups = {frozenset(group_ids(each)) for each in (match.first, match.second)}
    for ids in groups:
        _name_first(ids)
    audit.record(
        event,
        match,
        by=approval.decided_by,
        asked_by=approval.asked_by_id,
        people=sorted(map(str, set().union(*groups))),
    )


def _name_first(ids: Iterable[UUID]) -> None:
    people = list(
        Subject.objects.select_for_update(of=("self",))
        .filter(pk__in=list(ids))
        .order_by("created_at", "pk")
    )
    root, *others = people
    Subject.objects.filter(pk=root.pk).update(
        merged_into=None, version=F("version") + 1
    )
    Subject.objects.filter(pk__in=[each.pk for each in others]).update(
        merged_into=root, version=F("version") + 1
    )
    root.merged_into_id = None
    recount(root)
