"""Nothing inline: our templates live under a content security policy without holes."""

import re
from pathlib import Path

import pytest

from dueregard.ui.gallery import QuestionsExample, figures

PACKAGE = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted(
    path
    for path in PACKAGE.glob("*/templates/**/*.html")
    if "e-mail" not in path.parts and "email" not in path.parts
)
INLINE = {
    "a style attribute": r"<[a-z][^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an event handler": r"<[a-z][^>]*\son[a-z]+\s*=",
    "an inline script": r"<script\b(?![^>]*\ssrc=)(?![^>]*application/json)",
    "a javascript address": r"javascript:",
    "an address of another site": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//"
    r"[^\"']*\.(?:js|css|png|woff2?)",
    "a picture in the text": r"src\s*=\s*[\"']data:",
}
BARE_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def test_there_are_templates_to_look_at():
    assert any("gallery" in path.name for path in TEMPLATES)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [
        path.relative_to(PACKAGE)
        for path in TEMPLATES
        if re.search(INLINE[what], BARE_TAGS.sub("", path.read_text()), re.IGNORECASE)
    ]
    assert found == []


def test_govuk_and_moj_classes_are_written_only_in_this_room():
    found = [
        path.relative_to(PACKAGE)
        for path in TEMPLATES
        if path.relative_to(PACKAGE).parts[0] != "ui"
        and re.search(r"class=[\"'][^\"']*\b(?:govuk|moj)-", path.read_text())
    ]
    assert found == []


def test_what_the_form_renderer_prints_holds_nothing_inline(show):
    page = show("{{ form }}", form=QuestionsExample())
    page += "".join(
        show("{% load ui %}{% chart figure %}", figure=figure) for figure in figures()
    )
    for pattern in INLINE.values():
        assert not re.search(pattern, page, re.IGNORECASE)
