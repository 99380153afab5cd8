"""Components of the page itself: title, links, buttons, navigation, dates."""

from datetime import date as calendar_date
from datetime import datetime
from functools import lru_cache

from django import template
from django.http import QueryDict
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.dateformat import format as write_date
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .mistakes import forms_of, has_errors
from .render import fill, render

register = template.Library()

SERVICE = "Due Regard"


@register.simple_tag(takes_context=True)
def page_title(context, *names):
    """The words of the first block in `names` that has any, for the title.

    Begins with "Error: " when a form of the page has a mistake.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    words = ""
    for name in names:
        block = blocks.get_block(name) if blocks else None
        words = " ".join(strip_tags(block.render(context)).split()) if block else ""
        if words:
            break
    prefix = "Error: " if has_errors(forms_of(context)) else ""
    # The block has escaped its values already.
    return mark_safe(prefix + (f"{words} – {SERVICE}" if words else SERVICE))  # noqa: S308


@register.simple_tag
def button(text, style="", name="", value="", once=True, form="", about=""):
    """A submit button; style is "", secondary or warning. `about` says to a screen
    reader which of many alike it is."""
    return render(
        "button",
        text=text,
        style=style,
        name=name,
        value=value,
        once=once,
        form=form,
        about=about,
    )


@register.simple_tag
def link_button(text, url, style=""):
    return fill("link_button", {"text": text, "url": url}, style=style)


@register.simple_block_tag
def button_group(content):
    return fill("button_group", {"content": content})


@register.simple_tag(takes_context=True)
def tokens(context):
    """What every form that posts carries: the CSRF token and the submission key."""
    return render("tokens", csrf_token=context.get("csrf_token", ""))


@register.simple_tag
def autosave(tab="", number=1):
    """Inside a form: with script, what is typed is sent to the form's own page as it is
    typed, marked as `drafts.autosave` knows it, and this line says that it is kept.

    `tab` is the page's code and `number` its count of saves, where a view orders them.
    """
    return render("autosave", tab=tab, number=number)


@register.simple_tag
def proof_of_work(challenge, bits):
    """Inside a form: with script, the field `proof` is filled after a second or so with
    a number that makes the SHA-256 of `challenge` and it begin with `bits` zero bits.

    Nothing is seen of it, and sending the form never waits for it.
    """
    return render("proof_of_work", challenge=challenge, bits=bits)


@register.simple_tag(takes_context=True)
def post_button(context, text, url, style="", name="", value=""):
    """A form that is one button."""
    return render(
        "post_button",
        url=url,
        tokens=tokens(context),
        button=button(text, style, name, value),
    )


@register.simple_block_tag
def breadcrumbs(content):
    return fill("breadcrumbs", {"content": content})


@register.simple_tag
def crumb(text, url=""):
    return fill("crumb", {"text": text, "url": url})


@register.simple_tag
def back_link(url, text="Back"):
    return render("back_link", url=url, text=text)


@register.simple_tag
def exit_this_page(url, text="Exit this page", hidden="Emergency"):
    """Away at once, for who must not be seen here; without script it is a link."""
    return render("exit_this_page", url=url, text=text, hidden=hidden)


@register.simple_block_tag
def sub_navigation(content, label):
    return render("sub_navigation", content=content, label=label)


@register.simple_tag
def nav_item(text, url, current=False):
    return fill("nav_item", {"text": text, "url": url}, current=current)


@register.simple_block_tag
def grid(content):
    return fill("grid", {"content": content})


@register.simple_block_tag
def grid_column(content, width):
    """`width` is full, two-thirds, one-third, one-half, one-quarter, three-quarters."""
    return render("grid_column", content=content, width=width)


@register.simple_tag
def date(value, empty="Not set", weekday=False):
    """A date as people write it: 21 November 2026; a deadline has its `weekday`."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if not value:
        return conditional_escape(empty)
    form = "l j F Y" if weekday else "j F Y"
    return _day(value.year, value.month, value.day, form, get_language())


@lru_cache(maxsize=2048)
def _day(
    year: int, month: int, day: int, form: str, language: str | None
) -> SafeString:
    """The same days come again and again on a page; each is written once."""
    value = calendar_date(year, month, day)
    return render("time", value=write_date(value, form), machine=value.isoformat())


@register.simple_tag
def moment(value, empty="Not set"):
    """A moment in London: 21 November 2026 at 3:04pm. A plain date stays a date."""
    if not value or not isinstance(value, datetime):
        return date(value, empty)
    return _minute(value, get_language())


@lru_cache(maxsize=2048)
def _minute(value: datetime, language: str | None) -> SafeString:
    """As `_day`: what happened is shown again whenever the page is."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = write_date(local, "g:ia").replace(".", "")
    return render(
        "time",
        value=f"{write_date(local, 'j F Y')} at {clock}",
        machine=value.isoformat(timespec="seconds"),
    )


@register.simple_tag
def time_of_day(value):
    """The hour of a moment of today, in London: 3:04pm."""
    words = write_date(timezone.localtime(value), "g:ia").replace(".", "")
    return render("time", value=words, machine=value.isoformat(timespec="minutes"))


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """This page's query string with `changes`; None takes a name away."""
    request = context.get("request")
    return query_changed(request.GET if request else QueryDict(), changes)


def query_changed(query: QueryDict, changes: dict) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


@register.simple_block_tag
def main_heading(content):
    """The page's h1; nothing where a page leaves its heading to a component."""
    return render("main_heading", content=content) if content.strip() else ""


@register.simple_block_tag
def heading_caption(content):
    return render("heading_caption", content=content) if content.strip() else ""
