"""The vendored and built files: what they must not hold, and that they agree."""

import gzip
import hashlib
import importlib.util
import json
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parent.parent
ROOT = UI.parent.parent
VENDOR = UI / "frontend" / "vendor"
STATIC = UI / "static" / "ui"


@pytest.fixture
def script():
    place = ROOT / "scripts" / "vendor_frontend.py"
    spec = importlib.util.spec_from_file_location("vendor_frontend", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_manifest_names_every_vendored_file_and_its_hash():
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "manifest.json"
    }
    assert manifest["files"] == found
    assert [package["version"] for package in manifest["packages"]] == [
        "6.6.0",
        "11.1.0",
    ]


def test_the_built_files_are_what_their_parts_make(script):
    assert (STATIC / "app.css").read_text() == script.stylesheet()
    assert (STATIC / "app.js").read_text() == script.script()
    assert (STATIC / "passkeys.js").read_text() == script.passkeys()


@pytest.mark.parametrize(
    "left_out",
    ["GDS Transport", "@font-face", "sourceMappingURL", "url(", "crest"],
)
def test_the_stylesheet_asks_for_no_font_picture_or_map(left_out):
    assert left_out not in (STATIC / "app.css").read_text()


def test_nothing_of_the_crown_or_of_govuk_is_shipped():
    assert {path.name for path in STATIC.iterdir()} == {
        "app.css",
        "app.js",
        "favicon.svg",
        "passkeys.js",
    }
    css = (STATIC / "app.css").read_text()
    assert ".govuk-header" not in css
    assert "crown" not in css


def test_only_the_moj_parts_that_we_use_are_shipped(script):
    found = set(
        re.findall(r"\.(moj-[a-z]+(?:-[a-z]+)*)", (VENDOR / "moj.css").read_text())
    )
    for name in found:
        assert name.startswith(script.MOJ_PARTS), name


def test_the_stylesheet_keeps_its_braces_in_pairs():
    css = (STATIC / "app.css").read_text()
    assert css.count("{") == css.count("}")


def test_the_licence_of_what_we_ship_stands_beside_it():
    notice = (VENDOR / "LICENCE.txt").read_text()
    assert "MIT" in notice
    assert "Crown Copyright" in notice
    assert "6.6.0" in notice


def test_a_first_visit_weighs_less_than_100_kilobytes(base_page):
    files = [path.read_bytes() for path in STATIC.iterdir()] + [base_page.encode()]
    assert sum(len(gzip.compress(content)) for content in files) < 100_000


def test_a_first_visit_is_at_most_six_requests(base_page):
    asked_for = re.findall(r'(?:src|href)="[^"]*static/[^"]*"', base_page)
    assert len(asked_for) + 1 <= 6


def test_the_page_itself_weighs_less_than_30_kilobytes(show):
    table = (
        '{% extends "ui/list_page.html" %}{% load ui %}{% block results %}'
        '{% table "Actions" %}{% columns %}{% column "Action" %}{% column "Owner" %}'
        '{% column "Due" sort="due" %}{% column "RAG" %}'
        '{% column "Updates" numeric=True %}{% endcolumns %}'
        "{% for row in rows %}{% row %}{% cell header=True %}"
        '<a href="/plans/1/actions/{{ row }}/">Brief the governors of every school'
        "</a>{% endcell %}{% cell %}Head of education safeguarding{% endcell %}"
        "{% cell %}3 March 2027{% endcell %}"
        '{% cell %}{% rag_tag "amber" %}{% endcell %}'
        "{% cell %}{{ row }}{% endcell %}{% endrow %}{% endfor %}{% endtable %}"
        "{% endblock %}"
    )
    assert len(show(table, rows=range(25)).encode()) < 30_000
