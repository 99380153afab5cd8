from types import SimpleNamespace

import pytest
from django.db import connection, models

from dueregard import workflow as module
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit import services as audit
from dueregard.audit.events import Event
from dueregard.audit.models import Entry
from dueregard.workflow import Move, MoveRow, Workflow, draw

SENT = Event("sample.sent", "sent {subject}", facts={"note_hash"})
AGREED = Event("sample.agreed", "agreed {subject}", facts={"note_hash"})
NOTELESS = Event("sample.noteless", "did {subject}")


class Paper(models.Model):
    """A thing with states, of no app."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        AGREED = "agreed", "Agreed"

    authority_id = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)

    class Meta:
        app_label = "workflow_tests"


class PaperMove(MoveRow):
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="moves")

    class Meta(MoveRow.Meta):
        app_label = "workflow_tests"
        abstract = False


def may_send(user, paper):
    pass


def may_agree(user, paper):
    if user != SOMEBODY["chair"]:
        raise NotAllowed("Only the chair can agree a paper.")


SOMEBODY: dict = {}
WORKFLOW = Workflow(
    Move("send", Paper.Status.DRAFT, Paper.Status.SENT, may_send, SENT),
    Move("agree", Paper.Status.SENT, Paper.Status.AGREED, may_agree, AGREED),
)


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker):
    """Tables of their own, since no app and no migration has them."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Paper)
            editor.create_model(PaperMove)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(PaperMove)
            editor.delete_model(Paper)


@pytest.fixture
def paper(tables, db, marlbrook, board_chair):
    SOMEBODY["chair"] = board_chair
    return Paper.objects.create(authority_id=marlbrook.pk)


def test_a_move_changes_the_status_and_is_kept_with_its_note(paper, coordinator):
    WORKFLOW.make(paper, "send", by=coordinator, note="Ready.")
    row = paper.moves.get()
    assert paper.status == Paper.objects.get().status == Paper.Status.SENT
    assert (row.move, row.from_status, row.to_status) == ("send", "draft", "sent")
    assert (row.by, row.note) == (coordinator, "Ready.")


def test_a_move_is_recorded_with_the_notes_hash_and_not_the_note(paper, coordinator):
    WORKFLOW.make(paper, "send", by=coordinator, note="Ready.")
    entry = Entry.objects.get()
    assert (entry.event, entry.person_id) == ("sample.sent", coordinator.pk)
    assert entry.authority_id == paper.authority_id
    assert audit.matches_text("Ready.", entry.facts["note_hash"])


def test_the_rule_is_asked_before_the_state(paper, coordinator):
    with pytest.raises(NotAllowed, match="Only the chair"):
        WORKFLOW.check(paper, "agree", by=coordinator)


def test_a_wrong_state_is_refused_with_both_states_named(paper, board_chair):
    with pytest.raises(NotNow) as refusal:
        WORKFLOW.check(paper, "agree", by=board_chair)
    assert refusal.value.sentence == (
        "You can agree a paper only while it is “Sent”. It is now “Draft”."
    )


def test_the_second_of_two_who_move_at_once_is_refused(paper, coordinator):
    seen_before = Paper.objects.get()
    WORKFLOW.make(paper, "send", by=coordinator)
    with pytest.raises(NotNow):
        WORKFLOW.make(seen_before, "send", by=coordinator)
    assert paper.moves.count() == Entry.objects.count() == 1


def test_a_refused_move_leaves_nothing_behind(paper, coordinator):
    WORKFLOW.make(paper, "send", by=coordinator)
    with pytest.raises(NotAllowed):
        WORKFLOW.make(paper, "agree", by=coordinator, note="Mine.")
    paper.refresh_from_db()
    assert paper.status == Paper.Status.SENT
    assert paper.moves.count() == 1


def test_a_page_offers_only_the_moves_that_are_open(paper, coordinator, board_chair):
    def offered(user):
        return [move.words for move in WORKFLOW.open_to(user, paper)]

    assert offered(coordinator) == ["Send"]
    WORKFLOW.make(paper, "send", by=coordinator)
    assert offered(coordinator) == []
    assert offered(board_chair) == ["Agree"]


def test_two_moves_cannot_share_a_name():
    move = WORKFLOW.moves["send"]
    with pytest.raises(ValueError, match="same name"):
        Workflow(move, move)


def test_an_event_that_cannot_hold_a_notes_hash_is_refused():
    with pytest.raises(ValueError, match="note_hash"):
        Workflow(Move("do", "draft", "sent", may_send, NOTELESS))


def test_a_workflow_is_drawn_from_its_table():
    drawing = draw(WORKFLOW, "Papers")
    assert "## Papers" in drawing
    assert "    draft --> sent: Send" in drawing
    assert '    state "Agreed" as agreed' in drawing
    assert "| Agree | Sent | Agreed | `may_agree` | `sample.agreed` |" in drawing


def test_a_noun_gets_its_article():
    action = SimpleNamespace(
        _meta=SimpleNamespace(verbose_name="action"), get_status_display=lambda: "Draft"
    )
    assert "send an action" in module._not_now(WORKFLOW.moves["send"], action)
