"""How holders hear of a correction, and who sees to it that they do.

A mail says that something waits, with a link; what is wrong opens there with a code
told by telephone, as the form itself did (practice RF 1). Who has no address is rung.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.reminders.services.tasks import Owed, close_tasks, owe
from dueregard.vault.rooms import sealing

from ..events import CorrectionEvent
from ..models import CorrectionNotice, DeletionNotice
from ..people import people_as, those_who_see
from ..rules import GATHERERS

CONFIRM = "referrals.correction"
TITLE = "Something that was sent out must be put right"
CHASED_EVERY = timedelta(days=7)


def address_of(notice: CorrectionNotice) -> str:
    """Where they are written to; "" for who is rung."""
    destination = notice.disclosure.destination
    return destination.email if destination is not None else ""


def mail_notice(notice: CorrectionNotice) -> bool:
    """Write to the holder with a new link; whether there is an address to write to.

    The link that was sent before opens nothing any more. Needs an open room.
    """
    to = address_of(notice)
    if not to:
        return False
    mail_link(notice, to=to, page="put_right", kind=CONFIRM)
    audit.record(CorrectionEvent.MAILED, notice.referral, by=None)
    return True


def mail_link(
    notice: CorrectionNotice | DeletionNotice, *, to: str, page: str, kind: str
) -> None:
    """Write `to` with a new link to `page`; the one before opens nothing any more."""
    token = f"{notice.authority_id}-{new_token()}"
    notice.token_sha256, notice.mailed_at = token_hash(token), clock.now()
    notice.save(update_fields=["token_sha256", "mailed_at"])
    path = reverse(f"referrals:{page}", args=[token])
    outbox.send_mail(
        to=to,
        template="referrals/mail/waits",
        context={"link": urljoin(settings.SITE_URL, path)},
        key=f"{kind}:{notice.pk}:{notice.mailed_at.isoformat()}",
        authority=notice.authority_id,
    )


def owe_notice(notice: CorrectionNotice) -> None:
    """Have the council see to it that this holder confirms."""
    referral = notice.referral
    owe(
        Owed(
            kind=CONFIRM,
            subject_id=str(notice.pk),
            authority=referral.authority,
            room=Room.REFERRALS,
            title=TITLE,
            about="Referrals",
            url=reverse(
                "referrals:disclosures", args=[referral.authority.slug, referral.pk]
            ),
            source="Each holder owes a confirmation. Confirm the time locally.",
            due_on=notice.due_on,
            person=person,
        )
        for person in those_who_see(people_as(GATHERERS, referral.authority), referral)
    )


def close_notice(notice: CorrectionNotice) -> None:
    close_tasks(CONFIRM, [str(notice.pk)], event=CorrectionEvent.CONFIRMED.code)


def chase_all() -> int:
    """Write again to who has not confirmed in time; how many."""
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(chase(authority) for authority in here)


@audit.atomic
def chase(authority: Authority) -> int:
    """Holders of `authority`, once a week each."""
    chased = 0
    with sealing(authority):
        rows = CorrectionNotice.objects.filter(
            authority=authority,
            confirmed_on__isnull=True,
            due_on__lt=clock.today(),
            data_key__destroyed_at__isnull=True,
        )
        rows = rows.exclude(chased_at__gt=clock.now() - CHASED_EVERY)
        locked = rows.select_for_update(of=("self",)).select_related(
            "disclosure__destination", "referral__authority"
        )
        for notice in locked.order_by("due_on", "pk"):
            if mail_notice(notice):
                notice.chased_at = clock.now()
                notice.save(update_fields=["chased_at"])
                chased += 1
    return chased
