"""The way around Training: few tabs, and beside each page those that belong with it."""

import pytest

pytestmark = pytest.mark.django_db


def shown(client, person, page: str) -> tuple[list[str], list[str]]:
    """The tabs, and the pages within the marked one."""
    client.force_login(person)
    context = client.get(f"/training/in/marlbrook/{page}/").context
    tabs = [label for label, _, _ in context["training_tabs"]]
    return tabs, [label for label, _, _ in context["training_pages"]]


def test_pages_that_belong_together_share_a_tab(client, lead, marlbrook):
    tabs, beside = shown(client, lead, "headcounts")
    assert tabs == [
        "Coverage",
        "People",
        "Sessions",
        "Courses and rules",
        "Organisations",
    ]
    assert beside == ["Returns", "Headcounts", "Surveys"]


def test_whoever_reads_no_names_has_no_tab_of_people(client, board_chair, marlbrook):
    tabs, beside = shown(client, board_chair, "courses")
    assert "People" not in tabs
    assert beside == ["Courses", "Who must know what"]


def test_my_training_stands_beside_the_name_for_everybody(client, board_chair):
    client.force_login(board_chair)
    page = client.get("/my-work/")
    assert [link.label for link in page.context["own_pages"]] == ["My training"]
    assert "My training" not in [link.label for link in page.context["navigation"]]
