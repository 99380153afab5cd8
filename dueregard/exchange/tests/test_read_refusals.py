"""Files that are refused whole, each with a sentence that says what to do."""

import pytest

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import Limits, read

from . import files

MEBIBYTE = 1024 * 1024
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def refusal(name, data, **more):
    with pytest.raises(Unreadable) as caught:
        read(name, data, **more)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


MODERN = [
    ("plan.xlsx", files.simple_xlsx()),
    ("plan.docx", files.simple_docx()),
    ("plan.ods", files.simple_ods()),
]


@pytest.mark.parametrize(("name", "data"), MODERN)
def test_the_unbroken_files_of_these_tests_can_be_read(name, data):
    assert list(read(name, data).tables())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.pdf", b"%PDF-1.7 ...", "Save it as Word first"),
        ("plan.docx", b"\n%PDF-1.7 ...", "Save it as Word first"),
        ("plan.doc", files.ole_bytes("WordDocument"), "“Word Document (.docx)”"),
        ("plan.xls", files.ole_bytes("Workbook"), "“Excel Workbook (.xlsx)”"),
        ("plan.docx", files.ole_bytes("EncryptedPackage"), "a password"),
        ("plan.xlsx", files.ole_bytes("EncryptedPackage"), "a password"),
        ("plan.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("plan.csv", b"\xff\xd8\xff\xe0 jpeg", "is a picture"),
        ("plan.rtf", b"{\\rtf1 hello}", "rich text"),
        ("plan.html", b"<!DOCTYPE html><p>Plan", "web page"),
        ("plan.txt", b"\xef\xbb\xbf <html><body>", "web page"),
        ("plan.zip", files.package_bytes({"plan.csv": "a,b"}), "is an archive"),
        ("plan.csv", b"\x1f\x8b\x08 gzip", "is an archive"),
        ("plan.exe", b"MZ\x90\x00", "is a program"),
        ("plan.odt", files.package_bytes(
            {"mimetype": "application/vnd.oasis.opendocument.text"}), ".odt"),
        ("plan.xlsb", files.package_bytes(
            {"[Content_Types].xml": "<T/>", "xl/workbook.bin": b"x"}), ".xlsb"),
        ("plan.tsv", b"Ref\tAction", "not a kind of file that can be read"),
        ("plan", b"Ref,Action", "not a kind of file that can be read"),
    ],
)  # fmt: skip
def test_other_kinds_of_file_are_refused_with_what_to_do(name, data, words):
    assert words in refusal(name, data)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.csv", files.simple_xlsx(), ["CSV", "Excel workbook", "Rename"]),
        ("plan.txt", files.simple_docx(), ["plain text", "Word document"]),
        ("plan.docx", files.simple_xlsx(), ["Word document", "Excel workbook"]),
        ("plan.xlsx", files.simple_ods(), ["Excel workbook", "OpenDocument"]),
        ("plan.xlsx", b"Ref,Action\n1,Meet\n", ["Excel workbook", "plain text"]),
        ("plan.docx", b"# Plan\n", ["Word document", "plain text"]),
        ("plan", files.simple_docx(), ["does not end as", "Word document"]),
    ],
)
def test_a_name_that_does_not_fit_the_content_is_refused_naming_both(name, data, words):
    sentence = refusal(name, data)
    assert all(word in sentence for word in words), sentence


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods", "a.docx", "a.txt"])
def test_an_empty_file_is_refused(name):
    assert "empty" in refusal(name, b"")


@pytest.mark.parametrize(("name", "data"), MODERN)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.99])
def test_a_file_cut_short_is_refused_as_damaged(name, data, part):
    assert "damaged or cut short" in refusal(name, data[: int(len(data) * part)])


