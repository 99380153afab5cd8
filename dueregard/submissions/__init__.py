"""Nothing sent twice is done twice: submission keys; and stale edits (`versions`).

    from dueregard.submissions import submits_once

The names are looked up when they are asked for: Django imports this package before any
model can be.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .once import new_key, submits_once

__all__ = ["new_key", "submits_once"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"{__name__} has no {name}.")
    return getattr(import_module(f"{__name__}.once"), name)
