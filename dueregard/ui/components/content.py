"""Components that hold or mark words: summaries, tags, banners, timelines, cards."""

from django import template

from .render import fill, render, render_kept

register = template.Library()

SHORT_TAG = 12

RAG = {
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
    "complete": "Complete",
    "not_rated": "Not rated",
}


@register.simple_block_tag
def summary_list(content, card="", borders=True):
    """Facts about one thing; with `card`, in a titled card."""
    return render("summary_list", content=content, card=card, borders=borders)


@register.simple_block_tag
def summary_row(content, key, change_url="", change_text=""):
    return fill(
        "summary_row",
        {"content": content, "change_url": change_url},
        key=str(key),
        change_text=change_text or "Change",
        change_text_is_whole=bool(change_text),
    )


@register.simple_tag
def tag(text, colour=""):
    """A status, in words, which the colour repeats. Two short words stay together."""
    text = str(text)
    is_short = " " in text and len(text) <= SHORT_TAG
    return render_kept("tag", text=text, colour=colour, is_short=is_short)


@register.simple_tag
def rag_tag(rag):
    """A RAG as word, shape and colour; nothing known is "Not rated"."""
    value = str(rag) if rag in RAG else "not_rated"
    return render_kept("rag_tag", name=value.replace("_", "-"), word=RAG[value])


@register.simple_block_tag
def notification_banner(content, title="Important", success=False, number=1):
    marker = "" if number == 1 else f"-{number}"
    return render(
        "notification_banner",
        content=content,
        title=title,
        success=success,
        id=f"govuk-notification-banner-title{marker}",
    )


@register.simple_tag(takes_context=True)
def messages_banner(context):
    """What the last action did, from Django's messages."""
    return render("messages", messages=context.get("messages") or [])


@register.simple_block_tag
def details(content, summary, open=False):
    return render("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def inset_text(content):
    return render("inset_text", content=content)


@register.simple_block_tag
def warning_text(content):
    return render("warning_text", content=content)


@register.simple_block_tag
def panel(content, title, level=1):
    """The end of a task. It brings the page's heading: leave `heading` empty, or say
    `level=2` where the page has its own."""
    return render("panel", content=content, title=title, level=level)


@register.simple_block_tag
def timeline(content):
    return fill("timeline", {"content": content})


@register.simple_block_tag
def timeline_item(content, title, by="", at=None):
    """`at` is a moment or a date, `by` whoever did it."""
    return render(
        "timeline_item",
        content=content if content.strip() else "",
        title=title,
        by=by,
        at=at,
    )


@register.simple_block_tag
def counts(content):
    return render("counts", content=content)


@register.simple_tag
def count(number, words, url="", tone="grey"):
    """A number with its words; tone is red, amber, green, blue or grey."""
    slots = {"number": str(number), "words": words, "url": url}
    return fill("count", slots, tone=tone)


@register.simple_block_tag
def card(content, title, url=""):
    return fill("card", {"content": content, "title": title, "url": url})


@register.simple_block_tag
def task_list(content):
    return fill("task_list", {"content": content})


@register.simple_tag(takes_context=True)
def task(context, text, url="", status="", colour="", hint=""):
    """One thing owed; without `url` it cannot be started yet."""
    numbers = context.render_context.dicts[0]
    number = numbers["ui_tasks"] = numbers.get("ui_tasks", 0) + 1
    slots = {
        "text": text,
        "url": url,
        "status": status,
        "hint": hint,
        "id": f"task-list-{number}",
    }
    return fill("task", slots, colour=colour)


@register.simple_tag
def side_by_side(
    label, theirs, yours, theirs_by="Saved since you began", yours_by="What you wrote"
):
    """A stale edit: both texts, so that neither is lost."""
    return render(
        "side_by_side",
        label=label,
        theirs=theirs,
        yours=yours,
        theirs_by=theirs_by,
        yours_by=yours_by,
    )


@register.simple_tag
def part_of(number, total, unknown=0):
    """A share that always shows what it is a share of, and what is not known; a whole
    number, halves up (domain reference 12.4)."""
    share = f" ({(200 * number + total) // (2 * total)}%)" if total else ""
    rest = f", {unknown} unknown" if unknown else ""
    return f"{number} of {total}{share}{rest}"


@register.simple_block_tag
def visually_hidden(content):
    return fill("visually_hidden", {"content": content})


@register.simple_block_tag
def hint(content):
    return fill("hint", {"content": content})


@register.simple_tag
def chart(figure):
    """A figure of `ui.charts`, with its table."""
    return render(figure.template, figure=figure)
