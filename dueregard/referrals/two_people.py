"""What of referrals needs two people: saying who is one person, and undoing it."""

from django.urls import reverse

from dueregard.access.approvals import Items, Kind, Lines
from dueregard.access.models import Approval
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority
from dueregard.vault import tenancy

from .models import Match
from .rules import FINDERS
from .services import linking

# A case officer sees only what is assigned to them, so they ask but do not agree.
AGREERS = frozenset(FINDERS) - {Role.CASE_OFFICER}


def _as_it_stands(authority: Authority, items: Items) -> list:
    with tenancy.of(authority):
        return linking.state_of(Match.objects.get(pk=items["match"]))


def _page(approval: Approval) -> str:
    items = approval.items
    parts = [approval.authority.slug, items["referral"], items["match"]]
    return reverse("referrals:match", args=parts)


def _lines(authority: Authority, items: Items) -> Lines:
    return [("Authority", str(authority))]


SAME = Kind(
    code=linking.SAME_PERSON,
    label="Say that two records are of one person",
    askers=frozenset(FINDERS),
    agreers=AGREERS,
    bound=_as_it_stands,
    carry_out=linking.make_same,
    let_go=linking.leave_open,
    shown=_lines,
    page=_page,
)
NOT_THE_SAME = Kind(
    code=linking.NOT_THE_SAME,
    label="Undo that two records are of one person",
    askers=frozenset(FINDERS),
    agreers=AGREERS,
    bound=_as_it_stands,
    carry_out=linking.undo_same,
    shown=_lines,
    page=_page,
)
