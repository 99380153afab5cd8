"""Where referrals go: kept by the co-ordinator, assured by the data protection officer.

A destination is used once a test form was sent there and the word on it was told back.
Changing where or how it goes wants a new test. What was done, and why, is kept.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.submissions.versions import claim_version

from ..events import DestinationEvent
from ..models import Destination, DestinationChange
from ..people import people_as, those_with_mail
from ..rules import RECEIVERS, may_assure, may_keep_destinations
from ..spoken import is_said, test_word
from .delivery_tasks import close_destination_tasks
from .routing import catch_up

SEND_TEST = "referrals.send_test"
Way = Destination.Way
What = DestinationChange.What
CLOSED = "This destination is closed."
ASSURE_FIRST = (
    "Ask the data protection officer to assure this address before forms go to it as "
    "attachments."
)
WHERE_AND_HOW = frozenset({"kind", "way", "email"})
"""What wants a new test once it is changed."""


@audit.atomic
def add_destination(
    authority: Authority, *, because: str, by: Person, **answers
) -> Destination:
    """Add a place that referrals can go to, once it is tested.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: nobody of this kind signs in here, or an address is wanted.
    """
    may_keep_destinations(by, authority)
    row = Destination(authority=authority, **answers)
    _must_be_reachable(row)
    row.save()
    _keep(row, What.ADDED, because, by)
    audit.record(DestinationEvent.ADDED, row, by=by, kind=row.kind, way=row.way)
    return row


@audit.atomic
def change_destination(
    destination: Destination, *, version: int, because: str, by: Person, **changes
) -> Destination:
    """Change where or how referrals go. Another address, way or kind is not used until
    it is tested anew; another address loses its assurance, too.

    Raises:
        NotAllowed, NotNow, Stale: as above; closed; changed since `version`.
    """
    may_keep_destinations(by, destination.authority)
    row = _open(claim_version(Destination, destination.pk, version))
    changed = [name for name, new in changes.items() if getattr(row, name) != new]
    for name in changed:
        setattr(row, name, changes[name])
    _must_be_reachable(row)
    if "email" in changed:
        row.assured_on = row.assured_by = None
    if WHERE_AND_HOW & set(changed):
        row.tested_at = row.test_sent_at = None
        row.test_token_sha256 = ""
    row.save()
    if changed:
        _keep(row, What.CHANGED, because, by)
        audit.record(
            DestinationEvent.CHANGED,
            row,
            by=by,
            fields=changed,
            reason_hash=audit.text_hash(because),
        )
    return row


@audit.atomic
def assure_destination(destination: Destination, *, because: str, by: Person) -> None:
    """Record why forms may go to this address as attachments: what was checked.

    Raises:
        NotAllowed: `by` is not the data protection officer.
        NotNow: it is closed, or has no address.
    """
    may_assure(by, destination.authority)
    row = _open(_locked(destination))
    if not row.email:
        raise NotNow("This destination has no e-mail address to assure.")
    row.assured_on, row.assured_by = clock.today(), by
    row.version += 1
    row.save()
    _keep(row, What.ASSURED, because, by)
    audit.record(
        DestinationEvent.ASSURED, row, by=by, reason_hash=audit.text_hash(because)
    )


@audit.atomic
def send_test(destination: Destination, *, by: Person) -> None:
    """Send a form about nobody in the way that is set, with a new word on it.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: it is closed, or its address is not assured for attachments.
    """
    may_keep_destinations(by, destination.authority)
    row = _open(_locked(destination))
    if row.way == Way.ATTACHMENT and row.assured_on is None:
        raise NotNow(ASSURE_FIRST)
    token = new_token()
    row.test_sent_at, row.test_token_sha256 = clock.now(), token_hash(token)
    row.version += 1
    row.save()
    _send_test(row, token)
    _keep(row, What.TEST_SENT, "", by)
    audit.record(DestinationEvent.TEST_SENT, row, by=by)


@audit.atomic
def confirm_test(destination: Destination, *, word: str, by: Person) -> int:
    """Put it into use: somebody there told us the word on the test form.

    Answers how many open referrals went there at once that no destination of its kind
    ever got.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: no test was sent, or it is another word.
    """
    may_keep_destinations(by, destination.authority)
    row = _open(_locked(destination))
    if row.way == Way.ATTACHMENT and row.assured_on is None:
        raise NotNow(ASSURE_FIRST)
    if not is_said(word, test_word(row)):
        raise NotNow(
            "That is not the word on the last test form. Ask them to read it again."
        )
    row.tested_at = clock.now()
    row.version += 1
    row.save()
    _keep(row, What.TESTED, "", by)
    close_destination_tasks(row, event=DestinationEvent.TESTED.code)
    audit.record(DestinationEvent.TESTED, row, by=by)
    return catch_up(row)


@audit.atomic
def close_destination(destination: Destination, *, because: str, by: Person) -> None:
    """Send nothing more there. What went there stays on the record.

    Raises:
        NotAllowed: `by` is not a co-ordinator there.
        NotNow: it is closed already.
    """
    may_keep_destinations(by, destination.authority)
    row = _open(_locked(destination))
    row.closed_on = clock.today()
    row.version += 1
    row.save()
    _keep(row, What.CLOSED, because, by)
    audit.record(
        DestinationEvent.CLOSED, row, by=by, reason_hash=audit.text_hash(because)
    )


def _send_test(row: Destination, token: str) -> None:
    key = f"referrals.test:{row.pk}:{row.test_sent_at}"
    if row.way == Way.ATTACHMENT:
        payload = {"destination": row.pk, "sent_at": str(row.test_sent_at)}
        outbox.enqueue(SEND_TEST, key=key, payload=payload, authority=row.authority)
        return
    if row.way == Way.LINK:
        path, addresses = reverse("referrals:received_test", args=[token]), [row.email]
    else:
        path = reverse("referrals:test_form", args=[row.authority.slug, row.pk])
        people = people_as(RECEIVERS[row.kind], row.authority)
        own = [str(one.email) for one in those_with_mail(people)]
        addresses = [row.email] if row.email else own
    if not addresses:
        raise NotNow("Nobody signs in for this destination yet. Invite somebody first.")
    for address in addresses:
        outbox.send_mail(
            to=address,
            template="referrals/mail/test",
            context={"link": urljoin(settings.SITE_URL, path)},
            key=f"{key}:{address}",
            authority=row.authority,
        )


def _must_be_reachable(row: Destination) -> None:
    if row.way == Way.SIGN_IN and row.kind not in RECEIVERS:
        raise NotNow(
            "Nobody of a county or of another area signs in here. Choose a link or an "
            "attachment."
        )
    if row.way != Way.SIGN_IN and not row.email:
        raise NotNow("Enter the e-mail address that it goes to.")
    if row.way == Way.LINK and not row.telephone:
        raise NotNow("Enter the telephone number on which the code is told.")


def _locked(destination: Destination) -> Destination:
    rows = Destination.objects.select_for_update(of=("self",))
    return rows.select_related("authority").get(pk=destination.pk)


def _open(row: Destination) -> Destination:
    if row.closed_on:
        raise NotNow(CLOSED)
    return row


def _keep(row: Destination, what: str, because: str, by: Person) -> None:
    row.changes.create(what=what, because=because, by=by)
