"""Two records that no rule proposed: somebody who may see both names the other one.

Nothing is decided by it. The pair is compared on its page as any other, and two people
say that it is one person, and two undo it.
"""

from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault.rooms import sealing

from ..events import MatchEvent
from ..models import Match, Referral, Subject
from ..reading import sight_of
from ..rules import may_find
from .linking import of_one_person
from .matching import lock

Status = Match.Status
NOT_FOUND = "No referral that you may see here has this reference."
ALREADY_ONE = "That is a referral of this person already."


@audit.atomic
@sensitive_variables("because")
def propose_same(
    referral: Referral, reference: str, *, because: str, by: Person
) -> Match:
    """Note that the person of the referral with `reference` may be the same; `because`
    is sealed with the pair.

    A pair that is there stays as it is; one that was found to be two people is to be
    looked at again.

    Raises:
        NotAllowed: `by` does not look for people there.
        NotNow: there is no such referral that `by` may see, in the same words whatever
            the reason; or it is of the same person already.
    """
    may_find(by, referral.authority)
    with sealing(referral.authority):
        other = _seen(referral, reference, by)
        if of_one_person(referral.subject).filter(pk=other.pk).exists():
            raise NotNow(ALREADY_ONE)
        match = _pair_of(other.subject, referral.subject)
        if match is not None and match.status != Status.DIFFERENT:
            return match
        if match is None:
            match = _made(other.subject, referral.subject)
        match.status, match.because = Status.PROPOSED, because
        match.asked_by = match.decided_by = match.decided_at = None
        match.save()
        audit.record(MatchEvent.PROPOSED, match, by=by)
    return match


def _seen(referral: Referral, reference: str, by: Person) -> Referral:
    """The referral with that reference, if `by` may read who it is about today."""
    rows = Referral.objects.visible_to(by).with_sight_of(by)
    rows = rows.filter(authority=referral.authority_id, reference=reference)
    found = rows.select_related("subject").first()
    if found is None or Group.IDENTITY not in sight_of(by, found).reads:
        raise NotNow(NOT_FOUND)
    return found


def _pair_of(one: Subject, other: Subject) -> Match | None:
    """The pair of these two, whichever comes first, kept from others meanwhile."""
    ids = [one.pk, other.pk]
    both = Subject.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    list(both.order_by("pk"))
    rows = Match.objects.filter(Q(first__in=ids) & Q(second__in=ids))
    found = rows.first()
    return lock(found) if found is not None else None


def _made(one: Subject, other: Subject) -> Match:
    """A new pair, the record that is older first, as a rule makes it."""
    first, second = sorted((one, other), key=lambda each: (each.created_at, each.pk))
    return Match(
        authority_id=first.authority_id,
        data_key_id=first.data_key_id,
        first=first,
        second=second,
    )
