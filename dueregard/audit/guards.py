"""Models whose rows are only ever added.

    @append_only
    class Update(models.Model): ...

The database itself refuses to change or delete such a row: `triggers.py` puts the
guards in place after every `migrate`.
"""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=type[models.Model])

_guarded: list[type[models.Model]] = []


def append_only(model: M) -> M:
    """Have the database refuse every change and deletion of `model`'s rows."""
    _guarded.append(model)
    return model


def guarded() -> list[type[models.Model]]:
    """The models that only grow."""
    return list(_guarded)
