"""What of keeping needs two people: destroying referrals, lifting a legal hold."""

from uuid import UUID

from django.urls import reverse

from dueregard.access.approvals import Items, Kind, Lines
from dueregard.access.models import Approval
from dueregard.accounts.models import Authority
from dueregard.vault import tenancy

from . import keeping
from .models import LegalHold
from .rules_of_keeping import AGREE_TO_DESTROY, AGREE_TO_LIFT, DESTROYERS, LIFTERS
from .services import destroying, legal_holds


def _list(authority: Authority, items: Items) -> Lines:
    with tenancy.of(authority):
        rows = keeping.with_joined(authority, map(UUID, items["ids"]))
    lines = [("Authority", str(authority)), ("Referrals", str(len(rows)))]
    return [
        *lines,
        *((row.reference, f"{row.retention_due_on:%-d %B %Y}") for row in rows),
    ]


def _page(approval: Approval) -> str:
    parts = [approval.authority.slug, approval.pk]
    return reverse("referrals:destruction", args=parts)


def _as_it_is_held(authority: Authority, items: Items) -> list:
    with tenancy.of(authority):
        hold = LegalHold.objects.get(pk=items["hold"])
        return [str(hold.pk), str(hold.referral_id), str(hold.released_at)]


def _held(authority: Authority, items: Items) -> Lines:
    with tenancy.of(authority):
        hold = LegalHold.objects.select_related("referral").get(pk=items["hold"])
        return [("Authority", str(authority)), ("Referral", hold.referral.reference)]


def _hold_page(approval: Approval) -> str:
    parts = [approval.authority.slug, approval.items["referral"]]
    return reverse("referrals:kept", args=parts)


DESTROYING = Kind(
    code=destroying.DESTROY,
    label="Destroy referrals whose day has come",
    askers=DESTROYERS,
    agreers=AGREE_TO_DESTROY,
    bound=destroying.state_of,
    carry_out=destroying.carry_out,
    shown=_list,
    page=_page,
)
LIFTING = Kind(
    code=legal_holds.LIFT,
    label="Lift a legal hold",
    askers=LIFTERS,
    agreers=AGREE_TO_LIFT,
    bound=_as_it_is_held,
    carry_out=legal_holds.lift,
    shown=_held,
    page=_hold_page,
)
