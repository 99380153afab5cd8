"""What this room offers to the rooms below it: menu entries, an importer, uses."""

from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.exchange.importers import register as register_importer
from dueregard.partners.registry import register_follower, register_uses
from dueregard.ui.navigation import Entry, register

from .access import APPROVED_READERS
from .importing.importer import PlanImporter
from .services import follow_names, uses_of_names
from .services.succession import count_plans, pass_plans


def reads_plans(user) -> bool:
    return any(role in APPROVED_READERS for role, _ in user.roles)


register(Entry("My actions", "plans:mine", reads_plans, room=Room.PLAN, order=10))
register(Entry("Plan", "plans:list", reads_plans, room=Room.PLAN, order=20))
register_importer(PlanImporter())
register_uses(uses_of_names)
register_follower(follow_names)
register_heirloom(Heirloom("Plans", count=count_plans, pass_over=pass_plans))
