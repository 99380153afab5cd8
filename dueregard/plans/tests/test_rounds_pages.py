"""The co-ordinator's pages of a round: opening, following, entering, closing."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.exchange.models import Upload
from dueregard.plans import services
from dueregard.plans.models import Action, RoundAction, RoundLink, UpdateRound
from dueregard.plans.tests.factories import PlanFactory
from dueregard.plans.tests.rounds import opened, own
from dueregard.plans.tests.rounds import people as people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(plan_in_force):
    return people_of(plan_in_force)


@pytest.fixture
def round(people, coordinator):
    return opened(people.plan, coordinator)


@pytest.fixture
def runner(client, coordinator):
    client.force_login(coordinator)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def address(name, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def dated(name, day) -> dict:
    return {
        f"{name}_day": day.day,
        f"{name}_month": day.month,
        f"{name}_year": day.year,
    }


def opening(**more) -> dict:
    return {"scope": "open", "message": "", **dated("due_on", clock.today()), **more}


def test_the_coordinator_sees_who_would_be_asked_before_anything_leaves(runner, people):
    own(people.two, text="The usual people")
    url = address("round_open", people.plan.pk)
    page = text_of(runner.post(url, opening(step="check")))
    assert "Ottilie Marsh" in page
    assert "The usual people is not settled yet" in page
    assert not UpdateRound.objects.exists()
    assert runner.post(url, opening(step="open")).status_code == 302
    assert UpdateRound.objects.get().asked.count() == 2


@pytest.mark.parametrize(
    ("chosen", "refs"),
    [
        ({"scope": "open"}, ["1", "2"]),
        ({"scope": "overdue"}, ["2"]),
        ({"scope": "ticked", "action": ["1"]}, ["1"]),
        ({"scope": "priority"}, ["1", "2"]),
    ],
)
def test_the_scope_says_which_actions_are_asked_about(runner, people, chosen, refs):
    Action.objects.filter(pk=people.two.pk).update(red_from=clock.today())
    sent = opening(step="open") | chosen
    if "action" in sent:
        sent["action"] = [people.one.pk]
    if sent["scope"] == "priority":
        sent["priorities"] = [people.one.group_id]
    runner.post(address("round_open", people.plan.pk), sent)
    asked = UpdateRound.objects.get().asked.values_list("action__ref", flat=True)
    assert sorted(asked) == refs


def test_actions_are_ticked_by_hand(runner, people):
    page = text_of(runner.get(address("round_choose", people.plan.pk)))
    assert f'name="action" value="{people.two.pk}"' in page
    sent = {"step": "ticked", "action": [people.two.pk]}
    page = text_of(runner.post(address("round_open", people.plan.pk), sent))
    assert "The 1 action that you ticked" in page


def test_a_scope_without_open_actions_is_said_in_words(runner, people):
    url = address("round_open", people.plan.pk)
    page = text_of(runner.post(url, opening(step="check", scope="overdue")))
    assert "None of these actions is open. Choose others." in page


def test_the_round_says_what_came_back_and_is_filtered(
    runner, people, round, coordinator
):
    services.report_progress(
        people.one, by=coordinator, text="Half are briefed.", status="in_progress"
    )
    url = address("round", people.plan.pk, round.pk)
    page = text_of(runner.get(url))
    assert "Half are briefed." in page
    assert people.two.text in page
    owed = text_of(runner.get(url + "?state=owed"))
    assert people.two.text in owed
    assert "Half are briefed." not in owed
    theirs = text_of(runner.get(f"{url}?owner={people.sergeant.pk}"))
    assert people.two.text not in theirs


def test_who_only_owns_actions_does_not_see_who_has_answered(
    client, people, round, action_owner
):
    client.force_login(action_owner)
    assert client.get(address("round", people.plan.pk, round.pk)).status_code == 404


def test_the_county_does_not_see_who_has_answered(client, factories, ashby_vale):
    plan = PlanFactory(
        authority=ashby_vale, status="approved", approved_on=clock.today()
    )
    client.force_login(factories.person_with("coordinator", ashby_vale.county))
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert client.get(address("rounds", plan.pk)).status_code == 404


def test_a_link_is_renewed_and_taken_back(runner, people, round):
    link = RoundLink.objects.get(person=people.officer)
    args = (people.plan.pk, round.pk)
    runner.post(address("round_resend", *args, link.pk))
    link.refresh_from_db()
    assert not link.is_live
    newest = RoundLink.objects.live().get(person=people.officer)
    runner.post(address("round_revoke", *args, newest.pk), {"because": "Sold up."})
    assert not RoundLink.objects.live().filter(person=people.officer).exists()
    page = text_of(runner.get(address("round_links", *args)))
    assert "Sold up." in page
    assert "Ottilie Marsh" in page


def row(asked, **more) -> dict:
    sent = {
        "text": "Half are briefed.",
        "status": "in_progress",
        "told_by": "Sergeant",
        **dated("told_on", clock.today()),
    } | more
    return {f"row-{asked.pk}-{name}": value for name, value in sent.items()}


def test_the_grid_saves_good_rows_and_keeps_bad_ones_filled(
    runner, people, round, coordinator
):
    good = round.asked.get(action=people.one)
    bad = round.asked.get(action=people.two)
    url = address("round_grid", people.plan.pk, round.pk)
    sent = row(good) | row(bad, text="The board has met.", told_by="")
    answer = runner.post(url, sent | {"row": [good.pk, bad.pk]})
    page = text_of(answer)
    assert "1 update saved." in page
    assert "Enter who told you" in page
    assert "The board has met." in page
    update = people.one.updates.get()
    assert (update.by, update.told_by) == (coordinator, "Sergeant")
    assert not people.two.updates.exists()


def test_rows_left_empty_are_left_alone(runner, people, round):
    good = round.asked.get(action=people.one)
    empty = round.asked.get(action=people.two)
    url = address("round_grid", people.plan.pk, round.pk)
    sent = row(good) | row(empty, text="")
    assert runner.post(url, sent | {"row": [good.pk, empty.pk]}).status_code == 302
    assert RoundAction.objects.get(pk=empty.pk).is_owed


def test_a_row_that_somebody_answered_meanwhile_says_so(
    runner, people, round, coordinator
):
    asked = round.asked.get(action=people.one)
    services.report_progress(
        people.one, by=people.officer, text="I did it.", status="complete"
    )
    url = address("round_grid", people.plan.pk, round.pk)
    page = text_of(runner.post(url, row(asked) | {"row": [asked.pk]}))
    assert "Somebody has answered for this action already" in page
    assert "Half are briefed." in page


def test_closing_offers_a_summary_drafted_from_the_counts(runner, people, round):
    url = address("round_close", people.plan.pk, round.pk)
    assert "2 did not answer" in text_of(runner.get(url))
    runner.post(url, {"summary": "Nobody answered; all are to be rung."})
    page = text_of(runner.get(round.get_absolute_url()))
    assert "Nobody answered; all are to be rung." in page


def test_the_printed_round_holds_every_answer(runner, people, round):
    page = text_of(runner.get(address("round_print", people.plan.pk, round.pk)))
    assert people.one.text[:60] in page
    assert people.two.text in page


@pytest.fixture(autouse=True)
def private_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sheet(runner, people, round):
    """The workbook that the round gives out, to be filled in and taken back."""
    answer = runner.get(address("round_sheet", people.plan.pk, round.pk))
    return openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))


def take_back(runner, workbook, round) -> Upload:
    stream = BytesIO()
    workbook.save(stream)
    url = reverse("exchange:upload", args=[round.plan.authority.slug, "round-sheet"])
    file = SimpleUploadedFile("round.xlsx", stream.getvalue())
    answer = runner.post(url, {"file": file, "round": round.pk})
    assert answer.status_code == 302, text_of(answer)
    return Upload.objects.get()


def fill(sheet, line, text, status="In progress", told_by="Sergeant", told_on=None):
    day = told_on or clock.today().isoformat()
    cells = (text, status, told_by, day)
    for column, value in enumerate(cells, start=6):
        sheet.active.cell(line, column).value = value


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_sheet_names_what_is_owed_and_taking_it_is_recorded(sheet, people):
    rows = list(sheet.active.iter_rows(values_only=True))
    assert rows[0][:2] == ("Ref", "Action")
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert rows[1][2] == "Sergeant"
    assert Entry.objects.get(event="round.sheet_taken").facts == {"actions": 2}


def test_a_filled_sheet_goes_in_and_can_be_taken_out(
    runner, people, round, sheet, committed
):
    fill(sheet, 2, "Half are briefed.")
    with committed():
        upload = take_back(runner, sheet, round)
    with committed():
        confirm = reverse("exchange:confirm", args=[upload.pk])
        runner.post(confirm, {"version": Upload.objects.get().version})
    update = people.one.updates.get()
    assert (update.text, update.told_by, update.told_on) == (
        "Half are briefed.",
        "Sergeant",
        clock.today(),
    )
    assert RoundAction.objects.get(action=people.one).state == "returned"
    with committed():
        undo = reverse("exchange:undo", args=[upload.pk])
        runner.post(undo, {"version": Upload.objects.get().version})
    assert not people.one.updates.standing().exists()
    assert RoundAction.objects.get(action=people.one).state == "owed"


def test_each_row_of_the_sheet_that_cannot_go_in_says_why(
    runner, people, round, sheet, committed
):
    fill(sheet, 2, "Half are briefed.", status="Nearly", told_by="")
    fill(sheet, 3, "Done.", told_on="2099-01-01")
    sheet.active.append(["99", "", "", "", "", "What?", "Complete", "Me", "2026-01-01"])
    with committed():
        upload = take_back(runner, sheet, round)
    problems = [one for row in upload.rows.order_by("line") for one in row.problems]
    assert problems == [
        "Enter the new status as one of: Not started, In progress, Complete, On hold.",
        "Enter who told you.",
        "The date on which they told you must be today or in the past.",
        "The round does not ask about an action 99.",
    ]


def test_another_file_is_not_taken_for_the_sheet(runner, people, round, committed):
    book = openpyxl.Workbook()
    book.active.append(["Ref", "What"])
    book.active.append(["1", "x"])
    stream = BytesIO()
    book.save(stream)
    url = reverse("exchange:upload", args=["marlbrook", "round-sheet"])
    file = SimpleUploadedFile("other.xlsx", stream.getvalue())
    with committed():
        answer = runner.post(url, {"file": file, "round": round.pk})
    page = text_of(runner.get(answer["Location"], follow=True))
    assert "does not have the columns of the sheet" in page
