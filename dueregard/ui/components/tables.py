"""Tables whose cells know their column, and previous and next.

The columns write down their labels where the cells of the same page find them, so that
a row can be shown as a labelled card on a phone. The tags of a block run from the
inside out: columns first, each row's cells, then the row, the table last.
"""

from dataclasses import dataclass, field

from django import template

from .pages import query_changed
from .render import fill, render, render_kept

register = template.Library()

_KEY = "ui_columns"


@dataclass
class _Columns:
    labels: list[tuple[str, bool]] = field(default_factory=list)
    next: int = 0


def _columns(context) -> _Columns:
    """The columns of the table being written. Included templates share them."""
    return context.dicts[0].setdefault(_KEY, _Columns())


@register.simple_block_tag(takes_context=True)
def table(
    context, content, caption, caption_size="m", hidden_caption=False, stacked=True
):
    """A table. `stacked` shows each row as a card on a phone."""
    known = context.dicts[0].pop(_KEY, None)
    return render(
        "table",
        content=content,
        has_columns=bool(known and known.labels),
        caption=caption,
        caption_size=caption_size,
        hidden_caption=hidden_caption,
        stacked=stacked,
    )


@register.simple_block_tag
def columns(content):
    return fill("columns", {"content": content})


@register.simple_tag(takes_context=True)
def column(context, label, sort="", numeric=False, hidden_label=False):
    """A heading. With `sort`, a link that sorts by it, or back the other way."""
    _columns(context).labels.append(("" if hidden_label else label, numeric))
    url, sorted_as = "", ""
    if sort:
        request = context["request"]
        now = context.get("sort") or request.GET.get("sort", "")
        sorted_as = {sort: "ascending", f"-{sort}": "descending"}.get(now, "")
        other = f"-{sort}" if now == sort else sort
        changes = {"sort": other, "page": None, "after": None, "before": None}
        url = query_changed(request.GET, changes)
    return render_kept(
        "column",
        label=str(label),
        url=url,
        sorted=sorted_as,
        numeric=numeric,
        hidden_label=hidden_label,
    )


@register.simple_block_tag(takes_context=True)
def row(context, content):
    _columns(context).next = 0
    return fill("row", {"content": content})


@register.simple_block_tag(takes_context=True)
def cell(context, content, header=False, numeric=None, label=None, colspan=""):
    """A cell. Label and alignment come from its column unless given."""
    known = _columns(context)
    own_label, own_numeric = (
        known.labels[known.next] if known.next < len(known.labels) else ("", False)
    )
    known.next += int(colspan or 1)
    return fill(
        "cell",
        {"content": content},
        header=header,
        numeric=own_numeric if numeric is None else numeric,
        label=str(own_label if label is None else label),
        colspan=colspan,
    )


@register.simple_tag
def pagination(page):
    """Previous and next of a page made by `ui.paging`. No links to all pages."""
    return render("pagination", previous_url=page.previous_url, next_url=page.next_url)
