"""Pages of other rooms on which somebody chooses for themselves, linked by My account.

A room says so in its `registrations.py`:

    register(Choice("Mail about what you owe", "reminders:mail"))
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """A page about the reader themselves, which takes nothing in its address."""

    label: str
    url_name: str


_choices: dict[str, Choice] = {}


def register(choice: Choice) -> None:
    """Have My account lead there; the same address twice replaces the first."""
    _choices[choice.url_name] = choice


def choices() -> list[Choice]:
    """Every such page, in the order in which rooms registered them."""
    return list(_choices.values())
