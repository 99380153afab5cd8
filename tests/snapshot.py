"""What the database holds of the domain, to tell whether a request changed it."""

import hashlib

from django.apps import apps

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
    """A hash of every row, by model."""
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


def _hash(model) -> str:
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in NOT_COUNTED
    ]
    rows = model._base_manager.order_by("pk").values_list(*names)
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()
