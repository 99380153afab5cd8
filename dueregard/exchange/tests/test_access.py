import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.exchange.models import Upload

ACTS = [
    "detail",
    "progress",
    "columns",
    "map_again",
    "doubtful",
    "rest",
    "check_again",
    "confirm",
    "put_back",
    "undo",
    "stop_undoing",
    "discard",
    "problems",
]
POSTS = {"map_again", "rest", "check_again", "put_back", "stop_undoing"}


def ask(client, name, pk):
    url = reverse(f"exchange:{name}", args=[pk])
    return client.post(url) if name in POSTS else client.get(url)


@pytest.mark.parametrize("name", ACTS)
def test_another_authority_cannot_tell_the_upload_exists(client, send, outsider, name):
    upload = send()
    client.force_login(outsider)
    theirs, missing = ask(client, name, upload.pk), ask(client, name, 999_999)
    assert theirs.status_code == missing.status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_another_role_reads_why_not(client, send, factories, marlbrook, name):
    upload = send()
    client.force_login(factories.person_with(Role.AUDITOR, marlbrook))
    answer = ask(client, name, upload.pk)
    assert answer.status_code == 403
    assert "Only a Prevent co-ordinator can import" in answer.content.decode()


@pytest.mark.parametrize("name", ACTS)
def test_a_stranger_is_sent_to_sign_in(client, send, name):
    answer = ask(client, name, send().pk)
    assert answer.status_code == 302


@pytest.mark.parametrize("name", ["list", "upload"])
def test_the_authority_s_pages_follow_the_same_law(
    client, toy, marlbrook, coordinator, outsider, auditor, name
):
    def status(person, authority="marlbrook", importer="toy"):
        client.force_login(person)
        url = reverse(f"exchange:{name}", args=[authority, importer])
        return client.get(url).status_code

    assert status(coordinator) == 200
    assert status(outsider) == 404
    assert status(auditor) == 403
    assert status(coordinator, importer="nothing") == 404
    assert status(coordinator, authority="nowhere") == 404


def test_a_switched_off_room_s_uploads_are_missing(
    client, send, marlbrook, coordinator
):
    upload = send()
    client.force_login(coordinator)
    marlbrook.rooms.all().delete()
    assert ask(client, "detail", upload.pk).status_code == 404
    url = reverse("exchange:upload", args=["marlbrook", "toy"])
    assert client.get(url).status_code == 404


def test_the_list_shows_only_this_authority_s_files(
    client, send, factories, ashby_vale, coordinator
):
    send()
    Upload.objects.update(authority=ashby_vale)
    client.force_login(coordinator)
    url = reverse("exchange:list", args=["marlbrook", "toy"])
    assert "organisations.csv" not in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["columns", "put_back", "undo", "stop_undoing"])
def test_an_act_out_of_its_turn_is_told_not_now(client, send, coordinator, name):
    upload = send()
    client.force_login(coordinator)
    assert ask(client, name, upload.pk).status_code == 409
