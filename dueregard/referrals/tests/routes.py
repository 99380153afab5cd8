"""What tests of destinations and deliveries share."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dueregard import clock
from dueregard.access.purposes import Purpose
from dueregard.clock import services as clock_services
from dueregard.outbox import mail
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job
from dueregard.referrals.models import Delivery, Destination
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import police_destination

LONDON = ZoneInfo("Europe/London")


def travel_to(day: date, hour: int = 10) -> None:
    wanted = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    clock_services.shift(wanted - clock.now() + clock.offset())


def deliveries(referral) -> list[Delivery]:
    with tenancy.of(referral.authority_id):
        rows = Delivery.objects.filter(referral=referral)
        rows = rows.select_related("destination", "referral__authority", "authority")
        return list(rows.order_by("destination__kind"))


def letters() -> list[dict]:
    jobs = Job.objects.filter(kind=mail.KIND).order_by("pk")
    return [outbox.payload_of(job) for job in jobs]


def tasks(person) -> list[str]:
    rows = Task.objects.open().filter(person=person, kind__startswith="referrals.")
    rows = rows.exclude(kind="referrals.stage")
    return sorted(rows.values_list("kind", flat=True))


def by_link(authority, **kwargs) -> Destination:
    """The police, who do not sign in: a link by mail, a code by telephone."""
    given = {
        "way": Destination.Way.LINK,
        "email": "gateway@police.example",
        "telephone": "01632 960123",
    }
    return police_destination(authority, **(given | kwargs))


def by_attachment(authority, **kwargs) -> Destination:
    """The police, to whom the form goes by mail, to an assured address."""
    return by_link(
        authority,
        way=Destination.Way.ATTACHMENT,
        **({"assured_on": clock.today()} | kwargs),
    )


def token_in(letter: dict) -> str:
    """The private link's token in the mail that was sent."""
    return letter["body"].split("/received/")[1].split("/")[0]


def say_purpose(client, referral) -> None:
    """Say in the client's session why this referral is opened."""
    session = client.session
    session["purposes"] = {str(referral.pk): Purpose.TRIAGE.value}
    session.save()
