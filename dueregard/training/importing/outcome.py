"""What a file comes to in numbers, before it is put in."""

from typing import Any

from dueregard.exchange.importers import Change
from dueregard.exchange.models import Upload

from .judging import fetch

COUNTED = ("people_new", "people_matched", "completions_new", "completions_known")


def outcome_of(upload: Upload, *, accept_near: bool) -> dict[str, Any]:
    """Rows, people and completions, and what is wrong with which row and column.

    People are counted once however many rows name them. Rows that need a look count
    among those that go in when `accept_near`, and as errors when not.
    """
    return {
        "rows": upload.facts["rows"],
        **numbers(upload, accept_near=accept_near),
        "errors": _errors(upload, accept_near=accept_near),
    }


def numbers(upload: Upload, *, accept_near: bool = False) -> dict[str, int]:
    """People and completions of the rows that go in, new and known."""
    going = ["new", "changed", "same", *(["uncertain", "kept"] if accept_near else [])]
    marks = ", ".join(["%s"] * len(going))
    (found,) = fetch(
        f"""SELECT COUNT(DISTINCT CASE WHEN learner_id IS NULL THEN who END),
          COUNT(DISTINCT learner_id),
          COALESCE(SUM(CASE WHEN course_id IS NOT NULL AND NOT known
            THEN 1 ELSE 0 END), 0),
          COALESCE(SUM(CASE WHEN course_id IS NOT NULL AND known
            THEN 1 ELSE 0 END), 0)
        FROM training_importrow WHERE upload_id = %s AND verdict IN ({marks})""",  # noqa: S608
        [upload.pk, *going],
    )
    return dict(zip(COUNTED, map(int, found), strict=True))


def _errors(upload: Upload, *, accept_near: bool) -> list[dict[str, Any]]:
    refused = [Change.PROBLEM] if accept_near else [Change.PROBLEM, Change.UNCERTAIN]
    rows = upload.rows.filter(change__in=refused).order_by("line", "ordinal")
    return [
        {"row": line, **error}
        for line, payload in rows.values_list("line", "payload").iterator()
        for error in payload["errors"]
    ]
