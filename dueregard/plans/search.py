"""Finding words in actions by index, on both databases.

SQLite keeps a full-text table (FTS5) that triggers hold in step; PostgreSQL an index of
the same words on the row itself. Both are put in place after every `migrate`, because
altering a table may drop them, and doing so twice changes nothing.
"""

import re
import unicodedata

from django.db import connections
from django.db.models.expressions import RawSQL

MOST_WORDS = 12
LONGEST_SEARCH = 200
_CONTROLS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

_SQLITE = """
CREATE VIRTUAL TABLE IF NOT EXISTS plans_action_words USING fts5(
  ref, text, owners_text, timescale_text,
  content='plans_action', content_rowid='id', tokenize='porter unicode61'
);
CREATE TRIGGER IF NOT EXISTS plans_action_words_added AFTER INSERT ON plans_action BEGIN
  INSERT INTO plans_action_words(rowid, ref, text, owners_text, timescale_text)
  VALUES (new.id, new.ref, new.text, new.owners_text, new.timescale_text);
END;
CREATE TRIGGER IF NOT EXISTS plans_action_words_removed AFTER DELETE ON plans_action
BEGIN
  INSERT INTO plans_action_words(plans_action_words, rowid, ref, text, owners_text,
    timescale_text)
  VALUES ('delete', old.id, old.ref, old.text, old.owners_text, old.timescale_text);
END;
CREATE TRIGGER IF NOT EXISTS plans_action_words_changed
AFTER UPDATE OF ref, text, owners_text, timescale_text ON plans_action BEGIN
  INSERT INTO plans_action_words(plans_action_words, rowid, ref, text, owners_text,
    timescale_text)
  VALUES ('delete', old.id, old.ref, old.text, old.owners_text, old.timescale_text);
  INSERT INTO plans_action_words(rowid, ref, text, owners_text, timescale_text)
  VALUES (new.id, new.ref, new.text, new.owners_text, new.timescale_text);
END;
"""

_VECTOR = (
    "to_tsvector('english', plans_action.ref || ' ' || plans_action.text || ' ' || "
    "plans_action.owners_text || ' ' || plans_action.timescale_text)"
)
_POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS plans_action_words ON plans_action USING gin "
    f"(({_VECTOR}))"
)
# Found before anything else: left to choose, the planner may walk a plan in its order
# and make the words of every action anew, until a page is full.
_POSTGRESQL_MATCH = (
    "WITH found AS MATERIALIZED (SELECT id FROM plans_action "  # noqa: S608
    f"WHERE {_VECTOR} @@ to_tsquery('english', %s)) SELECT id FROM found"
)


def install(*, using: str = "default", **kwargs) -> None:
    """Put the index in place; after every `migrate`, and harmless when it is there."""
    connection = connections[using]
    if "plans_action" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        for statement in _statements(_SQLITE):
            cursor.execute(statement)
        cursor.execute(
            "INSERT INTO plans_action_words(plans_action_words) VALUES ('rebuild')"
        )


def plain_words(typed: str) -> str:
    """What somebody typed to search for, as it would be stored: NFC, no controls."""
    text = unicodedata.normalize("NFC", _CONTROLS.sub(" ", typed))
    return " ".join(text.split())[:LONGEST_SEARCH]


def matching(actions, words: str):
    """`actions` that hold every one of `words`, or the start of its last word.

    Nothing a person types is taken as an operator.
    """
    tokens = re.findall(r"\w+", words)[:MOST_WORDS]
    if not tokens:
        return actions.none()
    if connections[actions.db].vendor == "postgresql":
        query = " & ".join([*tokens[:-1], f"{tokens[-1]}:*"])
        found = RawSQL(_POSTGRESQL_MATCH, [query])  # noqa: S611
    else:
        query = " ".join(f'"{token}"' for token in tokens) + "*"
        found = RawSQL(
            "SELECT rowid FROM plans_action_words WHERE plans_action_words MATCH %s",
            [query],
        )
    return actions.filter(pk__in=found)


def _statements(script: str) -> list[str]:
    """The script's statements; a trigger's own semicolons do not end it."""
    parts = re.split(r";\s*\n(?=CREATE|$)", script.strip() + "\n")
    return [part for part in parts if part.strip()]
