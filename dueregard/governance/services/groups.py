"""Groups and their terms of reference."""

from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.documents.models import Document
from dueregard.submissions.versions import claim_version

from ..events import GroupEvent
from ..models import PartnershipGroup, TermsOfReference
from ..rules import may_keep_groups
from .owing import close_terms_review, owe_terms_review

CLOSED = "This group has been closed."


@audit.atomic
def add_group(
    authority: Authority,
    *,
    kind: str,
    name: str,
    purpose: str = "",
    reports_to: PartnershipGroup | None = None,
    by: Person,
) -> PartnershipGroup:
    """Add a group that oversees or does the work.

    Raises:
        NotAllowed: `by` may not change groups here.
        NotNow: there is a group of this name, or the one it reports to is not here.
    """
    may_keep_groups(by, authority)
    _must_be_free(name, authority)
    _must_be_ours(reports_to, authority)
    group = PartnershipGroup.objects.create(
        authority=authority,
        kind=kind,
        name=name,
        purpose=purpose,
        reports_to=reports_to,
    )
    audit.record(GroupEvent.ADDED, group, by=by, kind=kind)
    return group


@audit.atomic
def change_group(
    group: PartnershipGroup, *, version: int, by: Person, **changes
) -> PartnershipGroup:
    """Change a group's kind, name, purpose, or the group that it reports to.

    Raises:
        NotAllowed: `by` may not change groups here.
        NotNow: it is closed, or there is another group of this name.
        Stale: it was changed since `version`.
    """
    may_keep_groups(by, group.authority)
    locked(group)
    group = claim_version(PartnershipGroup, group.pk, version)
    if changes["name"] != group.name:
        _must_be_free(changes["name"], group.authority)
    if changes["reports_to"] == group:
        raise NotNow("A group cannot report to itself.")
    _must_be_ours(changes["reports_to"], group.authority)
    changed = [name for name, new in changes.items() if getattr(group, name) != new]
    for name in changed:
        setattr(group, name, changes[name])
    group.save()
    if changed:
        audit.record(GroupEvent.CHANGED, group, by=by, fields=changed)
    return group


@audit.atomic
def close_group(group: PartnershipGroup, *, by: Person) -> None:
    """Close a group that meets no more. Its record is kept; its seats end today.

    Raises:
        NotAllowed: `by` may not change groups here.
        NotNow: it is closed already, or has meetings to come.
    """
    may_keep_groups(by, group.authority)
    group = locked(group)
    if group.meetings.to_come().exists():
        raise NotNow("This group has meetings to come. Cancel them first.")
    group.closed_on = clock.today()
    group.version += 1
    group.save(update_fields=["closed_on", "version"])
    group.members.filter(starts_on__gt=clock.today()).delete()
    group.members.not_ended().update(ends_on=clock.today())
    close_terms_review(group, event=GroupEvent.CLOSED)
    audit.record(GroupEvent.CLOSED, group, by=by, closed_on=group.closed_on)


@audit.atomic
def agree_terms(
    group: PartnershipGroup,
    *,
    agreed_on: date,
    review_on: date,
    text: str = "",
    document: Document | None = None,
    by: Person,
) -> TermsOfReference:
    """Note the terms of reference that `group` agreed; former ones are kept.

    Raises:
        NotAllowed: `by` may not change groups here.
        NotNow: the group is closed; or there is neither text nor document; or the
            review is not after the day they were agreed.
    """
    may_keep_groups(by, group.authority)
    group = locked(group)
    if not text and document is None:
        raise NotNow("Enter the terms of reference, or add them as a file.")
    if review_on <= agreed_on:
        raise NotNow("The review must be after the day the terms were agreed.")
    last = group.terms.order_by("-number").first()
    terms = TermsOfReference.objects.create(
        group=group,
        number=last.number + 1 if last else 1,
        text=text,
        document=document,
        agreed_on=agreed_on,
        review_on=review_on,
        by=by,
    )
    close_terms_review(group, event=GroupEvent.TERMS_AGREED)
    owe_terms_review([terms])
    _record_terms(terms, by)
    return terms


def _record_terms(terms: TermsOfReference, by: Person) -> None:
    audit.record(
        GroupEvent.TERMS_AGREED,
        terms.group,
        by=by,
        number=terms.number,
        agreed_on=terms.agreed_on,
        review_on=terms.review_on,
        text_hash=audit.text_hash(terms.text) if terms.text else None,
    )


def locked(group: PartnershipGroup) -> PartnershipGroup:
    """The group's row as it is now, held until the transaction ends.

    Raises:
        NotNow: it has been closed.
    """
    rows = PartnershipGroup.objects.select_for_update(of=("self",))
    group = rows.select_related("authority").get(pk=group.pk)
    if group.closed_on:
        raise NotNow(CLOSED)
    return group


def _must_be_free(name: str, authority: Authority) -> None:
    groups = PartnershipGroup.objects.in_use().filter(authority=authority)
    if groups.filter(name__iexact=name).exists():
        raise NotNow(f"{authority} already has a group called {name}.")


def _must_be_ours(group: PartnershipGroup | None, authority: Authority) -> None:
    if group is not None and group.authority_id != authority.pk:
        raise NotNow(f"{group} is not a group of {authority}.")
