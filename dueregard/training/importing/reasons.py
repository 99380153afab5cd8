"""Why a row that is right by itself still does not simply go in, in a sentence."""

from collections.abc import Mapping

from ..models import CoursePrerequisite, ImportRow, Learner
from .checking import Fault


def reason(row: ImportRow, columns: Mapping[str, str]) -> Fault:
    """The column and the sentence; `columns` are what the file calls each field."""
    field, sentence = SENTENCES[row.note](row)
    name = columns.get(field) or columns.get("last_name") or columns.get("number", "")
    return Fault(name, sentence)


DROPPED = (
    "spreadsheets drop leading noughts. Put this row in if they are two people; if "
    "not, leave it out and put the number right in the file."
)


def _ambiguous(row: ImportRow) -> tuple[str, str]:
    return "name", (
        f"More than one person at {row.organisation} is called {row.name}. Add a "
        "column with the staff number, so that we know which."
    )


def _two_names(row: ImportRow) -> tuple[str, str]:
    return "number", (
        f"Staff number {row.number} is {_in_line(row)} in row {row.other}. Enter each "
        "person’s own number."
    )


def _spelt(row: ImportRow) -> tuple[str, str]:
    return "name", (
        f"Staff number {row.number} is spelt {_in_line(row)} in row {row.other}. Put "
        "this row in if it is the same person; that spelling is kept."
    )


def _renamed(row: ImportRow) -> tuple[str, str]:
    held = Learner.objects.get(pk=row.other or 0)
    return "name", (
        f"Staff number {row.number} is {held.name} in the register and {row.name} "
        "here. Put this row in to change the name; leave it out if it is somebody else."
    )


def _near_held(row: ImportRow) -> tuple[str, str]:
    held = Learner.objects.get(pk=row.other or 0)
    number = f" ({held.number})" if held.number else ""
    return "name", (
        f"{row.name} may be {held.name}{number}, who is in the register. Put this row "
        "in if they are two people; if not, leave it out and put the name right in the "
        "file."
    )


def _near_file(row: ImportRow) -> tuple[str, str]:
    return "name", (
        f"{row.name} may be {_in_line(row)} in row {row.other}. Put this row in if "
        "they are two people; if not, leave it out and put the name right in the file."
    )


def _number_held(row: ImportRow) -> tuple[str, str]:
    held = Learner.objects.get(pk=row.other or 0)
    name = f", {held.name}," if held.name else ","
    return "number", (
        f"Staff number {row.number} may be {held.number}{name} who is in the register: "
        f"{DROPPED}"
    )


def _number_file(row: ImportRow) -> tuple[str, str]:
    other = ImportRow.objects.get(upload=row.upload_id, line=row.other or 0)
    return "number", (
        f"Staff number {row.number} may be {other.number} in row {row.other}: {DROPPED}"
    )


def _needs(row: ImportRow) -> tuple[str, str]:
    needed = CoursePrerequisite.objects.filter(course=row.course).order_by("pk")
    names = list(needed.values_list("needs__title", flat=True))
    return "course", (
        f"{row.course} can be done only after {' or '.join(names)}, and none is known "
        f"on or before {row.completed_on:%-d %B %Y}. Add it, or put the date right."
    )


SENTENCES = {
    "ambiguous": _ambiguous,
    "two_names": _two_names,
    "spelt": _spelt,
    "renamed": _renamed,
    "number_held": _number_held,
    "number_file": _number_file,
    "near_held": _near_held,
    "near_file": _near_file,
    "needs": _needs,
}


def _in_line(row: ImportRow) -> str:
    """Who stands in the row of the file that is in the way of this one."""
    other = ImportRow.objects.filter(upload=row.upload_id, line=row.other or 0).first()
    return (other.name or other.number) if other else "somebody else"
