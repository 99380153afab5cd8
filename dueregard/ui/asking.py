"""A form page: one question or a short group, one verb, one service."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect, render

from dueregard.access.refusals import NotNow
from dueregard.submissions.versions import Stale, stale_page

Done = tuple[Any, str]
"""Where to go (an address, or a row that has one), and what to say there."""


def asked(
    request,
    form: Any,
    do: Callable[[], Done],
    *,
    template: str = "ui/ask.html",
    **page: Any,
):
    """Show `form` until its answers will do, then call the service with `do`.

    `page` holds `heading`, `submit`, `cancel_url`, and where wanted `caption`, `lead`
    (a sentence before the form), `keep` (other words for “Cancel”) and `destroys` (its
    button warns). A page that says more than that extends `ui/ask.html` in a `template`
    of its own.
    """
    if form.is_valid():
        try:
            place, sentence = do()
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=page["cancel_url"])
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, sentence)
            return redirect(place)
    return render(request, template, {"form": form, **page})


def confirmed(request, do: Callable[[], Done], **page: Any):
    """As `asked`, where nothing is asked but whether to go on."""
    return asked(request, Form(posted(request)), do, **page)


def posted(request):
    """What a form was sent with, or None when it is only shown."""
    return request.POST if request.method == "POST" else None


def files(request):
    return request.FILES if request.method == "POST" else None
