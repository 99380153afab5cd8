"""The round as a spreadsheet for owners who neither ring nor open links."""

from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ...events import RoundEvent
from ...models import UpdateRound
from ...rules_of_rounds import may_change_round


@audit.atomic
def record_sheet(round: UpdateRound, *, by: Person, actions: int) -> None:
    """Note that `by` took out the sheet of what is owed."""
    may_change_round(by, round)
    audit.record(RoundEvent.SHEET_TAKEN, round, by=by, actions=actions)
