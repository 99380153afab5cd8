"""What a model with sealed fields must not do, found by Django's system check."""

from typing import Any

from django.core import checks


def mistakes(model: Any, sealed: list[str]) -> list[checks.CheckMessage]:
    """Errors for ordering, indexing, constraining or printing by a sealed field."""
    if model._meta.abstract:
        return []
    names = set(sealed)
    meta = model._meta
    found = _named("ordering", meta.ordering or [], names)
    for index in meta.indexes:
        found += _named("an index", index.fields, names)
    for constraint in meta.constraints:
        found += _named("a constraint", _fields_of(constraint), names)
    for together in meta.unique_together:
        found += _named("unique_together", together, names)
    for name in sealed:
        field = meta.get_field(name)
        if field.unique or field.db_index:
            found.append(f"{name} is unique or indexed")
    used = getattr(model.__str__, "__code__", None)
    if used is not None:
        found += _named("__str__", used.co_names, names)
    return [
        checks.Error(
            f"{meta.label}: {mistake}, but it is sealed.", obj=model, id="vault.E001"
        )
        for mistake in found
    ]


def _named(where: str, used: Any, names: set[str]) -> list[str]:
    plain = {str(name).lstrip("-?").split("__")[0] for name in used}
    return [f"{where} uses {name}" for name in sorted(plain & names)]


def _fields_of(constraint: Any) -> list[str]:
    condition = getattr(constraint, "condition", None)
    named = _leaves(condition) if condition is not None else []
    return [*getattr(constraint, "fields", ()), *named]


def _leaves(condition: Any) -> list[str]:
    found = []
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            # A row may be held to have, or not to have, a sealed answer.
            found += [] if child[0].endswith("__isnull") else [child[0]]
        else:
            found += _leaves(child)
    return found
