"""What this room offers to the rooms below it: entries, importers, kinds of task."""

from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom, register_follow
from dueregard.accounts.succession import register as register_heirloom
from dueregard.documents.registry import Holder
from dueregard.documents.registry import register as register_holder
from dueregard.exchange.importers import register as register_importer
from dueregard.plans.board_pack.registry import register_sections
from dueregard.reminders.registry import (
    TaskKind,
    register_calendar,
    register_kind,
    register_waiting,
)
from dueregard.ui.navigation import Entry, register

from .board_pack import coverage_section
from .calendars import sessions_of
from .holding import readable, uses
from .importing.importer import TrainingImporter
from .models import OrganisationReturn
from .readers import COUNT_READERS
from .services import (
    catalogue_passing,
    owing,
    return_passing,
    session_passing,
    succession,
)
from .services.facilitators import ACCREDITATION
from .waiting import attendance_to_note, certificates_to_check


def reads_training(user) -> bool:
    return any(role in COUNT_READERS for role, _ in user.roles)


def has_a_role(user) -> bool:
    """Everybody who serves an authority may have training of their own."""
    return bool(user.roles)


register(
    Entry("Training", "training:home", reads_training, room=Room.TRAINING, order=30)
)
register(
    Entry("My training", "training:mine", has_a_role, room=Room.TRAINING, by_name=True)
)
register_kind(TaskKind(owing.TELL, "People to tell about training"))
register_kind(TaskKind(owing.TRAIN, "People to train"))
register_waiting("training.certificates", certificates_to_check)
register_waiting("training.attendance", attendance_to_note)
register_kind(TaskKind(OrganisationReturn.TASK_KIND, "Training return to send"))

register_kind(TaskKind(ACCREDITATION, "Facilitator’s accreditation to renew"))
register_calendar("training.sessions", sessions_of)

register_sections(coverage_section)
register_importer(TrainingImporter())
register_holder(Holder("training", readable=readable, uses=uses))
register_follow(succession.follow_organisation)
register_heirloom(
    Heirloom(
        "People in the training register",
        count=succession.count_people,
        pass_over=succession.pass_people,
    )
)
register_heirloom(
    Heirloom(
        "Completions of training",
        count=succession.count_completions,
        pass_over=succession.pass_completions,
    )
)
register_heirloom(
    Heirloom(
        "Training courses",
        count=catalogue_passing.count_courses,
        pass_over=catalogue_passing.pass_courses,
    )
)
register_heirloom(
    Heirloom(
        "Training sessions",
        count=session_passing.count_sessions,
        pass_over=session_passing.pass_sessions,
    )
)
register_heirloom(
    Heirloom(
        "Role groups and their rules",
        count=catalogue_passing.count_role_groups,
        pass_over=catalogue_passing.pass_role_groups,
    )
)
register_heirloom(
    Heirloom(
        "Headcounts, returns and surveys of training",
        count=return_passing.count_returns,
        pass_over=return_passing.pass_returns,
    )
)
