"""What each staged row would come to, worked out in SQL over all of them at once.

A row is new until something says otherwise, so that a first import changes few rows of
the table. Steps run in this order, each in a short transaction of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection

from dueregard.exchange.models import Upload

Step = Callable[[Upload], None]
MANY = 2_000
LINES_AT_ONCE = 1_000

# Who a row is about, whether the register knows them or only the file does.
PERSON = "COALESCE(CAST(r.learner_id AS varchar(200)), r.who)"
IN_PLAY = "r.verdict IN ('new', 'changed', 'uncertain', 'kept')"


def expect_many(rows: int) -> None:
    """Tell PostgreSQL, to the end of the transaction, that joins are of many rows.

    It has no figures on rows staged a moment ago, takes them for few, and would look
    each up in turn in all of the others. With that ruled out it takes what is left for
    very dear, and would compile it first.
    """
    if connection.vendor == "postgresql" and rows >= MANY:
        run("SET LOCAL enable_nestloop = off")
        run("SET LOCAL jit = off")


def run(sql: str, params: Iterable[Any] = ()) -> int:
    """Carry a statement out; answers how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.rowcount


@contextmanager
def open_cursor() -> Iterator[Any]:
    """A cursor whose answer is fetched bit by bit, however long it is."""
    is_long = connection.vendor == "postgresql"
    with connection.chunked_cursor() if is_long else connection.cursor() as cursor:
        yield cursor


def stream(sql: str, params: Iterable[Any] = ()) -> Iterator[tuple]:
    """What `fetch` answers, row by row, however many there are."""
    with open_cursor() as cursor:
        cursor.execute(sql, list(params))
        while batch := cursor.fetchmany(MANY):
            yield from batch


