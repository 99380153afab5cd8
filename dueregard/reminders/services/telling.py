"""Mail to those who want to hear of a new task as it comes."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from .. import registry
from ..models import MailPreference, Task
from ..people import debtors_of, serving
from ..quiet import next_open_moment

KIND = "reminders.opened"


def tell_at_once(tasks: Iterable[Task]) -> None:
    """Have a mail go to whoever owes one of these new tasks and chose to hear at once.

    One mail a person, on the next working day when today is none. A kind whose room
    writes to its owners itself is left out.
    """
    told = [task for task in tasks if not _writes_itself(task.kind)]
    eager = MailPreference.objects.filter(rhythm=MailPreference.Rhythm.AT_ONCE)
    if not told or not eager.exists():
        return
    people = serving().filter(mail_preference__in=eager)
    leaves_at = next_open_moment()
    for person in people.filter(pk__in=debtors_of(told)):
        key = f"opened-{person.pk}-{leaves_at.isoformat()}"
        outbox.enqueue(
            KIND, key=key, payload={"person": person.pk, "key": key}, run_at=leaves_at
        )


@audit.atomic
def tell(person: Person, *, key: str) -> None:
    """Mail `person` that there is something new to do, if there still is."""
    if not serving().filter(pk=person.pk).exists():
        return
    if not Task.objects.open().owed_by(person).exists():
        return
    link = urljoin(settings.SITE_URL, reverse("reminders:my_work"))
    outbox.send_mail(
        to=str(person.email),
        template="reminders/mail/opened",
        context={"link": link},
        key=key,
    )


def _writes_itself(code: str) -> bool:
    kind = registry.kind_of(code)
    return kind is not None and kind.chase_owner is not None
