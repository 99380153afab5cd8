import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.audit.models import Entry
from dueregard.plans import services
from dueregard.plans.board_pack.gather import gather
from dueregard.plans.board_pack.pages import PUBLIC, WHOLE, part_of
from dueregard.plans.exporting.pack_pdf import pdf_of
from dueregard.plans.models import Action, BoardPack, Plan
from dueregard.plans.services.packs import hash_of

from .board import board_of, item_of, meeting_of
from .factories import ActionFactory


@pytest.fixture
def board(marlbrook):
    return board_of(marlbrook)


@pytest.fixture
def meeting(board):
    return meeting_of(board, in_days=7)


@pytest.fixture
def pack(plan_in_force, meeting, coordinator):
    return services.issue_pack(plan_in_force, meeting, by=coordinator)


def section(content, heading):
    found = [one for one in content["sections"] if one["heading"].startswith(heading)]
    assert len(found) == 1, [one["heading"] for one in content["sections"]]
    return found[0]


def cells(content, heading):
    return [row["cells"] for row in section(content, heading)["rows"]]


def late(action, days=10, **fields):
    """The same action, `days` late by today."""
    due_on = clock.today() - timedelta(days=days)
    Action.objects.filter(pk=action.pk).update(
        due_on=due_on, red_from=due_on + timedelta(days=1), **fields
    )
    return Action.objects.get(pk=action.pk)


def test_a_pack_says_what_is_late_and_why(plan_in_force, live_action, meeting):
    late(live_action, days=10)
    content = gather(plan_in_force, meeting)
    [row] = cells(content, "Red and amber")
    assert row[1] == "Red"
    assert "10 days ago" in row[2]
    [row] = cells(content, "Overdue")
    assert row[2] == "10"


def test_a_pack_asks_what_the_agenda_asks(plan_in_force, meeting):
    item_of(meeting, kind="decision", title="Agree next year's plan", purpose="Agree.")
    item_of(meeting, kind="information", title="Local news")
    content = gather(plan_in_force, meeting)
    assert cells(content, "Decisions") == [["Agree next year's plan", "Agree.", ""]]


def test_a_pack_shows_what_is_due_in_ninety_days_and_no_more(
    plan_in_force, live_action, meeting
):
    for days, shown in ((0, True), (90, True), (91, False)):
        Action.objects.filter(pk=live_action.pk).update(
            due_on=clock.today() + timedelta(days=days)
        )
        content = gather(plan_in_force, meeting)
        assert bool(cells(content, "Due in the next")) is shown, days


def test_what_is_not_for_anyone_stays_out_of_the_public_part(
    plan_in_force, live_action, meeting
):
    late(live_action, audience="restricted")
    content = gather(plan_in_force, meeting)
    public = part_of(content["sections"], PUBLIC)
    assert live_action.summary not in json.dumps(public)
    red = next(one for one in public if one["heading"].startswith("Red"))
    assert red["left_out"] == "1 line is not public."
    assert "Who has not updated" not in [one["heading"] for one in public]


def test_a_line_that_names_a_known_person_is_exempt(
    plan_in_force, live_action, meeting, coordinator
):
    late(live_action, text=f"Ask {coordinator.name} about it")
    content = gather(plan_in_force, meeting)
    assert section(content, "Overdue")["rows"][0]["is_exempt"]
    assert coordinator.name not in json.dumps(part_of(content["sections"], PUBLIC))


def test_counts_of_the_public_part_leave_out_what_is_hidden(
    plan_in_force, live_action, meeting
):
    Action.objects.filter(pk=live_action.pk).update(audience="restricted")
    content = gather(plan_in_force, meeting)
    glance, whole = [
        one for one in content["sections"] if one["heading"].startswith("At a glance")
    ]
    assert sum(int(row["cells"][1]) for row in glance["rows"]) == 1
    assert sum(int(row["cells"][1]) for row in whole["rows"]) == 2
    assert whole["is_exempt"]


def test_an_issued_pack_is_frozen(pack, live_action, coordinator):
    before = json.loads(json.dumps(pack.content))
    late(live_action)
    pack.refresh_from_db()
    assert pack.content == before
    with pytest.raises(DatabaseError):
        BoardPack.objects.filter(pk=pack.pk).update(marking="sensitive")


def test_issuing_is_recorded_with_the_hash_of_what_was_issued(pack):
    entry = Entry.objects.filter(event="pack.issued").get()
    assert entry.facts["sha256"] == pack.sha256 == hash_of(pack.content)


def test_a_second_pack_leaves_the_first(pack, plan_in_force, meeting, coordinator):
    second = services.issue_pack(plan_in_force, meeting, by=coordinator)
    assert (pack.number, second.number) == (1, 2)


def test_only_the_coordinator_issues(plan_in_force, meeting, board_chair):
    with pytest.raises(NotAllowed):
        services.issue_pack(plan_in_force, meeting, by=board_chair)
    assert not BoardPack.objects.exists()


@pytest.mark.parametrize("status", ["held", "minuted", "cancelled"])
def test_a_meeting_that_is_over_gets_no_new_pack(
    plan_in_force, board, coordinator, status
):
    over = meeting_of(board, in_days=-1, status=status)
    with pytest.raises(NotNow):
        services.issue_pack(plan_in_force, over, by=coordinator)


