"""Two update rounds of a made-up plan: one of last season, and one that is open."""

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.clock.working_days import add_working_days
from dueregard.partners.models import PostHolding
from dueregard.plans import services as plans
from dueregard.plans.models import Plan, RoundAction, UpdateRound
from dueregard.plans.round_reports import draft_summary

OPENED, ANSWERED, CLOSED = 100, 95, 80
OPENED_LATELY, ANSWERED_LATELY, DECLINED_LATELY = 18, 12, 5
MESSAGE = (
    "The board meets next month. Two or three sentences for each action will do, and "
    "please say what shows it."
)
NEWS = (
    "Done as agreed for this quarter; the next step is set and has a day.",
    "The partners have met and the list of what is left is shorter than before.",
    "It is going as planned. One team has moved building, which cost us two weeks.",
)
NOTHING = "The person who runs this starts next week, so there is nothing to say yet."


def build_rounds(cast, plan: Plan) -> None:
    """A closed round, and an open one of which some answers are in."""
    coordinator = cast[Role.COORDINATOR]
    _back(OPENED)
    first = _open(plan, coordinator, "")
    _back(ANSWERED)
    for asked, news in zip(first.asked.owed()[:3], NEWS, strict=False):
        _report(asked, coordinator, news)
    _back(CLOSED)
    plans.close_round(first, by=coordinator, summary=draft_summary(first))
    _back(OPENED_LATELY)
    second = _open(plan, coordinator, MESSAGE)
    _back(ANSWERED_LATELY)
    for asked, news in zip(second.asked.owed()[:2], NEWS, strict=False):
        _report(asked, _owner(asked) or coordinator, news)
    _back(DECLINED_LATELY)
    last = second.asked.owed().last()
    if last:
        plans.decline(last, by=_owner(last) or coordinator, because=NOTHING)


def _back(days: int) -> None:
    clock.set_offset(clock.days_away(-days))


def _open(plan: Plan, coordinator, message: str) -> UpdateRound:
    return plans.open_round(
        plan,
        plan.actions.open().values_list("pk", flat=True),
        by=coordinator,
        due_on=add_working_days(clock.today(), 10),
        message=message,
    )


def _owner(asked: RoundAction):
    """Whoever holds the first of the posts that were asked, if anybody does."""
    posts = asked.asks.filter(post__isnull=False).values("post")
    holding = PostHolding.objects.current().filter(post__in=posts).first()
    return holding.person if holding else None


def _report(asked: RoundAction, by, text: str) -> None:
    plans.report_in_round(asked, by=by, text=text, status=asked.action.status)
