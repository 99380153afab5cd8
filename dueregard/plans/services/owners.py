"""Who answers for an action: the words kept, and what they were settled as."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.partners.names import normalise
from dueregard.partners.resolution import Resolution, resolve

from ..events import PlanEvent
from ..models import Action, ActionOwner, Plan

LIVE = (Plan.Status.DRAFT, Plan.Status.SUBMITTED, Plan.Status.APPROVED)


@dataclass(frozen=True)
class Owner:
    """One owner: the words to show, and the one thing that they mean, if settled."""

    text: str
    post_id: int | None = None
    organisation_id: int | None = None
    everyone: str = ""
    stays_as_text: bool = False

    @property
    def is_settled(self) -> bool:
        return bool(
            self.post_id or self.organisation_id or self.everyone or self.stays_as_text
        )


def owners_named(names: Iterable[str], *, authority: Authority) -> list[list[Owner]]:
    """What each of `names` means at `authority`, as far as that is known."""
    return [_owners_of(one) for one in resolve(list(names), authority=authority)]


def set_owners(action: Action, owners: Iterable[Owner]) -> None:
    """Put `owners` in place of those that `action` has; the first of them leads."""
    owners = list(owners)
    action.owners.all().delete()
    ActionOwner.objects.bulk_create(
        owner_row(action, owner, place) for place, owner in enumerate(owners)
    )


def owner_row(action: Action, owner: Owner | ActionOwner, place: int) -> ActionOwner:
    return ActionOwner(
        action=action,
        text=owner.text,
        post_id=owner.post_id,
        organisation_id=owner.organisation_id,
        everyone=owner.everyone,
        stays_as_text=owner.stays_as_text,
        is_lead=place == 0,
        position=place,
    )


def copy_owner(owner: ActionOwner, action: Action) -> ActionOwner:
    """The same owner, for another action; it leads there if it leads here."""
    copy = owner_row(action, owner, owner.position)
    copy.is_lead = owner.is_lead
    return copy


@audit.atomic
def follow_names(authority: Authority, key: str | None) -> None:
    """Take up a change of what owners' words mean (called by partners).

    `key` is the normalised words that somebody decided on, or whose decision was
    undone; None means that a post or a name changed, and any words that nobody had
    settled may be known now.
    """
    rows = ActionOwner.objects.filter(
        action__plan__authority=authority, action__plan__status__in=LIVE
    )
    if key is None:
        rows = rows.unsettled()
    waiting: dict[str, dict[int, list[ActionOwner]]] = {}
    for row in rows.select_related("action").order_by("position", "pk"):
        if key is None or normalise(row.text) == key:
            waiting.setdefault(row.text, {}).setdefault(row.action_id, []).append(row)
    changed = 0
    for resolution in resolve(list(waiting), authority=authority):
        owners = _owners_of(resolution)
        for held in waiting[resolution.text].values():
            changed += _replace(held, owners)
    if changed:
        audit.record(PlanEvent.OWNERS_SETTLED, authority, by=None, owners=changed)


def _replace(held: list[ActionOwner], owners: list[Owner]) -> bool:
    """Put `owners` where the rows of the same words stood, unless they are the same."""
    first = held[0]
    rows = [owner_row(first.action, owner, first.position) for owner in owners]
    for row in rows:
        row.is_lead = first.is_lead and row is rows[0]
    if [_meaning(row) for row in rows] == [_meaning(row) for row in held]:
        return False
    ActionOwner.objects.filter(pk__in=[row.pk for row in held]).delete()
    ActionOwner.objects.bulk_create(rows)
    return True


def _meaning(row: ActionOwner) -> tuple:
    return row.post_id, row.organisation_id, row.everyone, row.stays_as_text


def uses_of_names(authority: Authority) -> dict[str, int]:
    """How many actions of live plans name each owner, by the plan's own words."""
    rows = ActionOwner.objects.filter(
        action__plan__authority=authority, action__plan__status__in=LIVE
    )
    counts = (
        rows.order_by().values("text").annotate(uses=Count("action", distinct=True))
    )
    return dict(counts.values_list("text", "uses"))


def _owners_of(resolution: Resolution) -> list[Owner]:
    if not resolution.matches:
        return [Owner(resolution.text, stays_as_text=resolution.is_decided)]
    return [
        Owner(
            resolution.text,
            post_id=match.target.post_id,
            organisation_id=match.target.organisation_id,
            everyone=match.target.everyone,
        )
        for match in resolution.matches
    ]
