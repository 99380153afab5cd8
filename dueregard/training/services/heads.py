"""How many were at a session that takes no names: counted apart from people."""

from collections.abc import Iterable

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import SessionEvent
from ..models import RoleGroup, Session, SessionHeadcount
from ..rules import may_run
from .attendance import begun


@audit.atomic
def count_heads(
    session: Session,
    *,
    rows: Iterable[tuple[Organisation | None, RoleGroup | None, int]],
    version: int,
    by: Person,
) -> int:
    """Note how many were at a session that takes no names, by organisation and role
    group; counted again, it replaces what was said. How many altogether.

    Raises:
        NotAllowed, NotNow, Stale: as `note_attendance`.
    """
    may_run(by, session)
    session = begun(claim_version(Session, session.pk, version), by)
    if not session.counts_heads_only:
        raise NotNow("This session takes names. Note who was there instead.")
    kept = [row for row in rows if row[2] > 0]
    if not kept:
        raise NotNow("Enter how many people were there.")
    session.headcounts.all().delete()
    SessionHeadcount.objects.bulk_create(
        SessionHeadcount(
            session=session,
            organisation=organisation,
            role_group=role_group,
            people=people,
            by=by,
        )
        for organisation, role_group, people in kept
    )
    total = sum(people for *_, people in kept)
    audit.record(
        SessionEvent.HEADS_COUNTED, session, by=by, people=total, rows=len(kept)
    )
    return total