def test_a_draft_has_no_pack(plan, meeting, coordinator):
    with pytest.raises(NotNow):
        services.issue_pack(plan, meeting, by=coordinator)


def test_a_meeting_of_another_authority_is_refused(
    plan_in_force, ashby_vale, coordinator
):
    elsewhere = meeting_of(board_of(ashby_vale), in_days=3)
    with pytest.raises(NotNow):
        services.issue_pack(plan_in_force, elsewhere, by=coordinator)


def test_gathering_asks_as_much_for_a_hundred_actions_as_for_two(
    plan_in_force, meeting
):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            gather(Plan.objects.get(pk=plan_in_force.pk), meeting)
        return len(captured)

    few = statements()
    for _ in range(30):
        late(ActionFactory(plan=plan_in_force, group=plan_in_force.groups.first()))
    assert statements() == few


@pytest.mark.parametrize("part", ["whole", "public"])
def test_the_pdf_is_tagged_and_carries_marking_page_and_maker(pack, live_action, part):
    reader = PdfReader(BytesIO(pdf_of(pack, part)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert "OFFICIAL" in text
    assert f"Page 1 of {len(reader.pages)}" in text
    assert pack.issued_by.name in text
    assert ("not for publication" in text) is (part == "whole")


def test_the_pages_show_the_preview_and_issue_it(
    client, plan_in_force, meeting, coordinator
):
    client.force_login(coordinator)
    url = reverse("plans:pack_new", args=[plan_in_force.pk])
    page = client.get(url)
    assert b"Issue this pack" in page.content
    assert not BoardPack.objects.exists()
    answer = client.post(url, {"meeting": meeting.pk}, follow=True)
    assert BoardPack.objects.count() == 1
    assert b"is issued" in answer.content


def test_without_a_meeting_to_come_the_page_says_what_to_do(
    client, plan_in_force, coordinator
):
    client.force_login(coordinator)
    page = client.get(reverse("plans:pack_new", args=[plan_in_force.pk]))
    assert b"No meeting is planned" in page.content


def test_a_member_by_seat_reads_the_public_part_only(
    client, pack, board, action_owner, factories
):
    board.members.create(
        person=action_owner,
        organisation=pack.plan.authority.organisations.first(),
        starts_on=clock.today(),
    )
    client.force_login(action_owner)
    page = client.get(pack.get_absolute_url())
    assert page.status_code == 200
    assert b"Who has not updated" not in page.content
    assert client.get(f"{pack.get_absolute_url()}?part=whole").status_code == 404
    whole = reverse("plans:pack_pdf", args=[pack.plan_id, pack.pk, "whole"])
    assert client.get(whole).status_code == 404


def test_another_authority_cannot_tell_that_a_pack_exists(client, pack, outsider):
    client.force_login(outsider)
    assert client.get(pack.get_absolute_url()).status_code == 404


def test_printing_is_recorded(client, pack, board_chair):
    client.force_login(board_chair)
    url = reverse("plans:pack_pdf", args=[pack.plan_id, pack.pk, "public"])
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(event="pack.printed").get().facts == {"part": "public"}


def test_elected_members_do_not_read_packs(client, pack, factories, marlbrook):
    member = factories.person_with(Role.ELECTED_MEMBER, marlbrook)
    client.force_login(member)
    assert client.get(pack.get_absolute_url()).status_code == 404


def test_the_meeting_leads_to_its_packs(client, pack, coordinator):
    client.force_login(coordinator)
    page = client.get(pack.meeting.get_absolute_url()).content.decode()
    assert pack.get_absolute_url() in page
    assert f"/packs/new/?meeting={pack.meeting_id}" in page


def test_the_whole_part_marks_each_exempt_line_where_a_section_is_mixed(
    plan_in_force, meeting
):
    one, two = plan_in_force.actions.order_by("pk")[:2]
    late(one)
    late(two, audience="restricted")
    sections = part_of(gather(plan_in_force, meeting)["sections"], WHOLE)
    overdue = next(one for one in sections if one["heading"] == "Overdue")
    silent = next(one for one in sections if one["heading"] == "Who has not updated")
    assert overdue["says_who_for"]
    assert not silent["says_who_for"]


def test_the_printed_whole_part_says_which_lines_and_sections_are_exempt(
    plan_in_force, meeting, coordinator
):
    late(plan_in_force.actions.order_by("pk")[0])
    late(plan_in_force.actions.order_by("pk")[1], audience="restricted")
    pack = services.issue_pack(plan_in_force, meeting, by=coordinator)
    words = {
        part: " ".join(
            page.extract_text() for page in PdfReader(BytesIO(pdf_of(pack, part))).pages
        )
        for part in (WHOLE, PUBLIC)
    }
    assert "Who for" in words[WHOLE]
    assert "Who has not updated (exempt)" in words[WHOLE]
    assert "Who for" not in words[PUBLIC]


def test_the_boards_meeting_is_proposed_before_a_sooner_one(
    client, plan_in_force, meeting, marlbrook, coordinator
):
    meeting_of(board_of(marlbrook, "delivery"), in_days=1)
    client.force_login(coordinator)
    page = client.get(reverse("plans:pack_new", args=[plan_in_force.pk]))
    assert page.context["meeting"] == meeting
