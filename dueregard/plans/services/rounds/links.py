"""The private addresses by which people answer a round. Only hashes are stored."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.reminders.models import Task

from ...events import RoundEvent
from ...models import RoundAction, RoundLink, UpdateRound
from ...rules_of_rounds import SPENT, may_change_round
from ...wording import in_words

DAYS_AFTER_DUE = 28
RENEWED = "A new link was sent."
LEFT = "They no longer answer for any action of the round."
NOT_AGAIN_WITHIN = timedelta(hours=20)


def expiry(round: UpdateRound) -> datetime:
    """Late answers are welcome for four weeks."""
    last_day = max(round.due_on, clock.today()) + timedelta(days=DAYS_AFTER_DUE)
    return timezone.make_aware(datetime.combine(last_day, time.max))


def find_link(token: str) -> RoundLink | None:
    """The link of `token`, whatever became of it; None for what we never gave out."""
    links = RoundLink.objects.select_related("round__plan__authority", "person")
    return links.filter(token_sha256=token_hash(token)).first()


def find_link_again(link: RoundLink) -> RoundLink:
    """`link` as it is now."""
    links = RoundLink.objects.select_related("round__plan__authority", "person")
    return links.get(pk=link.pk)


def asked_by(link: RoundLink):
    """The actions that `link` opens today, answered or not."""
    asked = RoundAction.objects.of_open_rounds().filter(round=link.round_id)
    return asked.asked_of(link.person)


@audit.atomic
def send_links(round: UpdateRound, people: Iterable[Person], *, mail: str) -> int:
    """Give each of `people` one new link, in one mail; how many.

    Older links of theirs in this round stop working. `mail` is "ask" or "chase".
    A fixed number of statements, however many people.
    """
    people = list(people)
    if not people:
        return 0
    now, expires_at = clock.now(), expiry(round)
    older = RoundLink.objects.filter(
        round=round, person__in=people, revoked_at__isnull=True
    )
    older.update(revoked_at=now, revoked_because=RENEWED)
    tokens = [new_token() for _ in people]
    links = RoundLink.objects.bulk_create(
        [
            RoundLink(
                round=round,
                person=person,
                token_sha256=token_hash(token),
                made_at=now,
                expires_at=expires_at,
            )
            for person, token in zip(people, tokens, strict=True)
        ],
        batch_size=500,
    )
    outbox.send_mails(
        (
            (str(link.person.email), _letter(link, token), f"round-link-{link.pk}")
            for link, token in zip(links, tokens, strict=True)
        ),
        template=f"plans/mail/round_{mail}",
        authority=round.plan.authority,
    )
    return len(people)


def _letter(link: RoundLink, token: str) -> dict[str, Any]:
    """What the mail says. Nothing of the plan: it may lie in a shared mailbox."""
    path = reverse("plans:answer", args=[token])
    return {
        "name": link.person.name,
        "authority": str(link.round.plan.authority),
        "due_on": in_words(link.round.due_on),
        "expires_on": in_words(timezone.localdate(link.expires_at)),
        "link": f"{settings.SITE_URL}{path}",
    }


@audit.atomic
def renew_link(round: UpdateRound, person: Person, *, by: Person) -> None:
    """Send `person` a new link; the one before stops working.

    Raises:
        NotNow: the round is closed, they have no e-mail address, or nothing is asked
            of them any more.
    """
    may_change_round(by, round)
    if not person.email:
        raise NotNow(f"{person} has no e-mail address. Add one first.")
    if not round.asked.asked_of(person).exists():
        raise NotNow(f"{person} is not asked about any action of this round.")
    send_links(round, [person], mail="chase")
    audit.record(RoundEvent.LINK_RENEWED, round, by=by, person_id=person.pk)


@audit.atomic
def revoke_link(link: RoundLink, *, by: Person, because: str) -> None:
    """Take `link` back: whoever opens it is told to ask for a new one."""
    may_change_round(by, link.round)
    if not _revoke(link, because):
        raise NotNow("This link does not work any more already.")
    audit.record(
        RoundEvent.LINK_REVOKED,
        link.round,
        by=by,
        person_id=link.person_id,
        note_hash=audit.text_hash(because),
    )


def _revoke(link: RoundLink, because: str) -> int:
    live = RoundLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
    return live.update(revoked_at=clock.now(), revoked_because=because)


def chase_by_link(task: Task, person: Person) -> bool:
    """Chase the owner of an update by a fresh link (called by reminders).

    One mail is about all that is asked of them, so those who were sent one within a
    day get no second. False when no link would reach them.
    """
    asked = RoundAction.objects.of_open_rounds().owed().filter(pk=task.subject_id)
    one = asked.select_related("round__plan__authority").first()
    if one is None or not person.email or not person.is_active:
        return False
    lately = RoundLink.objects.live().filter(
        round=one.round, person=person, made_at__gt=clock.now() - NOT_AGAIN_WITHIN
    )
    if not lately.exists():
        send_links(one.round, [person], mail="chase")
    return True


@audit.atomic
def follow_leavers(authority: Authority, key: str | None) -> None:
    """Take back links of people who answer for nothing any more (called by partners
    when a post changes hands)."""
    if key is not None:
        return
    links = RoundLink.objects.live().filter(round__plan__authority=authority)
    for link in links.select_related("round__plan", "person"):
        if not link.round.asked.asked_of(link.person).exists():
            _revoke(link, LEFT)
            audit.record(
                RoundEvent.LINK_REVOKED,
                link.round,
                by=None,
                person_id=link.person_id,
                note_hash=audit.text_hash(LEFT),
            )


def must_be_live(link: RoundLink) -> None:
    """Raises NotNow when `link` expired, was taken back, or its round is over."""
    if not link.is_live:
        raise NotNow(SPENT)
