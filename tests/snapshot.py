"""What the database holds of the domain, to tell whether a request changed it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection

from dueregard.vault.rls import WHOLE

# What a look may leave: its session, its audit entry, a counted attempt, a used key.
NOT_DOMAIN = {
    "audit.Entry",
    "audit.Chain",
    "clock.Offset",
    "sessions.Session",
    "submissions.Submission",
    "usersessions.UserSession",
}
NOT_COUNTED = {"last_used_on", "last_login"}


def digest() -> dict[str, str]:
    """A hash of every row, by model, whichever authority is set."""
    with _past_the_fence():
        return {model._meta.label: _hash(model) for model in domain_models()}


def domain_models() -> list:
    """Every model with a table, tables between two others included."""
    models = apps.get_models(include_auto_created=True)
    return [
        model
        for model in models
        if model._meta.managed and model._meta.label not in NOT_DOMAIN
    ]


def changed(before: dict[str, str]) -> list[str]:
    """The models of which a row is new, gone or other than it was."""
    now = digest()
    return [label for label in now if now[label] != before[label]]


@contextmanager
def _past_the_fence() -> Iterator[None]:
    """On PostgreSQL be the tables' owner, who may read every row, and say so."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT set_config(%s, 'yes', false)", [WHOLE])
        yield
        cursor.execute("SELECT set_config(%s, '', false)", [WHOLE])
        cursor.execute(f"SET ROLE {role}")


def _hash(model) -> str:
    with connection.cursor() as cursor:
        cursor.execute(*_every_row(model))
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


@cache
def _every_row(model) -> tuple[str, tuple]:
    """The question for every row, put into SQL once: it is asked a thousand times."""
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in NOT_COUNTED
    ]
    rows = model._base_manager.order_by("pk").values_list(*names)
    return rows.query.sql_with_params()
