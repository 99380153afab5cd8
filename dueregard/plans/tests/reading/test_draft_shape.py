"""The JSON of a draft: the shape that the issue promises, keys in order."""

import json
from hashlib import sha256

from .build import DOCUMENTS, plan_from_file

ACTION_KEYS = (
    "ref text owners owners_text timescale_text start due ongoing milestones rag "
    "confidence line extra"
)


def test_keys_stand_in_the_order_promised():
    said = plan_from_file("priorities.md").as_json()
    assert " ".join(said) == (
        "source title period_start period_end sections groups counts warnings"
    )
    assert list(said["source"]) == ["name", "sha256", "layout"]
    assert list(said["sections"][0]) == ["number", "heading", "text"]
    priority = said["groups"][0]
    assert list(priority) == ["level", "number", "title", "narrative", "groups"]
    objective = priority["groups"][0]
    assert list(objective) == ["level", "number", "title", "narrative", "actions"]
    assert (priority["level"], objective["level"]) == (1, 2)
    assert " ".join(objective["actions"][0]) == ACTION_KEYS
    assert " ".join(said["counts"]) == "sections level_1 level_2 actions warnings"
    assert list(said["warnings"][0]) == ["code", "line", "message", "excerpt"]


def test_values_are_plain_json():
    said = plan_from_file("activities.txt").as_json()
    assert json.loads(json.dumps(said)) == said
    action = said["groups"][0]["groups"][1]["actions"][0]
    assert action["due"] == "2026-02-28"
    assert action["line"] == 38
    assert action["milestones"] == []
    assert said["counts"]["warnings"] == len(said["warnings"])


def test_the_hash_is_of_the_bytes():
    data = (DOCUMENTS / "priorities.md").read_bytes()
    draft = plan_from_file("priorities.md")
    assert draft.sha256 == sha256(data).hexdigest()
