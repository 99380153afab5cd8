"""A plan exported as JSON is read back as it was."""

import json
from dataclasses import replace

import pytest

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import read
from dueregard.plans.reading import understand

from .build import plan_from_file


def read_back(said):
    text = said if isinstance(said, str) else json.dumps(said)
    return understand(read("plan.json", text.encode()))


@pytest.mark.parametrize("name", ["priorities.md", "activities.txt"])
def test_what_was_written_is_what_is_read(name):
    draft = plan_from_file(name)
    back = read_back(draft.as_json())
    assert back.layout == "due-regard"
    expected = replace(
        draft, name="plan.json", sha256=back.sha256, layout="due-regard", warnings=()
    )
    assert back.as_json() == expected.as_json()


def action(**changes):
    said = {"ref": "1", "text": "Do"} | changes
    return {"groups": [{"title": "Know", "actions": [said]}]}


def test_what_is_left_out_is_empty():
    (found,) = read_back(action()).actions()
    assert (found.rag, found.due, found.owners) == ("not_rated", None, ())


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("{", "line 1"),
        ("[" * 100 + "]" * 100, "nested"),
        ("[" * 200_000, "nested|line"),
        ([], "not a plan"),
        ({"title": "x"}, "not a plan"),
        ({"groups": "x"}, "In the plan, “groups”"),
        ({"groups": ["x"]}, "In a group, “title”"),
        (action(rag="purple"), "In the action “1”, “rag”"),
        (action(due="soon"), "“due”"),
        (action(due=5), "“due”"),
        (action(owners=[1]), "“owners”"),
        (action(extra={"a": 1}), "“extra”"),
        (action(ref=""), "“ref”"),
        (
            {"groups": [{"title": "a", "groups": [{"title": "b", "groups": [{}]}]}]},
            "In the group “b”, “groups”",
        ),
        (
            {"groups": [{"title": "a", "actions": [{"ref": "1", "text": "b"}] * 2}]},
            "“ref”",
        ),
        (action(ref="1" * 21), "“ref”"),
        (action(text=" "), "“text”"),
        (action(line=-1), "“line”"),
        (action(line=10**30), "“line”"),
    ],
)
def test_json_that_is_no_plan_is_refused_by_its_part(said, says):
    with pytest.raises(Unreadable, match=says):
        read_back(said)
