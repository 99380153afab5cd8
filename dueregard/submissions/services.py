"""Keeping and forgetting what was sent."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from dueregard import clock

KEPT_FOR = timedelta(hours=72)


def claim(owner: str, key: str, content_hash: str) -> tuple[Any, bool]:
    """The submission under this key, and whether it is ours to act on.

    Call it inside the transaction of the act. Of several requests at once with one key
    the first goes on; the others wait here until its transaction ends.
    """
    rows = _submissions()
    found = rows.filter(owner=owner, key=key).first()
    if found:
        return found, False
    try:
        with transaction.atomic():
            new = rows.create(owner=owner, key=key, content_hash=content_hash)
        return new, True
    except IntegrityError:
        return rows.get(owner=owner, key=key), False


def keep_answer(submission: Any, *, status: int, location: str) -> None:
    """Keep where the act led, for whoever sends the same form again."""
    submission.status, submission.location = status, location
    submission.save(update_fields=["status", "location"])


def forget(submission: Any) -> None:
    """The form led to no act (it was shown again with its errors): free its key."""
    submission.delete()


def purge() -> int:
    """Forget what was sent more than 72 hours ago; how many were forgotten."""
    old = _submissions().filter(at__lt=clock.now() - KEPT_FOR)
    return old.delete()[0]


def _submissions() -> Any:
    """The table, looked up when it is needed: views import us before models load."""
    return apps.get_model("submissions", "Submission").objects
