"""Moving the clock to a day, for tests whose dates are written out."""

from datetime import date, datetime, time

from django.utils import timezone

from dueregard.clock import services


def noon_of(day: date) -> None:
    """It is noon in London on `day`: an hour ago was that day, and so is in an hour."""
    hour_of(day, 12)


def hour_of(day: date, hour: int) -> None:
    """It is that hour in London on `day`."""
    moment = timezone.make_aware(datetime.combine(day, time(hour)))
    services.shift(moment - timezone.now())
