"""What the reading room says of a plan in force, in words that need no training.

Nothing in it comes from what is restricted or for partners only, but for the total
number of such actions; and nothing in it names a person.
"""

from dataclasses import dataclass
from typing import Any

from dueregard import clock
from dueregard.governance import reads as governance
from dueregard.governance.models import Outcome

from .measuring import public_measures_of
from .models import Audience, Plan
from .publication import news_of, priorities_of
from .rag import Rag
from .reports import Tally, ratings_chart, tallies_by_priority, tally

DECISIONS_SHOWN = 10

IN_WORDS = {
    Rag.COMPLETE: "done",
    Rag.GREEN: "on course",
    Rag.AMBER: "at risk of running late",
    Rag.RED: "late",
    Rag.NOT_RATED: "without a date yet",
}


@dataclass(frozen=True)
class PriorityInWords:
    """A priority: what it is for, and how its public actions stand in one sentence."""

    title: str
    aim: str
    sentence: str
    not_shown: int


def room_of(plan: Plan) -> dict[str, Any]:
    """Everything that the page shows, read in a fixed number of statements."""
    public = plan.actions.public()
    counted = tally(public)
    by_priority = tallies_by_priority(public)
    return {
        "sentence": sentence_of(counted),
        "chart": ratings_chart(counted),
        "not_shown": plan.actions.exclude(audience=Audience.PUBLIC).count(),
        "priorities": [
            PriorityInWords(
                str(one.group),
                one.group.aim,
                sentence_of(by_priority.get(one.group.pk, Tally())),
                one.not_shown_in_all,
            )
            for one in priorities_of(plan)
        ],
        "news": news_of(plan),
        "measures": public_measures_of(plan),
        "decisions": _decisions(plan),
        "next_meeting": governance.next_meeting(plan.authority),
        "questions": QUESTIONS,
    }


def sentence_of(counted: Tally) -> str:
    """ "Of 12 actions, 3 are done, 6 are on course and 3 are late." """
    if not counted.total:
        return "It has no public actions yet."
    parts = [
        f"{count} {'is' if count == 1 else 'are'} {IN_WORDS[Rag(code)]}"
        for code in IN_WORDS
        if (count := counted.ratings[code])
    ]
    said = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"Of {counted.total} action{'s' if counted.total > 1 else ''}, {said}."


def _decisions(plan: Plan) -> list[Outcome]:
    """What boards decided lately, without what is exempt."""
    held = ("held", "minuted")
    decided = Outcome.objects.decisions().filter(
        item__meeting__group__authority=plan.authority,
        item__meeting__status__in=held,
        item__meeting__starts_at__lte=clock.now(),
        item__is_exempt=False,
        is_exempt=False,
    )
    rows = decided.select_related("item__meeting__group")
    return list(rows.order_by("-item__meeting__starts_at", "-pk")[:DECISIONS_SHOWN])


QUESTIONS = (
    "Which actions are late, and what would it take to finish them?",
    "What has changed in the local risk since the plan was agreed, and does the plan "
    "still answer it?",
    "Which partners have not reported, and what have we done about that?",
    "How do we know that what we do works? What do the measures leave out?",
    "Who might feel singled out by this plan, and have we asked them?",
)
