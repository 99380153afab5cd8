import pytest
from django.template import Context, Template

from dueregard.audit import services as audit

from .events import SampleEvent

pytestmark = pytest.mark.django_db


def panel(subject):
    template = Template("{% load audit %}{% who_changed subject %}")
    return template.render(Context({"subject": subject}))


def note(event, subject, by):
    with audit.atomic():
        audit.record(event, subject, by=by)


def test_the_panel_says_who_did_what(marlbrook, coordinator):
    note(SampleEvent.CHANGED, marlbrook, coordinator)
    page = panel(marlbrook)
    assert "Changed this authority" in page
    assert coordinator.name in page


def test_the_newest_comes_first(marlbrook, coordinator):
    note(SampleEvent.CHANGED, marlbrook, coordinator)
    note(SampleEvent.UNNAMED, marlbrook, coordinator)
    page = panel(marlbrook)
    assert page.index("Looked") < page.index("Changed this authority")


def test_a_name_that_the_event_withholds_is_not_shown(marlbrook, coordinator):
    note(SampleEvent.UNNAMED, marlbrook, coordinator)
    page = panel(marlbrook)
    assert "Looked" in page
    assert coordinator.name not in page


def test_an_event_that_no_panel_shows_is_not_shown(marlbrook, coordinator):
    note(SampleEvent.UNSEEN, marlbrook, coordinator)
    assert "Nothing has been recorded yet" in panel(marlbrook)


def test_what_the_service_did_itself_is_said_to_be_its_doing(marlbrook):
    note(SampleEvent.CHANGED, marlbrook, None)
    assert "Due Regard" in panel(marlbrook)


def test_names_are_looked_up_in_one_query(
    marlbrook, coordinator, board_chair, django_assert_num_queries
):
    for person in (coordinator, board_chair, coordinator):
        note(SampleEvent.CHANGED, marlbrook, person)
    with django_assert_num_queries(1):
        panel(marlbrook)
