"""Red, amber, green: one stated rule, and the sentence that explains it.

Red: the due date has passed. Amber: due within 30 days and nobody has reported progress
in that time; or ongoing and two review cycles went by without evidence: a file, a link,
or evidence in words (decision 22). Complete: said to be complete. Green: has a date or
is ongoing, and none of these. Not rated: anything else, and always while the plan is
not agreed. No job runs at night: the services store the two days on which an action
turns, and a page compares them with today.
"""

import calendar
from datetime import date, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When

from .wording import in_words

AMBER_DAYS = 30
CYCLES_WITHOUT_EVIDENCE = 2


class Rag(models.TextChoices):
    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    COMPLETE = "complete", "Complete"
    NOT_RATED = "not_rated", "Not rated"


def add_months(day: date, months: int) -> date:
    """The same day `months` later; at the month's end where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def turning_days(action, *, agreed_on: date) -> tuple[date | None, date | None]:
    """(amber_from, red_from): the days from which `action` is amber and red.

    `agreed_on` is when its plan was approved: an ongoing action without any evidence
    yet counts its cycles from there.
    """
    if not action.is_open:
        return None, None
    if action.due_on:
        window = action.due_on - timedelta(days=AMBER_DAYS)
        reported = action.last_update_on and action.last_update_on >= window
        return None if reported else window, action.due_on + timedelta(days=1)
    if action.is_ongoing:
        since = action.last_evidence_on or agreed_on
        months = CYCLES_WITHOUT_EVIDENCE * action.review_every_months
        return add_months(since, months), None
    return None, None


def rule(action, today: date) -> str:
    """The rule for one action that has been read, with its plan."""
    return rule_once_agreed(action, today) if action.plan.is_agreed else Rag.NOT_RATED


def rule_once_agreed(action, today: date) -> str:
    """The rule for an action of an agreed plan, or for what was kept of one."""
    if action.status == "complete":
        return Rag.COMPLETE
    if not action.is_open:
        return Rag.NOT_RATED
    if action.red_from and action.red_from <= today:
        return Rag.RED
    if action.amber_from and action.amber_from <= today:
        return Rag.AMBER
    return Rag.GREEN if action.due_on or action.is_ongoing else Rag.NOT_RATED


def derived(today: date) -> Case:
    """The same as SQL, for counting; a test walks every case through both."""
    return Case(
        When(plan__status__in=["draft", "submitted"], then=Value(Rag.NOT_RATED)),
        When(status="complete", then=Value(Rag.COMPLETE)),
        When(status__in=["cancelled", "carried_forward"], then=Value(Rag.NOT_RATED)),
        When(red_from__lte=today, then=Value(Rag.RED)),
        When(amber_from__lte=today, then=Value(Rag.AMBER)),
        When(Q(due_on__isnull=False) | Q(is_ongoing=True), then=Value(Rag.GREEN)),
        default=Value(Rag.NOT_RATED),
        output_field=models.CharField(max_length=20),
    )


def shown() -> Case:
    """The rating that pages show: a person's, when one stands, else the rule's."""
    return Case(
        When(plan__status__in=["draft", "submitted"], then=Value(Rag.NOT_RATED)),
        When(~Q(rag_override=""), then=F("rag_override")),
        default=F("derived_rag"),
        output_field=models.CharField(max_length=20),
    )


def condition(rating: str, today: date) -> Q:
    """Which actions of any plans show `rating`."""
    agreed = ~Q(plan__status__in=["draft", "submitted"])
    rated = agreed & of_agreed(rating, today)
    return rated | ~agreed if rating == Rag.NOT_RATED else rated


def of_agreed(rating: str, today: date) -> Q:
    """Which actions of an agreed plan show `rating`.

    Written so that the database can use its indexes: without the plan, without a CASE.
    """
    open_ = Q(status__in=["not_started", "in_progress", "on_hold"])
    not_red = Q(red_from__isnull=True) | Q(red_from__gt=today)
    not_amber = Q(amber_from__isnull=True) | Q(amber_from__gt=today)
    timed = Q(due_on__isnull=False) | Q(is_ongoing=True)
    rule = {
        Rag.RED: open_ & Q(red_from__lte=today),
        Rag.AMBER: open_ & not_red & Q(amber_from__lte=today),
        Rag.GREEN: open_ & not_red & not_amber & timed,
        Rag.COMPLETE: Q(status="complete"),
        Rag.NOT_RATED: Q(status__in=["cancelled", "carried_forward"])
        | (open_ & not_red & not_amber & ~timed),
    }[Rag(rating)]
    return (Q(rag_override="") & rule) | Q(rag_override=rating)


def reason(action, today: date) -> str:
    """Why the rule rates `action` as it does, in one sentence.

    Reads `action.plan`.
    """
    return _REASONS[Rag(rule(action, today))](action, today)


def _red(action, today: date) -> str:
    late = (today - action.due_on).days
    return (
        f"It was due on {in_words(action.due_on)}, {late} day{'s' if late > 1 else ''} "
        "ago, and is not complete."
    )


def _amber(action, today: date) -> str:
    if action.due_on:
        return (
            f"It is due on {in_words(action.due_on)}, and no progress has been "
            f"reported since {in_words(action.amber_from)}."
        )
    return (
        f"It is ongoing, and {_two_cycles(action)} have passed without "
        f"{_evidence(action)}."
    )


def _two_cycles(action) -> str:
    months = action.review_every_months
    return f"two review cycles of {months} month{'s' if months > 1 else ''}"


def _evidence(action) -> str:
    """What was last given, for the end of a sentence."""
    if action.last_evidence_on:
        return f"evidence: the last is of {in_words(action.last_evidence_on)}"
    return "evidence: none has been given"


def _green(action, today: date) -> str:
    if action.due_on:
        return f"It is due on {in_words(action.due_on)}."
    if action.last_evidence_on:
        last = in_words(action.last_evidence_on)
        return f"It is ongoing, and its last evidence is of {last}."
    return f"It is ongoing, and {_two_cycles(action)} have not passed yet."


def _not_rated(action, today: date) -> str:
    if not action.plan.is_agreed:
        return "The plan is not agreed yet."
    if not action.is_open:
        return f"It is {action.get_status_display().lower()}."
    return "It has no due date and is not marked as ongoing."


_REASONS = {
    Rag.RED: _red,
    Rag.AMBER: _amber,
    Rag.GREEN: _green,
    Rag.COMPLETE: lambda action, today: "It has been reported as complete.",
    Rag.NOT_RATED: _not_rated,
}
