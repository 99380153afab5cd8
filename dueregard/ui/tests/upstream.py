"""Reading HTML into trees that can be compared: ours beside upstream's."""

import json
from html.parser import HTMLParser
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures" / "govuk-frontend.json"
VOID = {"br", "hr", "img", "input", "link", "meta"}

# Where we differ on purpose. A difference that is not named here fails the tests.
DROPPED_CLASSES = {
    "dr-account": "who is signed in stands in the header",
}
DROPPED_ATTRIBUTES = {
    ("table", "role"): "cards on a phone must still be read out as a table",
    ("thead", "role"): "as above",
    ("tbody", "role"): "as above",
    ("tr", "role"): "as above",
    ("th", "role"): "as above",
    ("td", "role"): "as above",
    ("td", "data-label"): "the column's heading, printed beside it in a card",
}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = ["root", {}, []]
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = [tag, {name: value or "" for name, value in attrs}, []]
        self.open[-1][2].append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
            self.open.pop()

    def handle_data(self, data):
        words = " ".join(data.split())
        if words:
            self.open[-1][2].append(words)


def parse(html: str) -> list:
    """The whole as one element; fails where a tag is closed out of turn."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader.open) == 1, f"<{reader.open[-1][0]}> is never closed"
    return reader.root


def elements(tree: list):
    """Every element of a tree, in order."""
    for child in tree[2]:
        if isinstance(child, list):
            yield child
            yield from elements(child)


def classes(element: list) -> set[str]:
    return set(element[1].get("class", "").split())


def find(tree: list, wanted: str) -> list:
    """The first element with a class, or with a name."""
    for element in elements(tree):
        if wanted in classes(element) or element[0] == wanted:
            return element
    raise AssertionError(f"There is no {wanted}.")


def normal(element: list) -> tuple:
    """An element without our named differences, its classes and attributes sorted."""
    tag, attributes, children = element
    kept = {
        name: value
        for name, value in attributes.items()
        if (tag, name) not in DROPPED_ATTRIBUTES
    }
    own = sorted(name for name in classes(element) if not name.startswith("dr-"))
    kept.pop("class", None)
    if own:
        kept["class"] = " ".join(own)
    return (tag, tuple(sorted(kept.items())), tuple(_normal_children(children)))


def _normal_children(children: list):
    for child in children:
        if isinstance(child, str):
            yield child
        elif not classes(child) & set(DROPPED_CLASSES):
            yield normal(child)


def upstream(component: str, name: str) -> list:
    return parse(json.loads(FIXTURES.read_text())[component][name])
