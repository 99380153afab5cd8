import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.documents.models import Document
from dueregard.governance import services
from dueregard.governance.models import AgendaItem

from .factories import AgendaItemFactory, GroupFactory, MeetingFactory, OutcomeFactory


def titles(meeting):
    return list(meeting.items.order_by("position").values_list("title", flat=True))


@pytest.fixture
def three(board):
    row = MeetingFactory(group=board.group)
    for title in ("One", "Two", "Three"):
        AgendaItemFactory(meeting=row, title=title)
    return row


def test_an_item_waits_until_it_is_put_on_a_meeting(board, meeting, coordinator):
    item = services.add_item(board.group, title="Venue policy", by=coordinator)
    assert item in AgendaItem.objects.waiting()
    services.put_on([item], meeting=meeting, by=coordinator)
    assert titles(meeting)[-1] == "Venue policy"


@pytest.mark.parametrize(
    ("title", "step", "order"),
    [
        ("Two", "up", ["Two", "One", "Three"]),
        ("Two", "down", ["One", "Three", "Two"]),
        ("One", "up", ["One", "Two", "Three"]),
        ("Three", "down", ["One", "Two", "Three"]),
    ],
)
def test_items_change_places_one_step_at_a_time(title, step, order, three, coordinator):
    item = three.items.get(title=title)
    services.move_item(item, step=step, by=coordinator)
    assert titles(three) == order


def test_an_item_does_not_go_to_another_group_s_meeting(board, coordinator):
    item = AgendaItemFactory(meeting=None, group=board.group)
    other = MeetingFactory(group=GroupFactory(authority=board.authority))
    with pytest.raises(NotNow, match="another group"):
        services.put_on([item], meeting=other, by=coordinator)


def test_an_item_is_removed_only_while_nothing_is_written_down_of_it(
    three, coordinator
):
    one, two = three.items.get(title="One"), three.items.get(title="Two")
    OutcomeFactory(item=two)
    services.remove_item(one, by=coordinator)
    with pytest.raises(NotNow, match="written down"):
        services.remove_item(two, by=coordinator)
    assert titles(three) == ["Two", "Three"]


@pytest.mark.parametrize("status", ["minuted", "cancelled"])
def test_an_agenda_that_is_done_with_takes_nothing_more(status, board, coordinator):
    row = MeetingFactory(group=board.group, status=status)
    with pytest.raises(NotNow):
        services.add_item(board.group, meeting=row, title="Late", by=coordinator)


def test_a_member_does_not_change_the_agenda(three, board):
    item = three.items.first()
    with pytest.raises(NotAllowed):
        services.move_item(item, step="down", by=board.ben)


def paper_for(item, authority, by):
    document = Document.objects.create(
        authority=authority, title="Highlight report", given_by=by
    )
    return services.add_paper(item, document=document, by=by)


def test_a_paper_is_read_by_the_members_of_the_group_alone(
    board, three, coordinator, action_owner, outsider
):
    paper = paper_for(three.items.first(), board.authority, coordinator)

    def may_read(person):
        return Document.objects.visible_to(person).filter(pk=paper.document_id).exists()

    assert may_read(board.ben)
    assert not may_read(action_owner)
    assert not may_read(outsider)


def test_a_paper_of_another_authority_is_refused(three, ashby_vale, coordinator):
    with pytest.raises(NotNow, match="another authority"):
        paper_for(three.items.first(), ashby_vale, coordinator)


def test_the_same_paper_twice_is_one_paper(board, three, coordinator):
    item = three.items.first()
    paper = paper_for(item, board.authority, coordinator)
    services.add_paper(item, document=paper.document, by=coordinator)
    assert item.papers.count() == 1
    services.remove_paper(paper, by=coordinator)
    assert Document.objects.filter(pk=paper.document_id).exists()
