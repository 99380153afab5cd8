import pytest
from django.http import Http404
from django.urls import reverse

from dueregard.ui.views import gallery

from .upstream import elements, parse

pytestmark = pytest.mark.django_db


def test_the_gallery_shows_every_component(client, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("ui:gallery"))
    assert page.status_code == 200
    for name in (
        "govuk-summary-list",
        "dr-rag--not-rated",
        "moj-timeline",
        "dr-chart",
        "moj-filter",
        "govuk-date-input",
        "govuk-radios__conditional",
        "govuk-error-summary",
    ):
        assert name in page.text


def test_no_two_elements_of_the_gallery_share_an_id(client, coordinator):
    client.force_login(coordinator)
    page = parse(client.get(reverse("ui:gallery")).text)
    ids = [element[1]["id"] for element in elements(page) if "id" in element[1]]
    assert sorted(ids) == sorted(set(ids))


def test_there_is_no_gallery_outside_rehearsal(rf, settings):
    settings.REHEARSAL = False
    with pytest.raises(Http404):
        gallery(rf.get("/"))


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse("ui:gallery")).status_code == 302
