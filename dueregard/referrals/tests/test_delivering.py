"""Each way by which a form gets to a destination, and what it says back."""

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.outbox import mail
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job
from dueregard.outbox.tests import smtp
from dueregard.outbox.worker import Worker
from dueregard.referrals import services
from dueregard.referrals.models import Disclosure, Referral
from dueregard.referrals.services import mailing
from dueregard.referrals.sides import sides_of
from dueregard.referrals.spoken import code_of
from dueregard.vault import tenancy
from dueregard.vault.errors import RoomClosed

from .factories import council_destination, make_referral
from .routes import (
    by_attachment,
    by_link,
    deliveries,
    letters,
    say_purpose,
    tasks,
    token_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


def sent_by_link(authority):
    """A referral whose form went to the police by link: it, its delivery, the token."""
    by_link(authority)
    referral = make_referral(authority)
    [delivery] = deliveries(referral)
    [letter] = [one for one in letters() if one["to"] == "gateway@police.example"]
    return referral, delivery, token_in(letter)


def disclosures(authority) -> int:
    with tenancy.of(authority):
        return Disclosure.objects.count()


def new_code(referral, by) -> str:
    [delivery] = deliveries(referral)
    services.make_code(delivery, by=by)
    [delivery] = deliveries(referral)
    return code_of(delivery)


def test_opening_the_link_changes_nothing_and_tells_nothing(marlbrook, client):
    referral, _, token = sent_by_link(marlbrook)
    page = client.get(reverse("referrals:received", args=[token]))
    assert page.status_code == 200
    words = page.content.decode()
    assert referral.reference in words
    for told in ("Corin", "Ashgrove", "Millrace", "Wren Hollis", "Drew a plan"):
        assert told not in words
    assert page.headers["Cache-Control"] == "no-store"
    [delivery] = deliveries(referral)
    assert (delivery.opened_at, delivery.acknowledged_at) == (None, None)
    assert disclosures(marlbrook) == 0


def test_the_token_is_kept_as_a_hash_and_the_code_nowhere(marlbrook, coordinator):
    referral, _, token = sent_by_link(marlbrook)
    code = new_code(referral, coordinator)
    [delivery] = deliveries(referral)
    values = [str(delivery.__dict__.get(f.attname)) for f in delivery._meta.fields]
    assert not any(token in value or code in value for value in values)
    facts = str(list(Entry.objects.values_list("facts", flat=True)))
    assert code not in facts
    assert token not in facts


def test_a_code_opens_the_form_once_and_it_is_a_disclosure(
    marlbrook, coordinator, client
):
    referral, _, token = sent_by_link(marlbrook)
    code = new_code(referral, coordinator)
    address = reverse("referrals:open_form", args=[token])
    answer = client.post(address, {"code": f"{code[:3]} {code[3:]}", "format": "json"})
    blocks = json.loads(answer.content)["blocks"]
    assert blocks["person"]["surname"] == "Ashgrove"
    assert "no-store" in answer.headers["Cache-Control"]
    assert disclosures(marlbrook) == 1
    again = client.post(address, {"code": code, "format": "pdf"})
    assert again.headers["Content-Type"].startswith("text/html")
    assert "it was used" in again.content.decode()
    looked = Entry.objects.filter(event="vault.looked").latest("pk")
    assert (looked.facts["purpose"], looked.facts["door"]) == ("delivery", "link")
    assert Entry.objects.filter(event="deliveries.opened").count() == 1


def test_a_code_does_not_open_after_half_an_hour(marlbrook, coordinator, client):
    referral, delivery, _ = sent_by_link(marlbrook)
    code = new_code(referral, coordinator)
    clock_services.shift(timedelta(minutes=31))
    with pytest.raises(NotNow):
        services.open_by_code(delivery, code=code, format="pdf")
    assert disclosures(marlbrook) == 0


def test_five_wrong_codes_lock_the_right_one_out(marlbrook, coordinator, client):
    referral, _, token = sent_by_link(marlbrook)
    code = new_code(referral, coordinator)
    address = reverse("referrals:open_form", args=[token])
    wrong = "CCCCCC" if code != "CCCCCC" else "DDDDDD"
    for _ in range(5):
        client.post(address, {"code": wrong, "format": "pdf"})
    answer = client.post(address, {"code": code, "format": "pdf"})
    assert "tried too often" in answer.content.decode()
    assert disclosures(marlbrook) == 0


def test_the_code_of_one_referral_opens_no_other(marlbrook, coordinator):
    referral, _, _ = sent_by_link(marlbrook)
    code = new_code(referral, coordinator)
    other = make_referral(marlbrook)
    [delivery] = deliveries(other)
    with pytest.raises(NotNow):
        services.open_by_code(delivery, code=code, format="pdf")


def test_who_opened_it_says_by_link_that_they_have_it(marlbrook, coordinator, client):
    referral, _, token = sent_by_link(marlbrook)
    assert "referrals.telephone" in tasks(coordinator)
    have = reverse("referrals:received_have", args=[token])
    early = client.post(have, {"who": "DS Pike"}).content.decode()
    assert "Open the form with the code first." in early
    [delivery] = deliveries(referral)
    services.open_by_code(delivery, code=new_code(referral, coordinator), format="docx")
    assert client.post(have, {"who": "DS Pike"}).status_code == 302
    [delivery] = deliveries(referral)
    assert delivery.acknowledged_at is not None
    assert delivery.acknowledged_by is None
    with pytest.raises(RoomClosed):
        str(delivery.reported_by)
    assert tasks(coordinator) == ["referrals.no_destination"]


@pytest.mark.parametrize("token", ["x", "1-", "1-unknown", "999999-abc", "٣-abc", "-"])
def test_a_link_that_we_never_sent_says_so(marlbrook, client, token):
    sent_by_link(marlbrook)
    answer = client.get(reverse("referrals:received", args=[token]))
    assert answer.status_code == 404
    assert "does not work" in answer.content.decode()


def test_a_link_ends_with_the_referral(marlbrook, client):
    referral, _, token = sent_by_link(marlbrook)
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(status="not_a_referral")
    answer = client.get(reverse("referrals:received", args=[token]))
    assert answer.status_code == 410


def attached(authority):
    by_attachment(authority)
    referral = make_referral(authority)
    job = Job.objects.get(kind="referrals.send_form")
    return referral, job


def test_the_form_is_attached_and_the_words_of_the_mail_say_nothing(
    marlbrook, mailoutbox
):
    referral, _ = attached(marlbrook)
    Worker().run_until_idle()
    [letter] = [one for one in mailoutbox if one.attachments]
    assert letter.to == ["gateway@police.example"]
    assert letter.subject == "You have a task"
    [(name, content, kind)] = letter.attachments
    assert name == f"{referral.reference}.pdf"
    words = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "Ashgrove" in words
    for told in ("Corin", "Ashgrove", referral.reference, "Prevent"):
        assert told not in letter.body + letter.subject
    [delivery] = deliveries(referral)
    assert delivery.sent_at is not None
    assert disclosures(marlbrook) == 1


def test_a_repeat_after_a_crash_has_the_same_message_id_and_is_one_disclosure(
    marlbrook, mailoutbox, monkeypatch
):
    referral, job = attached(marlbrook)
    payload = outbox.payload_of(job)
    note = mailing.note_sent
    monkeypatch.setattr(mailing, "note_sent", lambda payload: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        mailing.mail_form(payload)
    monkeypatch.setattr(mailing, "note_sent", note)
    mailing.mail_form(payload)
    mailing.mail_form(payload)
    ids = [one.extra_headers["Message-ID"] for one in mailoutbox]
    assert len(ids) == 2
    assert set(ids) == {mail.message_id(f"referrals.sent:{payload['delivery']}")}
    assert disclosures(marlbrook) == 1


def test_a_mail_server_that_refuses_loses_nothing_and_repeats_nothing(
    marlbrook, settings
):
    settings.EMAIL_BACKEND = mailing.SMTP
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    settings.EMAIL_USE_TLS = False
    with smtp.running() as server:
        settings.EMAIL_PORT = server.port
        referral, _, _ = sent_by_link(marlbrook)
        server.on_letter = lambda number: "451 not now"
        Worker().send_mails()
        assert server.received == []
        [delivery] = deliveries(referral)
        assert delivery.acknowledged_at is None
        server.on_letter = lambda number: "250 yes"
        clock_services.shift(timedelta(hours=1))
        Worker().send_mails()
        Worker().send_mails()
        wanted = mail.message_id(f"referrals.sent:{delivery.pk}")
        assert server.received.count(wanted) == 1


def test_no_form_leaves_for_a_mail_server_without_tls(marlbrook, settings, mailoutbox):
    referral, job = attached(marlbrook)
    payload = outbox.payload_of(job)
    settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = mailing.SMTP, False
    with pytest.raises(NotNow, match="TLS"):
        mailing.mail_form(payload)
    assert (mailoutbox, disclosures(marlbrook)) == ([], 0)
    settings.EMAIL_BACKEND = "dueregard.outbox.notify.EmailBackend"
    settings.REHEARSAL = False
    with pytest.raises(NotNow, match="TLS"):
        mailing.mail_form(payload)


def test_an_address_that_lost_its_assurance_gets_no_form(
    marlbrook, coordinator, mailoutbox
):
    referral, job = attached(marlbrook)
    [delivery] = deliveries(referral)
    services.close_destination(delivery.destination, because="No.", by=coordinator)
    with pytest.raises(NotNow):
        mailing.mail_form(outbox.payload_of(job))
    assert (mailoutbox, disclosures(marlbrook)) == ([], 0)


def test_another_area_is_asked_and_holds_it_only_once_it_accepts_in_writing(
    marlbrook, officer, coordinator
):
    council_destination(marlbrook)
    area = by_link(
        marlbrook, kind="other_area", name="Netherbrook", email="in@nether.example"
    )
    referral = make_referral(marlbrook, residence="elsewhere")
    assert referral.holder == coordinator
    sent = services.ask_area(referral, area, by=coordinator)
    with pytest.raises(NotNow, match="asked already"):
        services.ask_area(referral, area, by=coordinator)
    with pytest.raises(NotNow, match="in writing"):
        services.pass_on(referral, by=officer, note="They have it.")
    with pytest.raises(NotNow, match="day"):
        services.note_acceptance(
            sent, words="x", on=clock.today() + timedelta(1), by=coordinator
        )
    services.note_acceptance(
        sent, words="J. Reed, ref N-12", on=clock.today(), by=coordinator
    )
    services.pass_on(referral, by=officer, note="They have it.")
    referral = fresh(referral)
    assert (referral.status, referral.reference != "") == ("passed_on", True)
    assert len(deliveries(referral)) == 2


def fresh(referral) -> Referral:
    with tenancy.of(referral.authority_id):
        return Referral.objects.get(pk=referral.pk)


def test_the_page_shows_both_sides_and_reads_no_word(marlbrook, coordinator, client):
    referral, _, _ = sent_by_link(marlbrook)
    council_destination(marlbrook)
    other = make_referral(marlbrook)
    client.force_login(coordinator)
    page = client.get(reverse("referrals:delivery", args=["marlbrook", other.pk]))
    words = page.content.decode()
    assert "Police gateway" in words
    assert "Council safeguarding" in words
    assert "Ashgrove" not in words
    assert not Entry.objects.filter(event="vault.looked").exists()


def test_one_posts_their_way_through_code_and_acknowledgement(
    marlbrook, coordinator, client
):
    referral, delivery, _ = sent_by_link(marlbrook)
    client.force_login(coordinator)
    place = ["marlbrook", referral.pk, delivery.pk]
    answer = client.post(reverse("referrals:make_code", args=place), follow=True)
    [delivery] = deliveries(referral)
    assert code_of(delivery) in answer.content.decode()
    today = clock.today()
    said = {
        "who": "DS Pike",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
        "their_reference": "P1",
    }
    answer = client.post(reverse("referrals:report_delivery", args=place), said)
    assert answer.status_code == 302, answer.content.decode()
    [delivery] = deliveries(referral)
    assert delivery.reported_on == today


def test_somebody_who_referred_does_not_see_where_it_went(marlbrook, client):
    teacher = person_with(Role.REGISTERED_REFERRER, marlbrook)
    referral = make_referral(marlbrook, by=teacher)
    client.force_login(teacher)
    address = reverse("referrals:delivery", args=["marlbrook", referral.pk])
    assert client.get(address).status_code == 403


def test_the_form_is_taken_out_with_what_one_may_read(marlbrook, officer, client):
    by_link(marlbrook)
    referral = make_referral(marlbrook)
    client.force_login(officer)
    say_purpose(client, referral)
    [delivery] = deliveries(referral)
    address = reverse("referrals:take_form", args=["marlbrook", referral.pk])
    assert client.get(address).status_code == 200
    answer = client.post(
        address, {"destination": delivery.destination_id, "format": "json"}
    )
    whole = json.loads(answer.content)
    assert whole["made_by"] == str(officer)
    assert whole["made_for"] == "Fernshire police gateway"
    assert set(whole["blocks"]) == {
        "person",
        "concern",
        "characteristics",
        "referrer",
    }
    assert disclosures(marlbrook) == 1


def test_the_form_goes_only_to_a_destination_of_the_same_authority(
    marlbrook, officer, client
):
    elsewhere = by_link(AuthorityFactory(name="Ashby Vale"))
    by_link(marlbrook)
    referral = make_referral(marlbrook)
    client.force_login(officer)
    say_purpose(client, referral)
    address = reverse("referrals:take_form", args=["marlbrook", referral.pk])
    answer = client.post(address, {"destination": elsewhere.pk, "format": "json"})
    assert answer.headers["Content-Type"].startswith("text/html")
    assert disclosures(marlbrook) == 0


def test_who_accepts_it_for_the_police_has_it(marlbrook, officer):
    referral, _, _ = sent_by_link(marlbrook)
    services.accept(referral, by=officer)
    [delivery] = deliveries(referral)
    assert (delivery.acknowledged_by, delivery.reported_on) == (officer, None)


def test_what_the_police_told_the_council_of_accepting_acknowledges_it_too(
    marlbrook, coordinator
):
    referral, _, _ = sent_by_link(marlbrook)
    told = services.Told("DS Pike", clock.today())
    services.accept(referral, by=coordinator, told=told)
    [delivery] = deliveries(referral)
    assert delivery.reported_on == clock.today()
    assert "referrals.telephone" not in tasks(coordinator)


def test_a_mail_that_was_given_up_is_said_and_not_waited_for(marlbrook):
    referral, delivery, _ = sent_by_link(marlbrook)
    rows = Job.objects.filter(key=f"referrals.sent:{delivery.pk}")
    rows.update(status=Job.Status.DEAD)
    with tenancy.of(marlbrook):
        [police, _] = sides_of(referral, deliveries(referral))
    assert police.words == "Police gateway: the mail did not arrive: ring them"
    assert police.is_late
