"""The board and the groups of the rehearsal: a year of meetings, and a pathway."""

from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.documents import services as documents
from dueregard.governance import services as governance
from dueregard.governance.models import (
    AgendaItem,
    GroupMember,
    Meeting,
    Outcome,
    PartnershipGroup,
)
from dueregard.partners.models import Post

from .region import NHS

YEAR_BACK = 364
HELD = (
    (
        275,
        True,
        "The plan was new, and some of its actions had no owner.",
        "Name a post for every action before the next meeting.",
        "What everybody owns, nobody does.",
    ),
    (
        184,
        True,
        "Most actions had begun. Training was behind in two services.",
        "Put the training of front-line staff first until the autumn.",
        "They are the ones who notice, and they change often.",
    ),
    (
        93,
        True,
        "Two actions were late, and the board heard why.",
        "Keep the dates as they are, and hear of late actions at each meeting.",
        "Both can still be done this year.",
    ),
    (
        9,
        False,
        "The board heard of the year so far.",
        "Write a venue policy that all councils of the area share.",
        "Bookings move from one council's halls to the next one's.",
    ),
)
TO_COME = (82, 173)
SATURDAY = 5
TERMS = """The board oversees the local Prevent delivery plan.
It meets four times a year, and is chaired by a senior officer of the council.
It agrees the plan, hears what is late and why, and decides what to change.
It reports to the community safety partnership once a year."""
PATHWAY = """Referral pathway
If somebody is in immediate danger, ring 999.
Notice what worries you, check it with your safeguarding lead, then share it.
Use the referral form. A named officer answers within one working day.
"""
Seat = GroupMember.Seat


def build_meetings(cast, plan) -> None:
    """A board that has met four times, a delivery group, and the referral pathway."""
    board = _board(cast)
    for days, agreed, *words in HELD:
        _held(board, cast, days, words, agreed=agreed)
    clock.set_offset(clock.days_away(-8))
    for days in TO_COME:
        _meeting(board, cast, days)
    _agenda(board, cast)
    _delivery_group(cast, board)
    _pathway(cast, board)
    clock.set_offset(timedelta(0))
    governance.owe_reviews()


def _board(cast) -> PartnershipGroup:
    clock.set_offset(clock.days_away(-YEAR_BACK))
    keeper = cast[Role.COORDINATOR]
    today = clock.today()
    board = governance.add_group(
        cast.authority,
        kind=PartnershipGroup.Kind.BOARD,
        name=f"{cast.authority} Prevent Board",
        purpose="Agrees the plan, and answers for it to the council and its partners.",
        by=keeper,
    )
    governance.agree_terms(
        board,
        text=TERMS,
        agreed_on=today,
        review_on=today + timedelta(days=YEAR_BACK + 20),
        by=keeper,
    )
    for role, seat, body in (
        (Role.BOARD_CHAIR, Seat.CHAIR, ""),
        (Role.BOARD_MEMBER, Seat.DEPUTY_CHAIR, NHS),
        (Role.COORDINATOR, Seat.SECRETARY, ""),
        (Role.EDUCATION_OFFICER, Seat.MEMBER, ""),
        (Role.ACTION_OWNER, Seat.MEMBER, ""),
    ):
        governance.add_member(
            board,
            person=cast[role],
            organisation=cast.bodies[body],
            seat=seat,
            starts_on=today,
            by=keeper,
        )
    return board


def _meeting(group: PartnershipGroup, cast, days: int) -> Meeting:
    """A meeting about `days` from the clock's day, not on a weekend, at two o'clock."""
    day = clock.today() + timedelta(days=days)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    begins = timezone.make_aware(datetime.combine(day, time(14)))
    return governance.add_meeting(
        group,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Committee room 2",
        by=cast[Role.COORDINATOR],
    )


