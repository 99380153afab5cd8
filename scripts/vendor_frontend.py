#!/usr/bin/env python3
"""Vendor GOV.UK Frontend and the parts of MoJ Frontend that we use. For maintainers.

    .venv/bin/python scripts/vendor_frontend.py          fetch (`npm pack`) and build
    .venv/bin/python scripts/vendor_frontend.py --build  only build again

The upstream parts are written to `dueregard/ui/frontend/vendor/` with a manifest of
SHA-256 sums; they are joined with our own parts into one stylesheet and one script in
`dueregard/ui/static/ui/`. All of it is committed: nobody who runs the service needs
Node. Fonts, crests, crowns and icons are left out, because a council is not GOV.UK and
the font is licensed for gov.uk alone.
"""

import argparse
import hashlib
import importlib.util
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

UI = Path(__file__).resolve().parent.parent / "dueregard" / "ui"
FRONTEND = UI / "frontend"
VENDOR = FRONTEND / "vendor"
STATIC = UI / "static" / "ui"
FIXTURES = UI / "tests" / "fixtures"

PACKAGES = {
    "govuk-frontend": "6.6.0",
    "@ministryofjustice/frontend": "11.1.0",
}
GOVUK = "package/dist/govuk"
GROUPS = ("@-moz-document", "@container", "@layer", "@media", "@supports")
MOJ_PARTS = ("moj-filter", "moj-sub-navigation", "moj-ticket-panel", "moj-timeline")
PASSKEY_SCRIPTS = (
    "mfa/static/mfa/js/webauthn-json.js",
    "mfa/static/mfa/js/webauthn.js",
    "account/static/account/js/onload.js",
)
FONT = '"Helvetica Neue",Arial,sans-serif'

LICENCE = """\
The files in this folder, and the app.css and app.js built from them, hold parts of

  GOV.UK Frontend {govuk}, Copyright (c) Crown Copyright (Government Digital Service)
  MoJ Frontend {moj}, Copyright (c) Crown Copyright (Ministry of Justice)

both under the MIT licence, changed by us: the GDS Transport font, crests, crowns,
icons and the MoJ components that we do not use are taken out.
passkeys.js holds parts of

  django-allauth, Copyright (c) 2010-2026 Raymond Penners and contributors

under the same licence.

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies
or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT
OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.
"""


# --- Fetching ---------------------------------------------------------------------


