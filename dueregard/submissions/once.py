"""`@submits_once`: a form that is sent twice is acted on once.

The page's form carries a random key (`{% submission_key %}`). The view and the row that
remembers the key are one audited transaction, so a crash leaves both or neither, and
what several services record is sealed at its end.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit

from . import services
from .models import Submission

FIELD = "submission_key"
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
UNHASHED = {FIELD, "csrfmiddlewaretoken"}
OTHER_CONTENT = (
    "You already sent this form with other answers. "
    "Open the page again to send new ones."
)


def new_key() -> str:
    """A random key for one showing of a form."""
    return secrets.token_urlsafe(18)


def submits_once(view: Callable) -> Callable:
    """Answer a form that was sent before as it was answered then.

    The first POST under a key that ends in a redirect is remembered for 72 hours, for
    the person (or, signed out, the session). The same content again gets the same
    redirect; other content under the key is refused. A POST without a key is acted on
    as it is: our layouts always send one.

    Raises:
        NotNow: other content came under a used key.
        BadRequest: the key is not one that our pages make.
    """

    @wraps(view)
    def once(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = request.POST.get(FIELD) if request.method == "POST" else None
        if not key:
            return view(request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise BadRequest("The submission key is malformed.")
        content_hash = _content_hash(request)
        with audit.atomic():
            submission, ours = services.claim(_owner(request), key, content_hash)
            if not ours:
                return _answered_before(submission, content_hash)
            response = view(request, *args, **kwargs)
            _settle(submission, response)
        return response

    return once


def _settle(submission: Submission, response: HttpResponse) -> None:
    if 300 <= response.status_code < 400:
        services.keep_answer(
            submission,
            status=response.status_code,
            location=response.headers["Location"],
        )
    else:
        services.forget(submission)


def _answered_before(submission: Submission, content_hash: str) -> HttpResponse:
    if submission.content_hash != content_hash:
        raise NotNow(OTHER_CONTENT)
    return HttpResponse(
        status=submission.status, headers={"Location": submission.location}
    )


def _owner(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"session {request.session.session_key or ''}"


def _content_hash(request: HttpRequest) -> str:
    """SHA-256 of the page's address and of every field and file, in order."""
    digest = hashlib.sha256(request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        if name not in UNHASHED:
            for value in values:
                _add(digest, name, value.encode(errors="surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            _add(digest, name, f"{file.name} {content.hexdigest()}".encode())
    return digest.hexdigest()


def _add(digest, name: str, value: bytes) -> None:
    label = name.encode(errors="surrogatepass")
    digest.update(b"%d:%b%d:%b" % (len(label), label, len(value), value))
