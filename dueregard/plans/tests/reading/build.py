"""Documents made by hand, as the readers would give them."""

from pathlib import Path

from dueregard.exchange.document import (
    Cell,
    Document,
    Heading,
    Line,
    Paragraph,
    Row,
    Table,
)
from dueregard.exchange.readers.text import read_text
from dueregard.plans.reading import PlanDraft, understand

DOCUMENTS = Path(__file__).parent / "documents"
COVERED = Cell(covered=True)


def cell(text: str, line: int = 1, **more) -> Cell:
    """A cell of lines; one that begins with "• " is a list item."""
    lines = tuple(
        Line(part.removeprefix("• "), line, part.startswith("• "))
        for part in text.split("\n")
        if part
    )
    return Cell(lines=lines, **more)


def table(*rows: str | tuple, name: str = "", line: int = 1) -> Table:
    """A table; a row is its cells parted by " | ", or a tuple of texts and cells."""
    made = []
    for number, row in enumerate(rows, start=line):
        parts = tuple(row.split(" | ")) if isinstance(row, str) else row
        cells = tuple(
            part if isinstance(part, Cell) else cell(part.strip(), number)
            for part in parts
        )
        made.append(Row(cells=cells, line=number))
    return Table(rows=tuple(made), line=line, name=name)


def document(*blocks, kind: str = "docx") -> Document:
    return Document(
        name=f"plan.{kind}", sha256="0" * 64, kind=kind, blocks=list(blocks)
    )


def heading(text: str, level: int = 1, line: int = 1) -> Heading:
    return Heading(text=text, level=level, line=line)


def paragraph(text: str, line: int = 1, bullet: bool = False) -> Paragraph:
    return Paragraph(text=text, line=line, bullet=bullet)


def plan(*blocks, kind: str = "docx", mapping=None) -> PlanDraft:
    return understand(document(*blocks, kind=kind), mapping=mapping)


def plan_from_text(text: str) -> PlanDraft:
    return understand(read_text("plan.txt", text.encode()))


def plan_from_file(name: str) -> PlanDraft:
    return understand(read_text(name, (DOCUMENTS / name).read_bytes()))


def refs(group) -> list[str]:
    return [action.ref for action in group.all_actions()]


def texts(group) -> list[str]:
    return [action.text for action in group.all_actions()]


def codes(draft: PlanDraft) -> list[str]:
    return [warning.code for warning in draft.warnings]
