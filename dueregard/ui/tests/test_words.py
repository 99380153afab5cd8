"""Dates, shares and RAGs as people read them."""

from datetime import UTC, date, datetime

import pytest

from .upstream import elements, find, parse


def words(page: str) -> str:
    return find(parse(page), "time")[2][0]


def test_a_moment_is_shown_in_london(show):
    summer = datetime(2026, 7, 1, 14, 4, tzinfo=UTC)
    winter = datetime(2026, 12, 1, 14, 4, tzinfo=UTC)
    source = "{% load ui %}{% moment at %}"
    assert words(show(source, at=summer)) == "1 July 2026 at 3:04pm"
    assert words(show(source, at=winter)) == "1 December 2026 at 2:04pm"


def test_a_date_near_midnight_is_londons(show):
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    page = show("{% load ui %}{% date at %}", at=late)
    assert words(page) == "2 July 2026"
    assert find(parse(page), "time")[1]["datetime"] == "2026-07-02"


def test_a_date_has_no_leading_nought(show):
    page = show("{% load ui %}{% date at %}", at=date(2026, 3, 1))
    assert words(page) == "1 March 2026"


def test_nothing_set_is_said_in_words(show):
    assert show("{% load ui %}{% date None %}").strip() == "Not set"
    assert show('{% load ui %}{% moment None empty="Never" %}').strip() == "Never"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{% part_of 3 40 %}", "3 of 40 (8%)"),
        ("{% part_of 3 40 unknown=2 %}", "3 of 40 (8%), 2 unknown"),
        ("{% part_of 0 0 %}", "0 of 0"),
        ("{% part_of 1 8 %}", "1 of 8 (13%)"),
        ("{% part_of 5 200 %}", "5 of 200 (3%)"),
        ("{% part_of 29 40 %}", "29 of 40 (73%)"),
    ],
)
def test_a_share_shows_what_it_is_a_share_of(show, tag, expected):
    assert show("{% load ui %}" + tag) == expected


@pytest.mark.parametrize(
    ("rag", "word"),
    [
        ("red", "Red"),
        ("amber", "Amber"),
        ("green", "Green"),
        ("complete", "Complete"),
        ("not_rated", "Not rated"),
        ("", "Not rated"),
        (None, "Not rated"),
    ],
)
def test_a_rag_is_a_word_and_a_shape(show, rag, word):
    tag = find(parse(show("{% load ui %}{% rag_tag rag %}", rag=rag)), "strong")
    assert tag[2][-1] == word
    assert find(tag, "svg")[1]["aria-hidden"] == "true"


def test_each_rag_has_a_shape_of_its_own_in_the_page(show):
    rags = ["red", "amber", "green", "complete", "not_rated"]
    page = parse(
        show(
            '{% extends "ui/base.html" %}{% load ui %}{% block content %}'
            "{% for rag in rags %}{% rag_tag rag %}{% endfor %}{% endblock %}",
            rags=rags,
        )
    )
    shapes = {
        element[1]["id"]: str(element[2])
        for element in elements(page)
        if element[0] == "symbol"
    }
    used = [
        element[1]["href"].removeprefix("#")
        for element in elements(page)
        if element[0] == "use"
    ]
    assert len({shapes[name] for name in used}) == len(rags)


def test_both_texts_of_a_stale_edit_are_shown(show):
    page = show(
        '{% load ui %}{% side_by_side "Progress" theirs=theirs yours=yours %}',
        theirs="Saved <b>",
        yours="Typed",
    )
    assert "Saved &lt;b&gt;" in page
    assert "Typed" in page


def test_what_changes_a_thing_is_posted_with_its_tokens(show):
    form = find(
        parse(show('{% load ui %}{% post_button "Resend" "/resend/" %}')), "form"
    )
    assert form[1]["method"] == "post"
    assert form[1]["action"] == "/resend/"
    assert "csrfmiddlewaretoken" in str(form)
    assert "submission_key" in str(form)


def test_the_query_string_changes_one_name_at_a_time(show):
    page = show(
        "{% load ui %}{% query_with page=2 sort=None %}", path="/?sort=due&status=late"
    )
    assert page == "?status=late&amp;page=2"


def test_a_timeline_entry_without_words_has_no_empty_part(show):
    page = show(
        '{% load ui %}{% timeline_item "Sent" by="Ada" %} {% endtimeline_item %}'
    )
    assert "moj-timeline__description" not in page
    assert "by Ada" in page
