"""Pages that are the same for everyone, so that caches may share them."""

from collections.abc import Callable


def same_for_everyone(view: Callable) -> Callable:
    """Mark a view whose answer never depends on who asks.

    The session is then left alone: looking at it would have every cache keep a copy
    for each cookie.
    """
    view.is_same_for_everyone = True  # type: ignore[attr-defined]
    return view
