"""A page that saves by itself keeps nobody signed in."""

from datetime import timedelta

import pytest
from django.conf import settings

from dueregard.clock import services as clock

pytestmark = pytest.mark.django_db
IDLE = timedelta(minutes=settings.IDLE_MINUTES)


@pytest.mark.parametrize(("sent", "still_in"), [({"autosave": "1"}, False), ({}, True)])
def test_only_what_somebody_does_keeps_a_session_alive(
    client, coordinator, sent, still_in
):
    client.force_login(coordinator)
    client.get("/my-work/")
    clock.shift(IDLE - timedelta(minutes=5))
    client.post("/my-work/", sent)
    clock.shift(IDLE + timedelta(minutes=5))
    answer = client.get("/my-work/")
    assert (answer.status_code == 200) == still_in
