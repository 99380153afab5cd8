"""What the pages show of an upload, read in one or two statements."""

from dataclasses import dataclass

from .importers import Change, Decision
from .models import Upload

ORDER = (
    Change.UNCERTAIN,
    Change.PROBLEM,
    Change.NEW,
    Change.CHANGED,
    Change.NOTE,
    Change.REMARK,
    Change.GONE,
    Change.SAME,
)


@dataclass(frozen=True)
class Group:
    """The rows of one kind of change, as a tab of the preview."""

    change: Change
    count: int

    @property
    def words(self) -> str:
        return f"{self.change.label} ({self.count:,})"


def groups(upload: Upload) -> list[Group]:
    """The kinds of change that the file has rows of, those to look at first."""
    return [Group(c, upload.counts[c]) for c in ORDER if upload.counts.get(c)]


def shown(upload: Upload, asked: str | None) -> Change | None:
    """Which rows to show: those asked for, else the first that there are."""
    there = [group.change for group in groups(upload)]
    return Change(asked) if asked in there else next(iter(there), None)


@dataclass(frozen=True)
class Outcome:
    """What confirming would do, in numbers of rows."""

    new: int
    changed: int
    kept: int
    skipped: int
    undecided: int
    undecided_go_in: bool
    problems: int
    same: int

    @property
    def rows(self) -> int:
        undecided = self.undecided if self.undecided_go_in else 0
        return self.new + self.changed + self.kept + undecided


def outcome(upload: Upload) -> Outcome:
    """What would happen to the rows if the upload were confirmed now."""
    doubtful = upload.rows.filter(change=Change.UNCERTAIN)
    kept = doubtful.filter(decision=Decision.KEEP).count()
    skipped = doubtful.filter(decision=Decision.SKIP).count()
    count = upload.counts.get
    return Outcome(
        new=count(Change.NEW, 0),
        changed=count(Change.CHANGED, 0),
        kept=kept,
        skipped=skipped,
        undecided=count(Change.UNCERTAIN, 0) - kept - skipped,
        undecided_go_in=upload.kind.undecided == Decision.KEEP,
        problems=count(Change.PROBLEM, 0),
        same=count(Change.SAME, 0),
    )
