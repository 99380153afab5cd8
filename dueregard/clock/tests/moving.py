"""Moving the clock to a day, for tests whose dates are written out."""

from datetime import date, datetime, time

from django.utils import timezone

from dueregard.clock import services


def noon_of(day: date) -> None:
    """It is noon in London on `day`: an hour ago was that day, and so is in an hour."""
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    services.shift(moment - timezone.now())
