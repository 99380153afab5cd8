"""What this room offers to the rooms below it: menu entries, an importer, uses."""

from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.documents.registry import Holder
from dueregard.documents.registry import register as register_holder
from dueregard.exchange.importers import register as register_importer
from dueregard.governance.registry import (
    register_meeting_links,
    register_outcome_links,
)
from dueregard.partners.registry import register_follower, register_uses
from dueregard.reminders.registry import TaskKind, register_kind, register_waiting
from dueregard.ui.navigation import Entry, register

from .access import APPROVED_READERS, READING_ROOM_READERS
from .arising import links_of, packs_of
from .evidence import readable_evidence, uses_of_evidence
from .importing.importer import PlanImporter
from .importing.round_sheet import RoundSheetImporter
from .models import RoundAction
from .services import (
    chase_by_link,
    follow_leavers,
    follow_names,
    uses_of_names,
)
from .services.dates import NEW_DATE
from .services.evidence import follow_refusal
from .services.succession import count_plans, pass_plans
from .waiting import plans_to_decide, versions_to_decide


def reads_plans(user) -> bool:
    return any(role in APPROVED_READERS for role, _ in user.roles)


def reads_from_afar(user) -> bool:
    """Elected members, and those who answer to them, read it in plain words."""
    return any(role in READING_ROOM_READERS for role, _ in user.roles)


register(Entry("My actions", "plans:mine", reads_plans, room=Room.PLAN, order=10))
register(Entry("Plan", "plans:list", reads_plans, room=Room.PLAN, order=20))
register(
    Entry(
        "Reading room", "plans:reading_rooms", reads_from_afar, room=Room.PLAN, order=25
    )
)
register_importer(PlanImporter())
register_importer(RoundSheetImporter())
register_uses(uses_of_names)
register_follower(follow_names)
register_follower(follow_leavers)
register_kind(
    TaskKind(RoundAction.TASK_KIND, "Progress to report", chase_owner=chase_by_link)
)
register_holder(
    Holder(
        "plans",
        readable=readable_evidence,
        uses=uses_of_evidence,
        refused=follow_refusal,
    )
)
register_kind(TaskKind(NEW_DATE, "New due date to decide on", chased=False))
register_outcome_links(links_of)
register_meeting_links(packs_of)
register_waiting("plans.plans", plans_to_decide)
register_waiting("plans.versions", versions_to_decide)
register_heirloom(Heirloom("Plans", count=count_plans, pass_over=pass_plans))
