"""Organisations: adding, changing, and passing to a successor."""

from datetime import date
from typing import Any

from dueregard.access.refusals import NotAllowed
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import OrganisationEvent
from ..models import Authority, Organisation, Person
from ..rules import may_keep_organisations
from ..succession import have_follow


@audit.atomic
def add_organisation(
    authority: Authority, *, by: Person, name: str, **fields: Any
) -> Organisation:
    """Add a body that works with `authority`.

    Raises:
        NotAllowed: `by` may not change the organisations of `authority`.
    """
    may_keep_organisations(by, authority)
    organisation = Organisation.objects.create(name=name, **fields)
    organisation.authorities.add(authority)
    audit.record(OrganisationEvent.ADDED, organisation, by=by, authority=authority)
    return organisation


@audit.atomic
def change_organisation(
    organisation: Organisation,
    *,
    authority: Authority,
    by: Person,
    version: int,
    changes: dict[str, Any],
) -> None:
    """Change the details of `organisation` as they were at `version`.

    A body that works with several authorities is described by whoever keeps all of
    them, so that no authority rewrites what another one sees.

    Raises:
        NotAllowed: `by` may not change the organisations of one of its authorities.
        Stale: somebody else saved it since.
    """
    _may_change(by, organisation)
    organisation = claim_version(Organisation, organisation.pk, version)
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save()
    audit.record(OrganisationEvent.CHANGED, organisation, by=by, authority=authority)


@audit.atomic
def succeed_organisation(
    organisation: Organisation,
    *,
    successor: Organisation,
    from_date: date,
    authority: Authority,
    by: Person,
) -> None:
    """Name the body that takes over from `organisation` on `from_date`.

    The successor works with the same authorities from then on. Roles stay with the
    old body until somebody gives them anew, because people may not move with it. What
    rooms keep of the body follows on the day (`succession.register_follow`).

    Raises:
        NotAllowed: `by` may not change the organisations of one of its authorities.
    """
    _may_change(by, organisation)
    if not by_sees(by, successor):
        raise NotAllowed("Select an organisation that works with your authority.")
    organisation.successor = successor
    organisation.succeeded_on = from_date
    organisation.version += 1
    organisation.save()
    successor.authorities.add(*organisation.authorities.all())
    audit.record(
        OrganisationEvent.SUCCEEDED,
        organisation,
        by=by,
        authority=authority,
        successor_id=successor.pk,
        from_date=from_date,
    )
    have_follow(organisation, successor, from_date, by)


def by_sees(by: Person, organisation: Organisation) -> bool:
    """Whether `organisation` works with an authority that `by` serves."""
    return Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists()


def _may_change(by: Person, organisation: Organisation) -> None:
    for authority in organisation.authorities.all():
        may_keep_organisations(by, authority)
