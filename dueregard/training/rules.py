"""Who may do what to the register of training."""

from dueregard.access.refusals import NotAllowed
from dueregard.accounts.models import Authority, Organisation, Person

from .models import Course, Learner, Session
from .reach import reach_of
from .readers import KEEPERS, SETTERS


def may_set(user: Person, authority: Authority) -> None:
    """Courses, rules, sessions and surveys: the authority's as a whole."""
    if not sets_for(user, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator or the council's training lead can do this."
        )


def sets_for(user: Person, authority: Authority) -> bool:
    """Whether `user` settles courses and rules; a partner's training lead does not."""
    return (
        user.holds_any(SETTERS, authority) and authority.pk in reach_of(user).kept_whole
    )


def may_keep(user: Person, authority: Authority, organisation: Organisation) -> None:
    """Records of the people of one organisation."""
    if not reach_of(user).keeps(authority.pk, organisation):
        raise NotAllowed(
            f"You cannot change training records of {organisation}: its training lead "
            "or the council's can."
        )


def may_nudge(user: Person, authority: Authority) -> None:
    """Nudge people whose records `user` keeps; which those are, `nudging` asks."""
    if not user.holds_any(KEEPERS, authority):
        raise NotAllowed(
            "Only whoever keeps training records can nudge people: the Prevent "
            "co-ordinator, a training lead, or the education officer for schools."
        )


def may_keep_learner(user: Person, learner: Learner) -> None:
    may_keep(user, learner.authority, learner.organisation)


def may_change_course(user: Person, course: Course) -> None:
    may_set(user, course.authority)


def may_run(user: Person, session: Session) -> None:
    """Plan a session, cancel it, note who was there."""
    may_set(user, session.authority)


def may_see_to_place(user: Person, session: Session, learner: Learner | None) -> None:
    """Put somebody in or take them out; everybody sees to a place of their own."""
    if learner is None or learner.person_id != user.pk:
        may_run(user, session)
