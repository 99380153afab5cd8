"""Documents pass over to an authority's successor, files and tags with them."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.accounts.succession import pass_on_the_day

from ..models import Document

PASSING = "documents.pass_over"


def count_documents(authority: Authority, from_date: date) -> int:
    """How many documents will pass over."""
    return Document.objects.filter(authority=authority).count()


def pass_documents(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have every document pass over as `from_date` begins; how many there are now.

    Until that day the authority works on as before, so a job moves them.
    """
    pass_on_the_day(PASSING, authority, successor, from_date)
    return count_documents(authority, from_date)


def pass_documents_now(authority_id: int, successor_id: int) -> int:
    """Move every document to the successor; how many were moved."""
    passing = Document.objects.filter(authority=authority_id)
    return passing.update(authority=successor_id)
