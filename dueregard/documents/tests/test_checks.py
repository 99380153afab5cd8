"""What is not taken: each is refused with a sentence that says what to do."""

import io
import zlib

import pytest
from pypdf import PdfWriter

from dueregard.documents.checks import kinds, pdf, pictures
from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.limits import MEBIBYTE
from dueregard.exchange.tests.files import replaced, simple_docx, simple_xlsx, with_part

from . import files

ZIP = files.zipped(inside=b"a program")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"
HTML = b"<html><script>alert(1)</script></html>"


def attach(writer: PdfWriter) -> None:
    writer.add_attachment("tool.exe", b"MZ")


def locked(writer: PdfWriter) -> None:
    writer.encrypt("secret")


def relation(target: str, kind: str, *, external: bool) -> str:
    mode = ' TargetMode="External"' if external else ""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rId99" Type="{types}/{kind}" Target="{target}"{mode}/>'


def docx_with(target: str, kind: str, *, external: bool = True) -> bytes:
    end = "</Relationships>"
    more = relation(target, kind, external=external) + end
    return replaced(simple_docx(), "word/_rels/document.xml.rels", end, more)


def bomb() -> bytes:
    return with_part(simple_docx(), "word/media/big.xml", b"<a>" + b" " * 40_000_000)


OTHER_KINDS = {
    "tool.exe": b"MZ\x90\x00",
    "annexe.svg": SVG,
    "page.html": HTML,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "photo.heic": b"\x00\x00\x00\x18ftypheic",
    "all.zip": ZIP,
    "no extension": b"text",
    "pdf": files.pdf(),
    ".pdf": files.pdf(),
    "annfdp.exe": files.pdf(),
}
RENAMED = {
    "a PNG called PDF": ("room.pdf", files.png()),
    "a PDF called PNG": ("minutes.png", files.pdf()),
    "a PNG called JPEG": ("room.jpg", files.png()),
    "a PNG called text": ("room.txt", files.png()),
    "a zip called Word": ("paper.docx", ZIP),
    "a workbook called Word": ("paper.docx", simple_xlsx()),
    "Word called CSV": ("list.csv", simple_docx()),
    "a program called text": ("notes.txt", b"MZ\x90\x00program"),
    "a web page called text": ("notes.txt", HTML),
    "a web page called PDF": ("minutes.pdf", HTML),
    "text called PDF": ("minutes.pdf", b"Twelve came."),
    "RTF called text": ("notes.txt", b"{\\rtf1 hello}"),
    "SVG called PNG": ("room.png", SVG),
}
TWO_IN_ONE = {
    "a zip behind a PNG": ("room.png", files.png() + ZIP),
    "a PDF behind a PNG": ("room.png", files.png() + files.pdf()),
    "a web page behind a PNG": ("room.png", files.png() + HTML),
    "a zip behind a JPEG": ("room.jpg", files.jpeg() + ZIP),
    "a PDF behind a JPEG": ("room.jpg", files.jpeg() + files.pdf()),
    "a web page in a JPEG": ("room.jpg", files.jpeg(comment=HTML.decode())),
    "a zip behind a PDF": ("minutes.pdf", files.pdf() + ZIP),
    "a web page in a PDF": (
        "minutes.pdf",
        files.pdf().replace(b"\n", b"\n%<html><script>x()</script>\n", 1),
    ),
    "a web page behind a PDF": ("minutes.pdf", files.pdf() + HTML),
    "a zip behind Word": ("paper.docx", simple_docx() + ZIP),
    "a web page behind Word": ("paper.docx", simple_docx() + HTML),
    "a web page before Word": ("paper.docx", HTML + simple_docx()),
    "a zip behind text": ("notes.txt", b"Twelve came.\n" + ZIP),
}
NOT_WHOLE = {
    "half a PNG": ("room.png", files.png((400, 300))[:200]),
    "a PNG of rubbish": ("room.png", b"\x89PNG\r\n\x1a\n" + b"x" * 200),
    "half a JPEG": ("room.jpg", files.jpeg()[:100]),
    "half a PDF": ("minutes.pdf", files.pdf()[:150]),
    "a PDF of its header": ("minutes.pdf", b"%PDF-1.7\n%%EOF\n"),
    "half a Word document": ("paper.docx", simple_docx()[:3000]),
}
ACTIVE = {
    "a script": (
        "a.pdf",
        files.pdf_with("/OpenAction", S="/JavaScript", JS="app.alert(1)"),
        "script",
    ),
    "a launch": (
        "a.pdf",
        files.pdf_with("/OpenAction", S="/Launch", F="calc.exe"),
        "script",
    ),
    "a script under another name": (
        "a.pdf",
        files.pdf_with("/AA", S="/JavaScript").replace(
            b"/JavaScript", b"/Java#53cript"
        ),
        "script",
    ),
    "a file inside": ("a.pdf", files.pdf(attach), "attached"),
    "a password": ("a.pdf", files.pdf(locked), "password"),
    "an outside template": (
        "a.docx",
        docx_with("http://evil.example/t.dotm", "attachedTemplate"),
        "somewhere else",
    ),
    "an outside picture": (
        "a.docx",
        docx_with("http://evil.example/p.png", "image"),
        "somewhere else",
    ),
    "an object": (
        "a.docx",
        docx_with("embeddings/oleObject1.bin", "oleObject", external=False),
        "another program",
    ),
    "an embedded program": (
        "a.docx",
        with_part(simple_docx(), "word/embeddings/tool.exe", b"MZ"),
        "another program",
    ),
    "macros": (
        "a.xlsx",
        with_part(simple_xlsx(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        "macros",
    ),
    "macros by name": ("a.docm", simple_docx(), "macros"),
    "a document type": (
        "a.docx",
        with_part(
            simple_docx(), "word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        ),
        "document type",
    ),
    "a bomb": ("a.docx", bomb(), "unpacks to"),
}


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        kinds.check(name, io.BytesIO(data), len(data))
    return str(refused.value)


@pytest.mark.parametrize("name", files.HONEST)
def test_honest_files_are_taken(name):
    kind = kinds.check_bytes(name, files.HONEST[name])
    assert kind is kinds.EXTENSIONS["." + name.lower().rpartition(".")[2]]


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_kinds_of_file_are_not_taken(name):
    assert "elect that" in refusal(name, OTHER_KINDS[name])


@pytest.mark.parametrize("what", RENAMED)
def test_a_file_must_be_what_its_name_says(what):
    assert refusal(*RENAMED[what])


@pytest.mark.parametrize("what", TWO_IN_ONE)
def test_two_files_in_one_are_refused(what):
    assert refusal(*TWO_IN_ONE[what])


@pytest.mark.parametrize("what", NOT_WHOLE)
def test_a_broken_file_is_refused(what):
    assert refusal(*NOT_WHOLE[what])


@pytest.mark.parametrize("what", ACTIVE)
def test_what_runs_fetches_or_unpacks_is_refused(what):
    name, data, word = ACTIVE[what]
    assert word in refusal(name, data)


@pytest.mark.parametrize("data", [b"a\x00b", b"\x07bell", b"\x81\x8d\xff"])
def test_text_with_what_is_not_text_is_refused(data):
    assert refusal("notes.txt", data)


def test_an_empty_file_is_refused():
    assert "empty" in refusal("notes.txt", b"")


def test_a_file_over_ten_mebibytes_is_refused():
    data = b"a" * (10 * MEBIBYTE + 1)
    assert "larger than 10 MiB" in refusal("notes.txt", data)
    kinds.check_bytes("notes.txt", data[:-1])


@pytest.mark.parametrize(("side", "words"), [(7_000, "million"), (60_000, "whole")])
def test_a_picture_of_too_many_pixels_is_refused_without_decoding_it(side, words):
    huge = bytearray(files.png((10, 10)))
    huge[16:24] = side.to_bytes(4, "big") * 2
    check_number = zlib.crc32(bytes(huge[12:29]))  # of the picture's head
    huge[29:33] = check_number.to_bytes(4, "big")
    assert words in refusal("room.png", bytes(huge))


def test_a_telephones_own_things_behind_a_picture_are_borne():
    kinds.check_bytes("room.jpg", files.jpeg() + b"SEFT" + bytes(200))


def test_a_link_in_a_word_document_is_no_harm():
    data = docx_with("https://marlbrook.example/", "hyperlink")
    kinds.check_bytes("paper.docx", data)


def test_a_pdf_of_too_many_pieces_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_OBJECTS", 2)
    assert "pieces" in refusal("minutes.pdf", files.pdf())


def test_the_pixel_limit_is_that_of_the_security_page():
    assert pictures.MOST_PIXELS == 40_000_000
