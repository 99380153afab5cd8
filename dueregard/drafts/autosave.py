"""Telling a page's own saving from somebody sending the form."""

from django.http import HttpRequest

FIELD = "autosave"


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page sent this by itself: its form's own POST, with `autosave`.

    It is no activity: a page that is left open does not keep its session alive. The
    view saves a draft, answers 204 and does nothing else.
    """
    return request.method == "POST" and FIELD in request.POST
