"""A private address by which somebody sees their own training, without an account.

Whoever asks is told the same, whether the register knows the address or not: what is
found out is found out later, by the worker, and goes to the address that was given.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Authority
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from ..events import OwnEvent
from ..models import Learner, LearnerLink
from ..own import in_use

ASKED = "training.own_link"
LASTS = timedelta(hours=24)
NOT_AGAIN_WITHIN = timedelta(minutes=10)
MOST_RECORDS = 5
"""More people than this behind one address are a shared mailbox, and not told apart by
it: they give their staff number too."""


@audit.atomic
def ask_link(authority: Authority, *, email: str, number: str = "") -> None:
    """Have a link go to `email`, if it stands in the register of `authority`.

    The same asked again within ten minutes changes nothing.
    """
    email, number = email.strip().lower(), number.strip()
    span = int(clock.now().timestamp() // NOT_AGAIN_WITHIN.total_seconds())
    facts = f"{authority.pk} {email} {number} {span}"
    outbox.enqueue(
        ASKED,
        key=hashlib.sha256(facts.encode()).hexdigest(),
        payload={"authority": authority.pk, "email": email, "number": number},
        authority=authority,
    )


@audit.atomic
def send_asked_links(authority: Authority, *, email: str, number: str) -> int:
    """Mail a link for each record of `authority` that has this address; how many.

    With a staff number, for the record that has that too.
    """
    rows = in_use().filter(authority=authority, email=email)
    if number:
        rows = rows.filter(number__iexact=number)
    learners = list(rows.order_by("pk")[: MOST_RECORDS + 1])
    if not email or len(learners) > MOST_RECORDS:
        return 0
    for learner in learners:
        _send(learner)
    return len(learners)


def _send(learner: Learner) -> None:
    address = make_link(learner, lasts=LASTS)
    outbox.send_mail(
        to=learner.email,
        template="training/mail/own_link",
        context={
            "organisation": str(learner.organisation),
            "authority": str(learner.authority),
            "link": address,
            "hours": int(LASTS.total_seconds() // 3600),
        },
        key=f"own-link-{learner.links.latest('pk').pk}",
        authority=learner.authority,
    )


def make_link(learner: Learner, *, lasts: timedelta) -> str:
    """A new address for `learner`, in full; only its hash is kept.

    Those from before go on working until they end: a mail may be slow.
    """
    token, now = new_token(), clock.now()
    link = LearnerLink.objects.create(
        learner=learner,
        token_sha256=token_hash(token),
        made_at=now,
        expires_at=now + lasts,
    )
    audit.record(OwnEvent.LINK_MADE, learner, by=None, link_id=link.pk)
    return address_of(token)


def address_of(token: str) -> str:
    return f"{settings.SITE_URL}{reverse('training:own_by_link', args=[token])}"


def find_learner_link(token: str) -> LearnerLink | None:
    """The link of `token`, also one that has ended; None for what we never gave out,
    and where the record was merged away or the room switched off."""
    links = LearnerLink.objects.filter(
        token_sha256=token_hash(token), learner__in=in_use().order_by()
    )
    return links.select_related("learner__authority", "learner__organisation").first()


def send_asked(payload: dict[str, Any]) -> None:
    """The job of `ask_link`."""
    authority = Authority.objects.get(pk=payload["authority"])
    send_asked_links(authority, email=payload["email"], number=payload["number"])


@audit.atomic
def forget_links() -> int:
    """Delete links that ended a month ago; how many."""
    old = LearnerLink.objects.filter(expires_at__lt=clock.now() - timedelta(days=30))
    return old.delete()[0]
