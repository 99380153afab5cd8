"""Comma-separated values as councils save them."""

import io

import pytest

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import PLAN_LIMITS, TRAINING_LIMITS, Limits, read, rows

SMALL = Limits(file=10_000, rows=3, cells=8, columns=4, cell=20)


def texts(data, name="plan.csv", **more):
    document = read(name, data, **more)
    return [row.texts() for table in document.tables() for row in table.rows]


def refusal(data, name="plan.csv", **more):
    with pytest.raises(Unreadable) as caught:
        read(name, data, **more)
    return str(caught.value)


def codes(document):
    return [(remark.code, remark.line) for remark in document.remarks]


def test_a_csv_file_becomes_one_table():
    document = read("plan.csv", b"Ref,Action\r\n1,Meet the schools\r\n")
    assert document.kind == "csv"
    assert len(document.sha256) == 64
    assert [row.texts() for row in document.blocks[0].rows] == [
        ["Ref", "Action"],
        ["1", "Meet the schools"],
    ]
    assert document.remarks == []


@pytest.mark.parametrize(
    ("codec", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-be", b"\xfe\xff")],
)
def test_every_encoding_that_says_what_it_is_gives_the_same_words(codec, mark):
    data = mark + "Ref,Owner\n1,Zoë’s team – £5\n".encode(codec)
    assert texts(data)[1] == ["1", "Zoë’s team – £5"]


def test_a_file_without_a_mark_that_is_not_utf_8_is_read_as_windows_and_remarked():
    data = "Ref,Owner\n1,Zoë’s team – £5\n".encode("cp1252")
    document = read("plan.csv", data)
    assert document.blocks[0].rows[1].texts() == ["1", "Zoë’s team – £5"]
    assert codes(document) == [("encoding", 0)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_when_the_text_has_others(delimiter):
    lines = [["Ref", "Action", "Owner"], ["1", "Meet, greet", "Ann; Bo"]]
    quoted = [delimiter.join(f'"{word}"' for word in line) for line in lines]
    assert texts("\n".join(quoted).encode()) == lines


def test_a_tab_file_with_commas_in_its_prose_is_split_at_tabs():
    prose = "Meet, greet, listen, learn"
    data = f"Ref\tAction\n1\t{prose}\n2\t{prose}\n3\tRest\n".encode()
    assert texts(data)[1] == ["1", prose]


def test_the_line_in_which_excel_names_the_delimiter_is_no_row():
    document = read("plan.csv", b"sep=;\r\nRef;Action\r\n1;Meet, greet\r\n")
    first = document.blocks[0].rows[0]
    assert (first.texts(), first.line) == (["Ref", "Action"], 1)


def test_a_line_break_in_quotation_marks_stays_and_does_not_count_as_a_row():
    data = b'Ref,Action\n1,"Meet\nthe schools"\n\n2,Listen\n'
    table = read("plan.csv", data).blocks[0]
    assert [row.line for row in table.rows] == [1, 2, 4]
    assert [line.text for line in table.rows[1].cells[1].lines] == [
        "Meet",
        "the schools",
    ]


def test_a_bullet_character_makes_a_bulleted_line():
    lines = read("plan.csv", 'a,"• One\n• Two"\n'.encode()).blocks[0].rows[0].cells[1]
    assert [(line.text, line.bullet) for line in lines.lines] == [
        ("One", True),
        ("Two", True),
    ]


def test_rows_of_unequal_length_are_made_equal():
    assert texts(b"a,b,c\n1\n") == [["a", "b", "c"], ["1", "", ""]]


def test_a_formula_stays_text_and_is_remarked():
    document = read("plan.csv", b'Ref,Link\n1,"=HYPERLINK(""http://x"")"\n')
    cell = document.blocks[0].rows[1].cells[1]
    assert (cell.text, cell.formula) == ('=HYPERLINK("http://x")', True)
    assert codes(document) == [("formula", 2)]


@pytest.mark.parametrize("text", ["=SUM(A1)", "+44 1632", "-5", "@home", "'=odd"])
def test_the_apostrophe_our_exports_put_before_a_formula_is_taken_off(text):
    document = read("plan.csv", f'Ref,Note\n1,"\'{text}"\n'.encode())
    assert document.blocks[0].rows[1].cells[1].text == text
    assert document.remarks == []


def test_direction_controls_and_zero_width_characters_are_kept_and_remarked():
    document = read("plan.csv", "Ref,Note\n1,ok\n2,a\u202eb\u200bc\n".encode())
    assert document.blocks[0].rows[2].cells[1].text == "a\u202eb\u200bc"
    assert codes(document) == [("hidden-characters", 3)]
    assert document.remarks[0].excerpt == "a⟨U+202E⟩b⟨U+200B⟩c"


def test_ten_thousand_remarks_become_a_hundred_and_a_count():
    data = b"a\n" + b"=A1+B1\n" * 10_000
    document = read("plan.csv", data)
    assert len(document.remarks) == 101
    assert "9,900 more" in document.remarks[-1].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Ref,Note\n1,a\x00b\n", ["NUL", "line 2"]),
        (b"Ref,Note\n1,ok\n2,a\x07b\n", ["control", "U+0007", "line 3"]),
        ("Ref,Zoë\n".encode() + b"1,ok\n2,bad\xff\n", ["Line 3", "0xFF", "UTF-8"]),
        ("Ref,Zoë\n".encode() + b"1,caf\xe9\n", ["Line 2", "0xE9"]),
        (b"Ref,Note\n1,bad\xff\n", ["Line 2", "0xFF"]),
        (b"Ref,Note\n1,bad\x81\n", ["Line 2", "0x81"]),
        (b"\xef\xbb\xbfRef,Note\n1,\xe9\n", ["Line 2", "0xE9"]),
        (b"\xff\xfeR\x00e\x00\n\x00\x00\xd8", ["Line 2"]),
        (b'Ref,Note\n1,ok\n2,"never closed\n3,x\n', ["Row 3", "quotation mark"]),
        (b" \r\n \r\n", ["no table"]),
        (b",,,\n,,,\n", ["no table"]),
    ],
)
def test_a_file_that_is_not_clean_text_is_refused_with_the_place(data, words):
    sentence = refusal(data)
    assert all(word in sentence for word in words), sentence


