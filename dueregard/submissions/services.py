"""Keeping and forgetting what was sent."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from dueregard import clock

from .models import Submission

KEPT_FOR = timedelta(hours=72)


def claim(owner: str, key: str, content_hash: str) -> tuple[Submission, bool]:
    """The submission under this key, and whether it is ours to act on.

    Call it inside the transaction of the act. Of several requests at once with one key
    the first goes on; the others wait here until its transaction ends.
    """
    found = Submission.objects.filter(owner=owner, key=key).first()
    if found:
        return found, False
    try:
        with transaction.atomic():
            new = Submission.objects.create(
                owner=owner, key=key, content_hash=content_hash
            )
        return new, True
    except IntegrityError:
        return Submission.objects.get(owner=owner, key=key), False


def keep_answer(submission: Submission, *, status: int, location: str) -> None:
    """Keep where the act led, for whoever sends the same form again."""
    submission.status, submission.location = status, location
    submission.save(update_fields=["status", "location"])


def forget(submission: Submission) -> None:
    """The form led to no act (it was shown again with its errors): free its key."""
    submission.delete()


def purge() -> int:
    """Forget what was sent more than 72 hours ago; how many were forgotten."""
    old = Submission.objects.filter(at__lt=clock.now() - KEPT_FOR)
    return old.delete()[0]
