"""Writing the priorities of a rehearsal plan, while it is a draft."""

from datetime import date, timedelta

from dueregard.access.roles import Role
from dueregard.plans import services as plans
from dueregard.plans.models import Group, Plan

from .plan import Aim, Theme


def write_theme(plan: Plan, cast, theme: Theme, number: int, words, today: date):
    """Write a priority of `plan` with all in it; answers each action with its step."""
    coordinator = cast[Role.COORDINATOR]
    group = plans.add_group(
        plan,
        by=coordinator,
        number=str(number),
        title=theme.title,
        headline=theme.headline.format(**words),
        why=theme.why.format(**words),
        aim=theme.aim.format(**words),
        lead_partner=cast.bodies[""],
    )
    plans.set_priority_lists(
        group,
        by=coordinator,
        measures=[text.format(**words) for text in theme.measures],
        intentions={
            "this_year": [text.format(**words) for text in theme.this_year],
            "three_years": [text.format(**words) for text in theme.three_years],
        },
    )
    made = []
    for place, aim in enumerate(theme.aims, start=1):
        made += _aim(plan, group, cast, aim, f"{number}.{place}", words, today)
    return made


def _aim(plan, group: Group, cast, aim: Aim, number: str, words, today: date):
    coordinator = cast[Role.COORDINATOR]
    objective = plans.add_group(
        plan, by=coordinator, parent=group, number=number, title=aim.title
    )
    made = []
    for step in aim.steps:
        names = [name.strip() for name in step.owners.split(".") if name.strip()]
        found = plans.owners_named(names, authority=cast.authority)
        due_on = today + timedelta(days=step.due) if step.due is not None else None
        action = plans.add_action(
            objective,
            by=coordinator,
            text=step.text.format(**words),
            ref=str(plan.actions.count() + 1),
            owners=[owner for owners in found for owner in owners],
            owners_text=step.owners,
            due_on=due_on,
            is_ongoing=step.ongoing,
            timescale_text=step.timescale,
            audience=step.audience,
        )
        made.append((step, action))
    return made
