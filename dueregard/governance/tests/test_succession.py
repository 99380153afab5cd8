from datetime import timedelta

from dueregard import clock
from dueregard.accounts.succession import heirlooms
from dueregard.governance.models import ControlledDocument, PartnershipGroup
from dueregard.governance.services.succession import pass_groups_now

from .factories import ControlledDocumentFactory, GroupFactory


def test_groups_and_documents_pass_to_the_successor_with_their_meetings(
    board, meeting, fernshire, coordinator
):
    GroupFactory(authority=fernshire, name=board.group.name)
    ControlledDocumentFactory(authority=board.authority)
    assert pass_groups_now(board.authority, fernshire, by=coordinator) == 1
    board.group.refresh_from_db()
    assert board.group.name == "Safer Marlbrook Board (Marlbrook)"
    assert not PartnershipGroup.objects.filter(authority=board.authority).exists()
    assert ControlledDocument.objects.get().authority == fernshire


def test_what_will_pass_is_counted_beforehand(board, fernshire):
    tomorrow = clock.today() + timedelta(days=1)
    counts = {each.name: each.count(board.authority, tomorrow) for each in heirlooms()}
    assert counts["Groups and their meetings"] == 1
    assert counts["Controlled documents"] == 0
