"""Referrals pass whole to a successor: on the day, and not before (practice AC 6)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from dueregard import clock, store
from dueregard.access.models import Approval
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Authority, Person, RoomSwitch
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.clock.tests.moving import hour_of
from dueregard.outbox.services import payload_of
from dueregard.referrals import jobs, services
from dueregard.referrals.looks import looks_at
from dueregard.referrals.models import (
    Account,
    Concern,
    Delivery,
    LegalHold,
    Match,
    Referral,
    ReferralFile,
    Subject,
)
from dueregard.referrals.readers import Period, read_by
from dueregard.referrals.reads_by_link import delivery_of
from dueregard.referrals.services import returning, succession
from dueregard.referrals.services.certifying import certificate_naming
from dueregard.referrals.services.keeping_files import FOLDER
from dueregard.referrals.services.mailing import mail_form
from dueregard.referrals.services.stages import owe_stage
from dueregard.reminders.models import Task
from dueregard.vault import blind, rooms, tenancy
from dueregard.vault.errors import KeysUnavailable, Unreadable
from dueregard.vault.files import seal_to_read
from dueregard.vault.models import BlindToken, DataKey, WrappedKey

from . import ways
from .concerns import a_concern, a_school
from .factories import make_referral, staff
from .filling import ANSWERS, fill, send
from .pages import opens, signed_in
from .templates import published
from .test_delivering import attached, sent_by_link
from .test_destroying import destroyed, due_one
from .test_returning import EMAIL, save, the_code

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
IN = 130  # days until the successor takes over


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def successor():
    return AuthorityFactory(name="Greater Marl", slug="greater-marl")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def administrator(marlbrook, successor):
    person = person_with(Role.ADMINISTRATOR, marlbrook)
    MembershipFactory(person=person, authority=successor, role=Role.ADMINISTRATOR)
    return person


def arrange(marlbrook, successor, by):
    day = clock.today() + IN * DAY
    lines = accounts.succeed(marlbrook, successor, day, by=by)
    return {line.name: line for line in lines}


def evening_before():
    hour_of(Authority.objects.get(slug="marlbrook").succeeded_on - DAY, 22)


def day_comes():
    hour_of(Authority.objects.get(slug="marlbrook").succeeded_on, 1)
    jobs.pass_over({})


def shown(referral, authority) -> tuple[str, str, str]:
    """What is read of it at `authority`: two names, and what was seen."""
    with tenancy.of(authority):
        row = Referral.objects.get(pk=referral.pk)
    with rooms.case_room(
        None,
        authority=authority,
        purpose="triage",
        door="detail",
        groups=["G1", "G2"],
    ) as room:
        subject = Subject.objects.get(pk=row.subject_id)
        account = Account.objects.get(referral=row)
        room.show_all([subject, account])
        return subject.forenames, subject.surname, account.did_or_said


def wall() -> dict:
    return {"file": SimpleUploadedFile("wall.txt", b"On a wall")}


def left_at(authority) -> list[str]:
    with tenancy.of(authority):
        keys = DataKey.objects.filter(authority=authority).exclude(kind="index")
        return list(keys.values_list("kind", flat=True))


def test_the_count_agrees_and_nothing_passes_before_the_day(
    marlbrook, successor, people, administrator
):
    rows = [make_referral(marlbrook) for _ in range(3)]
    line = arrange(marlbrook, successor, administrator)["Referrals"]
    assert (line.expected, line.passed) == (3, 3)
    evening_before()
    jobs.pass_over({})
    jobs.pass_over_again({})
    assert shown(rows[0], marlbrook)[1] == "Ashgrove"
    assert left_at(successor) == []


def test_on_the_day_each_opens_at_the_successor_and_nowhere_else(
    marlbrook, successor, people, administrator
):
    row = make_referral(marlbrook)
    before = shown(row, marlbrook)
    arrange(marlbrook, successor, administrator)
    day_comes()
    assert shown(row, successor) == before
    assert left_at(marlbrook) == []
    with tenancy.of(marlbrook):
        assert not Referral.objects.filter(authority=marlbrook).exists()
        assert not WrappedKey.objects.filter(authority=marlbrook).exclude(
            data_key__kind="index"
        )


def test_the_same_people_go_on_with_it_at_the_successor(
    marlbrook, successor, people, administrator
):
    row = make_referral(marlbrook)
    arrange(marlbrook, successor, administrator)
    officer = people[Role.GATEWAY_OFFICER]
    day_comes()
    with tenancy.of(successor):
        row = Referral.objects.select_related("authority").get(pk=row.pk)
    browser = signed_in(officer)
    page = opens(browser, row).content.decode()
    assert row.reference in page
    services.accept(row, by=officer)
    task = Task.objects.open().get(kind="referrals.stage", person=officer)
    assert "/in/greater-marl/" in task.url


def test_an_old_address_leads_to_the_same_page_of_the_successor(
    marlbrook, successor, people, administrator
):
    row = make_referral(marlbrook)
    old = row.get_absolute_url()
    arrange(marlbrook, successor, administrator)
    day_comes()
    browser = signed_in(people[Role.GATEWAY_OFFICER])
    answer = browser.get(old)
    assert answer.url == old.replace("/in/marlbrook/", "/in/greater-marl/")
    assert browser.get(old.replace("marlbrook", "nowhere")).status_code == 404


def test_an_old_address_leads_to_no_other_site(marlbrook, successor, administrator):
    arrange(marlbrook, successor, administrator)
    day_comes()
    browser = signed_in(administrator)
    assert browser.get("/", PATH_INFO="/x/in/marlbrook/").status_code == 302
    answer = browser.get("/", PATH_INFO="//elsewhere.example/in/marlbrook/")
    assert answer.status_code == 404


def test_templates_pass_where_nothing_else_is(marlbrook, successor, administrator):
    template = published(marlbrook, person_with(Role.COORDINATOR, marlbrook))
    arrange(marlbrook, successor, administrator)
    day_comes()
    template.refresh_from_db()
    assert template.authority == successor


def test_it_is_found_by_name_and_compared_with_who_is_there_already(
    marlbrook, successor, people, administrator
):
    known = make_referral(successor)
    row = make_referral(marlbrook)
    arrange(marlbrook, successor, administrator)
    day_comes()
    with tenancy.of(successor):
        found = set(blind.find_name(successor, "Corin Ashgrove"))
        assert found == {known.subject.data_key_id, row.subject.data_key_id}
        match = Match.objects.get()
        assert {match.first_id, match.second_id} == {known.subject_id, row.subject_id}
    with tenancy.of(marlbrook):
        assert not BlindToken.objects.filter(authority=marlbrook).exists()


def test_clocks_keeping_and_history_pass_as_they_are(
    marlbrook, successor, people, administrator
):
    row = ways.gathering(marlbrook, people)
    kept = ("status", "stage_due_on", "submitted_at", "reference", "version")
    with tenancy.of(marlbrook):
        before = Referral.objects.filter(pk=row.pk).values(*kept).get()
        moves = row.moves.count()
    arrange(marlbrook, successor, administrator)
    day_comes()
    with tenancy.of(successor):
        assert Referral.objects.filter(pk=row.pk).values(*kept).get() == before
        assert Referral.objects.get(pk=row.pk).moves.count() == moves
    entry = Entry.objects.about(row).get(event="referrals.passed_over")
    assert entry.authority_id == successor.pk
    assert entry.facts == {"from_authority_id": marlbrook.pk}


def test_a_file_passes_with_its_referral(marlbrook, successor, administrator, client):
    arrange(marlbrook, successor, administrator)
    fill(client, marlbrook)
    client.post("/refer/files/", wall())
    send(client)
    with tenancy.of(marlbrook):
        before = ReferralFile.objects.get().stored_name
    day_comes()
    with rooms.case_room(
        None, authority=successor, purpose="triage", door="file", groups=["G2"]
    ) as room:
        row = ReferralFile.objects.select_related("data_key").get()
        assert row.stored_name != before
        assert room.show(row).name == "wall.txt"
        seal = seal_to_read(row.data_key)
        assert b"".join(store.read(row.stored_name, FOLDER, seal=seal)) == b"On a wall"


def test_a_form_that_is_not_sent_goes_on_and_is_sent_to_the_successor(
    marlbrook, successor, administrator, client
):
    arrange(marlbrook, successor, administrator)
    evening_before()
    fill(client, marlbrook)
    client.post("/refer/files/", wall())
    day_comes()
    assert client.get("/refer/check/").status_code == 200
    send(client)
    assert left_at(marlbrook) == []
    with tenancy.of(successor):
        row = Referral.objects.get()
        assert row.files.count() == 1
    assert shown(row, successor)[2].startswith("Drew a plan of the hall")


def test_a_saved_form_comes_back_by_its_code(
    marlbrook, successor, administrator, client
):
    arrange(marlbrook, successor, administrator)
    evening_before()
    save(client, marlbrook)
    day_comes()
    other = Client()
    other.post("/refer/return/", EMAIL)
    assert other.post("/refer/code/", {"code": the_code()}).url == "/refer/form/you/"
    assert "arrows" in other.get("/refer/form/seen/").content.decode()


def test_who_sent_one_still_asks_after_it(marlbrook, successor, administrator, client):
    arrange(marlbrook, successor, administrator)
    fill(client, marlbrook)
    send(client)
    with tenancy.of(marlbrook):
        row = Referral.objects.get()
    day_comes()
    email = ANSWERS["reach"]["email"]
    found = returning.sent_by(email, row.reference, [successor])
    assert found.pk == row.pk
    assert returning.sent_by("other@fernshire.example", row.reference, [successor]) is (
        None
    )


def test_a_link_of_before_still_opens(marlbrook, successor, administrator):
    row, delivery, token = sent_by_link(marlbrook)
    arrange(marlbrook, successor, administrator)
    day_comes()
    found = delivery_of(token)
    assert (found.pk, found.authority_id) == (delivery.pk, successor.pk)
    page = Client().get(reverse("referrals:received", args=[token]))
    assert page.status_code == 200
    assert delivery_of(f"{successor.pk}-{token.partition('-')[2]}") is None


def test_a_form_that_waits_to_be_mailed_is_mailed_after(
    marlbrook, successor, administrator, mailoutbox
):
    row, job = attached(marlbrook)
    arrange(marlbrook, successor, administrator)
    day_comes()
    mail_form(payload_of(job))
    [letter] = [one for one in mailoutbox if one.attachments]
    assert letter.attachments[0][0] == f"{row.reference}.pdf"
    with tenancy.of(successor):
        assert Delivery.objects.get(destination__way="attachment").sent_at is not None


def test_concerns_calls_and_templates_pass_too(marlbrook, successor, administrator):
    school = a_school(marlbrook)
    concern = a_concern(school)
    template = published(marlbrook, person_with(Role.COORDINATOR, marlbrook))
    line = arrange(marlbrook, successor, administrator)
    assert line["Concerns and calls for advice"].passed == 1
    day_comes()
    with tenancy.of(successor):
        assert Concern.objects.get().pk == concern.pk
    template.refresh_from_db()
    assert (template.authority, template.is_offered) == (successor, False)


def test_what_waits_for_a_second_person_is_void_and_can_be_asked_for_anew(
    marlbrook, successor, people, administrator
):
    officer = person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)
    row = make_referral(marlbrook)
    hold = services.place_hold(row, reason="A claim was made.", by=officer)
    services.ask_to_lift(hold, reason="Settled.", by=officer, session="one")
    arrange(marlbrook, successor, administrator)
    day_comes()
    assert Approval.objects.get(kind="referrals.lift_hold").outcome == "void"
    with tenancy.of(successor):
        hold = LegalHold.objects.select_related("referral", "authority").get()
    officer = Person.objects.get(pk=officer.pk)  # their roles of today
    asked = services.ask_to_lift(hold, reason="Now.", by=officer, session="one")
    assert asked.authority == successor


def test_without_the_room_at_the_successor_nothing_is_arranged(
    marlbrook, successor, administrator
):
    make_referral(marlbrook)
    RoomSwitch.objects.filter(authority=successor, room=Room.REFERRALS).delete()
    with pytest.raises(NotNow, match="not switched on at Greater Marl"):
        arrange(marlbrook, successor, administrator)
    marlbrook.refresh_from_db()
    assert marlbrook.successor is None


def test_a_form_that_somebody_began_needs_no_room_at_the_successor(
    marlbrook, successor, administrator, client
):
    save(client, marlbrook)
    RoomSwitch.objects.filter(authority=successor, room=Room.REFERRALS).delete()
    assert arrange(marlbrook, successor, administrator)["Referrals"].passed == 0


def test_passing_that_was_interrupted_goes_on(
    marlbrook, successor, administrator, monkeypatch
):
    rows = [make_referral(marlbrook) for _ in range(3)]
    arrange(marlbrook, successor, administrator)
    monkeypatch.setattr(succession, "AT_ONCE", 1)
    done = []

    def fails(*args, **kwargs):
        done.append(args)
        if len(done) == 2:
            raise ConnectionError
        return owe_stage(*args, **kwargs)

    monkeypatch.setattr(succession, "owe_stage", fails)
    with pytest.raises(ConnectionError):
        day_comes()
    assert sorted(left_at(marlbrook)) == ["person", "person", "referral", "referral"]
    jobs.pass_over_again({})
    assert left_at(marlbrook) == []
    assert {shown(row, successor) for row in rows} == {shown(rows[0], successor)}


def test_locked_records_stay_where_they_are_until_the_key_is_back(
    marlbrook, successor, administrator, settings, tmp_path
):
    row = make_referral(marlbrook)
    arrange(marlbrook, successor, administrator)
    key_file = settings.KEY_FILE
    settings.KEY_FILE = tmp_path / "gone.json"
    with pytest.raises(KeysUnavailable):
        day_comes()
    settings.KEY_FILE = key_file
    assert len(left_at(marlbrook)) == 2
    jobs.pass_over_again({})
    assert shown(row, successor)[1] == "Ashgrove"


def test_a_damaged_answer_keeps_no_other_back(marlbrook, successor, administrator):
    row = make_referral(marlbrook)
    with tenancy.of(marlbrook), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referrals_account SET did_or_said = %s", [b"\x01" + b"0" * 40]
        )
    arrange(marlbrook, successor, administrator)
    day_comes()
    with pytest.raises(Unreadable):
        shown(row, successor)
    with rooms.case_room(
        None, authority=successor, purpose="triage", door="detail", groups=["G2"]
    ) as room:
        account = room.show(Account.objects.get())
        assert account.means == "He may be thinking of hurting people there."


def test_bytes_of_before_open_at_neither(marlbrook, successor, administrator):
    """Whoever has a copy of the old row cannot put it back at the successor."""
    row = make_referral(marlbrook)
    with tenancy.of(marlbrook):
        old = Account.objects.values_list("did_or_said", flat=True).get()
    arrange(marlbrook, successor, administrator)
    day_comes()
    with tenancy.of(successor):
        Account.objects.update(did_or_said=old)
    with pytest.raises(Unreadable):
        shown(row, successor)


def test_who_looked_before_is_still_told(marlbrook, successor, people, administrator):
    row = make_referral(marlbrook)
    officer = people[Role.GATEWAY_OFFICER]
    opens(signed_in(officer), row)
    arrange(marlbrook, successor, administrator)
    day_comes()
    with tenancy.of(successor):
        row = Referral.objects.get(pk=row.pk)
        looks = looks_at(row)
        assert str(officer) in {look.by for look in looks}
        period = Period(clock.today() - 200 * DAY, clock.today())
        assert officer.pk in read_by(successor, period)


def test_what_was_destroyed_before_is_still_answered_for(
    marlbrook, successor, people, administrator
):
    officer = person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)
    row = due_one(marlbrook)
    destroyed([row], people[Role.COORDINATOR], officer)
    arrange(marlbrook, successor, administrator)
    day_comes()
    made = certificate_naming(successor, row.reference)
    assert made.authority == marlbrook
    browser = signed_in(Person.objects.get(pk=officer.pk))
    old = browser.get(made.get_absolute_url())
    assert "/in/greater-marl/" in old.url
    assert made.reference in browser.get(old.url).content.decode()
