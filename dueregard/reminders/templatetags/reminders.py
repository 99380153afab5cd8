"""How a task is worded: when it is due, how often it was chased."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format

from dueregard import clock

from ..models import Task

register = template.Library()


@register.filter
def due_words(task: Task) -> str:
    """ "3 days late", or the day."""
    return _due(task.due_on, clock.today())


@lru_cache(maxsize=1024)
def _due(day: date, today: date) -> str:
    """The same days come again and again on a page; each is written once."""
    if day < today:
        return _late((today - day).days)
    if day == today:
        return "Due today"
    return f"Due {date_format(day, 'j F' if day.year == today.year else 'j F Y')}"


@register.filter
def late_words(task: Task) -> str:
    return _late(task.days_late)


def _late(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'} late"


@register.filter
def due_colour(task: Task) -> str:
    """Red when late, yellow on the day; plain words for what is later."""
    today = clock.today()
    if task.due_on < today:
        return "red"
    return "yellow" if task.due_on == today else ""


@register.filter
def chased_words(count: int) -> str:
    """How often somebody was written to about it."""
    if count < 3:
        return ("Not yet", "Once", "Twice")[count]
    return f"{count} times"


@register.filter
def words_of(task: Task) -> str:
    """What it says, and on its reader's page what tells it from others that say so."""
    apart = task.told_apart_by
    return f"{task.title}: {apart}" if apart else task.title


@register.filter
def hint_of(task: Task) -> str:
    """As what it is owed, and how often it was chased."""
    words = []
    if task.post:
        words.append(f"You owe it as {task.post}.")
    if task.times_chased:
        words.append(f"Chased {chased_words(task.times_chased).lower()}.")
    return " ".join(words)
