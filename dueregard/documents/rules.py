"""Who may give, change and take back a document, and see it as it came."""

from typing import Any

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

from .access import GIVERS
from .models import Document, FileVersion


def may_give(user: Person, authority: Authority) -> None:
    """For giving one on its own; of what comes with an update, the plan asks."""
    if not user.holds_any(GIVERS, authority):
        raise NotAllowed(
            "Your role does not give evidence. Ask the Prevent co-ordinator to add it."
        )


def may_keep(user: Person, document: Document) -> None:
    if user.pk == document.given_by_id:
        return
    if not user.holds(Role.COORDINATOR, document.authority):
        raise NotAllowed(
            "Only who gave a document, or a Prevent co-ordinator, can change it."
        )


def may_withdraw(user: Person, document: Document) -> None:
    if user.pk != document.given_by_id:
        raise NotAllowed("Only who gave a document can take it back.")


def may_read_original(user: Person, document: Document) -> None:
    """The picture as it came may say where and when it was taken (C-FILE5)."""
    if user.pk == document.given_by_id:
        return
    if not user.holds(Role.COORDINATOR, document.authority):
        raise NotAllowed(
            "Only who gave a picture, or a Prevent co-ordinator, can download it as it "
            "came. Download the copy for viewing."
        )


def is_the_service(user: Any, version: FileVersion) -> None:
    """Files are moved on by the service itself: nobody waves one through."""
    if user is not None:
        raise NotAllowed("Only the service moves a file through the virus check.")
