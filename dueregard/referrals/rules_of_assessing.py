"""Who may write an assessment: whom the matrix lets write the account, there."""

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import NotAllowed
from dueregard.accounts.models import Person

from .models import Assessment, Referral
from .reading import sight_of
from .rules import must_have_no_interest


def may_assess(user: Person, referral: Referral) -> None:
    rows = Referral.objects.visible_to(user).with_sight_of(user)
    row = rows.filter(pk=referral.pk).first()
    if row is None or Group.ACCOUNT not in sight_of(user, row).writes:
        raise NotAllowed(
            "Only the Prevent co-ordinator, or the Channel case officer who holds this "
            "referral, can write an assessment."
        )
    must_have_no_interest(user, referral)


def may_write_on(user: Person, assessment: Assessment) -> None:
    """An assessment has one author: somebody else writes another beside it."""
    may_assess(user, assessment.referral)
    if assessment.written_by_id != user.pk:
        raise NotAllowed(
            "Only whoever began this assessment can write it. Write your own beside it."
        )