def _held(board, cast, days: int, words: list[str], *, agreed: bool) -> None:
    """One meeting, from its agenda to its minutes."""
    keeper = cast[Role.COORDINATOR]
    clock.set_offset(clock.days_away(-days - 14))
    meeting = _meeting(board, cast, 14)
    for title, kind in (
        ("How the plan is going", AgendaItem.Kind.DISCUSSION),
        ("What to change in the plan", AgendaItem.Kind.DECISION),
    ):
        governance.add_item(board, meeting=meeting, title=title, kind=kind, by=keeper)
    governance.call(meeting, by=keeper)
    clock.set_offset(clock.days_away(-days + 3))
    governance.hold(meeting, by=keeper)
    action = _minutes(meeting, cast, *words)
    if agreed:
        clock.set_offset(clock.days_away(-days + 7))
        governance.agree_minutes(meeting, by=cast[Role.BOARD_CHAIR])
        governance.say_done(
            action,
            done_on=clock.today(),
            note="The list is with the delivery group.",
            by=keeper,
        )


def _minutes(meeting: Meeting, cast, said: str, decision: str, reasons: str) -> Outcome:
    """Who came, what was said, a decision, and an action of the training manager."""
    keeper = cast[Role.COORDINATOR]
    members = meeting.group.members.current().select_related("person")
    came = {each: governance.Came("present") for each in members}
    away = next(each for each in came if each.seat == Seat.MEMBER)
    came[away] = governance.Came("apologies")
    governance.note_attendance(meeting, who=came, by=keeper)
    heard, change = meeting.items.order_by("position")
    governance.write_discussion(
        heard, discussion=said, version=heard.version, by=keeper
    )
    governance.add_outcome(
        change,
        kind="decision",
        text=decision,
        reasons=reasons,
        by=keeper,
    )
    posts = Post.objects.in_use().filter(authority=cast.authority)
    return governance.add_outcome(
        change,
        kind="action",
        text="Say which services have staff still to be trained, and by when.",
        post=posts.get(title="Training manager"),
        due_on=clock.today() + timedelta(days=21),
        by=keeper,
    )


def _agenda(board, cast) -> None:
    """The next meeting has items, and something waits for a later one."""
    keeper = cast[Role.COORDINATOR]
    following = board.meetings.to_come().first()
    for title, kind in (
        ("How the plan is going", AgendaItem.Kind.DISCUSSION),
        ("A venue policy for the whole area", AgendaItem.Kind.DECISION),
    ):
        governance.add_item(board, meeting=following, title=title, kind=kind, by=keeper)
    governance.add_item(
        board, title="How the helpline is used, after six months", by=keeper
    )


def _delivery_group(cast, board) -> None:
    keeper = cast[Role.COORDINATOR]
    group = governance.add_group(
        cast.authority,
        kind=PartnershipGroup.Kind.DELIVERY,
        name=f"{cast.authority} delivery group",
        purpose="Does the work of the plan between the board's meetings.",
        reports_to=board,
        by=keeper,
    )
    for role in (Role.COORDINATOR, Role.TRAINING_LEAD, Role.ACTION_OWNER):
        chairs = role == Role.COORDINATOR
        governance.add_member(
            group,
            person=cast[role],
            organisation=cast.bodies[""],
            seat=Seat.CHAIR if chairs else Seat.MEMBER,
            starts_on=clock.today(),
            by=keeper,
        )
    _meeting(group, cast, 25)


def _pathway(cast, board) -> None:
    """The referral pathway, which half of the board has read."""
    keeper = cast[Role.COORDINATOR]
    posts = Post.objects.in_use().filter(authority=cast.authority)
    document = documents.receive(
        SimpleUploadedFile("referral-pathway.txt", PATHWAY.encode()),
        by=keeper,
        authority=cast.authority,
        title="Referral pathway",
        tags=["referral", "section_4"],
    )
    readers = [member.person for member in board.members.current()]
    pathway = governance.control(
        document,
        kind="referral_pathway",
        owner=posts.get(title="Prevent co-ordinator"),
        review_on=clock.today() + timedelta(days=150),
        recipients=readers,
        by=keeper,
    )
    for person in readers[:2]:
        governance.acknowledge(pathway, number=1, by=person)
