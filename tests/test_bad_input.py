"""Bad files, uploaded by page as a co-ordinator does: what is said, what is kept.

Each is answered with one sentence that names the place, leaves no row and no byte, and
the next file goes in as if nothing had been. What reading them costs in memory is
measured in `exchange/tests/test_read_memory.py`.
"""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.exchange.models import StagedRow, Upload
from dueregard.exchange.tests import files
from dueregard.plans.models import Action, Plan

pytestmark = pytest.mark.django_db
NEW = "/exchange/marlbrook/plan/new/"
MEBIBYTE = 1024 * 1024
HEADER = "Ref,Action,Owner,Due date\n"
GOOD = f"{HEADER}1,Brief every head teacher,Education lead,31 March 2027\n".encode()


@pytest.fixture(autouse=True)
def private_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def upload(client, coordinator, django_capture_on_commit_callbacks):
    """Upload a file by page; the page that the browser ends on, and its words."""
    client.force_login(coordinator)

    def send(name, data):
        file = SimpleUploadedFile(name, data)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(NEW, {"file": file, "plan": "new"})
        if response.status_code == 302:
            response = client.get(response.url)
        assert response.status_code == 200
        return words_of(response)

    return send


@pytest.fixture
def kept(tmp_path):
    """What is left on the disk."""
    return lambda: [path.name for path in tmp_path.rglob("*") if path.is_file()]


def words_of(response):
    text = re.sub(
        r"<(head|script|style).*?</\1>|<[^>]+>", " ", response.text, flags=re.S
    )
    return " ".join(html.unescape(text).split())


def plan_json(**changes):
    action = {"ref": "1", "text": "Brief every head teacher", **changes}
    plan = {"title": "A plan", "groups": [{"title": "Know", "actions": [action]}]}
    return json.dumps(plan).encode()


NOT_EVEN_TRIED = {
    "plan.csv": (b"", "The file is empty."),
    "plan.pdf": (b"%PDF-1.7 plan", "“plan.pdf” is a PDF, which cannot be read."),
    "plan.exe": (b"MZ plan", "“plan.exe” is a program, which cannot be read."),
    "plan.docm": (files.simple_docx(), "“plan.docm” holds macros"),
}

REFUSED = {
    "pdf.docx": (b"%PDF-1.7 plan", "is a PDF"),
    "cut.docx": (files.simple_docx()[:3000], "damaged or cut short"),
    "cut.xlsx": (files.simple_xlsx()[:3000], "damaged or cut short"),
    "locked.docx": (files.ole_bytes("EncryptedPackage"), "protected with a password"),
    "locked.xlsx": (files.ole_bytes("EncryptedPackage"), "protected with a password"),
    "word.csv": (files.simple_docx(), "but is a Word document"),
    "text.xlsx": (GOOD, "holds plain text or damaged data"),
    "bomb.xlsx": (
        files.bomb(files.simple_xlsx(), "xl/media/a", 5 * MEBIBYTE),
        "“bomb.xlsx” unpacks to",
    ),
    "macros.docx": (
        files.with_part(files.simple_docx(), "word/vbaProject.bin", b"x"),
        "holds macros",
    ),
    "byte.csv": (GOOD + b"2,\xff\xfe,Lead,\n", "Line 3 holds a byte (0xFF)"),
    "nul.csv": (GOOD + b"2,Meet\0schools,Lead,\n", "NUL character (U+0000) in line 3"),
    "nul.txt": (b"# Plan\n\nMeet\0schools\n", "NUL character (U+0000) in line 3"),
    "wide.csv": (b",".join([b"x"] * 10_000) + b"\n", "Row 1 has 10,000 columns"),
    "table.docx": (files.docx_bytes(lambda word: None), "has no table and no words"),
    "empty.txt": (b"   \n \n", "is empty"),
    "lines.txt": (b"a\n" * 100_001, "has 100,002 lines"),
    "lists.json": (b"[" + b"[]," * 200_001 + b"[]]", "more lists and values"),
    "deep.json": (b"[" * 5_000 + b"]" * 5_000, "nested deeper"),
    "cut.json": (plan_json()[:-9], "goes wrong on line 1"),
    "other.json": (b'{"name": "x"}', "is JSON but not a plan"),
    "nul.json": (plan_json(text="Meet\0schools"), "Line 1 holds a character (U+0000)"),
    "half.json": (plan_json(text="Meet \ud83d"), "Line 1 holds a character (U+D83D)"),
    "feed.json": (plan_json(text="Meet \x0c"), "Line 1 holds a character (U+000C)"),
    "minus.json": (plan_json(line=-5), "“line” is not as Due Regard writes it"),
    "blank.json": (plan_json(text=" "), "“text” is not as Due Regard writes it"),
    "line.json": (plan_json(line=10**30), "“line” is not as Due Regard writes it"),
    "ref.json": (plan_json(ref="1" * 200), "“ref” is not as Due Regard writes it"),
}


