"""Who may do what to an update round. The sentence is what the person reads."""

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role

from .models import Plan, ProgressUpdate, RoundAction, UpdateRound

ANSWERED = "Somebody has answered for this action already, so yours was not sent."
SPENT = "This link does not work any more. Ask the co-ordinator for a new one."


def may_run_rounds(user, plan) -> None:
    """See whose answers are owed, and the links that were sent."""
    if not user.holds(Role.COORDINATOR, plan.authority):
        raise NotAllowed("Only a Prevent co-ordinator can run an update round.")


def may_open_round(user, plan) -> None:
    may_run_rounds(user, plan)
    if plan.status != Plan.Status.APPROVED:
        raise NotNow(
            "An update round asks about the plan in force, and this one is "
            f"{plan.get_status_display().lower()}."
        )
    if plan.rounds.open().exists():
        raise NotNow("A round is open already. Close it before you open another.")


def may_change_round(user, round: UpdateRound) -> None:
    """Chase, enter answers for others, and close it: while it is open."""
    may_run_rounds(user, round.plan)
    if not round.is_open:
        raise NotNow(f"{round} is closed.")


def may_answer(asked: RoundAction) -> None:
    """Each action of a round is answered once; who may is asked elsewhere."""
    if not asked.round.is_open:
        raise NotNow(f"{asked.round} is closed.")
    if not asked.is_owed:
        raise NotNow(ANSWERED)


def may_withdraw(user, update: ProgressUpdate) -> None:
    """Take back an update: whoever is said to have given it, or the co-ordinator when
    it was typed or came in a sheet and not by a link."""
    runs_it = user.holds(Role.COORDINATOR, update.action.plan.authority)
    if update.by_id != user.pk and (update.by_link_id or not runs_it):
        raise NotAllowed("Only the person who gave this update can take it back.")