def test_a_broken_byte_far_into_a_large_file_is_named_by_its_line():
    data = "é,b\n".encode() * 200_000 + b"\xff,b\n"
    assert "Line 200001" in refusal(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a\n" * 4, "more than 3 rows"),
        (b"a\n1,2,3,4,5\n", "Row 2 has 5 columns"),
        (b"a\n" + b"x" * 21 + b"\n", "Row 2 has a cell of 21 characters"),
        (b"1,2,3,4\n1,2,3,4\n1,2,3,4\n", "Row 3 is where the file passes 8"),
        (b"a" * 10_001, "most that can be read is 0 MiB"),
        (b"", "The file is empty"),
    ],
)
def test_each_limit_is_refused_with_its_place(data, words):
    assert words in refusal(data, limits=SMALL)


def test_ten_thousand_columns_are_refused():
    assert "Row 1 has 10,000 columns" in refusal(b"a," * 9_999 + b"a\n")


def test_a_quotation_mark_that_swallows_the_file_is_refused_at_its_row():
    data = b'a,b\n1,"open\n' + b"x,y\n" * 500_000
    assert "Row 2" in refusal(data)


class CountingStream(io.BytesIO):
    """Remembers the largest piece that was asked of it."""

    largest = 0

    def read(self, size=-1):
        self.largest = max(self.largest, len(self.getvalue()) if size < 0 else size)
        return super().read(size)


def test_the_streaming_reader_gives_rows_without_holding_the_file():
    stream = CountingStream(b"Ref,Name\n" + b"1,x\n" * 100_000)
    count = sum(1 for _ in rows(stream, limits=TRAINING_LIMITS))
    assert count == 100_001
    assert stream.largest <= 256 * 1024
    assert not stream.closed


def test_the_streaming_reader_refuses_before_the_first_row_when_text_is_broken():
    stream = io.BytesIO(b"Ref\n" * 1000 + b"\x00\n")
    with pytest.raises(Unreadable, match="line 1001"):
        next(rows(stream, limits=PLAN_LIMITS))
