"""What a round leaves on people's lists: one line an action and post, or person."""

from collections.abc import Collection, Iterable

from django.urls import reverse

from dueregard.access.rooms import Room
from dueregard.reminders.services import Owed, close_tasks, owe

from ...models import Action, Audience, RoundAction, RoundAsk, UpdateRound

KIND = RoundAction.TASK_KIND
SOURCE = "The co-ordinator's update round"


def owe_updates(round: UpdateRound, asks: Collection[RoundAsk]) -> None:
    """Have each post or person of `asks` owe an update by the day of the round.

    The asks come with their `asked`, post and person.
    """
    plan = round.plan
    titles = _titles(ask.asked.action_id for ask in asks)
    about = f"{plan}: {str(round).lower()}"
    page = reverse("plans:round", args=[plan.pk, round.pk])
    owe(
        Owed(
            kind=KIND,
            subject_id=str(ask.asked_id),
            authority=plan.authority,
            room=Room.PLAN,
            title=titles[ask.asked.action_id],
            about=about[:200],
            url=f"{page}answer/{ask.asked_id}/",
            source=SOURCE,
            due_on=round.due_on,
            post=ask.post,
            person=ask.person,
        )
        for ask in asks
    )


def _titles(keys: Iterable[int]) -> dict[int, str]:
    """What each action is called on a list: what it says too, unless restricted."""
    return {
        action.pk: f"Report on action {action.ref}"
        if action.audience == Audience.RESTRICTED
        else f"Report on action {action.ref}: {action.summary}"
        for action in Action.objects.filter(pk__in=set(keys))
    }


def settle(asked: Iterable[int], *, event: str) -> None:
    """Nobody owes an update on these any more; `event` is the code of what did it."""
    close_tasks(KIND, [str(key) for key in asked], event=event)
