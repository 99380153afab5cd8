"""Coverage that leaves as a file."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import CoverageEvent


@audit.atomic
def record_coverage_export(
    authority: Authority, *, by: Person, form: str, day: date
) -> None:
    """Note that the counts of `day` left as a file (settled 17)."""
    audit.record(
        CoverageEvent.EXPORTED,
        authority,
        by=by,
        authority=authority,
        format=form,
        day=day,
    )
