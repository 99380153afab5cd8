"""What was chased by today: the worker's daily rounds of the last weeks."""

from dueregard import clock
from dueregard.reminders import services as reminders

DAYS = 21


def build_chases() -> None:
    """Take what was late further as the worker would have, day by day, up to today."""
    for back in range(DAYS, -1, -1):
        clock.set_offset(clock.days_away(-back))
        reminders.send_escalations()
        reminders.plan_escalations()
