"""Bad files cost less than 150 MiB of memory, measured in a process of their own."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.db import connection

from . import files

MEBIBYTE = 1024 * 1024
MOST = 150 * MEBIBYTE
MEASURE = """
import json, re, sys
from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import read
name, path = sys.argv[1:]
data = open(path, "rb").read()
def peak():
    status = open("/proc/self/status").read()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status).group(1)) * 1024
before = peak()
try:
    read(name, data)
    sentence = ""
except Unreadable as refused:
    sentence = str(refused)
print(json.dumps({"sentence": sentence, "rise": peak() - before}))
"""


def measure(name, data, folder):
    """(the refusal's sentence or "", the rise of the process's memory in bytes)."""
    path = folder / "upload"
    path.write_bytes(data)
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, name, str(path)],
        capture_output=True,
        check=True,
        text=True,
    )
    found = json.loads(answer.stdout)
    return found["sentence"], found["rise"]


def sheet_xml(rows):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


def with_sheet(rows):
    """A workbook whose sheet is this XML, however large, within the zip's ratio."""
    part = "xl/worksheets/sheet1.xml"

    def change(name, content):
        return sheet_xml(rows).encode() if name == part else content

    return files.rewritten(files.simple_xlsx(), change)


def many_blank_cells():
    """More than a million cells with a style and nothing in them."""
    rows = []
    for row in range(1, 100_002):
        cells = "".join(f'<c r="{letter}{row}" s="0"/>' for letter in "ABCDEFGHIJ")
        rows.append(f'<row r="{row}">{cells}</row>')
    return with_sheet("".join(rows))


def many_shared_strings():
    strings = "".join(f"<si><t>{number:x}</t></si>" for number in range(1_000_000))
    part = f"<sst>{strings}</sst>".encode()
    return files.with_part(files.simple_xlsx(), "xl/sharedStrings.xml", part)


def word_of_tiny_paragraphs(count):
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{at:x}</w:t></w:r></w:p>" for at in range(count))
    content = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'

    def change(name, old):
        return content.encode() if name == "word/document.xml" else old

    return files.rewritten(files.simple_docx(), change)


def word_of_attributes(count):
    words = " ".join(f'a{at:x}="{at:x}"' for at in range(count // 2))
    part = f"<a {words}/>".encode()
    return files.with_part(files.simple_docx(), "word/numbers.xml", part)


def wide_csv():
    return b",".join(b"x%d" % number for number in range(1_000_000)) + b"\n"


def noise(size):
    """A zip whose one part cannot be made smaller, so that only its size counts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/document.xml", bytes(range(256)) * (size // 256))
        package.writestr("[Content_Types].xml", "<T/>")
    return stream.getvalue()


CASES = {
    "fifty_mebibytes.docx": lambda: noise(50 * MEBIBYTE),
    "fifty_mebibytes.csv": lambda: b"1,Meet the schools\n" * (50 * MEBIBYTE // 19),
    "bomb.xlsx": lambda: files.bomb(files.simple_xlsx(), "xl/a.xml", 201 * MEBIBYTE),
    "bomb.docx": lambda: files.bomb(files.simple_docx(), "word/a.xml", 190 * MEBIBYTE),
    "bomb.ods": lambda: files.bomb(files.simple_ods(), "Pictures/a", 201 * MEBIBYTE),
    "blank_cells.xlsx": many_blank_cells,
    "strings.xlsx": many_shared_strings,
    "paragraphs.docx": lambda: word_of_tiny_paragraphs(300_000),
    "attributes.docx": lambda: word_of_attributes(1_400_000),
    "cells.csv": lambda: b"ab,cd,ef\n" * 1_000_000,
    "empty_cells.csv": lambda: (b"," * 199 + b"\n") * 40_000,
    "wide.csv": wide_csv,
    "lists.json": lambda: b"[" + b"[]," * (10 * MEBIBYTE // 3 - 2) + b"[]]",
    "objects.json": lambda: b"[" + b'{"a":1},' * 199_990 + b"{" + b"]",
    "values.json": lambda: b"[" + b'"a1",' * 999_990 + b"[",
    "lines.txt": lambda: b"a\n" * 5_000_000,
    "one_cell.csv": lambda: b'"' + b"x" * 9 * MEBIBYTE,
}
# No database is asked: on SQLite one of each kind of file is tried (decision 34).
ONE_OF_EACH = (
    *("fifty_mebibytes.docx", "bomb.xlsx", "bomb.ods"),
    *("cells.csv", "lists.json", "lines.txt"),
)
TRIED = CASES if connection.vendor == "postgresql" else ONE_OF_EACH


@pytest.mark.parametrize("name", TRIED)
def test_a_bad_file_is_refused_without_filling_the_memory(name, tmp_path):
    sentence, rise = measure(name, CASES[name](), tmp_path)
    assert sentence.endswith(".")
    assert rise < MOST, f"{rise / MEBIBYTE:.0f} MiB: {sentence}"
