"""The same SQL alone, without Django: what the database itself needs, in ms."""

import sqlite3
import time
from statistics import median

import psycopg

ROWS = (
    "SELECT id, ref, text, status, due_on FROM plans_action "
    "WHERE plan_id = {plan} ORDER BY position LIMIT 25"
)
COUNT = (
    "SELECT count(*) FROM plans_action "
    "WHERE plan_id = {plan} AND status = 'in_progress'"
)
SEARCH = {
    "sqlite": "SELECT rowid FROM plans_action_words "
    "WHERE plans_action_words MATCH 'periwinkle'",
    "postgres": "SELECT id FROM plans_action WHERE to_tsvector('english', "
    "plans_action.ref || ' ' || plans_action.text || ' ' || plans_action.owners_text "
    "|| ' ' || plans_action.timescale_text) @@ to_tsquery('english', 'periwinkle')",
}
TIMES = 50


def sql_floors(environment: dict[str, str], known: dict) -> dict[str, float]:
    """Median ms of each statement, on the database that the pages use."""
    url = environment["DATABASE_URL"]
    engine = url.split(":")[0]
    if engine == "sqlite":
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(url, autocommit=True)
    statements = {
        "25 rows": ROWS.format(plan=known["plan"]),
        "exact count": COUNT.format(plan=known["plan"]),
        "rare word": SEARCH[engine],
    }
    try:
        return {name: _time(connection, text) for name, text in statements.items()}
    finally:
        connection.close()


def _time(connection, statement: str) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        connection.execute(statement).fetchall()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)
