"""What this room offers: My work, and what leavers and authorities pass on."""

from dueregard.accounts.choices import Choice
from dueregard.accounts.choices import register as register_choice
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.partners.leavers import Handover
from dueregard.partners.leavers import register as register_handover
from dueregard.ui.navigation import Entry
from dueregard.ui.navigation import register as register_entry

from .registry import register_waiting
from .rules import LEADS_TASKS
from .services.leaving import count_tasks_of, debtors_at, hand_over_tasks
from .services.succession import count_tasks, pass_tasks
from .waiting import brought, leaving_soon, second_person


def has_a_role(user) -> bool:
    return bool(user.roles)


def leads_tasks(user) -> bool:
    return any(role in LEADS_TASKS for role, _ in user.roles)


def _hand_over(person, authority, to, on, by) -> int:
    return hand_over_tasks(person, authority=authority, to=to, by=by)


register_entry(Entry("My work", "reminders:my_work", has_a_role, order=5))
register_entry(Entry("Team work", "reminders:team_home", leads_tasks, order=6))
register_choice(Choice("Mail about what you owe", "reminders:mail"))
register_choice(Choice("Your dates in your own calendar", "reminders:calendar"))
register_heirloom(Heirloom("Open tasks", count=count_tasks, pass_over=pass_tasks))
register_handover(
    Handover(
        "Tasks",
        count=count_tasks_of,
        hand_over=_hand_over,
        holders=debtors_at,
        to_posts=True,
    )
)
register_waiting("reminders.brought", brought)
register_waiting("reminders.leaving", leaving_soon)
register_waiting("reminders.second_person", second_person)