@pytest.mark.parametrize("name", NOT_EVEN_TRIED)
def test_a_file_that_cannot_be_meant_is_refused_beside_the_question(name, upload, kept):
    data, sentence = NOT_EVEN_TRIED[name]
    words = upload(name, data)
    assert "There is a problem" in words
    assert sentence in words
    assert not Upload.objects.exists()
    assert kept() == []


def test_a_file_of_fifty_mebibytes_is_refused_with_its_size(upload, kept):
    words = upload("plan.csv", b"1,Meet the schools\n" * (50 * MEBIBYTE // 19))
    assert "at most 10 MiB. This one is 50.0 MiB" in words
    assert not Upload.objects.exists()
    assert kept() == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_in_a_sentence_and_leaves_nothing(name, upload, kept):
    data, sentence = REFUSED[name]
    words = upload(name, data)
    assert "cannot be read" in words
    assert sentence in words
    assert "Nothing was put in, and the file was not kept." in words
    assert not StagedRow.objects.exists()
    assert kept() == []
    assert not Plan.objects.exists()


QUIRKS = {
    "merged.xlsx": (
        files.xlsx_bytes(
            lambda book: (
                [
                    book.active.append(row)
                    for row in (
                        ["Priority", "Ref", "Action", "Owner"],
                        ["Know the risk", "1", "Meet the schools", "Lead"],
                        [None, "2", "Brief every head teacher", "Lead"],
                    )
                ]
                and book.active.merge_cells("A2:A3")
            )
        ),
        "Brief every head teacher",
    ),
    "formula.csv": (f"{HEADER}1,=1+1,@SUM(A1),\n".encode(), "Row 2 holds a formula"),
    "formula.xlsx": (
        files.simple_xlsx([["Ref", "Action", "Owner"], ["1", "=1+1", "Lead"]]),
        "cell B2 is a formula",
    ),
    "bidi.csv": (
        f"{HEADER}1,Meet \u202esloohcs,Lead,\n".encode(),
        "Row 2 holds characters that cannot be seen",
    ),
    "twice.csv": (
        f"{HEADER}1,Meet,Lead,\n1,Brief,Lead,\n".encode(),
        "The number 1 stands more than once",
    ),
    "windows.txt": (
        "# Plan\n\n| Ref | Action |\n|--|--|\n| 1 | Spend £5 |\n".encode("cp1252"),
        "was read as Windows-1252",
    ),
    "windows.csv": (f"{HEADER}1,Spend £5,Lead,\n".encode("cp1252"), "Windows-1252"),
    "long.csv": (
        f"{HEADER}{'9' * 60},Meet,Lead,\n".encode(),
        "longer than the 20 characters",
    ),
}


@pytest.mark.parametrize("name", QUIRKS)
def test_what_is_odd_in_a_file_is_said_before_anything_goes_in(name, upload, client):
    data, sentence = QUIRKS[name]
    upload(name, data)
    held = Upload.objects.get()
    assert held.status == Upload.Status.READY
    shown = [
        words_of(client.get(held.get_absolute_url(), {"show": change}))
        for change in held.counts
    ]
    assert any(sentence in words for words in shown), shown
    assert not Action.objects.exists()


def test_after_a_bad_file_the_next_one_is_read(upload):
    upload("nul.csv", REFUSED["nul.csv"][0])
    upload("plan.csv", GOOD)
    good = Upload.objects.latest("pk")
    assert good.status == Upload.Status.READY
    assert good.counts["new"] >= 1
    assert not Action.objects.exists()
