"""What a plan is made of, before it is written down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """An action: what, who by the plan's words, when, and how far it has come.

    `due` is in days from today; None with `ongoing` is reviewed every three months.
    `reports` are (days ago, status, words), the oldest first.
    """

    text: str
    owners: str
    due: int | None = None
    ongoing: bool = False
    reports: tuple[tuple[int, str, str], ...] = ()
    public_report: bool = False
    audience: str = "public"
    cancelled: str = ""
    timescale: str = ""


@dataclass(frozen=True)
class Aim:
    """An objective and its actions."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Theme:
    """A priority, with what its public page shows."""

    title: str
    headline: str
    why: str
    aim: str
    measures: tuple[str, ...]
    this_year: tuple[str, ...]
    three_years: tuple[str, ...]
    aims: tuple[Aim, ...]


DONE = "complete"
ON = "in_progress"
