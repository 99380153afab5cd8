"""One referral to one destination, in the way that is set for it (practice RF 1).

What leaves by mail is a link, or the form as an attachment to an assured address; the
mail's own words say only that something waits.
"""

from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.clock.working_days import add_working_days
from dueregard.outbox import services as outbox

from ..models import Delivery, Destination, Referral
from ..people import people_reached, those_with_mail
from ..rules import INTAKE, RECEIVERS
from .delivery_tasks import ACKNOWLEDGE, TELEPHONE, owe_delivery, page_of

SEND_FORM = "referrals.send_form"
Way = Destination.Way


def send_to(referral: Referral, destination: Destination) -> Delivery:
    """Send `referral` to `destination`; its clock starts now. Needs an open room."""
    token = f"{referral.authority_id}-{new_token()}"
    delivery = Delivery.objects.create(
        authority=referral.authority,
        data_key_id=referral.data_key_id,
        referral=referral,
        destination=destination,
        way=destination.way,
        sent_at=None if destination.way == Way.ATTACHMENT else clock.now(),
        due_on=add_working_days(clock.today(), destination.working_days),
        token_sha256="" if destination.way == Way.SIGN_IN else token_hash(token),
    )
    SENDERS[destination.way](delivery, token)
    return delivery


def sent_key(delivery: Delivery) -> str:
    """The key of the mail or job that takes it there; a repeat has the same."""
    return f"referrals.sent:{delivery.pk}"


def link_to(token: str) -> str:
    return urljoin(settings.SITE_URL, reverse("referrals:received", args=[token]))


def mail_somebody(delivery: Delivery, *, to: str, link: str, key: str) -> None:
    """The fixed words: something waits. The subject is fixed, too."""
    outbox.send_mail(
        to=to,
        template="referrals/mail/waits",
        context={"link": link},
        key=key,
        authority=delivery.authority_id,
    )


def _by_sign_in(delivery: Delivery, token: str) -> None:
    destination = delivery.destination
    roles = RECEIVERS[destination.kind]
    people = list(people_reached(roles, delivery.referral))
    owe_delivery(ACKNOWLEDGE, delivery, people)
    addresses = [destination.email] if destination.email else []
    for address in addresses or [str(one.email) for one in those_with_mail(people)]:
        mail_somebody(
            delivery,
            to=address,
            link=urljoin(settings.SITE_URL, page_of(delivery)),
            key=f"referrals.sent:{delivery.pk}:{address}",
        )


def _by_link(delivery: Delivery, token: str) -> None:
    owe_delivery(TELEPHONE, delivery, people_reached(INTAKE, delivery.referral))
    mail_somebody(
        delivery,
        to=delivery.destination.email,
        link=link_to(token),
        key=sent_key(delivery),
    )


def _by_attachment(delivery: Delivery, token: str) -> None:
    outbox.enqueue(
        SEND_FORM,
        key=sent_key(delivery),
        payload={
            "authority": delivery.authority_id,
            "delivery": str(delivery.pk),
            "token": token,
        },
        authority=delivery.authority_id,
    )


SENDERS: dict[str, Callable[[Delivery, str], None]] = {
    Way.SIGN_IN: _by_sign_in,
    Way.LINK: _by_link,
    Way.ATTACHMENT: _by_attachment,
}