def fetch(sql: str, params: Iterable[Any] = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall()


def begin_again(upload: Upload) -> None:
    """Forget what was judged before, as when the register has changed since."""
    run(
        """UPDATE training_importrow SET verdict = 'new', known = %s, note = '',
        other = NULL, learner_id = NULL WHERE upload_id = %s
        AND (verdict <> 'new' OR known OR learner_id IS NOT NULL OR note <> '')""",
        [False, upload.pk],
    )


def join_names_to_numbers(upload: Upload) -> None:
    """Where the file names somebody with a number and, in another row, without: one
    person, unless two of that name have numbers."""
    run(
        """UPDATE training_importrow AS r SET number = x.number, who = x.who
        FROM (SELECT authority_id, organisation_id, name_key,
                MIN(number) AS number, MIN(who) AS who
              FROM training_importrow
              WHERE upload_id = %s AND number <> '' AND name_key <> ''
              GROUP BY authority_id, organisation_id, name_key
              HAVING MIN(number) = MAX(number)) AS x
        WHERE r.upload_id = %s AND r.number = ''
          AND r.authority_id = x.authority_id
          AND r.organisation_id = x.organisation_id AND r.name_key = x.name_key""",
        [upload.pk, upload.pk],
    )
    run(
        """UPDATE training_importrow AS r SET verdict = 'problem', note = 'ambiguous'
        FROM (SELECT authority_id, organisation_id, name_key
              FROM training_importrow
              WHERE upload_id = %s AND number <> '' AND name_key <> ''
              GROUP BY authority_id, organisation_id, name_key
              HAVING MIN(number) <> MAX(number)) AS x
        WHERE r.upload_id = %s AND r.number = ''
          AND r.authority_id = x.authority_id
          AND r.organisation_id = x.organisation_id AND r.name_key = x.name_key""",
        [upload.pk, upload.pk],
    )


def match_numbers(upload: Upload) -> None:
    """The same number in the same organisation is the same person; that of a record
    that was merged leads to the one that is kept. `NOT (number = '')` is how the index
    of numbers says it, which SQLite wants word for word."""
    run(
        """UPDATE training_importrow AS r SET learner_id = l.id
        FROM training_learner AS l
        WHERE r.upload_id = %s AND r.number <> ''
          AND NOT (l.number = '') AND l.merged_into_id IS NULL
          AND l.authority_id = r.authority_id
          AND l.organisation_id = r.organisation_id AND l.number = r.number""",
        [upload.pk],
    )
    run(
        """UPDATE training_importrow AS r SET learner_id = x.kept
        FROM (SELECT authority_id, organisation_id, number,
                MIN(merged_into_id) AS kept
              FROM training_learner
              WHERE merged_into_id IS NOT NULL AND number <> ''
              GROUP BY authority_id, organisation_id, number) AS x
        WHERE r.upload_id = %s AND r.number <> '' AND r.learner_id IS NULL
          AND r.authority_id = x.authority_id
          AND r.organisation_id = x.organisation_id AND r.number = x.number""",
        [upload.pk],
    )


def match_names(upload: Upload) -> None:
    """Without a number, the same name in the same organisation is the same person;
    where two are called so, somebody must say which."""
    for chosen, change in (
        ("MIN(x) = MAX(x)", "learner_id = x.learner"),
        ("MIN(x) <> MAX(x)", "verdict = 'problem', note = 'ambiguous'"),
    ):
        which = chosen.replace("(x)", "(COALESCE(merged_into_id, id))")
        run(
            f"""UPDATE training_importrow AS r SET {change}
            FROM (SELECT authority_id, organisation_id, name_key,
                    MIN(COALESCE(merged_into_id, id)) AS learner
                  FROM training_learner WHERE name_key <> ''
                    AND organisation_id IN (SELECT organisation_id
                      FROM training_importrow WHERE upload_id = %s)
                  GROUP BY authority_id, organisation_id, name_key
                  HAVING {which}) AS x
            WHERE r.upload_id = %s AND r.number = '' AND r.verdict = 'new'
              AND r.authority_id = x.authority_id
              AND r.organisation_id = x.organisation_id
              AND r.name_key = x.name_key""",  # noqa: S608
            [upload.pk, upload.pk],
        )


def find_renamed(upload: Upload) -> None:
    """A number that the register knows under another name needs a look."""
    run(
        """UPDATE training_importrow AS r SET verdict = 'uncertain', note = 'renamed',
          other = l.id
        FROM training_learner AS l
        WHERE r.upload_id = %s AND r.verdict = 'new' AND r.learner_id = l.id
          AND r.number = l.number AND r.name_key <> '' AND l.name_key <> ''
          AND r.name_key <> l.name_key""",
        [upload.pk],
    )


def find_known(upload: Upload) -> None:
    """Completions that the register has, and those that stand in the file twice."""
    run(
        """UPDATE training_importrow AS r SET known = %s
        FROM training_completion AS c
        WHERE r.upload_id = %s AND r.learner_id = c.learner_id
          AND r.course_id = c.course_id AND r.completed_on = c.completed_on
          AND c.ended_at IS NULL AND r.verdict <> 'problem'""",
        [True, upload.pk],
    )
    run(
        f"""UPDATE training_importrow AS r SET known = %s
        FROM (SELECT {PERSON} AS person, r.course_id, r.completed_on,
                MIN(r.line) AS line
              FROM training_importrow AS r
              WHERE r.upload_id = %s AND r.course_id IS NOT NULL AND {IN_PLAY}
              GROUP BY {PERSON}, r.course_id, r.completed_on
              HAVING COUNT(*) > 1) AS x
        WHERE r.upload_id = %s AND {PERSON} = x.person AND {IN_PLAY}
          AND r.course_id = x.course_id AND r.completed_on = x.completed_on
          AND r.line > x.line""",  # noqa: S608
        [True, upload.pk, upload.pk],
    )


def find_same(upload: Upload) -> None:
    """Rows that say nothing new: of somebody known, or of somebody named above."""
    nothing_new = "(r.course_id IS NULL OR r.known)"
    run(
        f"""UPDATE training_importrow AS r SET verdict = 'same'
        WHERE r.upload_id = %s AND r.verdict = 'new' AND r.learner_id IS NOT NULL
          AND {nothing_new}""",  # noqa: S608
        [upload.pk],
    )
    run(
        f"""UPDATE training_importrow AS r SET verdict = 'same'
        FROM (SELECT who, MIN(line) AS line FROM training_importrow
              WHERE upload_id = %s AND verdict = 'new' AND learner_id IS NULL
              GROUP BY who HAVING COUNT(*) > 1) AS x
        WHERE r.upload_id = %s AND r.verdict = 'new' AND r.learner_id IS NULL
          AND r.who = x.who AND r.line > x.line AND {nothing_new}""",  # noqa: S608
        [upload.pk, upload.pk],
    )


def find_unmet(upload: Upload, needs: Mapping[int, frozenset[int]]) -> None:
    """Refuse completions whose prerequisite was not done by their day: not in the
    register and not in the file, in whatever order it says so. Repeated until
    nothing more falls, as what is refused is no prerequisite either."""
    if not needs:
        return
    unmet, params = _unmet_sql(upload, needs, IN_PLAY)
    sql = f"""UPDATE training_importrow SET verdict = 'problem', note = 'needs'
        WHERE upload_id = %s AND line IN ({unmet})"""  # noqa: S608
    while run(sql, [upload.pk, *params]):
        pass


def first_unmet(
    upload: Upload, needs: Mapping[int, frozenset[int]], going: str
) -> int | None:
    """The first line, of those that `going` chooses, that would be refused so."""
    if not needs:
        return None
    sql, params = _unmet_sql(upload, needs, going)
    ((line,),) = fetch(f"SELECT MIN(line) FROM ({sql}) AS unmet", params)  # noqa: S608
    return line


def _unmet_sql(
    upload: Upload, wanted: Mapping[int, frozenset[int]], going: str
) -> tuple[str, list[Any]]:
    """The query of lines whose need is unmet now. `wanted` is course → those of which
    one will do."""
    pairs = [(course, need) for course, each in wanted.items() for need in each]
    asking = sorted(wanted)
    marks = ", ".join(["%s"] * len(asking))
    needs = " UNION ALL ".join(["SELECT %s, %s"] * len(pairs)) or (
        "SELECT 0, 0 WHERE 1 = 0"
    )
    flat = [each for pair in pairs for each in pair]
    sql = f"""WITH needs (course_id, needed_id) AS ({needs}),
    in_file AS (
      SELECT {PERSON} AS person, n.course_id, MIN(r.completed_on) AS done_on
      FROM training_importrow AS r JOIN needs AS n ON n.needed_id = r.course_id
      WHERE r.upload_id = %s AND ({going} OR r.verdict = 'same')
      GROUP BY {PERSON}, n.course_id),
    held AS (
      SELECT c.learner_id, n.course_id, MIN(c.completed_on) AS done_on
      FROM training_completion AS c JOIN needs AS n ON n.needed_id = c.course_id
      WHERE c.ended_at IS NULL AND c.learner_id IN (
        SELECT learner_id FROM training_importrow WHERE upload_id = %s)
      GROUP BY c.learner_id, n.course_id)
    SELECT r.line FROM training_importrow AS r
    LEFT JOIN in_file AS f ON f.person = {PERSON} AND f.course_id = r.course_id
    LEFT JOIN held AS h ON h.learner_id = r.learner_id AND h.course_id = r.course_id
    WHERE r.upload_id = %s AND r.course_id IN ({marks}) AND NOT r.known AND {going}
      AND (f.done_on IS NULL OR f.done_on > r.completed_on)
      AND (h.done_on IS NULL OR h.done_on > r.completed_on)"""  # noqa: S608
    return sql, [*flat, upload.pk, upload.pk, upload.pk, *asking]


def mark(
    upload: Upload,
    lines: Iterable[int],
    verdict: str,
    note: str,
    other: int | None = None,
) -> None:
    """Say of single rows what they come to."""
    waiting = iter(lines)
    while batch := list(islice(waiting, LINES_AT_ONCE)):
        marks = ", ".join(["%s"] * len(batch))
        run(
            "UPDATE training_importrow SET verdict = %s, note = %s, other = %s "  # noqa: S608
            f"WHERE upload_id = %s AND line IN ({marks})",
            [verdict, note, other, upload.pk, *batch],
        )


def counts(upload: Upload) -> dict[str, int]:
    """How many rows of each verdict there are."""
    rows = fetch(
        "SELECT verdict, COUNT(*) FROM training_importrow WHERE upload_id = %s "
        "GROUP BY verdict",
        [upload.pk],
    )
    return dict(rows)
