"""A rule's window in words: "within 30 days of joining, then every 24 months"."""

from django.utils.formats import date_format

from .models import Requirement

Window = Requirement.Window

WHEN = {
    Window.BEFORE_START: "before they start",
    Window.INDUCTION: "at induction",
    Window.BEFORE_PANEL: "before their first panel",
    Window.REGULARLY: "",
    Window.EACH_TERM: "each term of office",
}


def in_words(rule: Requirement) -> str:
    """When a rule asks for its course, how often again, and what is left out."""
    parts = [_first(rule)]
    if rule.every_months:
        parts.append(f"then every {_months(rule.every_months)}")
    words = ", ".join(part for part in parts if part)
    if rule.counts_from:
        since = date_format(rule.counts_from, "j F Y")
        words += f"; only what was done since {since} counts"
    return words


def in_short(rule: Requirement) -> str:
    """For a cell of a grid: after how many months again, "Once", or "Term"."""
    if rule.every_months:
        return str(rule.every_months)
    return "Term" if rule.window == Window.EACH_TERM else "Once"


def _first(rule: Requirement) -> str:
    when = WHEN[Window(rule.window)]
    if rule.within_days:
        days = "1 day" if rule.within_days == 1 else f"{rule.within_days} days"
        return ", ".join(part for part in (when, f"within {days} of joining") if part)
    return when or "on joining"


def _months(number: int) -> str:
    return "month" if number == 1 else f"{number} months"
