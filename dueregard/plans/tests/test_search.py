import pytest
from django.db import connection
from django.urls import reverse

from dueregard.plans import search
from dueregard.plans.models import Action
from dueregard.plans.search import matching
from dueregard.plans.tests.factories import ActionFactory


@pytest.fixture
def words(plan):
    group = plan.groups.get()
    made = [
        ("3", "Train librarians to notice leaflets", "Library manager"),
        ("4", "Siân briefs the café owners", "Communications"),
    ]
    for ref, text, owner in made:
        ActionFactory(plan=plan, group=group, ref=ref, text=text, owners_text=owner)
    return plan


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("librarians", ["3"]),
        ("leaflet", ["3"]),
        ("LIBRARY manager", ["3"]),
        ("briefs caf", ["4"]),
        ("heads nowhere", []),
        ('" OR 1=7 --', []),
        ("* ) (", []),
        ("'; DROP TABLE", []),
        ("NEAR/2 AND NOT", []),
    ],
)
def test_actions_are_found_by_their_words(words, typed, refs):
    found = matching(Action.objects.all(), typed)
    assert list(found.values_list("ref", flat=True)) == refs


def test_a_change_of_words_is_found_at_once(words):
    action = Action.objects.get(ref="3")
    action.text = "Train wardens"
    action.save()
    assert not matching(Action.objects.all(), "librarians").exists()
    assert matching(Action.objects.all(), "wardens").get() == action


def test_what_is_gone_is_not_found(words):
    Action.objects.get(ref="3").delete()
    assert not matching(Action.objects.all(), "librarians").exists()


def test_the_index_can_be_put_in_place_twice(words):
    connection.check_constraints()  # PostgreSQL asks that no check is waiting
    search.install()
    assert matching(Action.objects.all(), "librarians").count() == 1


def test_the_words_are_found_by_index_whatever_the_order_of_the_page(words):
    page = matching(words.actions.all(), "librarians").order_by("position")[:26]
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in page.explain()
        return
    with connection.cursor() as cursor:  # a plan of three actions is read whole
        cursor.execute("SET LOCAL enable_seqscan = off")
    before_the_plan, found = page.explain().split("CTE found", 1)
    assert "plans_action_words" in found
    assert "to_tsvector" not in before_the_plan


def test_search_finds_nothing_of_another_authority(words, outsider, client):
    client.force_login(outsider)
    page = client.get(reverse("plans:search"), {"words": "librarians"})
    assert "Train librarians" not in page.content.decode()
    narrowed = {"words": "librarians", "plan": words.pk}
    page = client.get(reverse("plans:search"), narrowed)
    assert "Train librarians" not in page.content.decode()


def test_one_box_finds_groups_and_narrative_too(words, coordinator, client):
    client.force_login(coordinator)
    page = client.get(reverse("plans:search"), {"words": "local risk"})
    assert "Know the local risk" in page.content.decode()
