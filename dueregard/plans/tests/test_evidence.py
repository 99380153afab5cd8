"""One piece of evidence serves many actions, and is never lost with the words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.documents import services as documents
from dueregard.documents.models import Document, FileVersion
from dueregard.documents.registry import uses_of
from dueregard.documents.scanner import Verdict
from dueregard.documents.services.scanning import settle
from dueregard.documents.tests.files import upload
from dueregard.plans import services
from dueregard.plans.models import Action, Evidence, ProgressUpdate
from dueregard.plans.tests.test_who_reports import report

TEXT = b"Twelve came, and four sent word.\n"


@pytest.fixture(autouse=True)
def place_for_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def ongoing(live_action, coordinator):
    """An ongoing action of the plan in force, reviewed every three months."""
    services.edit_action(
        live_action, by=coordinator, version=1, changes={"is_ongoing": True}
    )
    return Action.objects.get(pk=live_action.pk)


def given(*, file=None, link="", **about) -> dict:
    usual = {"title": "", "happened_on": None, "expires_on": None, "tags": []}
    return usual | {"file": file, "link": link} | about


def fresh(action) -> Action:
    return Action.objects.get(pk=action.pk)


def test_a_file_on_its_own_counts_from_the_day_it_is_of(ongoing, coordinator):
    day = clock.today() - timedelta(days=50)
    said = services.give_evidence(
        ongoing,
        by=coordinator,
        given=given(file=upload("list.txt", TEXT), happened_on=day, tags=["recognise"]),
    )
    assert said == ""
    evidence = Evidence.objects.get()
    assert (evidence.action, evidence.update, evidence.by) == (
        ongoing,
        None,
        coordinator,
    )
    assert [tag.tag for tag in evidence.document.tags.all()] == ["recognise"]
    assert fresh(ongoing).last_evidence_on == day
    assert Entry.objects.last().event == "evidence.attached"


def test_a_link_that_comes_with_an_update_is_a_document_of_it(ongoing, coordinator):
    update = report(
        ongoing,
        coordinator,
        evidence_text="Attendance list",
        evidence_url="https://marlbrook.example/list",
    )
    evidence = Evidence.objects.get()
    assert (evidence.update, evidence.document.kind) == (update, "link")
    assert evidence.document.url == "https://marlbrook.example/list"
    assert (update.evidence_text, update.evidence_url) == ("Attendance list", "")
    assert fresh(ongoing).last_evidence_on == clock.today()


def test_a_file_that_cannot_be_kept_never_costs_the_words(
    ongoing, coordinator, monkeypatch
):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dueregard.store.keep", full)
    update, not_kept = services.report_with_extras(
        ongoing,
        by=coordinator,
        text="Half are briefed.",
        status="in_progress",
        evidence=given(file=upload("list.txt", TEXT)),
    )
    assert "the place for files is full" in not_kept
    assert ProgressUpdate.objects.get() == update
    assert not Evidence.objects.exists()
    assert fresh(ongoing).last_evidence_on is None


def test_the_page_says_that_the_words_are_saved_and_the_file_is_not(
    ongoing, coordinator, client, monkeypatch
):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dueregard.store.keep", full)
    client.force_login(coordinator)
    url = reverse("plans:report", args=[ongoing.plan_id, ongoing.pk])
    answers = {
        "text": "Half are briefed.",
        "status": "in_progress",
        "has_document": "yes",
        "evidence_file": upload("list.txt", TEXT),
        "whose": "mine",
    }
    text = client.post(url, answers, follow=True).content.decode()
    assert "Your words are saved. The file was not kept" in text
    assert "Half are briefed." in text


def test_one_piece_serves_many_actions_and_each_says_so(
    ongoing, coordinator, plan_in_force
):
    services.give_evidence(
        ongoing, by=coordinator, given=given(file=upload("list.txt", TEXT))
    )
    document = Document.objects.get()
    other = plan_in_force.actions.get(ref="2")
    services.attach_evidence(other, document, by=coordinator)
    assert [use.label for use in uses_of(document, coordinator)] == [
        f"Action 1 of {plan_in_force}",
        f"Action 2 of {plan_in_force}",
    ]
    with pytest.raises(NotNow, match="is evidence for this action already"):
        services.attach_evidence(other, document, by=coordinator)


def test_what_was_given_on_its_own_comes_off_and_the_document_stays(
    ongoing, coordinator
):
    services.give_evidence(
        ongoing, by=coordinator, given=given(link="https://marlbrook.example/a")
    )
    assert fresh(ongoing).last_evidence_on == clock.today()
    services.detach_evidence(Evidence.objects.get(), by=coordinator)
    assert not Evidence.objects.exists()
    assert Document.objects.count() == 1
    assert fresh(ongoing).last_evidence_on is None


def test_what_came_with_an_update_stays_with_it(ongoing, coordinator):
    report(ongoing, coordinator, evidence_url="https://marlbrook.example/a")
    with pytest.raises(NotNow, match="came with an update"):
        services.detach_evidence(Evidence.objects.get(), by=coordinator)


def test_evidence_of_an_update_taken_back_no_longer_counts(ongoing, coordinator):
    update = report(ongoing, coordinator, evidence_url="https://marlbrook.example/a")
    services.withdraw_update(update, by=coordinator, reason="Wrong action.")
    assert fresh(ongoing).last_evidence_on is None
    assert not Evidence.objects.standing().exists()


def test_a_file_that_the_scanner_refuses_no_longer_counts(ongoing, coordinator):
    file = upload("list.txt", TEXT)
    services.give_evidence(ongoing, by=coordinator, given=given(file=file))
    assert fresh(ongoing).last_evidence_on == clock.today()
    settle(
        FileVersion.objects.get(),
        Verdict(False, "The virus check found something."),
        None,
    )
    assert fresh(ongoing).last_evidence_on is None
    assert not Evidence.objects.standing().exists()


def test_two_cycles_without_evidence_turn_it_amber_and_evidence_turns_it_green(
    ongoing, coordinator
):
    Action.objects.filter(pk=ongoing.pk).update(review_every_months=1)
    ago = clock.today() - timedelta(days=70)
    services.give_evidence(
        ongoing,
        by=coordinator,
        given=given(link="https://marlbrook.example/a", happened_on=ago),
    )
    assert fresh(ongoing).rating == "amber"
    services.give_evidence(
        ongoing, by=coordinator, given=given(link="https://marlbrook.example/b")
    )
    assert fresh(ongoing).rating == "green"


def test_a_thing_dated_ahead_counts_from_today(ongoing, coordinator):
    ahead = clock.today() + timedelta(days=9)
    given_now = given(link="https://marlbrook.example/a", happened_on=ahead)
    services.give_evidence(ongoing, by=coordinator, given=given_now)
    assert fresh(ongoing).last_evidence_on == clock.today()


def test_who_reports_gives_evidence_and_nobody_else(ongoing, board_member):
    with pytest.raises(NotAllowed, match="Only the owners"):
        services.give_evidence(
            ongoing, by=board_member, given=given(link="https://marlbrook.example/a")
        )
    assert not Document.objects.exists()


def test_evidence_is_read_by_who_reads_the_action(
    ongoing, coordinator, elected_member, action_owner, outsider
):
    services.give_evidence(
        ongoing, by=coordinator, given=given(link="https://marlbrook.example/a")
    )
    for person in (action_owner, elected_member):
        assert Document.objects.visible_to(person).count() == 1
    Action.objects.filter(pk=ongoing.pk).update(audience="restricted")
    for person in (action_owner, elected_member, outsider):
        assert not Document.objects.visible_to(person).exists()
        assert uses_of(Document.objects.get(), person) == []


def test_evidence_of_another_authority_is_not_hung_here(
    ongoing, coordinator, outsider, ashby_vale
):
    theirs = documents.add_link(
        "https://ashby-vale.example/a", by=outsider, authority=ashby_vale
    )
    with pytest.raises(NotNow, match="same authority"):
        services.attach_evidence(ongoing, theirs, by=coordinator)


def test_the_search_finds_what_the_person_may_read_and_hangs_it(
    ongoing, coordinator, client
):
    for name in ("Attendance list", "Letter to heads"):
        documents.add_link(
            "https://marlbrook.example/a",
            by=coordinator,
            authority=ongoing.plan.authority,
            title=name,
        )
    client.force_login(coordinator)
    url = reverse("plans:evidence_attach", args=[ongoing.plan_id, ongoing.pk])
    text = client.get(f"{url}?words=letter").content.decode()
    assert "Letter to heads" in text
    assert "Attendance list" not in text
    letter = Document.objects.get(title="Letter to heads")
    assert client.post(url, {"document": letter.pk}).status_code == 302
    shown = client.get(ongoing.get_absolute_url()).content.decode()
    assert "Letter to heads" in shown


def test_giving_nothing_is_said(ongoing, coordinator, client):
    client.force_login(coordinator)
    url = reverse("plans:evidence_add", args=[ongoing.plan_id, ongoing.pk])
    assert "Select a file or enter a link" in client.post(url, {}).content.decode()
    answers = {"evidence_link": "https://marlbrook.example/a"}
    assert client.post(url, answers).status_code == 302
    assert Evidence.objects.get().action == ongoing


def test_the_public_never_sees_a_file(ongoing, coordinator, board_chair, client):
    services.give_evidence(
        ongoing,
        by=coordinator,
        given=given(link="https://marlbrook.example/secret", title="Secret list"),
    )
    services.publish(ongoing.plan, by=board_chair)
    for url in ("/plans/published/marlbrook/", "/plans/published/marlbrook/1/"):
        text = client.get(url).content.decode()
        assert "Secret list" not in text
        assert "marlbrook.example/secret" not in text


@pytest.mark.parametrize("marking", ["official", "sensitive"])
@pytest.mark.parametrize("role", list(Role))
def test_the_page_of_an_action_shows_the_evidence_that_its_reader_may_open(
    ongoing, coordinator, role, marking
):
    services.give_evidence(
        ongoing, by=coordinator, given=given(file=upload("list.txt", TEXT))
    )
    Document.objects.update(marking=marking)
    reader = person_with(role, ongoing.plan.authority)
    document = Document.objects.get()
    if Action.objects.visible_to(reader).filter(pk=ongoing.pk).exists():
        may_open = Document.objects.visible_to(reader).exists()
        assert document.is_read_where_it_hangs(reader) == may_open
    outsider = person_with(role, AuthorityFactory())
    assert not document.is_read_where_it_hangs(outsider)
