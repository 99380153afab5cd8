"""Certificates and sign-in sheets: what they say, and that they are tagged."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from pypdf import PdfReader

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.certificates.certificate import certificates_of
from dueregard.training.certificates.pdf import pdf_of
from dueregard.training.expiry import add_months
from dueregard.training.models import CourseEdition, Place
from dueregard.training.printing.pdf import pdf_of as sheet_pdf
from dueregard.training.printing.sheet import sheet_of
from dueregard.training.services.attendance import WalkIn

from .factories import LearnerFactory, PlaceFactory, RequirementFactory, SessionFactory
from .registering import text_of

pytestmark = pytest.mark.django_db
NASTY = '#panic("x") *bold* $sum$ <b>&'


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def read(pdf: bytes):
    reader = PdfReader(io.BytesIO(pdf))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    return reader, pages


@pytest.fixture
def session(noon, marlbrook, council, catalogue, front_line):
    begins = clock.now() - timedelta(hours=3)
    return SessionFactory(
        authority=marlbrook,
        course=catalogue.wrap,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=90),
    )


@pytest.fixture
def held(session, lead, front_line, council):
    """Jo of the front line was there, and Kit, whom nobody has matched."""
    learner = LearnerFactory(
        authority=session.authority,
        organisation=council,
        name="Jo Fields",
        role_groups=[front_line],
    )
    jo = PlaceFactory(session=session, learner=learner, name="jo fields")
    services.note_attendance(
        session,
        came=[jo.pk],
        walk_ins=[WalkIn(name=f"Kit {NASTY}")],
        version=session.version,
        by=lead,
    )
    session.refresh_from_db()
    return session


@pytest.fixture
def keeper(lead, client):
    client.force_login(lead)
    return client


def made(session):
    places = session.places.with_certificate().order_by("pk")
    return certificates_of(session, list(places), made_on=clock.today())


def test_a_certificate_says_who_what_when_and_how_long_it_counts(held, catalogue):
    CourseEdition.objects.create(
        course=catalogue.wrap, label="2026 edition", released_on=date(2026, 1, 1)
    )
    CourseEdition.objects.create(
        course=catalogue.wrap, label="To come", released_on=date(2199, 1, 1)
    )
    jo, kit = made(held)
    reader, pages = read(pdf_of([jo, kit]))
    last = date_format(add_months(clock.today(), 24))
    for wanted in (
        "Jo Fields",
        "WRAP",
        "2026 edition",
        date_format(clock.today()),
        "1 hour 30 minutes",
        f"Counts until {last}.",
        jo["code"],
        "Marlbrook",
    ):
        assert wanted in pages[0]
    assert NASTY in pages[1]
    assert "Ask your organisation when to do it again." in pages[1]
    assert len(pages) == 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_shortest_rule_that_the_course_meets_decides(held, front_line, catalogue):
    RequirementFactory(role_group=front_line, course=catalogue.wrap, every_months=12)
    RequirementFactory(
        role_group=front_line, course=catalogue.referrals, every_months=3
    )
    last = date_format(add_months(clock.today(), 12))
    assert made(held)[0]["lasts"] == f"Counts until {last}."


def test_somebody_without_a_rule_is_told_of_no_day(held):
    held.places.get(learner__isnull=False).learner.roles.all().delete()
    assert made(held)[0]["lasts"] == "No day is set by which to do it again."


def test_every_certificate_has_a_code_that_can_be_checked(held, keeper):
    jo, kit = made(held)
    assert jo["code"] != kit["code"]
    page = at("check_certificate", "marlbrook")
    assert "Enter the certificate code" in text_of(keeper.get(page, {"code": "--"}))
    found = text_of(keeper.get(page, {"code": f" {jo['code'].lower()} "}))
    assert "This certificate is true" in found
    assert "Jo Fields" in found
    wrong = text_of(keeper.get(page, {"code": "AAAAA-AAAAA"}))
    assert "that you may see has this code" in wrong


def test_a_code_tells_a_partner_nothing_about_others(held, client, trust):
    client.force_login(trust.lead)
    code = made(held)[0]["code"]
    page = at("check_certificate", "marlbrook")
    assert "Jo Fields" not in text_of(client.get(page, {"code": code}))


def test_taking_certificates_out_is_on_record(held, keeper):
    everybody = keeper.get(at("certificates", held.pk))
    assert everybody["Content-Type"] == "application/pdf"
    _, pages = read(everybody.content)
    assert len(pages) == 2
    jo = held.places.get(learner__isnull=False)
    _, pages = read(keeper.get(at("certificate", jo.pk)).content)
    assert len(pages) == 1
    facts = [
        entry.facts
        for entry in Entry.objects.filter(event="training.session_printed").order_by(
            "pk"
        )
    ]
    assert facts == [
        {"part": "certificates", "places": 2},
        {"part": "certificates", "places": 1},
    ]


def test_whoever_was_not_there_has_no_certificate(session, keeper):
    booked = PlaceFactory(session=session)
    assert keeper.get(at("certificate", booked.pk)).status_code == 409
    assert keeper.get(at("certificates", session.pk)).status_code == 409


def test_a_partner_takes_out_only_the_certificates_of_their_people(held, client, trust):
    client.force_login(trust.lead)
    for place in held.places.all():
        assert client.get(at("certificate", place.pk)).status_code == 404
    assert client.get(at("certificates", held.pk)).status_code == 409


def test_the_sign_in_sheet_has_the_code_the_marking_and_page_numbers(
    session, lead, keeper
):
    for number in range(30):
        PlaceFactory(session=session, name=f"Visitor {number} {NASTY}")
    PlaceFactory(session=session, name="Not coming", status="cancelled")
    places = session.places.coming().order_by("pk")
    reader, pages = read(sheet_pdf(sheet_of(session, places, by=lead)))
    words = " ".join(pages)
    for wanted in (
        "Session code: ABC347",
        f"Visitor 29 {NASTY}",
        "OFFICIAL",
        f"Page 1 of {len(pages)}",
        "Made by Lead",
        "Signature",
    ):
        assert wanted in words
    assert len(pages) > 1
    assert all("Signature" in page for page in pages[:-1])
    assert "Not coming" not in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    shown = text_of(keeper.get(at("sign_in_sheet", session.pk)))
    assert "Session code: ABC347" in shown
    assert "Not coming" not in shown
    assert keeper.get(at("sign_in_sheet_file", session.pk)).status_code == 200
    entry = Entry.objects.get(event="training.session_printed")
    assert entry.facts == {"part": "sheet", "places": 30}


def test_a_learner_takes_out_their_own_certificate_and_nobody_elses(
    held, client, action_owner
):
    completion = held.completions.get()
    address = at("my_certificate", completion.pk)
    client.force_login(action_owner)
    assert client.get(address).status_code == 404
    learner = completion.learner
    learner.person = action_owner
    learner.save()
    assert address in text_of(client.get(at("mine")))
    _, pages = read(client.get(address).content)
    assert "Jo Fields" in pages[0]
    entry = Entry.objects.get(event="training.session_printed")
    assert entry.person_id == action_owner.pk


def test_what_does_not_count_yet_has_no_certificate_until_it_does(
    held, lead, catalogue
):
    jo = held.places.get(name="jo fields")
    assert held.places.with_certificate().filter(pk=jo.pk).exists()
    Place.objects.filter(pk=jo.pk).update(not_counted="Awareness comes first.")
    assert not held.places.with_certificate().filter(pk=jo.pk).exists()
    Place.objects.filter(pk=jo.pk).update(not_counted="")
    assert held.places.with_certificate().filter(pk=jo.pk).exists()
