"""Who may do what to a delivery plan. The sentence is what the person reads."""

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role

from .models import Action, ActionOwner, Plan

# Who reports on any action of the plan, whoever owns it.
REPORTERS = (Role.COORDINATOR, Role.EDUCATION_OFFICER)


def may_write_for(user, authority) -> None:
    """Start or import a plan for `authority`."""
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed("Only a Prevent co-ordinator can write a plan.")


def may_write(user, plan) -> None:
    """Change what the plan says, whatever state it is in."""
    may_write_for(user, plan.authority)


def may_change_text(user, plan) -> None:
    """Change the words of the plan: only while it is a draft (settled 21)."""
    may_write(user, plan)
    if not plan.is_draft:
        raise NotNow(
            f"{plan} is {plan.get_status_display().lower()}, so its words are settled. "
            "You can still change owners, dates and status."
        )


def may_manage_actions(user, plan) -> None:
    """Set owners, dates, status and audience, while the plan is being worked on."""
    may_write(user, plan)
    if plan.status in (Plan.Status.CLOSED, Plan.Status.SUPERSEDED):
        raise NotNow(f"{plan} is no longer in force, so it cannot be changed.")


def may_submit(user, plan) -> None:
    if not user.holds(Role.COORDINATOR, plan.authority):
        raise NotAllowed("Only a Prevent co-ordinator can submit a plan.")


def may_oversee(user, plan) -> None:
    if not user.holds(Role.BOARD_CHAIR, plan.authority):
        raise NotAllowed("Only the board's chair can do this.")


def may_decide(user, plan) -> None:
    may_oversee(user, plan)
    if user.pk == plan.drafted_by_id:
        raise NotAllowed("You drafted this plan, so someone else must decide on it.")


def may_confirm_names(user, plan) -> None:
    roles = (Role.COORDINATOR, Role.BOARD_CHAIR, Role.COMMUNICATIONS_OFFICER)
    if not user.holds_any(roles, plan.authority):
        raise NotAllowed(
            "Only the co-ordinator, the chair or a communications officer can confirm "
            "a name in public text."
        )


def may_report(user, action, *, is_owner: bool | None = None) -> None:
    """Say how an action is going: its owners, and those who run the plan.

    `is_owner` is what a page found out with the action; without it this rule asks.
    """
    if not user.holds_any(REPORTERS, action.plan.authority):
        if is_owner is None:
            is_owner = ActionOwner.objects.of(user).filter(action=action).exists()
        if not is_owner:
            raise NotAllowed("Only the owners of an action can report on it.")
    if action.plan.status != Plan.Status.APPROVED:
        raise NotNow(
            "Progress is reported on the plan in force, and this one is "
            f"{action.plan.get_status_display().lower()}."
        )
    if action.status in Action.STOPPED:
        raise NotNow(f"This action is {action.get_status_display().lower()}.")


def may_rate(user, action) -> None:
    """Rate an action otherwise than the rule does."""
    roles = (Role.COORDINATOR, Role.BOARD_CHAIR)
    if not user.holds_any(roles, action.plan.authority):
        raise NotAllowed("Only the co-ordinator or the board's chair can set a rating.")
    if action.plan.status != Plan.Status.APPROVED:
        raise NotNow("Only actions of the plan in force are rated.")


def may_measure(user, plan) -> None:
    """Write down what a measure of the plan came to, once the board has agreed to it.

    Until then a measure has its baseline, and a draft can still be thrown away.
    """
    roles = (Role.COORDINATOR, Role.EDUCATION_OFFICER)
    if not user.holds_any(roles, plan.authority):
        raise NotAllowed(
            "Only the co-ordinator or the education officer can write down a value."
        )
    if plan.status != Plan.Status.APPROVED:
        raise NotNow(
            "Values are written down in the plan in force, and this one is "
            f"{plan.get_status_display().lower()}."
        )
