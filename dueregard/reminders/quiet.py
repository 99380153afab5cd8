"""When mail may leave: on working days, never on a weekend or bank holiday."""

from datetime import datetime, time

from django.utils import timezone

from dueregard import clock
from dueregard.clock.working_days import add_working_days, is_working_day

OPENS = time(8)


def next_open_moment() -> datetime:
    """Now on a working day; else eight o'clock in London on the next one."""
    today = clock.today()
    if is_working_day(today):
        return clock.now()
    return timezone.make_aware(datetime.combine(add_working_days(today, 0), OPENS))
