"""Finding people of the register by index, on both databases.

As in `plans.search`: SQLite keeps a full-text table (FTS5) that triggers hold in step,
PostgreSQL an index of the same words on the row itself. What is found are words of the
folded name (`names.name_key`) and of the staff number, each by its beginning.
"""

from django.db import connections
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from .names import name_key

MOST_WORDS = 6
LONGEST_SEARCH = 100

_SQLITE = (
    """
CREATE VIRTUAL TABLE IF NOT EXISTS training_learner_words USING fts5(
  name_key, number,
  content='training_learner', content_rowid='id', tokenize='unicode61'
)""",
    """
CREATE TRIGGER IF NOT EXISTS training_learner_words_added
AFTER INSERT ON training_learner BEGIN
  INSERT INTO training_learner_words(rowid, name_key, number)
  VALUES (new.id, new.name_key, new.number);
END""",
    """
CREATE TRIGGER IF NOT EXISTS training_learner_words_removed
AFTER DELETE ON training_learner BEGIN
  INSERT INTO training_learner_words(training_learner_words, rowid, name_key, number)
  VALUES ('delete', old.id, old.name_key, old.number);
END""",
    """
CREATE TRIGGER IF NOT EXISTS training_learner_words_changed
AFTER UPDATE OF name_key, number ON training_learner BEGIN
  INSERT INTO training_learner_words(training_learner_words, rowid, name_key, number)
  VALUES ('delete', old.id, old.name_key, old.number);
  INSERT INTO training_learner_words(rowid, name_key, number)
  VALUES (new.id, new.name_key, new.number);
END""",
    "INSERT INTO training_learner_words(training_learner_words) VALUES ('rebuild')",
)
_VECTOR = (
    "to_tsvector('simple', training_learner.name_key || ' ' || "
    "regexp_replace(lower(training_learner.number), '[^[:alnum:]]+', ' ', 'g'))"
)
_POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS training_learner_words ON training_learner USING gin "
    f"(({_VECTOR}))"
)
_MATCHES = f"{_VECTOR} @@ %s::tsquery"
# Found before anything else, as in `plans.search`.
_POSTGRESQL_MATCH = (
    "WITH found AS MATERIALIZED (SELECT id FROM training_learner "  # noqa: S608
    f"WHERE {_VECTOR} @@ %s::tsquery) SELECT id FROM found"
)


def install(*, using: str = "default", **kwargs) -> None:
    """Put the index in place; after every `migrate`, and harmless when it is there."""
    connection = connections[using]
    if "training_learner" not in connection.introspection.table_names():
        return
    statements = (_POSTGRESQL,) if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def matching(people: QuerySet, typed: str, *, are_many: bool = False) -> QuerySet:
    """`people` whose name or staff number has words that begin with each of the words
    that were typed, in any order. Nothing that is typed is taken as an operator.

    Where it is known that they `are_many`, PostgreSQL may look at people one by one in
    the order of the list, rather than find all of them first.
    """
    words = name_key(typed[:LONGEST_SEARCH]).split()
    words = [word for word in words if word.isalnum()][:MOST_WORDS]
    if not words:
        return people.none()
    if connections[people.db].vendor == "postgresql":
        query = " & ".join(f"'{word}':*" for word in words)
        if are_many:
            return people.filter(RawSQL(_MATCHES, [query], BooleanField()))  # noqa: S611
        found = RawSQL(_POSTGRESQL_MATCH, [query])  # noqa: S611
    else:
        query = " ".join(f'"{word}"*' for word in words)
        found = RawSQL(
            "SELECT rowid FROM training_learner_words "
            "WHERE training_learner_words MATCH %s",
            [query],
        )
    return people.filter(pk__in=found)
