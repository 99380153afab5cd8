"""Writing a template: codes stay, nothing else moves, and what is missing is said."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.access.refusals import NotNow
from dueregard.referrals.assessment_templates import (
    FACTOR,
    KINDS,
    WORDS,
    Part,
    Question,
    Template,
    newest,
    shell,
    writing,
)
from dueregard.referrals.assessment_templates.kept import as_kept, parts_from
from dueregard.referrals.rules_of_templates import (
    MOST_IN_ALL,
    MOST_PARTS,
    MOST_QUESTIONS,
    must_fit,
    what_is_missing,
)
from dueregard.referrals.showing_templates import changes_between

EMPTY = Template("own-1", 1, "Framework", "", ())
WORDED = {"label": "Asked to carry something", "hint": "", "kind": FACTOR}
texts = st.text(min_size=1, max_size=20)
kinds = st.sampled_from(KINDS)
acts = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("add part", "change part", "move part", "remove part"),
                *("add", "change", "move", "remove"),
            ]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
        texts,
        kinds,
        st.sampled_from([writing.UP, writing.DOWN]),
    ),
    max_size=30,
)


def done(form, act):
    """The template after one act, and the codes that the act may touch."""
    name, at, place, words, kind, way = act
    if name == "add part":
        form, code = writing.add_part(form, title=words, lead="")
        return form, {code}
    if not form.parts:
        return form, set()
    part = form.parts[at % len(form.parts)]
    if name.endswith("part"):
        asked = {
            "change part": lambda: writing.change_part(
                form, part.code, title=words, lead=words
            ),
            "move part": lambda: writing.move_part(form, part.code, way),
            "remove part": lambda: writing.remove_part(form, part.code),
        }
        gone = part.questions if name == "remove part" else ()
        return asked[name](), {part.code, *(each.code for each in gone)}
    if name == "add":
        form, code = writing.add_question(
            form, part.code, label=words, hint="", kind=kind
        )
        return form, {code}
    if not part.questions:
        return form, set()
    code = part.questions[place % len(part.questions)].code
    asked = {
        "change": lambda: writing.change_question(
            form, part.code, code, label=words, hint=words, kind=kind
        ),
        "move": lambda: writing.move_question(form, part.code, code, way),
        "remove": lambda: writing.remove_question(form, part.code, code),
    }
    return asked[name](), {code}


def questions_of(form):
    return {
        each.code: (part.code, each) for part in form.parts for each in part.questions
    }


def others(row, touched):
    """The codes of what was not touched, in their order."""
    return [each.code for each in row if each.code not in touched]


@given(acts)
def test_codes_stay_unique_and_every_other_question_stays_as_it_is(done_in_turn):
    form = newest()
    for act in done_in_turn:
        before = form
        form, touched = done(form, act)
        codes = [part.code for part in form.parts]
        assert len(set(codes)) == len(codes)
        assert len({each.code for each in form.questions}) == len(form.questions)
        were, are = questions_of(before), questions_of(form)
        for code in (set(were) | set(are)) - touched:
            assert are[code] == were[code]
        assert others(before.parts, touched) == others(form.parts, touched)
        if act[0].startswith("move"):
            assert are == were
        if act[0] != "move part":
            assert others(before.questions, touched) == others(form.questions, touched)
        kept = json.loads(json.dumps(as_kept(form.parts)))
        assert parts_from(kept) == form.parts
        assert kept == as_kept(form.parts)


def test_what_is_moved_past_an_end_stays_there():
    form = newest()
    first, last = form.parts[0].code, form.parts[-1].code
    assert writing.move_part(form, first, writing.UP) == form
    assert writing.move_part(form, last, writing.DOWN) == form


@pytest.mark.parametrize(
    "act",
    [
        lambda form: writing.change_part(form, "gone", title="A", lead=""),
        lambda form: writing.remove_part(form, "gone"),
        lambda form: writing.move_part(form, "gone", writing.UP),
        lambda form: writing.add_question(form, "gone", **WORDED),
        lambda form: writing.change_question(form, "gone", "skills", **WORDED),
        lambda form: writing.change_question(form, "intent", "gone", **WORDED),
        lambda form: writing.remove_question(form, "intent", "gone"),
        lambda form: writing.move_question(form, "intent", "gone", writing.UP),
    ],
)
def test_what_somebody_removed_meanwhile_is_said(act):
    with pytest.raises(NotNow, match="Somebody removed this"):
        act(newest())


def test_the_shell_of_the_police_has_no_question_and_says_who_holds_them():
    form = shell("paf")
    assert form.questions == []
    assert form.parts
    assert "held by the police" in form.lead


def test_a_question_that_takes_a_number_cannot_be_written():
    form, part = writing.add_part(EMPTY, title="A part", lead="")
    with pytest.raises(ValueError, match="No kind of question"):
        writing.add_question(form, part, label="How much?", hint="", kind="number")


def with_parts(*parts):
    """A template of parts, each a title with the labels of its questions."""
    made = tuple(
        Part(f"p{at}", title, "", tuple(_questions(f"q{at}", labels)))
        for at, (title, labels) in enumerate(parts)
    )
    return replace(EMPTY, parts=made)


def _questions(code, labels):
    return (
        Question(f"{code}n{place}", label, "", WORDS)
        for place, label in enumerate(labels)
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (EMPTY, "Add a part: this draft has none."),
        (
            with_parts(("One", ["Who?"]), ("Two", [])),
            "Part 2 has no question. Add one, or remove the part.",
        ),
        (
            with_parts(("One", ["Who?"]), ("one ", ["What?"])),
            "Part 1 and part 2 have the same title. Give one another.",
        ),
        (
            with_parts(("One", ["Who?"]), ("Two", ["What?", " WHO? "])),
            "Question 1 of part 1 and question 2 of part 2 say the same. Change one of "
            "them.",
        ),
    ],
)
def test_what_keeps_a_draft_from_being_published_is_one_sentence(form, said):
    assert what_is_missing(form) == [said]


def test_nothing_is_missing_from_what_came_with_the_service():
    assert what_is_missing(newest()) == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            with_parts(*((f"Part {n}", []) for n in range(MOST_PARTS + 1))),
            "at most 20 parts",
        ),
        (
            with_parts(("One", [f"{n}?" for n in range(MOST_QUESTIONS + 1)])),
            "at most 60 questions in a part",
        ),
        (
            with_parts(
                *((f"Part {n}", [f"{n} {m}?" for m in range(51)]) for n in range(4))
            ),
            f"at most {MOST_IN_ALL} questions in all",
        ),
        (with_parts(("One", ["x" * 301])), "at most 300 characters in a question"),
        (replace(EMPTY, lead="x" * 2_001), "at most 2,000 characters"),
    ],
)
def test_a_template_is_no_longer_than_pages_can_show(form, said):
    with pytest.raises(NotNow, match=said):
        must_fit(form)


def test_what_changed_is_said_in_words():
    before = newest()
    after = writing.remove_question(before, "intent", "means")
    skills = before.part("capability").question("skills")
    worded = {"label": "They can build things", "hint": skills.hint, "kind": WORDS}
    after = writing.change_question(after, "capability", "skills", **worded)
    after, _ = writing.add_question(after, "protective", **WORDED)
    after = writing.move_part(after, "intent", writing.UP)
    found = [
        (change.what, change.of, change.words)
        for change in changes_between(before, after)
    ]
    assert found == [
        ("Reworded", "Question of “Capability”", ""),
        (
            "Asked in another way",
            "Question of “Capability”",
            "They can build things: in words alone",
        ),
        ("Added", "Question of “What protects the person”", "Asked to carry something"),
        (
            "Removed",
            "Question of “Intent”",
            "They speak of harmful ways to reach an end",
        ),
        ("Moved", "Order", "Some stand in another order."),
    ]
    assert changes_between(before, before) == []