def fetch(folder: Path) -> dict[str, Path]:
    """Download the tarballs through the npm client; answers package -> tarball."""
    tarballs = {}
    for package, version in PACKAGES.items():
        done = subprocess.run(
            ["npm", "pack", "--json", f"{package}@{version}"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        name = json.loads(done.stdout)[0]["filename"]
        tarballs[package] = folder / name.replace("@", "").replace("/", "-")
    return tarballs


def read(tarball: Path, member: str) -> str:
    with tarfile.open(tarball) as archive:
        handle = archive.extractfile(member)
        if handle is None:
            raise SystemExit(f"{tarball.name} has no {member}.")
        return handle.read().decode("utf-8")


# --- Stylesheets ------------------------------------------------------------------


def rules(css: str) -> list[tuple[str, str]]:
    """Split minified CSS into (prelude, block) pairs; the block is without braces."""
    found, start, position = [], 0, 0
    while position < len(css):
        if css[position] == ";":  # @charset and its like
            start = position + 1
        elif css[position] == "{":
            prelude, depth, opened = css[start:position], 1, position + 1
            while depth:
                position += 1
                depth += {"{": 1, "}": -1}.get(css[position], 0)
            found.append((prelude.strip(), css[opened:position]))
            start = position + 1
        position += 1
    return found


def write_rules(pairs: list[tuple[str, str]]) -> str:
    return "".join(f"{prelude}{{{block}}}" for prelude, block in pairs)


def only(css: str, wanted) -> str:
    """The rules whose selector is `wanted`, looking inside @media and its like."""
    kept = []
    for prelude, block in rules(css):
        if prelude.startswith(GROUPS):
            inner = only(block, wanted)
            if inner:
                kept.append((prelude, inner))
        elif wanted(prelude, block):
            kept.append((prelude, block))
    return write_rules(kept)


def without_pictures(block: str) -> str:
    """Drop the declarations that point at an upstream picture."""
    return ";".join(part for part in block.split(";") if "url(/assets" not in part)


def clean_css(css: str) -> str:
    """Take out maps, comments, fonts and addresses of upstream pictures."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", FONT, css)
    css = only(css, lambda prelude, block: not prelude.startswith("@font-face"))
    css = re.sub(
        r"\{([^{}]*url\(/assets[^{}]*)\}",
        lambda match: "{" + without_pictures(match.group(1)) + "}",
        css,
    )
    for left_out in ("GDS Transport", "url(", "sourceMapping", "@font-face"):
        if left_out in css:
            raise SystemExit(f"{left_out!r} is still in the stylesheet.")
    return css


def govuk_css(tarball: Path) -> str:
    css = clean_css(read(tarball, f"{GOVUK}/govuk-frontend.min.css"))
    branded = re.compile(r"\.govuk-(header|footer__(copyright-logo|crown))")
    return only(css, lambda prelude, block: not branded.search(prelude))


def moj_css(tarball: Path) -> str:
    css = clean_css(read(tarball, "package/moj/moj-frontend.min.css"))
    pattern = re.compile(rf"\.({'|'.join(MOJ_PARTS)})(?![a-z])")
    return only(css, lambda prelude, block: bool(pattern.search(prelude)))


# --- Script -----------------------------------------------------------------------


def govuk_js(tarball: Path) -> str:
    """The ES module, with its export list taken off so that we can add to it."""
    script = read(tarball, f"{GOVUK}/govuk-frontend.min.js")
    script = re.sub(r"//# sourceMappingURL=\S*", "", script).rstrip()
    script, count = re.subn(r"export\{[^}]*\};?$", "", script)
    if count != 1:
        raise SystemExit("The GOV.UK script does not end with the exports we expect.")
    return script + "\n"


# --- Upstream examples, for our tests ----------------------------------------------


def fixtures(tarball: Path) -> None:
    """Keep upstream's examples of the components that we have made, compact."""
    wanted = json.loads((FIXTURES / "wanted.json").read_text())
    kept = {}
    for component, names in wanted.items():
        source = read(tarball, f"{GOVUK}/components/{component}/fixtures.json")
        examples = {
            example["name"]: example for example in json.loads(source)["fixtures"]
        }
        kept[component] = {name: examples[name]["html"] for name in names}
    text = json.dumps(kept, indent=0, ensure_ascii=False, sort_keys=True)
    (FIXTURES / "govuk-frontend.json").write_text(text + "\n")


# --- Building -----------------------------------------------------------------------


def compact(css: str) -> str:
    """Our own stylesheet without its comments and white space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return css.replace(";}", "}").strip()


def stylesheet() -> str:
    parts = [(VENDOR / name).read_text() for name in ("govuk.css", "moj.css")]
    own = compact((FRONTEND / "own.css").read_text())
    return '@charset "UTF-8";' + "".join([*parts, own]) + "\n"


def script() -> str:
    support = (FRONTEND / "before.js").read_text()
    own = (FRONTEND / "own.js").read_text()
    return support + (VENDOR / "govuk.js").read_text() + own


def passkeys() -> str:
    """allauth's three scripts for passkeys as one, for pages that need them."""
    found = importlib.util.find_spec("allauth")
    if found is None or found.origin is None:
        raise SystemExit("Run this with the project's own Python: allauth is missing.")
    folder = Path(found.origin).parent
    notice = "/* From django-allauth, MIT licence: see frontend/vendor/LICENCE.txt */\n"
    return notice + ";\n".join((folder / name).read_text() for name in PASSKEY_SCRIPTS)


def build() -> None:
    """Join the vendored parts with ours into the files that pages ask for."""
    STATIC.mkdir(parents=True, exist_ok=True)
    (STATIC / "passkeys.js").write_text(passkeys())
    (STATIC / "app.css").write_text(stylesheet())
    (STATIC / "app.js").write_text(script())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def vendor() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tarballs = fetch(Path(folder))
        govuk, moj = (tarballs[package] for package in PACKAGES)
        (VENDOR / "govuk.css").write_text(govuk_css(govuk))
        (VENDOR / "govuk.js").write_text(govuk_js(govuk))
        (VENDOR / "moj.css").write_text(moj_css(moj))
        versions = dict(zip(("govuk", "moj"), PACKAGES.values(), strict=True))
        (VENDOR / "LICENCE.txt").write_text(LICENCE.format(**versions))
        fixtures(govuk)
        packages = [
            {"name": name, "version": PACKAGES[name], "sha256": sha256(tarballs[name])}
            for name in PACKAGES
        ]
    files = {
        path.name: sha256(path)
        for path in sorted(VENDOR.iterdir())
        if path.name != "manifest.json"
    }
    manifest = {"packages": packages, "files": files}
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", action="store_true", help="do not fetch anything")
    if not parser.parse_args().build:
        vendor()
    build()


if __name__ == "__main__":
    main()
