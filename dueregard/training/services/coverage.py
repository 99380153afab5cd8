"""Counts and lists that leave as files."""

from collections.abc import Mapping
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


@audit.atomic
def record_people_export(
    authority: Authority,
    *,
    by: Person,
    what: str,
    form: str,
    asked: Mapping[str, str | int | bool | None],
) -> None:
    """Note that names of the register left as a file (settled 17): `what` is people or
    completions, and `asked` says which, in ids and codes."""
    audit.record(
        CoverageEvent.PEOPLE_EXPORTED,
        authority,
        by=by,
        authority=authority,
        what=what,
        format=form,
        **asked,
    )
