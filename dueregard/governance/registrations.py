"""What this room offers to those below it: tabs, kinds of task, dates, heirlooms."""

from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.documents.registry import Holder
from dueregard.documents.registry import register as register_holder
from dueregard.partners.leavers import Handover
from dueregard.partners.leavers import register as register_handover
from dueregard.partners.tabs import Tab
from dueregard.partners.tabs import register as register_tab
from dueregard.reminders.registry import (
    TaskKind,
    register_calendar,
    register_kind,
    register_waiting,
)

from .calendars import meetings_of
from .holding import readable, uses
from .readers import GROUP_READERS, MEETING_READERS
from .services import leaving, owing, succession
from .waiting import minutes_to_agree

register_tab(Tab("Groups and meetings", "governance:groups", GROUP_READERS, order=10))
register_tab(Tab("Decisions", "governance:decisions", MEETING_READERS, order=15))
register_tab(
    Tab("Controlled documents", "governance:documents", GROUP_READERS, order=60)
)

register_kind(TaskKind(owing.ACTION, "Action of a meeting"))
register_kind(TaskKind(owing.TERMS_REVIEW, "Terms of reference to review"))
register_kind(TaskKind(owing.DOCUMENT_REVIEW, "Controlled document to review"))
register_kind(TaskKind(owing.READ, "Controlled document to read"))
register_kind(TaskKind(owing.PAPERS, "Meeting papers to read", chased=False))

register_calendar("governance.meetings", meetings_of)
register_waiting("governance.minutes", minutes_to_agree)
register_holder(Holder("governance", readable=readable, uses=uses))

register_handover(
    Handover(
        "Seats on groups",
        count=leaving.count_seats,
        hand_over=leaving.hand_over_seats,
        holders=leaving.seat_holders,
        may_end=True,
        order=10,
    )
)
register_handover(
    Handover(
        "Places on distribution lists",
        count=leaving.count_lists,
        hand_over=leaving.hand_over_lists,
        holders=leaving.list_holders,
        may_end=True,
        order=20,
    )
)
register_heirloom(
    Heirloom(
        "Groups and their meetings",
        count=succession.count_groups,
        pass_over=succession.pass_groups,
    )
)
register_heirloom(
    Heirloom(
        "Controlled documents",
        count=succession.count_controlled,
        pass_over=succession.pass_controlled,
    )
)
