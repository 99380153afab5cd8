"""The directory of services: what is offered to whom, and what was approved."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import AreaEvent, ServiceEvent
from ..models import Area, Service
from ..rules import may_approve_services, may_keep_services

APPROVAL_IS_OF = frozenset(
    {"organisation", "name", "supports", "areas", "age_from", "age_to"}
)
"""What was approved: when one of these changes, the approval ends."""
GONE = "This service is no longer offered."
NOT_TO_COME = "The day of the approval must not be in the future."
MOST_AREAS = 60


@dataclass(frozen=True)
class Offer:
    """What a provider says of a service; see the fields of `Service`."""

    organisation: Organisation
    name: str
    supports: Sequence[str]
    areas: Sequence[Area] = ()
    description: str = ""
    age_from: int = 0
    age_to: int | None = None
    capacity: int | None = None
    waiting_weeks: int | None = None
    asked_on: date | None = None
    contact: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """The fields of the row itself."""
        facts = {each.name: getattr(self, each.name) for each in fields(self)}
        del facts["supports"], facts["areas"]
        return facts


@audit.atomic
def add_service(authority: Authority, offer: Offer, *, by: Person) -> Service:
    """Put a service into the directory; nobody approved it yet.

    Raises:
        NotAllowed: `by` does not keep this authority's directory.
        NotNow: the provider does not work here, or offers one of this name already.
    """
    may_keep_services(by, authority)
    _must_fit(authority, offer)
    service = Service.objects.create(authority=authority, **offer.plain)
    _give(service, offer)
    audit.record(
        ServiceEvent.ADDED, service, by=by, organisation_id=offer.organisation.pk
    )
    return service


@audit.atomic
def change_service(
    service: Service, offer: Offer, *, version: int, by: Person
) -> Service:
    """Change what is said of a service. Its approval ends when it is for other people,
    of another kind or name, or of another provider: that was not approved.

    Raises:
        NotAllowed: `by` does not keep this authority's directory.
        NotNow: it is closed, or does not fit; as `add_service`.
        Stale: it was changed since `version`.
    """
    may_keep_services(by, service.authority)
    row = claim_version(Service, service.pk, version)
    if row.closed_on:
        raise NotNow(GONE)
    _must_fit(row.authority, offer, but=row)
    changed = _changed(row, offer)
    if not changed:
        return row
    for name, value in offer.plain.items():
        setattr(row, name, value)
    ends = row.is_approved and bool(APPROVAL_IS_OF & set(changed))
    if ends:
        row.approved_on = row.approved_by = None
    row.save()
    _give(row, offer)
    audit.record(ServiceEvent.CHANGED, row, by=by, fields=changed)
    if ends:
        audit.record(ServiceEvent.APPROVAL_ENDED, row, by=by)
    return row


@audit.atomic
def approve_service(service: Service, *, on: date, by: Person) -> None:
    """Say that referrals may be passed to `service`, as agreed on the day `on`.

    Raises:
        NotAllowed: `by` does not approve services here.
        NotNow: it is closed or approved already, or the day is still to come.
    """
    may_approve_services(by, service.authority)
    row = _locked(service)
    if row.approved_on:
        raise NotNow("This service is approved already.")
    if on > clock.today():
        raise NotNow(NOT_TO_COME)
    _approve(row, on, by)
    audit.record(ServiceEvent.APPROVED, row, by=by, approved_on=on)


@audit.atomic
def end_approval(service: Service, *, by: Person) -> None:
    """Take the approval back: no referral is passed to it from now on.

    Raises:
        NotAllowed: `by` does not approve services here.
        NotNow: it is closed, or not approved.
    """
    may_approve_services(by, service.authority)
    row = _locked(service)
    if not row.approved_on:
        raise NotNow("This service is not approved.")
    _approve(row, None, None)
    audit.record(ServiceEvent.APPROVAL_ENDED, row, by=by)


@audit.atomic
def close_service(service: Service, *, by: Person) -> None:
    """The service is no longer offered; what was asked of it stays.

    Raises:
        NotAllowed: `by` does not keep this authority's directory.
        NotNow: it is closed already.
    """
    may_keep_services(by, service.authority)
    row = _locked(service)
    row.closed_on = clock.today()
    row.version += 1
    row.save(update_fields=["closed_on", "version"])
    audit.record(ServiceEvent.CLOSED, row, by=by, closed_on=row.closed_on)


@audit.atomic
def add_area(authority: Authority, *, name: str, by: Person) -> Area:
    """Name a part of the authority. The same name twice changes nothing."""
    may_keep_services(by, authority)
    if Area.objects.filter(authority=authority).count() >= MOST_AREAS:
        raise NotNow(f"There are {MOST_AREAS} areas already: remove one first.")
    same = Area.objects.filter(authority=authority, name__iexact=name).first()
    if same is not None:
        return same
    area = Area.objects.create(authority=authority, name=name)
    audit.record(AreaEvent.ADDED, authority, by=by, area_id=area.pk)
    return area


@audit.atomic
def remove_area(area: Area, *, by: Person) -> None:
    """Forget a part of the authority that no service is for.

    Raises:
        NotNow: a service is for it, and would be for everybody without it.
    """
    may_keep_services(by, area.authority)
    if area.services.exists():
        raise NotNow(f"A service is for {area}. Change the service first.")
    audit.record(AreaEvent.REMOVED, area.authority, by=by, area_id=area.pk)
    area.delete()


@audit.atomic
def record_services_export(
    authority: Authority, *, by: Person, form: str, gaps: bool = False
) -> None:
    """Note that the directory, or its gaps, left as a file (settled 17)."""
    audit.record(
        ServiceEvent.EXPORTED,
        authority,
        by=by,
        authority=authority,
        format=form,
        gaps=gaps,
    )


def _must_fit(authority: Authority, offer: Offer, but: Service | None = None) -> None:
    if not offer.organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{offer.organisation} does not work with {authority}.")
    if any(area.authority_id != authority.pk for area in offer.areas):
        raise NotNow(f"That area is not one of {authority}'s.")
    if not offer.supports:
        raise NotNow("Select what support the service gives.")
    same = Service.objects.in_use().filter(
        authority=authority,
        organisation=offer.organisation,
        name__iexact=offer.name,
    )
    if same.exclude(pk=but.pk if but else None).exists():
        raise NotNow(f"{offer.organisation} already has a service of this name here.")


def _changed(row: Service, offer: Offer) -> list[str]:
    """The names of what is said otherwise now, in order."""
    changed = {
        name for name, value in offer.plain.items() if getattr(row, name) != value
    }
    if _supports_of(row) != set(offer.supports):
        changed.add("supports")
    if set(row.areas.all()) != set(offer.areas):
        changed.add("areas")
    return sorted(changed)


def _give(row: Service, offer: Offer) -> None:
    """Have `row` give these supports in these areas, and no others."""
    row.areas.set(offer.areas)
    held, wanted = _supports_of(row), set(offer.supports)
    row.supports.filter(support__in=held - wanted).delete()
    for support in sorted(wanted - held):
        row.supports.create(support=support)


def _supports_of(row: Service) -> set[str]:
    return set(row.supports.values_list("support", flat=True))


def _approve(row: Service, on: date | None, by: Person | None) -> None:
    row.approved_on, row.approved_by = on, by
    row.version += 1
    row.save(update_fields=["approved_on", "approved_by", "version"])


def _locked(service: Service) -> Service:
    """The row as it is now, held until the transaction ends."""
    rows = Service.objects.select_for_update(of=("self",))
    row = rows.select_related("authority").get(pk=service.pk)
    if row.closed_on:
        raise NotNow(GONE)
    return row