@pytest.mark.parametrize(("name", "data"), MODERN)
def test_a_file_with_flipped_bytes_inside_is_refused_or_read_but_never_crashes(
    name, data
):
    for at in range(30, len(data), max(1, len(data) // 40)):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            read(name, broken)
        except Unreadable as refused:
            assert str(refused).endswith(".")


@pytest.mark.parametrize(("name", "data"), MODERN)
def test_an_encrypted_zip_is_refused_as_protected(name, data):
    assert "a password" in refusal(name, files.encrypted_entries(data))


def test_an_encrypted_opendocument_spreadsheet_is_refused_as_protected():
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
        "</m:manifest>"
    )
    data = files.ods_bytes("", extra={"META-INF/manifest.xml": manifest})
    assert "a password" in refusal("plan.ods", data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.xlsm", files.simple_xlsx()),
        ("plan.docm", files.simple_docx()),
        ("plan.xlsx", files.with_part(files.simple_xlsx(), "xl/vbaProject.bin", b"x")),
        ("plan.docx", files.with_part(files.simple_docx(), "word/vbaProject.bin", b"")),
        (
            "plan.xlsx",
            files.with_part(files.simple_xlsx(), "xl/macrosheets/sheet1.xml", b"<a/>"),
        ),
        (
            "plan.ods",
            files.with_part(files.simple_ods(), "Basic/Standard/Module1.xml", b"<a/>"),
        ),
        (
            "plan.xlsx",
            files.replaced(
                files.simple_xlsx(),
                "[Content_Types].xml",
                "spreadsheetml.sheet.main+xml",
                "sheet.macroEnabled.main+xml",
            ),
        ),
    ],
)
def test_a_file_with_macros_is_refused(name, data):
    assert "macros" in refusal(name, data)


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("plan.xlsx", files.simple_xlsx(), "xl/workbook.xml"),
        ("plan.xlsx", files.simple_xlsx(), "xl/worksheets/sheet1.xml"),
        ("plan.xlsx", files.simple_xlsx(), "_rels/.rels"),
        ("plan.docx", files.simple_docx(), "word/document.xml"),
        ("plan.docx", files.simple_docx(), "word/styles.xml"),
        ("plan.ods", files.simple_ods(), "content.xml"),
    ],
)
def test_a_document_type_or_entity_in_any_part_is_refused(name, data, part):
    def declare(found, content):
        if found != part:
            return content
        before, mark, after = content.rpartition(b"?>")
        return before + mark + DOCTYPE.encode() + after

    assert "XML document type" in refusal(name, files.rewritten(data, declare))


def test_a_document_type_hidden_by_another_encoding_is_refused():
    def declare(found, content):
        if found != "word/document.xml":
            return content
        text = content.decode().partition("?>")[2]
        return f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}{text}'.encode(
            "utf-16"
        )

    data = files.rewritten(files.simple_docx(), declare)
    assert "XML document type" in refusal("plan.docx", data)


def test_xml_nested_too_deeply_is_refused():
    deep = b"<a>" * 1_000 + b"</a>" * 1_000
    for name, data in MODERN:
        packed = files.with_part(data, "customXml/deep.xml", deep)
        assert "damaged" in refusal(name, packed)


@pytest.mark.parametrize(("name", "data"), MODERN)
def test_a_zip_bomb_is_refused_by_its_directory(name, data):
    for size in (5 * MEBIBYTE, 201 * MEBIBYTE):
        assert "unpacks to" in refusal(name, files.bomb(data, "media/x.bin", size))


def test_a_package_that_unpacks_to_too_much_is_refused_whatever_its_ratio():
    limits = Limits(file=MEBIBYTE, rows=10, cells=10, unzipped=5_000)
    assert "unpacks to" in refusal("plan.xlsx", files.simple_xlsx(), limits=limits)


def test_an_xml_part_that_would_fill_the_memory_is_refused_before_it_is_parsed():
    limits = Limits(file=MEBIBYTE, rows=10, cells=10, xml_part=200_000)
    words = " ".join(str(number) for number in range(60_000))
    packed = files.with_part(
        files.simple_xlsx(), "xl/extra.xml", f"<a>{words}</a>".encode()
    )
    assert "xl/extra.xml" in refusal("plan.xlsx", packed, limits=limits)


def test_a_zip_of_too_many_files_is_refused():
    parts = {"[Content_Types].xml": "<T/>", "word/document.xml": "<d/>"}
    parts |= {f"word/{number}.xml": "" for number in range(5_001)}
    assert "more than 5,000 files" in refusal("plan.docx", files.package_bytes(parts))


def test_a_part_that_unpacks_to_more_than_the_directory_says_is_refused():
    data = bytearray(files.simple_docx())
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 63] != b"word/document.xml":
        at = data.find(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert "damaged" in refusal("plan.docx", bytes(data))


def test_strict_open_xml_is_refused_with_the_format_to_choose():
    transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = files.replaced(files.simple_xlsx(), "xl/workbook.xml", transitional, strict)
    assert "“Excel Workbook (.xlsx)”" in refusal("plan.xlsx", data)


def test_hidden_characters_in_a_file_name_are_spelt_out():
    assert "⟨U+202E⟩" in refusal("plan\u202efdp.exe", b"MZ")
