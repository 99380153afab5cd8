"""Opening a round: everybody asked in one step, in a fixed number of statements."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ...events import RoundEvent
from ...models import Plan, RoundAction, RoundAsk, RoundLink, UpdateRound
from ...rules_of_rounds import may_change_round, may_open_round
from .asking import Asking, who_is_asked
from .links import send_links
from .tasks import owe_updates

BATCH = 1_000


@audit.atomic
def open_round(
    plan: Plan,
    keys: Iterable[int],
    *,
    by: Person,
    due_on: date,
    message: str = "",
) -> UpdateRound:
    """Ask the owners of the open actions `keys` of `plan` for an update by `due_on`.

    Each person with an e-mail address gets one link, for all that their posts and
    organisations are asked about.

    Raises:
        NotNow: the plan is not in force, a round is open already, the day is past, or
            none of the actions is open.
    """
    plan = Plan.objects.locked(plan.pk)
    may_open_round(by, plan)
    if due_on < clock.today():
        raise NotNow("The day by which to answer must be today or later.")
    chosen = _open_among(plan, keys)
    last = plan.rounds.aggregate(number=Max("number"))["number"] or 0
    round = UpdateRound.objects.create(
        plan=plan, number=last + 1, due_on=due_on, message=message, opened_by=by
    )
    asking = who_is_asked(plan, chosen)
    asked = RoundAction.objects.bulk_create(
        [RoundAction(round=round, action_id=key) for key, _ in asking.actions],
        batch_size=BATCH,
    )
    _ask(round, asking, {one.action_id: one for one in asked})
    people = [one.person for one in asking.addressees]
    sent = send_links(round, people, mail="ask")
    facts = {"actions": len(asked), "people": sent, "due_on": due_on}
    text_hash = audit.text_hash(message)
    audit.record(RoundEvent.OPENED, round, by=by, message_hash=text_hash, **facts)
    return round


def _open_among(plan: Plan, keys: Iterable[int]) -> list[int]:
    rows = plan.actions.open().filter(pk__in=list(keys))
    chosen = list(rows.values_list("pk", flat=True))
    if not chosen:
        raise NotNow("None of these actions is open, so there is nothing to ask.")
    return chosen


@audit.atomic
def ask_the_rest(round: UpdateRound, *, by: Person) -> int:
    """Ask those who can be reached by now and were not: owners settled since, new
    holders of posts, addresses added. How many mails left.

    Raises:
        NotNow: the round is closed.
    """
    may_change_round(by, round)
    owed = {one.action_id: one for one in round.asked.owed()}
    asking = who_is_asked(round.plan, owed)
    _ask(round, asking, owed)
    linked = RoundLink.objects.live().filter(round=round)
    have = set(linked.values_list("person", flat=True))
    people = [one.person for one in asking.addressees if one.person.pk not in have]
    sent = send_links(round, people, mail="ask")
    audit.record(RoundEvent.LINKS_SENT, round, by=by, people=sent)
    return sent


def _ask(
    round: UpdateRound, asking: Asking, asked: dict[int, RoundAction]
) -> list[RoundAsk]:
    """Write down whom the round asks, and put it on their lists."""
    known = RoundAsk.objects.filter(asked__round=round)
    there = set(known.values_list("asked", "post", "person"))
    rows = []
    for ask in asking.asks.values():
        one = asked[ask.action_id]
        row = RoundAsk(asked=one, post=ask.post, person=ask.person)
        if (one.pk, row.post_id, row.person_id) not in there:
            rows.append(row)
    made = RoundAsk.objects.bulk_create(rows, batch_size=BATCH)
    owe_updates(round, made)
    return made
