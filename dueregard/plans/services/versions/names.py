"""Known people's names in what a version would show to anyone (practice PL 3)."""

from dueregard.access.refusals import NotNow

from ...models import Plan, ProposedChange
from ...names import names_to_check
from ...proposed_names import place_of_new


def take_up_confirmations(plan: Plan, added: list[ProposedChange]) -> None:
    """What was confirmed of a proposed action holds for the action that it became."""
    for change in added:
        plan.name_confirmations.filter(place=place_of_new(change)).update(
            place=f"action-{change.action_id}-text"
        )


def must_name_nobody(plan: Plan) -> None:
    """Refuse when the published `plan` would now name somebody unconfirmed.

    Raises:
        NotNow: with the place, and what to do.
    """
    if plan.published_at is None:
        return
    found = names_to_check(plan)
    if found:
        label = found[0].label
        raise NotNow(
            f"The plan is published, and {label} would name a person. Edit it, or "
            "confirm the name on the version's page, before you approve."
        )
