"""A completed national form as a file becomes a draft for an officer (RF 11).

The bytes are read from memory. What was read stands, sealed, in the boxes of a form
that nobody has answered yet; the file itself is kept with it, sealed and to be scanned
like any other. Nothing is written in the clear, not even by way of `exchange`.
"""

from typing import Any

from django.views.decorators.debug import sensitive_variables

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.exchange.document import Unreadable

from ..codes import Door
from ..importing.answers import Read, answers_of
from ..importing.pairs import LIMITS, NOT_A_FORM, pairs_of
from .keeping_files import attach
from .writing import Writing, begin

TAKES_FORMS = (Role.COORDINATOR, Role.CASE_OFFICER, Role.GATEWAY_OFFICER)
NOTHING_READ = (
    "Nothing in this file is a question of the referral form. Select the completed "
    "form, or write the referral down yourself."
)
TOO_LARGE = "The file is larger than 5 MB. Select a smaller one."


def may_bring(user: Person, authority: Authority) -> None:
    if not user.holds_any(TAKES_FORMS, authority):
        raise NotAllowed(
            "Only the council’s intake and the police gateway can bring in a form."
        )


@audit.atomic
@sensitive_variables()
def bring(authority: Authority, file: Any, *, by: Person) -> tuple[Writing, Read]:
    """Begin a form with what `file` says, for `by` to check, complete and send.

    Raises:
        NotAllowed: `by` does not take referrals in.
        NotNow: the file cannot be read, or is no form; the sentence says so.
    """
    may_bring(by, authority)
    if file.size > LIMITS.file:
        raise NotNow(TOO_LARGE)
    file.seek(0)
    try:
        read = answers_of(pairs_of(file.name or "", file.read()))
    except Unreadable as refusal:
        raise NotNow(str(refusal)) from None
    if not read.understood:
        raise NotNow(NOTHING_READ if read.left else NOT_A_FORM)
    writing = Writing(authority, by, Door.DOCUMENT, typed=read.typed)
    begin(writing)
    file.seek(0)
    attach(writing, file)
    return writing, read
