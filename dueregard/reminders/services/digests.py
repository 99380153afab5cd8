"""The digest: how many are overdue and due this week, and where. Nothing else."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Membership, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import is_working_day, take_working_days
from dueregard.outbox import services as outbox
from dueregard.partners.models import PostHolding

from ..models import MailPreference, Task
from ..people import serving

Rhythm = MailPreference.Rhythm
ONE_DAY = timedelta(days=1)
DAYS_AHEAD = timedelta(days=6)


@audit.atomic
def send_digests() -> int:
    """Mail whoever chose today for their digest and owes something; how many.

    Nothing leaves on a weekend or bank holiday: what falls on one leaves on the next
    working day. One a person and day, by its key.
    """
    today = clock.today()
    if not is_working_day(today):
        return 0
    counts = _counts(today)
    people = _listening(_days_of(today)).filter(pk__in=list(counts))
    link = urljoin(settings.SITE_URL, reverse("reminders:my_work"))
    mails = [
        (
            person.email or "",
            {
                "overdue": counts[person.pk]["overdue"],
                "week": counts[person.pk]["week"],
                "link": link,
            },
            f"digest-{person.pk}-{today}",
        )
        for person in people
    ]
    outbox.send_mails(mails, template="reminders/mail/digest")
    return len(mails)


def _days_of(today: date) -> set[int]:
    """The days of the week whose digest leaves today: its own, and those of the days
    off before it."""
    day, days = take_working_days(today, 1), set()
    while day < today:
        day += ONE_DAY
        days.add(day.weekday())
    return days


def _listening(days: set[int]) -> QuerySet[Person]:
    """Who gets a digest on such a day; on Monday, unless they chose."""
    chosen = Q(mail_preference__rhythm=Rhythm.DAILY) | Q(
        mail_preference__rhythm=Rhythm.WEEKLY, mail_preference__weekday__in=days
    )
    if 0 in days:
        chosen |= Q(mail_preference__isnull=True)
    return serving().filter(chosen)


def _counts(today: date) -> dict[int, Counter]:
    """What each person owes that is overdue or due this week, by person id."""
    soon = (
        Task.objects.open()
        .of_rooms_in_use()
        .filter(due_on__lte=today + DAYS_AHEAD)
        .order_by()
    )
    found: dict[int, Counter] = defaultdict(Counter)
    here = Membership.objects.in_force().filter(
        person=OuterRef("person"), authority=OuterRef("authority")
    )
    own = soon.filter(Exists(here)).values("person")
    for row in _counted(own, today):
        found[row["person"]].update(overdue=row["overdue"], week=row["week"])
    posts = {
        row["post"]: row
        for row in _counted(soon.filter(person=None).values("post"), today)
    }
    for person, post in _holders(posts):
        row = posts[post]
        found[person].update(overdue=row["overdue"], week=row["week"])
    return found


def _counted(rows, today: date):
    late = Q(due_on__lt=today)
    return rows.annotate(
        overdue=Count("pk", filter=late), week=Count("pk", filter=~late)
    )


def _holders(posts) -> list[tuple[int, int]]:
    """(person, post) for those who hold one of `posts` today and serve there."""
    here = Membership.objects.in_force().filter(
        person=OuterRef("person"), authority=OuterRef("post__authority")
    )
    holdings = PostHolding.objects.current().filter(
        Exists(here), post__in=list(posts), post__closed_on__isnull=True
    )
    return list(holdings.order_by().values_list("person", "post"))
