"""How somebody wants to hear, and the private address of their calendar."""

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import HearingEvent
from ..models import CalendarFeed, MailPreference


@audit.atomic
def choose_mail(
    person: Person, *, rhythm: str, weekday: int, version: int
) -> MailPreference:
    """Have `person` hear as it comes, daily, or weekly on `weekday` (Monday is 0).

    Raises:
        Stale: they chose something else meanwhile.
    """
    kept, _ = MailPreference.objects.get_or_create(person=person)
    kept = claim_version(MailPreference, kept.pk, version)
    kept.rhythm, kept.weekday = rhythm, weekday
    kept.save()
    audit.record(HearingEvent.CHOSEN, person, by=person, rhythm=rhythm, weekday=weekday)
    return kept


@audit.atomic
def make_feed(person: Person) -> str:
    """Make a calendar address for `person` and return its token, once.

    The address they had before is taken back: whoever was given it reads no more.
    """
    _revoke(person)
    token = new_token()
    feed = CalendarFeed.objects.create(person=person, token_sha256=token_hash(token))
    audit.record(HearingEvent.FEED_MADE, feed, by=person)
    return token


@audit.atomic
def revoke_feed(person: Person) -> None:
    """Take the calendar address of `person` back.

    Raises:
        NotNow: they have none.
    """
    if not _revoke(person):
        raise NotNow("You have no calendar address to take back.")


def _revoke(person: Person) -> int:
    live = CalendarFeed.objects.select_for_update().live().filter(person=person)
    feeds = list(live)
    CalendarFeed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(
        revoked_at=clock.now()
    )
    for feed in feeds:
        audit.record(HearingEvent.FEED_REVOKED, feed, by=person)
    return len(feeds)
