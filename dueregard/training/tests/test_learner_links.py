"""One's own training without an account: a link by mail, and what it opens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import RoomSwitch
from dueregard.accounts.tokens import token_hash
from dueregard.audit import services as audit
from dueregard.clock import services as clock_services
from dueregard.documents.tests.files import pdf, upload
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.training import services
from dueregard.training.jobs import send_own_link
from dueregard.training.models import LearnerLink, SentCertificate
from dueregard.training.services import linking
from tests import snapshot

from .factories import CompletionFactory, LearnerFactory

pytestmark = pytest.mark.django_db
ASKED = "/training/own/see/marlbrook/"


@pytest.fixture
def ada(marlbrook, council, front_line):
    return LearnerFactory(
        authority=marlbrook,
        organisation=council,
        name="Ada Marsh",
        number="A1",
        email="ada@marlbrook.example",
        role_groups=[front_line],
    )


def mails():
    return [payload_of(each) for each in Job.objects.filter(kind="outbox.mail")]


def run_asked():
    """What the worker does with what was asked for."""
    for each in Job.objects.filter(kind=linking.ASKED).order_by("pk"):
        with audit.atomic():
            send_own_link(payload_of(each))


def address_in(mail):
    [line] = [one for one in mail["body"].splitlines() if "/by-link/" in one]
    return line[line.index("/training/") :]


def link_of(learner, lasts=timedelta(hours=24)):
    with audit.atomic():
        address = linking.make_link(learner, lasts=lasts)
    return address[address.index("/training/") :]


def test_a_link_goes_to_the_address_in_the_register(client, ada):
    client.post(ASKED, {"email": "Ada@Marlbrook.example", "number": ""})
    run_asked()
    [mail] = mails()
    assert mail["to"] == "ada@marlbrook.example"
    page = client.get(address_in(mail))
    assert page.status_code == 200
    assert "Awareness" in page.text
    assert "What to do next" in page.text


def test_known_and_unknown_addresses_are_answered_the_same(ada):
    def answered(email):
        asker = Client()
        answer = asker.post(ASKED, {"email": email})
        page = asker.get(answer.headers["Location"])
        before = Job.objects.filter(kind=linking.ASKED).count()
        return answer.status_code, answer.headers["Location"], page.text, before

    known, unknown = answered(ada.email), answered("nobody@marlbrook.example")
    assert known[:2] == unknown[:2]
    assert known[2] == unknown[2]
    assert (known[3], unknown[3]) == (1, 2)
    run_asked()
    assert [mail["to"] for mail in mails()] == [ada.email]


def test_only_the_hash_of_a_link_is_kept(ada):
    token = link_of(ada).split("/")[-2]
    assert LearnerLink.objects.get().token_sha256 == token_hash(token)


def test_opening_a_link_changes_nothing(client, ada, catalogue):
    address = link_of(ada)
    before = snapshot.digest()
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert client.get(f"{address}send/").status_code == 200
    assert snapshot.changed(before) == []


def test_a_link_works_for_a_day_and_then_offers_a_new_one(client, ada):
    address = link_of(ada)
    clock_services.shift(timedelta(hours=23))
    assert client.get(address).status_code == 200
    clock_services.shift(timedelta(hours=25))
    page = client.get(address)
    assert page.status_code == 410
    assert ASKED in page.text
    assert "Ada Marsh" not in page.text


def test_a_link_is_kept_out_of_caches_and_search(client, ada):
    page = client.get(link_of(ada))
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_link_shows_nobody_elses_record(client, ada, marlbrook, council, catalogue):
    other = LearnerFactory(
        authority=marlbrook, organisation=council, name="Ben Rowan", email=ada.email
    )
    CompletionFactory(learner=other, course=catalogue.referrals)
    page = client.get(link_of(ada))
    assert "Ben Rowan" not in page.text
    assert "Referrals" not in page.text


def test_those_who_share_an_address_get_one_link_each(client, ada, marlbrook, council):
    for number in ("B1", "B2"):
        LearnerFactory(
            authority=marlbrook, organisation=council, number=number, email=ada.email
        )
    client.post(ASKED, {"email": ada.email})
    run_asked()
    assert len({address_in(mail) for mail in mails()}) == 3


def test_a_shared_mailbox_gets_a_link_only_with_a_staff_number(
    client, ada, marlbrook, council
):
    for number in range(linking.MOST_RECORDS):
        LearnerFactory(
            authority=marlbrook,
            organisation=council,
            number=f"B{number}",
            email=ada.email,
        )
    client.post(ASKED, {"email": ada.email})
    run_asked()
    assert mails() == []
    client.post(ASKED, {"email": ada.email, "number": "a1"})
    run_asked()
    assert LearnerLink.objects.get().learner == ada


def test_asking_twice_within_minutes_sends_one_mail(client, ada):
    moment = timezone.now().replace(minute=1, second=0, microsecond=0)
    clock_services.shift(moment - timezone.now())
    for _ in range(2):
        client.post(ASKED, {"email": ada.email})
    assert Job.objects.filter(kind=linking.ASKED).count() == 1


def test_asking_over_and_over_is_slowed_for_known_and_unknown_alike(client, ada):
    for email in (ada.email, "nobody@marlbrook.example"):
        codes = [client.post(ASKED, {"email": email}).status_code for _ in range(6)]
        assert codes == [302] * 5 + [429]


def test_guessing_links_is_slowed(client, ada):
    codes = [
        client.get(f"/training/own/by-link/{'x' * 40}{n}/").status_code
        for n in range(21)
    ]
    assert codes == [404] * 20 + [429]
    assert client.get(link_of(ada)).status_code == 429


def test_a_link_of_a_room_that_is_off_or_of_a_record_merged_away_is_unknown(
    client, ada, marlbrook
):
    address = link_of(ada)
    ada.merged_into = LearnerFactory(authority=marlbrook)
    ada.save()
    assert client.get(address).status_code == 404
    ada.merged_into = None
    ada.save()
    RoomSwitch.objects.filter(authority=marlbrook, room=Room.TRAINING).delete()
    assert client.get(address).status_code == 404
    assert client.get(ASKED).status_code == 404


def test_links_are_forgotten_a_month_after_they_ended(ada):
    link_of(ada)
    clock_services.shift(timedelta(days=30))
    assert linking.forget_links() == 0
    clock_services.shift(timedelta(days=32))
    assert linking.forget_links() == 1


def test_a_link_cannot_touch_what_another_sent(
    client, ada, marlbrook, files, catalogue
):
    from_other = LearnerFactory(authority=marlbrook, organisation=ada.organisation)
    with audit.atomic():
        linking.make_link(from_other, lasts=timedelta(hours=1))
    link = from_other.links.get()
    sent = services.send_certificate(
        from_other,
        catalogue.awareness,
        completed_on=clock.today(),
        file=upload("certificate.pdf", pdf()),
        by_link=link,
    )
    address = link_of(ada)
    assert client.post(f"{address}sent/{sent.pk}/take-back/").status_code == 404
    assert client.get(f"{address}files/{sent.document_id}/").status_code == 404
    assert SentCertificate.objects.get().is_waiting
