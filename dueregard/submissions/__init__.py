"""Nothing sent twice is done twice: submission keys; and stale edits (`versions`)."""

from .once import new_key, submits_once

__all__ = ["new_key", "submits_once"]
