"""Who may do what to a concern and a call for advice: the people named on it alone."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Organisation, Person


def may_note(user: Person, authority: Authority, organisation: Organisation) -> None:
    """Anyone who works there may note what they noticed (practice RF 3)."""
    if organisation not in organisations_of(user, authority):
        raise NotAllowed("Note a concern only for an organisation that you work for.")


def may_note_advice(user: Person, authority: Authority) -> None:
    if authority.pk not in user.authorities():
        raise NotAllowed("You can note a call for advice only where you have a role.")


def may_follow(user: Person, concern) -> None:
    if user.pk != concern.noticed_by_id:
        raise NotAllowed("Only whoever noticed this can do that.")


def may_conclude(user: Person, concern) -> None:
    if user.pk != concern.checker_id:
        raise NotAllowed("Only the colleague who is asked to check this can say that.")


def may_set_keeping_time(user: Person, authority: Authority) -> None:
    if not user.holds(Role.DATA_PROTECTION_OFFICER, authority):
        raise NotAllowed("Only the data protection officer sets how long this is kept.")


def organisations_of(user: Person, authority: Authority) -> list[Organisation]:
    """The organisations for which `user` serves `authority` today, by name."""
    rows = Membership.objects.in_force().filter(person=user.pk, authority=authority)
    ids = rows.order_by().values("organisation")
    return list(Organisation.objects.filter(pk__in=ids))
