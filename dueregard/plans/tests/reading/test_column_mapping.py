"""Columns that a person maps, where no layout fits."""

import pytest

from dueregard.plans.reading import ColumnMapping, Field, headers_found

from .build import document, plan, table

STRANGE = table(
    "Fernshire plan 2025-26",
    "Thing | Doer | Moment | Colour | Notes",
    "Train staff | Head | May 2026 | Red | none",
    "Thing | Doer | Moment | Colour | Notes",
    "Tell governors | Chair | June 2026 |  | soon",
    name="Plan",
)
FIELDS = (Field.ACTION, Field.OWNERS, Field.TIMESCALE, Field.RAG, Field.EXTRA)


def test_the_likeliest_header_is_offered_with_suggestions():
    other = table("Task | Who | Moment", "x | y | z")
    first, second = headers_found(document(STRANGE, other))
    assert (first.table, first.line) == (0, 2)
    assert first.names == ("Thing", "Doer", "Moment", "Colour", "Notes")
    assert first.sample == ("Train staff", "Head", "May 2026", "Red", "none")
    assert set(first.suggested) == {Field.EXTRA}
    assert second.suggested == (Field.ACTION, Field.OWNERS, Field.EXTRA)


def test_a_mapping_is_followed_and_its_header_known_again():
    assert plan(STRANGE).layout == "unknown"
    draft = plan(STRANGE, mapping=ColumnMapping(2, FIELDS))
    assert draft.layout == "mapped"
    assert [
        (a.text, a.owners, str(a.due), a.rag, dict(a.extra)) for a in draft.actions()
    ] == [
        ("Train staff", ("Head",), "2026-05-31", "red", {"Notes": "none"}),
        ("Tell governors", ("Chair",), "2026-06-30", "not_rated", {"Notes": "soon"}),
    ]
    assert draft.title == "Fernshire plan 2025-26"


def test_a_column_may_be_left_out():
    fields = (*FIELDS[:4], Field.IGNORE)
    draft = plan(STRANGE, mapping=ColumnMapping(2, fields))
    assert all(not action.extra for action in draft.actions())


def test_a_mapping_overrules_a_layout_that_fits():
    known = table("# | Action | Owner", "1 | Do | Chair")
    mapping = ColumnMapping(1, (Field.IGNORE, Field.ACTION, Field.EXTRA))
    (action,) = plan(known, mapping=mapping).actions()
    assert (action.ref, action.owners, action.extra) == (
        "auto-1",
        (),
        {"Owner": "Chair"},
    )


def test_a_mapping_of_a_row_that_is_not_there_is_a_mistake():
    with pytest.raises(LookupError):
        plan(STRANGE, mapping=ColumnMapping(99, FIELDS))
