from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.documents.models import Document
from dueregard.governance import services
from dueregard.governance.models import Acknowledgement, ControlledDocument
from dueregard.reminders.models import Task

from .factories import ControlledDocumentFactory


@pytest.fixture
def pathway(board):
    return ControlledDocumentFactory(authority=board.authority, owner=board.post)


def ask(pathway, by, *people):
    services.set_recipients(pathway, people=people, by=by)


def asked(pathway):
    tasks = Task.objects.open().filter(
        kind="governance.read", subject_id=str(pathway.pk)
    )
    return {task.person for task in tasks}


def test_whoever_is_on_the_list_is_asked_to_read_it(board, pathway, coordinator):
    ask(pathway, coordinator, board.ada, board.ben)
    assert asked(pathway) == {board.ada, board.ben}
    services.acknowledge(pathway, number=1, by=board.ada)
    services.acknowledge(pathway, number=1, by=board.ada)
    assert asked(pathway) == {board.ben}
    assert Acknowledgement.objects.count() == 1


def test_whoever_comes_off_the_list_is_asked_no_more(board, pathway, coordinator):
    ask(pathway, coordinator, board.ada, board.ben)
    ask(pathway, coordinator, board.ada)
    assert asked(pathway) == {board.ada}


def test_a_new_version_asks_everybody_again(board, pathway, coordinator, files):
    ask(pathway, coordinator, board.ada, board.ben)
    services.acknowledge(pathway, number=1, by=board.ada)
    services.add_controlled_version(
        pathway,
        file=SimpleUploadedFile("pathway.txt", b"Ring first.\n"),
        review_on=clock.today() + timedelta(days=300),
        by=coordinator,
    )
    assert asked(pathway) == {board.ada, board.ben}
    with pytest.raises(NotNow, match="newer version"):
        services.acknowledge(pathway, number=1, by=board.ben)
    services.acknowledge(pathway, number=2, by=board.ada)
    assert asked(pathway) == {board.ben}
    assert Acknowledgement.objects.filter(person=board.ada).count() == 2


def test_nobody_acknowledges_what_they_were_not_asked_to_read(board, pathway):
    with pytest.raises(NotAllowed, match="distribution list"):
        services.acknowledge(pathway, number=1, by=board.ada)


def test_somebody_without_a_role_is_not_put_on_the_list(pathway, coordinator, outsider):
    with pytest.raises(NotNow, match="has no role here"):
        ask(pathway, coordinator, outsider)


def test_the_owner_keeps_their_document_and_a_member_does_not(board, pathway):
    ask(pathway, board.ben, board.ada)
    with pytest.raises(NotAllowed):
        ask(pathway, board.ada)


def test_a_review_that_is_near_is_owed_by_the_post_that_owns_it(
    board, pathway, coordinator
):
    soon = clock.today() + timedelta(days=10)
    services.change_controlled(pathway, version=1, review_on=soon, by=coordinator)
    task = Task.objects.open().get(kind="governance.document_review")
    assert (task.post, task.due_on) == (board.post, soon)
    far = clock.today() + timedelta(days=200)
    services.change_controlled(pathway, version=2, review_on=far, by=coordinator)
    assert not Task.objects.open().exists()


def test_the_daily_look_finds_a_review_that_came_near(board, pathway):
    services.owe_reviews()
    assert not Task.objects.exists()
    clock.set_offset(timedelta(days=175))
    services.owe_reviews()
    assert Task.objects.get().kind == "governance.document_review"


def test_a_withdrawn_document_asks_nothing_of_anybody(board, pathway, coordinator):
    ask(pathway, coordinator, board.ada)
    services.withdraw(pathway, by=coordinator)
    assert asked(pathway) == set()
    with pytest.raises(NotNow, match="withdrawn"):
        services.acknowledge(pathway, number=1, by=board.ada)


def test_a_link_is_not_put_under_control(board, coordinator):
    link = Document.objects.create(
        authority=board.authority,
        kind="link",
        url="https://marlbrook.example/pathway",
        title="Pathway",
        given_by=coordinator,
    )
    with pytest.raises(NotNow, match="is a file"):
        services.control(
            link,
            kind="policy",
            owner=board.post,
            review_on=clock.today(),
            by=coordinator,
        )


def test_an_elected_member_sees_it_not_and_is_not_asked(
    board, pathway, coordinator, elected_member
):
    with pytest.raises(NotNow, match="has no role here"):
        ask(pathway, coordinator, elected_member)
    assert not ControlledDocument.objects.visible_to(elected_member).exists()
    reader = person_with(Role.ADMINISTRATOR, board.authority)
    ask(pathway, coordinator, reader)
    assert ControlledDocument.objects.visible_to(reader).exists()


def test_the_file_is_read_by_whoever_is_asked_to(board, pathway, coordinator):
    reader = person_with(Role.ADMINISTRATOR, board.authority)
    assert not Document.objects.visible_to(reader).exists()
    ask(pathway, coordinator, reader)
    assert pathway.document in Document.objects.visible_to(reader)
