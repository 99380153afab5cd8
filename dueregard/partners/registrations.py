"""What this room offers: its place in the menu, and what passes to a successor."""

from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.ui.navigation import Entry
from dueregard.ui.navigation import register as register_entry

from .readers import POST_READERS
from .services.succession import count_posts, pass_posts


def reads_posts(user) -> bool:
    return any(role in POST_READERS for role, _ in user.roles)


register_entry(
    Entry("Partnership", "partners:home", reads_posts, Room.PARTNERSHIP, order=40)
)
register_heirloom(Heirloom("Posts", count=count_posts, pass_over=pass_posts))
