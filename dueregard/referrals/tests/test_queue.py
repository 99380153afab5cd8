"""The queue: what waits, for whom, until when; and names only to who may read them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.codes import Door
from dueregard.referrals.listing import queue_of
from dueregard.referrals.models import Referral, Subject
from dueregard.referrals.views import purpose as purpose_view
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import (
    council_destination,
    make_referral,
    police_destination,
    staff,
)
from .pages import again, into_queue, opens, page_of, says_why, sends, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


def test_from_the_queue_by_way_of_a_purpose_to_the_page_and_one_move(marlbrook, people):
    referral = make_referral(marlbrook)
    officer = people[Role.GATEWAY_OFFICER]
    client = signed_in(officer)
    home = client.get(reverse("referrals:home"))
    assert home.status_code == 302
    asked = client.get(home.url)
    assert asked.status_code == 302
    assert "purpose" in asked.url
    queue = client.post(asked.url, {"purpose": "gateway"}, follow=True)
    assert referral.reference in queue.content.decode()
    why = client.get(page_of(referral))
    assert why.status_code == 302
    page = client.post(why.url, {"purpose": "gateway"}, follow=True)
    text = page.content.decode()
    assert "Ashgrove" in text
    assert page_of(referral, "accept") in text
    done = client.post(page_of(referral, "accept"), {"note": "Ours."}, follow=True)
    assert "With the police gateway" in done.content.decode()
    moved = again(referral)
    assert moved.status == "gateway"
    assert moved.holder_id == officer.pk


@pytest.mark.parametrize(
    ("role", "sees_name"),
    [
        (Role.COORDINATOR, True),
        (Role.GATEWAY_OFFICER, True),
        (Role.PANEL_CHAIR, True),
        (Role.DEPUTY_CHAIR, True),
    ],
)
def test_who_works_on_referrals_finds_them_in_the_queue(
    marlbrook, people, role, sees_name
):
    referral = make_referral(marlbrook)
    text = into_queue(signed_in(people[role]), marlbrook).content.decode()
    assert referral.reference in text
    assert ("Ashgrove" in text) == sees_name


@pytest.mark.parametrize(
    "role",
    [
        Role.EDUCATION_OFFICER,
        Role.REGISTERED_REFERRER,
        Role.SAFEGUARDING_LEAD,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.TRAINING_LEAD,
    ],
)
def test_who_only_sends_referrals_has_no_queue(marlbrook, role):
    person = person_with(role, marlbrook)
    make_referral(marlbrook, by=person)
    client = signed_in(person)
    assert client.get(f"/referrals/in/{marlbrook.slug}/").status_code == 404
    assert client.get(reverse("referrals:home")).status_code == 404


def test_names_are_left_out_where_they_are_not_the_readers(marlbrook, monkeypatch):
    make_referral(marlbrook)
    chair = person_with(Role.PANEL_CHAIR, marlbrook)
    monkeypatch.setattr(
        "dueregard.referrals.listing.sight_of", lambda user, row: Nothing()
    )
    text = into_queue(signed_in(chair), marlbrook).content.decode()
    assert "Ashgrove" not in text


class Nothing:
    reads = frozenset()


def test_a_case_officer_has_only_what_is_assigned(marlbrook, people):
    theirs, other = make_referral(marlbrook), make_referral(marlbrook)
    officer = people[Role.CASE_OFFICER]
    services.assign(theirs, officer, by=people[Role.COORDINATOR])
    text = into_queue(signed_in(officer), marlbrook).content.decode()
    assert theirs.reference in text
    assert other.reference not in text


def test_the_list_is_one_entry_that_names_them_all(marlbrook, people):
    rows = [make_referral(marlbrook) for _ in range(3)]
    into_queue(signed_in(people[Role.GATEWAY_OFFICER]), marlbrook, "gateway")
    entry = Entry.objects.get(event="vault.looked")
    assert entry.facts["door"] == "list"
    assert entry.facts["purpose"] == "gateway"
    assert {str(row.pk) for row in rows} <= set(entry.facts["subjects"])


def test_a_queue_takes_no_answer_out_of_the_database_that_it_does_not_print(
    marlbrook, people
):
    """Sealed or not: what is not there cannot be shown by mistake."""
    asked = str(queue_of(people[Role.COORDINATOR], marlbrook, {}).query)
    sealed = {
        f'"{model._meta.db_table}"."{field.column}"'
        for model in (Referral, Subject)
        for field in model._meta.concrete_fields
        if getattr(field, "is_sealed", False)
    }
    subject = Subject._meta.db_table
    printed = {f'"{subject}"."forenames"', f'"{subject}"."surname"'}
    assert printed < sealed
    assert {column for column in sealed if column in asked} == printed


def test_the_queue_of_another_authority_is_not_there(marlbrook, people):
    AuthorityFactory(name="Ashby Vale")
    client = signed_in(people[Role.COORDINATOR])
    assert client.get("/referrals/in/ashby-vale/").status_code == 404


def test_the_queue_says_who_has_not_acknowledged(marlbrook, people):
    police_destination(marlbrook)
    council_destination(marlbrook)
    make_referral(marlbrook)
    client = signed_in(people[Role.COORDINATOR])
    text = into_queue(client, marlbrook).content.decode()
    assert "Not acknowledged by the police or the council" in text


def test_a_late_one_says_by_how_many_working_days(marlbrook, people):
    make_referral(marlbrook)
    clock_services.shift(timedelta(days=14))
    client = signed_in(people[Role.COORDINATOR])
    text = into_queue(client, marlbrook).content.decode()
    assert "Late by" in text
    assert "working days" in text


def test_filters_stand_in_the_address(marlbrook, people):
    client = signed_in(people[Role.COORDINATOR])
    public = make_referral(marlbrook)
    rung = make_referral(marlbrook, door=Door.TELEPHONE)
    taken = make_referral(marlbrook)
    services.accept(taken, by=people[Role.GATEWAY_OFFICER])

    def shown(**filters):
        text = into_queue(client, marlbrook, **filters).content.decode()
        return {row for row in (public, rung, taken) if row.reference in text}

    assert shown() == {public, rung, taken}
    assert shown(door="telephone") == {rung}
    assert shown(stage="gateway") == {taken}
    assert shown(mine="on") == set()
    assert shown(late="on") == set()
    services.assign(rung, people[Role.COORDINATOR], by=people[Role.COORDINATOR])
    assert shown(mine="on") == {rung}


def test_what_ended_is_listed_only_when_asked_for(marlbrook, people):
    row = make_referral(marlbrook)
    services.pass_on(row, by=people[Role.COORDINATOR], note="Netherbrook, in writing.")
    client = signed_in(people[Role.COORDINATOR])
    assert row.reference not in into_queue(client, marlbrook).content.decode()
    ended = into_queue(client, marlbrook, stage="passed_on").content.decode()
    assert row.reference in ended


def test_an_empty_queue_says_what_to_expect(marlbrook, people):
    client = signed_in(people[Role.COORDINATOR])
    assert (
        "Nothing waits for you here" in into_queue(client, marlbrook).content.decode()
    )


def test_the_purpose_of_a_case_is_asked_once_a_session_by_post(marlbrook, people):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.COORDINATOR])
    into_queue(client, marlbrook)
    assert client.get(page_of(referral)).status_code == 302
    asked = client.get(page_of(referral, "purpose"))
    assert "Ashgrove" not in asked.content.decode()
    assert client.get(page_of(referral)).status_code == 302, "a look is no answer"
    says_why(client, referral)
    assert client.get(page_of(referral)).status_code == 200
    assert client.get(page_of(referral)).status_code == 200
    other = make_referral(marlbrook)
    assert client.get(page_of(other)).status_code == 302


def test_whoever_opens_too_many_cases_in_an_hour_proves_again_who_they_are(
    marlbrook, people, monkeypatch
):
    limit = replace(purpose_view.CASES_OPENED, most=1)
    monkeypatch.setattr(purpose_view, "CASES_OPENED", limit)
    client = signed_in(people[Role.GATEWAY_OFFICER])
    first, second = make_referral(marlbrook), make_referral(marlbrook)
    assert opens(client, first).status_code == 200
    asked = client.post(page_of(second, "purpose"), {"purpose": "triage"})
    assert asked.url.startswith(reverse("accounts:step_up"))
    assert "purpose" in client.get(page_of(second)).url  # nothing was shown
    assert client.get(page_of(first)).status_code == 200  # nor is work stopped
    shown = client.post(
        reverse("accounts:step_up"), {"next": page_of(second, "purpose")}, follow=True
    )
    assert second.reference in shown.content.decode()


def test_a_purpose_that_is_not_on_the_list_is_none(marlbrook, people):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.COORDINATOR])
    for code in ("", "curiosity", "break_glass"):
        says_why(client, referral, code)
    assert client.get(page_of(referral)).status_code == 302


def test_after_a_purpose_nobody_is_sent_elsewhere(marlbrook, people):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.COORDINATOR])
    for bad in ("//evil.example/", "https://evil.example/", "/plans/", "javascript:x"):
        answer = client.post(
            f"{page_of(referral, 'purpose')}?next={bad}", {"purpose": "triage"}
        )
        assert answer.url == page_of(referral)


def test_the_purpose_page_of_what_may_not_be_seen_is_not_there(marlbrook, people):
    referral = make_referral(marlbrook)
    for role in (Role.CASE_OFFICER, Role.REGISTERED_REFERRER):
        client = signed_in(people[role])
        assert client.get(page_of(referral, "purpose")).status_code == 404


def test_each_look_names_its_purpose_and_the_groups_that_were_shown(marlbrook, people):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.PANEL_CHAIR])
    assert opens(client, referral, purpose="supervision").status_code == 200
    entry = Entry.objects.filter(event="vault.looked").latest("pk")
    assert entry.facts["purpose"] == "supervision"
    assert entry.facts["groups"] == ["G1", "G2", "G3"]
    assert str(referral.pk) in entry.facts["subjects"]


def test_the_stage_waits_among_the_work_of_its_owner_without_a_word(marlbrook, people):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.GATEWAY_OFFICER])
    text = client.get(reverse("reminders:my_work")).content.decode()
    assert "A referral waits for you" in text
    assert "Ashgrove" not in text
    stored = str(list(Task.objects.values()))
    assert str(referral.pk) in stored
    assert referral.reference not in stored
    services.accept(referral, by=people[Role.GATEWAY_OFFICER])
    services.assign(referral, people[Role.COORDINATOR], by=people[Role.COORDINATOR])
    text = client.get(reverse("reminders:my_work")).content.decode()
    assert "A referral waits for you" not in text


def test_a_move_that_the_rule_refuses_is_refused_on_its_page(marlbrook, people):
    referral = make_referral(marlbrook)
    chair = signed_in(people[Role.PANEL_CHAIR])
    assert sends(chair, referral, "accept", {}).status_code == 403
    assert again(referral).status == "submitted"


def test_a_move_out_of_its_state_is_told_why(marlbrook, people):
    referral = make_referral(marlbrook)
    officer = signed_in(people[Role.GATEWAY_OFFICER])
    answer = opens(officer, referral, "go_on")
    assert answer.status_code == 409
    assert "You can" in answer.content.decode()


def test_dates_of_the_clock_are_those_of_the_limits(marlbrook, people):
    coordinator = people[Role.COORDINATOR]
    services.set_limit(
        marlbrook,
        "submitted",
        working_days=3,
        source="Channel procedure",
        by=coordinator,
    )
    referral = again(make_referral(marlbrook))
    from_today = referral.stage_due_on - clock.today()
    assert from_today >= timedelta(days=3)
    page = signed_in(coordinator).get(f"/referrals/in/{marlbrook.slug}/limits/")
    text = page.content.decode()
    assert "Channel procedure" in text
    assert "confirm locally" in text


def test_only_a_co_ordinator_sets_limits(marlbrook, people):
    address = f"/referrals/in/{marlbrook.slug}/limits/gateway/"
    form = {"working_days": "4", "source": "Agreed"}
    assert signed_in(people[Role.PANEL_CHAIR]).post(address, form).status_code == 403
    answer = signed_in(people[Role.COORDINATOR]).post(address, form)
    assert answer.status_code == 302
    with tenancy.of(marlbrook):
        assert marlbrook.stage_limits.get().working_days == 4


def test_postgresql_counts_stages_and_their_clocks_together():
    """Or it sorts every referral that waits for one page of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # which reads its index in order
            cursor.execute("PRAGMA index_list('referrals_referral')")
            assert "referral_worked_on" in {row[1] for row in cursor.fetchall()}
            return
        cursor.execute("SELECT stxname FROM pg_statistic_ext")
        assert ("referral_clock",) in cursor.fetchall()
