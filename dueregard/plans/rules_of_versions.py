"""Who may propose, decide and see versions of a plan, and start the next one."""

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role

from .access import APPROVED_READERS
from .models import Plan, PlanVersion
from .rules import may_oversee, may_write


def may_propose(user, plan) -> None:
    """Propose a change to the words of the plan in force."""
    may_write(user, plan)
    must_be_in_force(plan)


def must_be_in_force(plan) -> None:
    if plan.status != Plan.Status.APPROVED:
        raise NotNow(
            f"{plan} is {plan.get_status_display().lower()}. A version is proposed of "
            "the plan in force."
        )


def may_write_version(user, version) -> None:
    if not user.holds(Role.COORDINATOR, version.plan.authority):
        raise NotAllowed("Only a Prevent co-ordinator can write a version of a plan.")


def may_change_version(user, version) -> None:
    """Put a change into a version or take one out, while it is being written."""
    may_write_version(user, version)
    if version.status != PlanVersion.Status.DRAFT:
        raise NotNow(
            f"{version} is {version.get_status_display().lower()}, so what it changes "
            "is settled. Take it back first, or propose another."
        )


def may_decide_version(user, version) -> None:
    """The chair, unless some of it is their own proposal."""
    may_oversee(user, version.plan)
    theirs = version.changes.standing().filter(by=user)
    if user.pk == version.proposed_by_id or theirs.exists():
        raise NotAllowed("You proposed this version, so someone else must decide it.")


def may_start_next(user, plan) -> None:
    """Start the plan of the year after from this one."""
    may_write(user, plan)
    if not plan.is_agreed:
        raise NotNow("The next plan is started from one that the board has agreed to.")


def may_see_districts(user, county) -> None:
    """How the districts of `county` are doing: its own people, and nobody upward."""
    if not user.holds_any(APPROVED_READERS, county):
        raise NotAllowed("Only the county's own people can see this.")
