"""What the columns of a file hold: guessed from their names, or as said before."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence

from .importers import OUR_COLUMNS, Column, Field
from .models import RememberedMapping, Upload

MOST_SAMPLES = 3
LONGEST_SAMPLE = 80


def as_json(columns: Iterable[Column]) -> list[dict]:
    """The columns as an upload keeps them, with a few short samples of each."""
    return [
        {
            "name": column.name,
            "samples": [
                text[:LONGEST_SAMPLE] for text in column.samples[:MOST_SAMPLES]
            ],
        }
        for column in columns
        if column.name not in OUR_COLUMNS
    ]


def from_json(columns: Iterable[dict]) -> list[Column]:
    return [Column(column["name"], tuple(column["samples"])) for column in columns]


def guesses(columns: Sequence[Column], fields: Sequence[Field]) -> dict[str, str]:
    """Column name → field name, where the column's name is a synonym of the field.

    Each field is guessed once, unless several columns may feed it.
    """
    answers: dict[str, str] = {}
    for column in columns:
        for candidate in fields:
            taken = candidate.name in answers.values() and not candidate.many
            if not taken and _plain(column.name) in _names(candidate):
                answers[column.name] = candidate.name
                break
    return answers


def remembered(upload: Upload, columns: Iterable[Column]) -> dict[str, str] | None:
    """What this authority said of a file with the very same columns, or None."""
    row = RememberedMapping.objects.filter(
        authority=upload.authority_id,
        importer=upload.importer,
        about=about(upload),
        signature=signature(columns),
    ).first()
    return row.mapping if row else None


def about(upload: Upload) -> str:
    """Whose columns they are, where the importer remembers them more narrowly."""
    return upload.kind.remembers_for(authority=upload.authority, options=upload.options)


def signature(columns: Iterable[Column]) -> str:
    """A hash by which the same columns are known again, whatever their order."""
    names = sorted(_plain(c.name) for c in columns if c.name not in OUR_COLUMNS)
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def _names(candidate: Field) -> set[str]:
    return {_plain(candidate.label), *(_plain(word) for word in candidate.synonyms)}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
