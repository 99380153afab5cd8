"""The national form as a file: read into a draft, checked by an officer, sent."""

import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from dueregard import clock
from dueregard.access.purposes import Purpose
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services
from dueregard.exchange.models import Upload
from dueregard.referrals.codes import Door
from dueregard.referrals.importing.answers import answers_of
from dueregard.referrals.importing.pairs import pairs_of
from dueregard.referrals.importing.questions import question_for
from dueregard.referrals.models import Referral, ReferralFile
from dueregard.referrals.printing.files import form_file
from dueregard.referrals.services import writing as drafts
from dueregard.referrals.services.forms_out import whole_form
from dueregard.referrals.wording import BLOCKS
from dueregard.vault import tenancy
from dueregard.vault.rooms import WORKER, case_room

from .factories import a_form, make_referral
from .filling import ANSWERS
from .pages import signed_in

pytestmark = pytest.mark.django_db
TAKERS = (Role.COORDINATOR, Role.CASE_OFFICER, Role.GATEWAY_OFFICER)
WHERE = "/refer/mine/marlbrook/document/"


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def upload(content: bytes, name: str = "form.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def word_file(rows, paragraphs=()) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    table = document.add_table(rows=0, cols=2)
    for label, answer in rows:
        first, second = table.add_row().cells
        first.text, second.text = label, answer
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_file(boxes) -> bytes:
    """A PDF with boxes that were filled in."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    fields = ArrayObject()
    for name, value in boxes:
        box = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/V"): TextStringObject(value),
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): ArrayObject([FloatObject(0)] * 4),
            }
        )
        fields.append(writer._add_object(box))
    form = DictionaryObject({NameObject("/Fields"): fields})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


NATIONAL = [
    ("Forename(s)", "Corin"),
    ("Surname", "Ashgrove"),
    ("Alias(es)", "Corry"),
    ("Date of Birth (DD/MM/YYYY)", "14/03/2010"),
    ("Gender", "M"),
    ("Known Address(es)", "4 Weir Street, Marlbrook"),
    ("Nationality / Citizenship", "British"),
    ("Primary language", "Welsh"),
    ("Please describe the concerns in detail", "Drew a plan of the hall."),
    ("Current school / college", "Millrace Academy"),
    ("Referrer's name", "Wren Hollis"),
    ("Referrer's e-mail address", "wren@millrace.example"),
    ("Favourite colour", "Green"),
]


def read_of(name, content):
    return answers_of(pairs_of(name, content))


@pytest.mark.parametrize(
    ("name", "made"),
    [("form.docx", word_file(NATIONAL)), ("form.pdf", pdf_file(NATIONAL))],
)
def test_the_boxes_of_a_national_form_are_read(name, made):
    read = read_of(name, made)
    person = read.typed["person"]
    assert (person["forenames"], person["surname"]) == ("Corin", "Ashgrove")
    assert (person["born_on"], person["gender"]) == ("2010-03-14", "male")
    assert person["name_known"] == "yes"
    assert read.typed["seen"]["did_or_said"] == "Drew a plan of the hall."
    assert read.typed["place"]["school_or_work"] == "Millrace Academy"
    assert read.typed["background"]["nationality_value"] == "British"
    assert read.typed["reach"]["writer_name"] == "Wren Hollis"
    assert read.typed["reach"]["contact"] == "yes"
    assert (read.understood, read.left) == (12, 1)


def test_questions_in_rows_of_their_own_and_in_lines_are_read():
    document = Document()
    document.add_paragraph("Surname: Ashgrove")
    table = document.add_table(rows=2, cols=1)
    table.rows[0].cells[0].text = "Describe your concerns"
    table.rows[1].cells[0].text = "Named a day."
    stream = io.BytesIO()
    document.save(stream)
    read = read_of("form.docx", stream.getvalue())
    assert read.typed["person"]["surname"] == "Ashgrove"
    assert read.typed["seen"]["did_or_said"] == "Named a day."


def test_a_day_that_cannot_be_read_is_left_to_the_officer():
    read = read_of("form.docx", word_file([("Date of birth", "in spring, perhaps")]))
    assert "born_on" not in read.typed["person"]


def test_every_label_of_the_person_on_our_own_form_is_understood():
    [person] = [block for block in BLOCKS if block.code == "person"]
    left = [label for label in person.labels.values() if question_for(label) is None]
    assert left == []


FULL = {
    "subject": a_form().subject
    | {
        "aliases": ["Corry", "Ash"],
        "contacts": ["07700 900123"],
        "household": "His mother",
        "language": {"spoken": "Welsh", "interpreter": "yes"},
    },
    "account": a_form().account
    | {
        "other_agencies": "A youth club.",
        "safeguarding": {"action_taken": "I rang: nobody came.", "told": "no"},
        "fairness": {"same_for_anyone": "yes", "only_beliefs": "no"},
    },
    "characteristics": {
        "answers": {
            "religion": {"value": "Quaker", "stated_by": "self"},
            "ethnicity": {"value": "not_asked"},
        },
        "needs": "A quiet room.",
    },
    "referrer": {
        "referred_by": {
            "name": "Wren Hollis",
            "email": "wren@millrace.example",
            "work": "Form tutor",
        }
    },
}


def our_own(authority) -> tuple[Referral, bytes]:
    """A referral and the Word document that we make of it."""
    referral = make_referral(authority, **FULL)
    room = case_room(
        WORKER,
        authority=authority,
        purpose=Purpose.DELIVERY,
        door="file",
        groups=["G1"],
    )
    with room as opened:
        rows = Referral.objects.select_related("authority", "subject")
        row = rows.get(pk=referral.pk)
        parts = whole_form(opened, row)
        made = form_file(row, parts, "docx", made_for="Them", made_by="Us")
        return referral, made.content


def boxes_of(step, typed) -> dict[str, str]:
    """What a browser would send of a step: ours, with what was read over it."""
    boxes = ANSWERS[step] | typed
    if born := boxes.pop("born_on", ""):
        day = date.fromisoformat(born)
        for part in ("day", "month", "year"):
            boxes[f"born_on_{part}"] = str(getattr(day, part))
    return boxes


BACKGROUND = dict.fromkeys(
    ("ethnicity", "religion", "nationality", "immigration_status", "health"),
    "not_asked",
)


def sent_by(client, authority, person, content, name="form.docx") -> Referral:
    """Bring the file in, go through every page, and send it."""
    answer = client.post(WHERE, {"file": upload(content, name)})
    assert answer.url == "/refer/form/danger/", answer
    place, known = answer.url, ANSWERS | {"background": BACKGROUND}
    while place != "/refer/check/":
        step = place.rstrip("/").rpartition("/")[2]
        typed = drafts.read(authority, person, Door.DOCUMENT).typed.get(step, {})
        given = known[step] | {"relation": "professional"}
        boxes = boxes_of(step, typed) if step in ANSWERS else given | typed
        boxes |= {"relation": "professional"} if step == "you" else {}
        place = client.post(place, boxes).url
    clock_services.shift(timedelta(minutes=5))
    client.post("/refer/check/", {})
    with tenancy.of(authority):
        rows = Referral.objects.select_related("authority", "subject")
        return rows.get(door=Door.DOCUMENT)


def test_our_own_form_comes_back_as_it_went(marlbrook, coordinator):
    first, content = our_own(marlbrook)
    again = sent_by(signed_in(coordinator), marlbrook, coordinator, content)
    room = case_room(
        WORKER,
        authority=marlbrook,
        purpose=Purpose.DELIVERY,
        door="file",
        groups=["G1"],
    )
    with room as opened:
        rows = Referral.objects.select_related("authority", "subject")
        ours, theirs = (
            whole_form(opened, rows.get(pk=each.pk)) for each in (first, again)
        )
        for group, names in {
            "G1": ("forenames", "surname", "aliases", "born_on", "gender"),
            "G2": ("did_or_said", "means", "other_explanations", "other_agencies"),
            "G3": ("needs",),
        }.items():
            for name in names:
                assert getattr(theirs[group], name) == getattr(ours[group], name), name
        for name in ("addresses", "contacts", "household", "language"):
            assert getattr(theirs["G1"], name) == getattr(ours["G1"], name), name
        assert theirs["G2"].came_to_light == ours["G2"].came_to_light
        assert theirs["G2"].safeguarding["action_taken"] == "I rang: nobody came."
        assert theirs["G2"].fairness == ours["G2"].fairness
        religion = theirs["G3"].answers["religion"]
        assert religion == {"value": "Quaker", "stated_by": "self"}
        assert theirs["G7"].referred_by["name"] == "Wren Hollis"


def test_the_file_is_kept_sealed_with_it_and_waits_for_the_virus_check(
    marlbrook, coordinator, own_folder, django_capture_on_commit_callbacks
):
    content = word_file([*NATIONAL, ("Describe your concerns", "zqcanaryqz")])
    with django_capture_on_commit_callbacks(execute=True):
        made = sent_by(signed_in(coordinator), marlbrook, coordinator, content)
    with tenancy.of(marlbrook):
        row = ReferralFile.objects.get(referral=made)
        assert row.status == ReferralFile.Status.QUARANTINED
    for path in own_folder.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert b"PK\x03\x04" not in held[:64]
        assert b"zqcanaryqz" not in held
    assert not Upload.objects.exists()  # exchange was given nothing to keep


def test_nothing_goes_anywhere_before_the_officer_sent_it(marlbrook, coordinator):
    signed_in(coordinator).post(WHERE, {"file": upload(word_file(NATIONAL))})
    with tenancy.of(marlbrook):
        assert not Referral.objects.exists()
    kept = drafts.read(marlbrook, coordinator, Door.DOCUMENT)
    assert kept.answers == {}
    assert kept.typed["person"]["surname"] == "Ashgrove"


def test_the_page_of_a_step_shows_what_was_read(marlbrook, coordinator):
    client = signed_in(coordinator)
    client.post(WHERE, {"file": upload(word_file(NATIONAL))})
    first = client.get("/refer/form/danger/").content.decode()
    assert "12 answers were read from the file" in first
    assert "1 could not be placed" in first
    page = client.get("/refer/form/person/").content.decode()
    assert 'value="Ashgrove"' in page
    assert 'value="2010"' in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("form.docx", b"", "empty"),
        ("form.docx", b"PK\x03\x04 and nothing else", "damaged"),
        ("form.pdf", b"%PDF-1.7 and nothing else", "PDF"),
        ("form.pdf", pdf_file([]), "no boxes"),
        ("form.txt", b"Surname: Ashgrove", "Word document"),
        ("form.docx", word_file([("Favourite colour", "Green")]), "question of the"),
        ("form.docx", word_file([("Surname", "Not known")]), "Word document"),
    ],
)
def test_a_file_that_is_no_form_gets_one_sentence_and_leaves_nothing(
    marlbrook, coordinator, own_folder, name, content, said
):
    page = signed_in(coordinator).post(WHERE, {"file": upload(content, name)})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert drafts.read(marlbrook, coordinator, Door.DOCUMENT) is None
    assert [path for path in own_folder.rglob("*") if path.is_file()] == []


def test_a_locked_pdf_is_refused_in_words(marlbrook, coordinator):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    sent = {"file": upload(stream.getvalue(), "form.pdf")}
    page = signed_in(coordinator).post(WHERE, sent).content.decode()
    assert "password" in page


@pytest.mark.parametrize("role", Role)
def test_only_who_takes_referrals_in_brings_a_form(marlbrook, role):
    status = signed_in(person_with(role, marlbrook)).get(WHERE).status_code
    assert (status == 200) == (role in TAKERS)


def test_whoever_may_finds_it_beside_their_referrals(marlbrook, coordinator):
    page = signed_in(coordinator).get(reverse("refer:mine_of", args=["marlbrook"]))
    assert WHERE in page.content.decode()


def test_a_telephone_referral_needs_no_name_and_is_complete(marlbrook, coordinator):
    client = signed_in(coordinator)
    place = client.post("/refer/mine/marlbrook/new/", {"door": "telephone"}).url
    nobody = {"name_known": "no", "gender": "not_known"}
    while place != "/refer/check/":
        step = place.rstrip("/").rpartition("/")[2]
        boxes = nobody if step == "person" else ANSWERS[step]
        boxes = boxes | ({"contact": "no"} if step == "reach" else {})
        place = client.post(place, boxes).url
    clock_services.shift(timedelta(minutes=5))
    client.post("/refer/check/", {})
    with tenancy.of(marlbrook):
        made = Referral.objects.get()
    assert (made.door, made.status) == (Door.TELEPHONE, Referral.Status.SUBMITTED)
    assert made.retention_due_on > clock.today()


def test_a_second_file_does_not_take_the_place_of_a_form_that_is_not_sent(
    marlbrook, coordinator, own_folder
):
    client = signed_in(coordinator)
    first = word_file([("Surname", "Ashgrove"), ("Forenames", "Corin")])
    assert client.post(WHERE, {"file": upload(first)}).status_code == 302
    second = word_file([("Surname", "Weir"), ("Forenames", "Mabli")])
    page = client.post(WHERE, {"file": upload(second)})
    assert page.status_code == 200
    assert "so that nothing in it is lost" in page.content.decode()
    go_on = "/refer/mine/marlbrook/document/go-on/"
    assert go_on in page.content.decode()
    assert client.post(go_on).status_code == 302
    assert "Ashgrove" in client.get("/refer/form/person/").content.decode()
