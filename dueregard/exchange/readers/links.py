"""Hyperlinks that are safe to show as links."""

from __future__ import annotations

from dueregard.exchange.document import Link

from .characters import Remarks

FAIR_SCHEMES = ("http://", "https://", "mailto:")


def safe_link(
    text: str, url: str, line: int, where: str, remarks: Remarks
) -> Link | None:
    """The link, or None with a remark when it leads to no web or mail address."""
    if url.lower().startswith(FAIR_SCHEMES):
        return Link(" ".join(text.split()) or url, url)
    remarks.add(
        "link",
        line,
        f"{where} links to something that is not a web or mail address. Its words were "
        "kept and the link was left out.",
        url,
    )
    return None
