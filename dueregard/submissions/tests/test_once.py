from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import Context, Template
from django.test import Client

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.operations.jobs import purge_submissions
from dueregard.submissions import new_key, services
from dueregard.submissions.models import Submission

pytestmark = pytest.mark.urls("dueregard.submissions.tests.urls")


def done():
    return Entry.objects.filter(event="sample.done").count()


def send(client, key, code="a", **more):
    return client.post("/act/", {"submission_key": key, "code": code, **more})


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_acted_on_once(client):
    key = new_key()
    first, second = send(client, key), send(client, key)
    assert done() == 1
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.django_db
def test_other_content_under_a_used_key_is_refused(client):
    key = new_key()
    send(client, key, "a")
    response = send(client, key, "b")
    assert response.status_code == 409
    assert "You already sent this form with other answers" in response.content.decode()
    assert done() == 1


@pytest.mark.django_db
def test_another_file_is_other_content(client):
    key = new_key()
    send(client, key, file=SimpleUploadedFile("a.txt", b"one"))
    assert (
        send(client, key, file=SimpleUploadedFile("a.txt", b"one")).status_code == 302
    )
    assert (
        send(client, key, file=SimpleUploadedFile("a.txt", b"two")).status_code == 409
    )


@pytest.mark.django_db
def test_a_form_with_a_mistake_can_be_sent_again_with_its_key(client):
    key = new_key()
    assert send(client, key, "").status_code == 200
    assert not Submission.objects.exists()
    assert send(client, key, "a").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "status"), [("refuse", 409), ("break", 500)])
def test_a_refused_or_broken_act_leaves_nothing_behind(code, status):
    client = Client(raise_request_exception=False)
    assert send(client, new_key(), code).status_code == status
    assert done() == 0
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_keys_of_two_people_do_not_meet(client, coordinator, board_chair):
    key = new_key()
    for person in (coordinator, board_chair):
        client.force_login(person)
        send(client, key)
    assert done() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["short", "x" * 65, "<script>" * 3, "a b" * 8])
def test_a_key_that_is_not_ours_is_refused(client, key):
    assert send(client, key).status_code == 400
    assert done() == 0


@pytest.mark.django_db
def test_a_form_without_a_key_is_acted_on_as_it_is(client):
    for _ in range(2):
        client.post("/act/", {"code": "a"})
    assert done() == 2


@pytest.mark.django_db
def test_a_key_is_forgotten_after_72_hours(client):
    key = new_key()
    send(client, key)
    clock.set_offset(timedelta(hours=71))
    assert services.purge() == 0
    clock.set_offset(timedelta(hours=73))
    purge_submissions({})
    assert not Submission.objects.exists()


def test_every_showing_of_a_form_has_a_key_of_its_own():
    template = Template("{% load submissions %}{% submission_key %}")
    first, second = (template.render(Context()) for _ in range(2))
    assert 'name="submission_key"' in first
    assert first != second


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_under_one_key_make_one_record(coordinator):
    client = Client()
    client.force_login(coordinator)
    key, cookies = new_key(), client.cookies

    def post(_):
        browser = Client()
        browser.cookies = cookies
        try:
            return send(browser, key)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert done() == Submission.objects.count() == 1
