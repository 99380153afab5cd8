"""Sending a referral on: to the police and to the council, at the same moment."""

from dueregard.access.roles import Role
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.vault.rooms import sealing

from ..events import DeliveryEvent
from ..models import Delivery, Destination, Referral
from ..people import people_as
from ..residence import rule_of
from .delivery_tasks import owe_destination
from .sending import send_to

Kind = Destination.Kind


@audit.atomic
def route(referral: Referral) -> list[Delivery]:
    """Send `referral` to every destination that its rule of residence names.

    All in one transaction: the police and the council have it at the same moment, each
    with its own clock. A kind that has no destination in use is put on the
    co-ordinators' lists; the referral follows when one is tested (`catch_up`).
    """
    authority = referral.authority
    wanted = kinds_told(authority, referral.residence)
    in_use = list(
        Destination.objects.in_use().filter(authority=authority, kind__in=wanted)
    )
    found = {destination.kind for destination in in_use}
    missing = [kind for kind in wanted if kind not in found]
    sent = [send_to(referral, destination) for destination in in_use]
    owe_destination(authority, missing)
    _name_holder(referral)
    audit.record(
        DeliveryEvent.ROUTED,
        referral,
        by=None,
        destination_ids=[destination.pk for destination in in_use],
        missing=missing,
    )
    return sent


def kinds_told(authority: Authority, residence: str) -> list[str]:
    """The kinds of destination that get a referral at once; a district's county too."""
    kinds = [str(kind) for kind in rule_of(residence).told]
    if authority.kind == Authority.Kind.DISTRICT:
        kinds.append(str(Kind.COUNTY))
    return kinds


@audit.atomic
def catch_up(destination: Destination) -> int:
    """Send what is open and no destination of this kind ever got; how many.

    A kind without a destination in use got nothing meanwhile, and nothing may be lost.
    """
    if destination.kind == Kind.OTHER_AREA:
        return 0
    with sealing(destination.authority):
        rows = Referral.objects.filter(authority=destination.authority).filter(
            status__in=[
                status
                for status in Referral.OPEN
                if status != Referral.Status.SCREENING
            ]
        )
        rows = rows.exclude(deliveries__destination__kind=destination.kind)
        waiting = list(rows.select_related("authority"))
        for referral in waiting:
            send_to(referral, destination)
    return len(waiting)


def _name_holder(referral: Referral) -> None:
    """Somebody answers for it by name until another area accepts it in writing."""
    if referral.holder_id or not rule_of(referral.residence).held_by_name:
        return
    holder = people_as([Role.COORDINATOR], referral.authority).first()
    if holder is not None:
        referral.holder = holder
        referral.save(update_fields=["holder"])
