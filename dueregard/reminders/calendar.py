"""The iCalendar of somebody's dates. It tells nothing: "Action due", "Meeting".

A calendar is shown on telephones and shared screens and kept by other companies, so an
event holds a day and a link that asks to sign in, and no word of what it is about.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import icalendar
from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Person

from . import registry
from .models import Task
from .registry import Appointment

ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
LONGEST = 1_000
PRODUCT = "-//Due Regard//Dates//EN"


def calendar_of(person: Person) -> bytes:
    """The days by which `person` owes something, and the dates that rooms add."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Due Regard")
    for one in [*_due_days(person), *registry.appointments_of(person)]:
        calendar.add_component(_event(one))
    return calendar.to_ical()


def _due_days(person: Person) -> Iterable[Appointment]:
    """One event a task; the first thousand by day."""
    owed = Task.objects.open().owed_by(person).order_by("due_on", "pk")
    for pk, due_on in owed.values_list("pk", "due_on")[:LONGEST]:
        url = reverse("reminders:my_work")
        yield Appointment(f"task-{pk}", "Action due", due_on, None, url)


def _event(one: Appointment) -> icalendar.Event:
    event = icalendar.Event()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"{one.uid}@{host}")
    event.add("summary", one.title)
    event.add("dtstart", one.starts)
    usual = ONE_HOUR if isinstance(one.starts, datetime) else ONE_DAY
    event.add("dtend", one.ends or one.starts + usual)
    event.add("dtstamp", clock.now())
    event.add("url", urljoin(settings.SITE_URL, one.url))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
