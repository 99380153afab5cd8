from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dueregard import clock
from dueregard.governance import services
from dueregard.governance.models import (
    ControlledDocument,
    Meeting,
    Outcome,
    PartnershipGroup,
)

from .factories import AgendaItemFactory, ControlledDocumentFactory, OutcomeFactory


def at(name, *args):
    return reverse(f"governance:{name}", args=args)


def on(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


@pytest.fixture
def keeper(coordinator, client):
    client.force_login(coordinator)
    return client


def test_a_group_is_added_with_terms_and_a_year_of_meetings(board, keeper):
    slug = board.authority.slug
    answers = {"kind": "delivery", "name": "Delivery group"}
    answer = keeper.post(at("add_group", slug), answers)
    group = PartnershipGroup.objects.get(name="Delivery group")
    assert answer.url == group.get_absolute_url()
    today = clock.today()
    terms = {"how": "text", "text": "We do the work."}
    terms |= on("agreed_on", today) | on("review_on", today + timedelta(days=365))
    assert keeper.post(at("agree_terms", group.pk), terms).status_code == 302
    year = {"every_months": 3, "starts_at_time": "2pm", "minutes_long": 120}
    year |= on("first_on", today + timedelta(days=20))
    assert keeper.post(at("add_series", group.pk), year).status_code == 302
    assert group.meetings.count() == 4
    html = keeper.get(group.get_absolute_url()).content.decode()
    assert "Nobody chairs this group today." in html
    assert "We do the work." in html


def test_terms_of_reference_may_be_a_file(board, keeper, files):
    today = clock.today()
    answers = {"how": "file", "file": SimpleUploadedFile("terms.txt", b"We meet.\n")}
    answers |= on("agreed_on", today) | on("review_on", today + timedelta(days=365))
    assert keeper.post(at("agree_terms", board.group.pk), answers).status_code == 302
    terms = board.group.terms.get()
    assert set(terms.document.tags.values_list("tag", flat=True)) == {
        "partnership",
        "section_1",
    }


@pytest.mark.parametrize(
    ("name", "answers", "sentence"),
    [
        ("add_item", {}, "Enter what the item is"),
        ("add_meeting", {"starts_at_time": "soon"}, "Enter the time in figures"),
        ("add_member", {}, "Select a person"),
        ("agree_terms", {}, "Select how to give the terms of reference"),
    ],
)
def test_mistakes_are_said(name, answers, sentence, board, keeper):
    html = keeper.post(at(name, board.group.pk), answers).content.decode()
    assert sentence in html
    assert "<title>Error: " in html


def test_a_meeting_goes_its_whole_way_by_pages(board, meeting, keeper):
    assert keeper.post(at("call", meeting.pk), {}).status_code == 302
    today = {"starts_at": clock.now(), "ends_at": clock.now() + timedelta(hours=1)}
    Meeting.objects.filter(pk=meeting.pk).update(**today)
    assert keeper.post(at("hold", meeting.pk), {"where": "backlog"}).status_code == 302
    states = {f"state_{seat.pk}": "present" for seat in board.seats.values()}
    assert keeper.post(at("attendance", meeting.pk), states).status_code == 302
    item = meeting.items.get()
    decision = {"kind": "decision", "text": "Agreed.", "reasons": "It is needed."}
    assert keeper.post(at("add_outcome", item.pk), decision).status_code == 302
    action = {"kind": "action", "text": "Brief them.", "post": board.post.pk}
    action |= on("due_on", clock.today() + timedelta(days=30))
    assert keeper.post(at("add_outcome", item.pk), action).status_code == 302
    assert keeper.get(at("agree_minutes", meeting.pk)).status_code == 403
    keeper.force_login(board.ada)
    assert keeper.post(at("agree_minutes", meeting.pk), {}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.MINUTED
    html = keeper.get(meeting.get_absolute_url()).content.decode()
    assert "Minutes agreed" in html
    assert "Brief them." in html


def test_a_post_holder_says_from_their_list_that_an_action_is_done(
    board, held, coordinator, client
):
    action = services.add_outcome(
        held.items.get(),
        kind="action",
        text="Brief the head teachers.",
        post=board.post,
        due_on=clock.today(),
        by=coordinator,
    )
    client.force_login(board.ben)
    assert (
        "Say that it is done" in client.get(at("outcome", action.pk)).content.decode()
    )
    answers = {"note": "All briefed."} | on("done_on", clock.today())
    assert client.post(at("say_done", action.pk), answers).status_code == 302
    action.refresh_from_db()
    assert action.done_note == "All briefed."


def test_what_was_written_down_is_changed_until_the_minutes_are_agreed(
    held, keeper, coordinator
):
    row = OutcomeFactory(item=held.items.get(), reasons="Because.")
    form = keeper.get(at("change_outcome", row.pk)).context["form"]
    shown = {"version": form["version"].value(), "base": form["base"].value()}
    new = {"text": "Agreed, with thanks.", "reasons": "It works."}
    address = at("change_outcome", row.pk)
    assert keeper.post(address, shown | new).status_code == 302
    stale = keeper.post(address, shown | {"text": "Not agreed.", "reasons": "No."})
    assert stale.status_code == 409
    assert "Agreed, with thanks." in stale.content.decode()


def test_waiting_items_are_chosen_and_put_on_a_meeting(board, meeting, keeper):
    items = [AgendaItemFactory(meeting=None, group=board.group) for _ in range(2)]
    answers = {"items": [item.pk for item in items], "meeting": meeting.pk}
    assert keeper.post(at("backlog", board.group.pk), answers).status_code == 302
    assert meeting.items.count() == 3


def test_items_move_by_buttons(meeting, keeper):
    second = AgendaItemFactory(meeting=meeting)
    assert keeper.post(at("move_item", second.pk), {"step": "up"}).status_code == 302
    assert meeting.items.first() == second


def test_a_paper_is_added_as_a_file_and_as_a_link(meeting, keeper, files):
    address = at("add_paper", meeting.items.get().pk)
    file = SimpleUploadedFile("report.txt", b"Going well.\n")
    given = {"title": "Report", "how": "file", "file": file, "marking": "official"}
    assert keeper.post(address, given).status_code == 302
    link = {"title": "Toolkit", "how": "link", "url": "https://marlbrook.example/kit"}
    assert keeper.post(address, link).status_code == 302
    html = keeper.get(meeting.get_absolute_url()).content.decode()
    assert "Report" in html
    assert "Toolkit" in html


def test_decisions_are_found_by_words(board, held, keeper):
    item = held.items.get()
    OutcomeFactory(item=item, text="Brief every school.")
    OutcomeFactory(item=item, text="Write a venue policy.")
    address = at("decisions", board.authority.slug)
    assert len(keeper.get(address).context["page"]) == 2
    (found,) = keeper.get(address, {"words": "school brief"}).context["page"]
    assert found.text == "Brief every school."


def test_open_actions_of_a_group_are_listed_soonest_first(board, held, keeper):
    item, today = held.items.get(), clock.today()
    later = OutcomeFactory(item=item, kind="action", due_on=today + timedelta(days=9))
    late = OutcomeFactory(item=item, kind="action", due_on=today - timedelta(days=1))
    OutcomeFactory(item=item, kind="action", done_on=today)
    answer = keeper.get(at("actions", board.group.pk))
    assert list(answer.context["page"]) == [late, later]
    assert "Overdue" in answer.content.decode()


def test_a_document_is_put_under_control_sent_round_and_read(board, keeper, files):
    file = SimpleUploadedFile("pathway.txt", b"Ring first.\n")
    answers = {
        "title": "Referral pathway",
        "kind": "referral_pathway",
        "file": file,
        "marking": "official",
        "owner": board.post.pk,
    } | on("review_on", clock.today() + timedelta(days=300))
    address = at("control", board.authority.slug)
    assert keeper.post(address, answers).status_code == 302
    row = ControlledDocument.objects.get()
    readers = {"groups": [board.group.pk]}
    assert keeper.post(at("recipients", row.pk), readers).status_code == 302
    assert row.recipients.count() == 3
    keeper.force_login(board.ben)
    assert "I have read it" in keeper.get(row.get_absolute_url()).content.decode()
    read = keeper.post(at("acknowledge", row.pk), {"number": "1"})
    assert read.status_code == 302
    html = keeper.get(row.get_absolute_url()).content.decode()
    assert "1 of 3" in html
    assert "I have read it" not in html
    listed = keeper.get(at("documents", board.authority.slug)).content.decode()
    assert "1 of 3" in listed


def test_an_acknowledgement_of_no_real_version_is_refused(board, coordinator, keeper):
    row = ControlledDocumentFactory(authority=board.authority)
    services.set_recipients(row, people=[coordinator], by=coordinator)
    for number in ("", "x", "99", "²"):
        answer = keeper.post(at("acknowledge", row.pk), {"number": number})
        assert answer.status_code == 409


def test_cancelling_needs_a_reason(meeting, keeper):
    html = keeper.post(at("cancel", meeting.pk), {"where": "backlog"}).content.decode()
    assert "Enter why the meeting is cancelled" in html
    answers = {"because": "Snow.", "where": "backlog"}
    assert keeper.post(at("cancel", meeting.pk), answers).status_code == 302


def test_a_seat_is_changed_ended_and_replaced_by_pages(board, keeper, board_member):
    seat = board.seats[board.cy]
    address = at("replace_member", seat.pk)
    answers = {"person": board_member.pk} | on("starts_on", clock.today())
    assert keeper.post(address, answers).status_code == 302
    new = board.group.members.get(person=board_member)
    assert new.seat == "secretary"
    end = on("ends_on", clock.today())
    assert keeper.post(at("end_seat", new.pk), end).status_code == 302


def test_the_chair_is_told_of_minutes_to_agree(board, held, client):
    client.force_login(board.ada)
    html = client.get(reverse("reminders:my_work")).content.decode()
    assert "Minutes to agree" in html


def test_an_outcome_of_another_kind_keeps_no_post(held, keeper, board):
    item = held.items.get()
    answers = {"kind": "information", "text": "Noted.", "post": board.post.pk}
    assert keeper.post(at("add_outcome", item.pk), answers).status_code == 302
    assert Outcome.objects.get().post is None
