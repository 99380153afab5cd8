"""Big plans for benchmarks, bulk-loaded: the one writer outside the services.

The same seed gives the same rows. One rare word stands in exactly five actions whatever
the size, so that a search can be checked.
"""

import random
from datetime import date, timedelta

from django.db import connection, transaction

from dueregard import clock
from dueregard.accounts.models import Authority
from dueregard.partners.models import Post
from dueregard.plans.models import Action, ActionOwner, Group, Plan, ProgressUpdate
from dueregard.plans.services.ratings import rate

RARE_WORD = "Periwinkle"
RARE_ACTIONS = 5
GROUPS = 40
BATCH = 2_000
SENTENCES = (
    "Agree with each partner who is asked first when somebody is worried",
    "Hold a short session for staff who meet the public and keep the list",
    "Check that rooms for hire ask the same questions of everybody",
    "Visit the school and write down what its staff would find useful",
    "Publish what was learnt and say what will be done about it",
    "Look at the numbers with the board and decide what to change",
)
STATUSES = ("not_started", "in_progress", "in_progress", "complete", "on_hold")


def build(authority: Authority, actions: int) -> Plan:
    """A plan in force of `authority` with that many actions, each with its history.

    Every action has one to three owners and three updates. The plan in force before is
    superseded.
    """
    chance = random.Random(7)  # noqa: S311 - the same plan at each run is wanted
    with transaction.atomic():
        plan = _plan(authority, actions)
        groups = _groups(plan)
        posts = list(Post.objects.filter(authority=authority))
        for start in range(0, actions, BATCH):
            places = range(start, min(start + BATCH, actions))
            _batch(plan, groups, posts, places, actions, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plan


def _plan(authority: Authority, actions: int) -> Plan:
    today = clock.today()
    coordinator = authority.memberships.filter(role="coordinator").get()
    old = Plan.objects.in_force().filter(authority=authority)
    old.update(status=Plan.Status.SUPERSEDED)
    return Plan.objects.create(
        authority=authority,
        drafted_by=coordinator.person,
        title=f"Plan of {actions} actions",
        starts_on=today - timedelta(days=300),
        ends_on=today + timedelta(days=430),
        status=Plan.Status.APPROVED,
        approved_on=today - timedelta(days=290),
    )


def _groups(plan: Plan) -> list[Group]:
    return Group.objects.bulk_create(
        Group(plan=plan, level=1, number=str(n), title=f"Priority {n}", position=n)
        for n in range(1, GROUPS + 1)
    )


def _batch(plan, groups, posts, places, total: int, chance: random.Random) -> None:
    made = Action.objects.bulk_create(
        _action(plan, groups, place, total, chance) for place in places
    )
    owners, updates = [], []
    for action in made:
        for order in range(chance.randint(1, 3)):
            post = chance.choice(posts)
            owners.append(
                ActionOwner(action=action, text=post.title, post=post, position=order)
            )
        updates += [_update(action, plan, back) for back in (200, 110, 40)]
    ActionOwner.objects.bulk_create(owners, BATCH)
    ProgressUpdate.objects.bulk_create(updates, BATCH)


def _action(plan, groups, place: int, total: int, chance: random.Random) -> Action:
    text = " ".join(chance.sample(SENTENCES, 3)) + f" (step {place})"
    if place in range(0, total, max(total // RARE_ACTIONS, 1))[:RARE_ACTIONS]:
        text = f"{RARE_WORD}: {text}"
    due = _due(chance)
    action = Action(
        plan=plan,
        group=groups[place * GROUPS // total],
        ref=str(place + 1),
        text=text,
        position=place + 1,
        owners_text="Prevent co-ordinator",
        due_on=due,
        is_ongoing=due is None,
        status=chance.choice(STATUSES),
        last_update_on=clock.today() - timedelta(days=40),
        last_evidence_on=clock.today() - timedelta(days=40),
    )
    rate(action)
    return action


def _due(chance: random.Random) -> date | None:
    days = chance.randint(-365, 365)
    return None if days % 7 == 0 else clock.today() + timedelta(days=days)


def _update(action: Action, plan: Plan, back: int) -> ProgressUpdate:
    return ProgressUpdate(
        action=action,
        by=plan.drafted_by,
        at=clock.now() - timedelta(days=back),
        text="What was agreed last time has been done, and the next step is set.",
        status=action.status,
    )
