"""What this room offers: its place in the menu, and what passes to a successor."""

from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.ui.navigation import Entry
from dueregard.ui.navigation import register as register_entry

from .access import GIVERS, READERS_OF_ALL
from .services.succession import count_documents, pass_documents


def uses_documents(user) -> bool:
    return any(role in (*GIVERS, *READERS_OF_ALL) for role, _ in user.roles)


register_entry(Entry("Evidence", "documents:list", uses_documents, Room.PLAN, order=30))
register_heirloom(
    Heirloom("Documents", count=count_documents, pass_over=pass_documents)
)
