"""What a link opens with a code told by telephone, and how often it may be tried."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.views.decorators.debug import sensitive_variables

from dueregard.access.limits import Limit, count, is_over
from dueregard.access.refusals import NotNow

TRIED_TOO_OFTEN = (
    "The code was tried too often. Ring the council: it gives you another in half an "
    "hour."
)


@sensitive_variables()
def opened_with_code(
    form: forms.Form, open_it: Callable[..., Any], *, tries: Limit, whom: str
) -> Any:
    """What `open_it(**answers)` gives; None with the reason on the form's code.

    A code that is refused counts towards `tries` of `whom`.
    """
    if is_over(tries, whom):
        form.add_error("code", TRIED_TOO_OFTEN)
    if not form.is_valid():
        return None
    try:
        return open_it(**form.cleaned_data)
    except NotNow as refusal:
        count(tries, whom)
        form.add_error("code", refusal.sentence)
        return None
