"""What was thought of a session, as its organisers read it.

Below three answers nothing is shown: whose they are would be easy to guess. Comments
stand in the order of the alphabet, which says nothing of who wrote when.
"""

from dataclasses import dataclass, field

from dueregard.ui.charts import Bar

from .models import Feedback, Session

FEWEST = 3
QUESTIONS = {
    "knows_more": "Knows more about what to look out for",
    "would_act": "Would know what to do",
    "well_run": "Found the session well run",
}
LABELS = {5: "5: very much", 4: "4", 3: "3", 2: "2", 1: "1: not at all"}


@dataclass
class Summary:
    """`charts` holds (question, average with one decimal, its chart); with `comments`
    it is empty while there are too few answers."""

    answers: int
    asked: int
    charts: list[tuple[str, str, Bar]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def is_too_few(self) -> bool:
        return self.answers < FEWEST


def summary_of(session: Session, *, with_comments: bool = True) -> Summary:
    """The summary of `session`, in two statements."""
    rows = list(session.feedback.all())
    asked = session.places.filter(status__in=["attended", "booked"]).count()
    found = Summary(len(rows), max(asked, len(rows)))
    if not found.is_too_few:
        found.charts = [_chart(rows, name) for name in QUESTIONS]
        if with_comments:
            found.comments = sorted(one.comment for one in rows if one.comment)
    return found


def _chart(rows: list[Feedback], name: str) -> tuple[str, str, Bar]:
    marks = [getattr(one, name) for one in rows]
    counts = [(label, marks.count(mark)) for mark, label in LABELS.items()]
    average = f"{sum(marks) / len(marks):.1f}"
    title = f"{QUESTIONS[name]}: {average} of 5 on average"
    return QUESTIONS[name], average, Bar(title, rows=counts, unit="answers")
