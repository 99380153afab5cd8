"""Views that are sent evidence: decorate them, or only 1 MiB of it arrives."""

import contextlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings

from dueregard.exchange.document import Unreadable
from dueregard.exchange.uploads import takes_files

from .checks.uploaded import kind_of_upload


def takes_evidence(view: Callable) -> Callable:
    """A view that is sent evidence, for the outermost place above `@submits_once`.

    What the files are is found out before the transaction that `@submits_once` opens:
    looking into a large one takes a second, and others wait for the lock. The form
    says what was found.
    """

    @wraps(view)
    def with_checked_files(request, *args, **kwargs):
        if request.method == "POST":
            for _, files in request.FILES.lists():
                for file in files:
                    with contextlib.suppress(Unreadable):
                        kind_of_upload(file)
        return view(request, *args, **kwargs)

    return takes_files(_most)(with_checked_files)


def _most(**_: Any) -> int:
    return settings.DOCUMENT_MOST
