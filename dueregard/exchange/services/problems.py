"""The rows that could not go in, for a person to put right in a spreadsheet."""

from collections.abc import Iterator

from dueregard.audit import services as audit
from dueregard.exchange.events import UploadEvent
from dueregard.exchange.importers import LINE_COLUMN, PROBLEM_COLUMN, Change
from dueregard.exchange.models import Upload
from dueregard.exchange.rules import may_import


@audit.atomic
def record_problems_saved(upload: Upload, *, by) -> None:
    """Note that the rows with problems are taken out of the service as a file."""
    may_import(by, upload)
    rows = upload.counts.get(Change.PROBLEM, 0)
    audit.record(UploadEvent.PROBLEMS_EXPORTED, upload, by=by, rows=rows)


def problem_header(upload: Upload) -> list[str]:
    """The columns of the file as they were, then where and what is wrong."""
    return [*upload.labels, LINE_COLUMN, PROBLEM_COLUMN]


def problem_rows(upload: Upload) -> Iterator[list]:
    """One row for each that cannot go in, with its cells as they were."""
    rows = upload.kind.rows_of(upload, Change.PROBLEM)
    for row in rows.iterator(chunk_size=1000):
        cells = [row.cells.get(label, "") for label in upload.labels]
        yield [*cells, row.line, " ".join(row.problems)]
