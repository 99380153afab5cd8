"""What may and may not stand in the repository's files."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {".git", ".venv", "var", "node_modules", "__pycache__", "vendor", "build"}
TEXT = {
    ".py",
    ".md",
    ".html",
    ".txt",
    ".in",
    ".toml",
    ".css",
    ".json",
    ".sh",
    ".yml",
    "",
}
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(work|root|home/\w+)/\w"),
    "the address of a package registry": re.compile(
        r"https?://[^\s\"')]*(pypi\.org|pythonhosted|npmjs|artifactory|nexus|/simple/)"
        r"|--(extra-)?index-url",
        re.I,
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:==([^\s;\\]+))?")


def files() -> list[Path]:
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        if not hidden and not LEFT_OUT & set(parts) and path.is_file():
            found.append(path)
    return found


def templates() -> list[Path]:
    return sorted((ROOT / "dueregard").rglob("templates/**/*.html"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files()
        if path.suffix in TEXT and path != Path(__file__)
        for match in [FORBIDDEN[what].search(path.read_text(errors="ignore"))]
        if match
    ]
    assert found == []


def test_no_template_has_script_or_style_of_its_own():
    inline = re.compile(
        r"<style|<script(?![^>]*(\bsrc=|/json))|\s(style|on[a-z]+)\s*=\s*[\"']"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in templates()
        for match in [
            inline.search(re.sub(r"{%.*?%}", "", path.read_text(), flags=re.S))
        ]
        if match
    ]
    assert found == []


def test_govuk_markup_is_written_by_the_components_alone():
    markup = re.compile(r"class=[\"'][^\"']*\b(govuk|moj)-")
    found = [
        str(path.relative_to(ROOT))
        for path in templates()
        if "ui" not in path.relative_to(ROOT / "dueregard").parts[:1]
        and markup.search(path.read_text())
    ]
    assert found == []


def test_every_page_says_what_it_is_in_its_title():
    """A page extends a layout and fills its heading or title; parts extend nothing.

    A layout of a room's own, which others extend, leaves that to them.
    """
    named = re.compile(
        r"{% block (heading|title)|{% extends \"(?!ui/)|ui/(progress_page|ask)"
    )
    extended = re.compile(r"{% extends \"([^\"]+)\"")
    layouts = {
        name for path in templates() for name in extended.findall(path.read_text())
    }
    found = [
        str(path.relative_to(ROOT))
        for path in templates()
        if "ui" not in path.relative_to(ROOT / "dueregard").parts[:1]
        and str(path).split("/templates/")[-1] not in layouts
        and "{% extends" in path.read_text()
        and not named.search(path.read_text())
    ]
    assert found == []


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pairs = [PINNED.match(line).groups() for line in lines if re.match(r"^\w", line)]
    return {_plain(package): version for package, version in pairs}


def wanted(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    pairs = [PINNED.match(line).groups() for line in lines if re.match(r"^\w", line)]
    return {_plain(package): version for package, version in pairs}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["production", "development"])
def test_the_lock_holds_what_is_asked_for(name):
    have = locked(name)
    for package, version in wanted(name).items():
        assert package in have, f"{package} is not in {name}.txt: run make lock"
        assert version in (None, have[package]), f"{package}: run make lock"


def test_tests_run_on_the_versions_that_the_service_runs_on():
    development = locked("development")
    differing = {
        package: (version, development.get(package))
        for package, version in locked("production").items()
        if development.get(package) != version
    }
    assert differing == {}


def test_every_locked_version_has_a_hash():
    for name in ("production", "development"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        blocks = re.split(r"\n(?=\w)", text)
        packages = [block for block in blocks if "==" in block.splitlines()[0]]
        assert packages
        assert all("--hash=sha256:" in block for block in packages)


def test_make_stays_short():
    assert len((ROOT / "Makefile").read_text().splitlines()) <= 40


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.(skip|xfail|importorskip)|mark\.(skip|skipif|xfail)")
    found = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix == ".py"
        and path != Path(__file__)
        and marks.search(path.read_text())
    ]
    assert found == []
