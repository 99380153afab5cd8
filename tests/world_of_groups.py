"""Marlbrook's board, for the small world: its seats, meetings and documents."""

from dueregard.access.roles import Role
from dueregard.governance.models import GroupMember, MeetingSeries
from dueregard.governance.models import Paper as MeetingPaper
from dueregard.governance.tests import factories as governance
from dueregard.partners.models import Post
from dueregard.plans import services as plan_services
from dueregard.plans.models import Plan


def add(world, marlbrook) -> None:
    """A board with a meeting to come (one item, one paper) and one that was held."""
    group = governance.GroupFactory(authority=marlbrook, name="The board")
    chair = world.people[Role.BOARD_CHAIR]
    seat = governance.GroupMemberFactory(
        group=group, person=chair, seat=GroupMember.Seat.CHAIR
    )
    series = MeetingSeries.objects.create(
        group=group, first_on=seat.starts_on, starts_at_time="14:00"
    )
    to_come = governance.MeetingFactory(group=group)
    item = governance.AgendaItemFactory(meeting=to_come, position=1)
    held = governance.MeetingFactory(group=group, days=-2, status="held")
    held.attendance.create(member=seat, state="present")
    taken = governance.AgendaItemFactory(meeting=held, position=1)
    action = governance.OutcomeFactory(
        item=taken, kind="action", post=Post.objects.get(pk=world.args["post"][0])
    )
    controlled = governance.ControlledDocumentFactory(authority=marlbrook)
    paper = MeetingPaper.objects.create(item=item, document=controlled.document)
    live = Plan.objects.get(pk=world.args["plan"][0])
    pack = plan_services.issue_pack(live, to_come, by=world.coordinator)
    world.args |= {
        "pack": [live.pk, pack.pk],
        "pack and part": [live.pk, pack.pk, "public"],
        "plan and outcome": [live.pk, action.pk],
        "board": [group.pk],
        "seat": [seat.pk],
        "series": [series.pk],
        "meeting": [to_come.pk],
        "held meeting": [held.pk],
        "meeting sheet": [held.pk, "minutes"],
        "item": [item.pk],
        "taken item": [taken.pk],
        "paper": [paper.pk],
        "outcome": [action.pk],
        "controlled": [controlled.pk],
    }
