"""What this room offers: its place in the menu, and what passes to a successor."""

from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.ui.navigation import Entry
from dueregard.ui.navigation import register as register_entry

from .readers import OWNER_NAME_READERS, POST_READERS
from .rules import KEEPS_POSTS
from .services.succession import count_posts, count_services, pass_posts, pass_services
from .tabs import Tab
from .tabs import register as register_tab


def reads_posts(user) -> bool:
    return any(role in POST_READERS for role, _ in user.roles)


register_entry(
    Entry("Partnership", "partners:home", reads_posts, Room.PARTNERSHIP, order=40)
)
register_heirloom(Heirloom("Posts", count=count_posts, pass_over=pass_posts))
register_heirloom(Heirloom("Services", count=count_services, pass_over=pass_services))
register_tab(Tab("Posts", "partners:posts", POST_READERS, order=20))
register_tab(Tab("Services", "partners:services", POST_READERS, order=25))
register_tab(Tab("Organisations", "accounts:organisations", POST_READERS, order=30))
register_tab(Tab("Shared owners", "partners:shared_owners", POST_READERS, order=40))
register_tab(Tab("Owner names", "partners:owner_names", OWNER_NAME_READERS, order=50))
register_tab(Tab("Leavers", "partners:leavers", KEEPS_POSTS, order=70))
