"""What the board is told of training: counts now and at its last meeting, no names."""

from datetime import date, timedelta

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import authorities_with
from dueregard.plans.board_pack.pages import Row, Section
from dueregard.plans.wording import in_words

from .coverage.counting import People, by_day
from .coverage.lapse import lapsing_places
from .coverage.states import RETURN_MONTHS, State
from .coverage.tally import Tally
from .expiry import add_months
from .models import Learner, OrganisationReturn
from .services.returns import expected_organisations

DAYS_AHEAD = 90


def coverage_section(authority: Authority, since: date) -> list[Section]:
    """Who is in date, of how many; nothing where there is no register.

    Exempt as a whole: what is published of training is rounded, and few people are
    never counted in public (domain reference 12.4).
    """
    today = clock.today()
    register = Learner.objects.filter(authority=authority)
    is_on = Authority.objects.filter(authorities_with(Room.TRAINING), pk=authority.pk)
    if not is_on.exists() or not register.exists():
        return []
    people = People(authority)
    now = by_day(people, [today])[today]
    then = now if since == today else by_day(people, [since])[since]
    until = today + timedelta(days=DAYS_AHEAD)
    soon = lapsing_places(authority, today, until=until).count()
    return [
        Section(
            "Training: who is in date",
            ["What", "Now", f"On {in_words(since)}"],
            [
                _row("In date, of those in scope", share(now), share(then)),
                *(
                    _row(
                        str(state.label),
                        str(now.states[state]),
                        str(then.states[state]),
                    )
                    for state in (State.LAPSED, State.NEVER, State.UNKNOWN)
                ),
                _row(f"Run out in the next {DAYS_AHEAD} days", str(soon), "Not kept"),
                _row(
                    f"Organisations that sent nothing for {RETURN_MONTHS} months",
                    _silent(authority, today),
                    _silent(authority, since),
                ),
            ],
            intro="Places are counted: somebody in two role groups twice. The earlier "
            "day is counted anew from what is on record now.",
            is_exempt=True,
        )
    ]


def _row(*cells: str) -> Row:
    return Row(list(cells), is_exempt=True)


def share(tally: Tally) -> str:
    """ "n of m (p%)": never a percentage by itself."""
    if not tally.in_scope:
        return "Nobody in scope"
    return f"{tally.in_date:,} of {tally.in_scope:,} ({tally.percent}%)"


def _silent(authority: Authority, day: date) -> str:
    """Of those expected to return, how many had sent nothing by `day`."""
    expected = expected_organisations(authority)
    told = OrganisationReturn.objects.filter(
        authority=authority,
        received_on__gt=add_months(day, -RETURN_MONTHS),
        received_on__lte=day,
    )
    silent = expected.exclude(pk__in=told.values("organisation"))
    return f"{silent.count()} of {expected.count()}"
