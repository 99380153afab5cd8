"""Plain text and Markdown: tables of pipes, tabs, HTML or spaces, and their markup."""

import hashlib
from types import SimpleNamespace

import pytest

from dueregard.exchange.document import Heading, Paragraph, Table, Unreadable
from dueregard.exchange.readers import read, text_tables
from dueregard.exchange.readers.text import read_text


def blocks(text):
    return read_text("plan.md", text.encode()).blocks


def rows(text):
    (table,) = [block for block in blocks(text) if isinstance(block, Table)]
    return [row.texts() for row in table.rows]


def test_a_document_says_what_it_was_read_from():
    data = b"Hello\n"
    document = read_text("a.txt", data)
    assert (document.name, document.kind) == ("a.txt", "text")
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_headings_by_hashes_by_bold_numbers_and_by_underlining():
    found = blocks(
        "# One #\n\n## **2 Two.**\n\n**3.1 Three**\n\nFour\n====\n\nText **3 not**\n"
    )
    assert [(type(b), b.text, getattr(b, "level", 0), b.line) for b in found] == [
        (Heading, "One", 1, 1),
        (Heading, "2 Two.", 2, 3),
        (Heading, "3.1 Three", 2, 5),
        (Heading, "Four", 1, 7),
        (Paragraph, "Text 3 not", 0, 10),
    ]


def test_paragraphs_join_their_lines_and_list_items_stand_alone():
    found = blocks("One\ntwo.  \nthree\n\n- item\n  goes on\n* other\n• third\n")
    assert [(b.text, b.bullet, b.line) for b in found] == [
        ("One two. three", False, 1),
        ("item goes on", True, 5),
        ("other", True, 7),
        ("third", True, 8),
    ]


def test_numbered_items_keep_their_numbers():
    assert [b.text for b in blocks("1. One\n2. Two\n")] == ["1. One", "2. Two"]


def test_a_list_saved_by_word_is_not_a_table():
    assert [b.text for b in blocks("1.\tOne\n2.\tTwo\n")] == ["1. One", "2. Two"]
    assert isinstance(blocks("\tIndented\n")[0], Paragraph)


def test_markup_is_taken_off_and_words_stay():
    (found,) = blocks(
        "**Bold**, <u>under</u>, <b>b</b>, the 21<sup>st</sup> century.<sup>1</sup> "
        "A &amp; B <5 people, a\\_b, snake_case, 2 * 3\n"
    )
    assert found.text == (
        "Bold, under, b, the 21st century.¹ A & B <5 people, a_b, snake_case, 2 * 3"
    )


def test_links_keep_their_address():
    (found,) = blocks(
        "See [the plan](https://x.example/a\\_b) or <https://y.example>\n"
    )
    assert found.text == "See the plan or https://y.example"
    assert {link.url for link in found.links} == {
        "https://x.example/a_b",
        "https://y.example",
    }


def test_rules_and_page_breaks_are_nothing():
    assert [b.text for b in blocks("One\n\n---\n\n\fTwo\n")] == ["One", "Two"]


def test_a_table_of_tabs_keeps_empty_cells_and_lines():
    (table,) = blocks("<b>#</b>\t<b>Action</b>\n1\t\n\t\twide\n")
    assert [row.texts() for row in table.rows] == [
        ["#", "Action"],
        ["1", ""],
        ["", "", "wide"],
    ]
    assert [row.line for row in table.rows] == [1, 2, 3]
    assert [cell.bold for cell in table.rows[0].cells] == [True, True]


def test_a_blank_line_ends_a_table():
    assert len(blocks("a\tb\n\nc\td\n")) == 2


def test_lists_and_breaks_inside_a_cell_are_lines():
    text = (
        "Who\tLead: <ul class='x'> <li>• One.</li> <li>\uf0b7 Two</li></ul>\tA<br>B\n"
    )
    (table,) = blocks(text + "x\ty\tz\n")
    lead, pair = table.rows[0].cells[1:]
    assert [(line.text, line.bullet) for line in lead.lines] == [
        ("Lead:", False),
        ("One.", True),
        ("Two", True),
    ]
    assert pair.text == "A\nB"


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
        "a | b\n--- | ---\n1 | 2\n",
        "a | b\n1 | 2\n",
    ],
)
def test_pipes_with_or_without_frames_and_rules(text):
    assert rows(text) == [["a", "b"], ["1", "2"]]


def test_pipes_keep_empty_cells_and_escaped_pipes():
    assert rows("| a | b | c |\n| 1 |  | x \\| y |\n|  | 2 |  |\n") == [
        ["a", "b", "c"],
        ["1", "", "x | y"],
        ["", "2", ""],
    ]


def test_a_row_of_pipes_broken_over_lines_is_one_row():
    (table,) = blocks("| a | b | c |\n| one | two\nmore | three |\n| 4 | 5 | 6 |\n")
    assert [row.texts() for row in table.rows][1:] == [
        ["one", "two\nmore", "three"],
        ["4", "5", "6"],
    ]
    assert [line.line for line in table.rows[1].cells[1].lines] == [2, 3]
    assert table.rows[2].line == 4


def test_a_sentence_with_a_pipe_is_no_table():
    assert isinstance(blocks("Either this | or that\n\nNext\n")[0], Paragraph)


def test_an_html_table_keeps_spans_and_lines():
    (table, after) = blocks(
        "<table>\n<tr><th>A</th><th>B</th></tr>\n"
        "<tr><td rowspan='2'>One<br/>two</td><td>x &amp; y</td></tr>\n"
        "<!-- a\nnote -->\n"
        "<tr><td><ul><li>p</li><li>q</li></ul></td></tr>\n"
        "<tr><td colspan=2>wide</td></tr>\n</table>\nAfter\n"
    )
    assert [row.texts() for row in table.rows] == [
        ["A", "B"],
        ["One\ntwo", "x & y"],
        ["", "• p\n• q"],
        ["wide", ""],
    ]
    assert [row.line for row in table.rows] == [2, 3, 6, 7]
    assert table.rows[0].cells[0].bold
    assert table.rows[2].cells[0].covered
    assert table.rows[3].cells[0].column_span == 2
    assert after.text == "After"


def test_columns_of_spaces_follow_their_header():
    assert rows(
        "Action point     Timescale    Staff\n"
        "Review           May 2026     Head\n"
        "policy\n"
        "                 then yearly\n"
        "\n"
        "Train all        June 2026    Deputy\n"
    ) == [
        ["Action point", "Timescale", "Staff"],
        ["Review", "May 2026", "Head"],
        ["policy", "", ""],
        ["", "then yearly", ""],
        ["Train all", "June 2026", "Deputy"],
    ]


def test_two_spaces_after_a_full_stop_make_no_table():
    found = blocks("One is done.  Two is done.  Three is not.\nFour is.  Five is.\n")
    assert isinstance(found[0], Paragraph)


def test_invisible_characters_stay_and_are_remarked():
    document = read_text("a.txt", "Pay \u202eecila\u202c now\n".encode())
    assert [(r.code, r.line) for r in document.remarks] == [("hidden-characters", 1)]
    assert "\u202e" in document.blocks[0].text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(encoding):
    document = read_text("a.txt", "Café – plan\n".encode(encoding))
    assert document.blocks[0].text == "Café – plan"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"One\nTwo\x00\n", "line 2"),
        ("café\n".encode() + b"x\xff\n", "Line 2"),
        (b"x\n" * 100_001, "lines"),
        (b"a\t" * 10_000 + b"\n", "columns"),
        (b"a\tb\n" + b"x" * 40_000 + b"\ty\n", "characters"),
        (b"<table><tr>" + b"<td colspan=200>x</td>" * 5 + b"</tr></table>", "columns"),
    ],
)
def test_what_is_no_text_or_too_much_is_refused_with_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says):
        read_text("a.txt", data)


@pytest.mark.parametrize(
    "piece", ["<table>\n", "<table><!-- ", "<td a='", "[a", "**", "-", "<a href='"]
)
def test_thousands_of_broken_marks_are_read_once(piece, monkeypatch):
    """Reading broken tags anew from each place would take hours."""
    cuts = []
    cut = text_tables.HTML_TAG.split
    monkeypatch.setattr(
        text_tables,
        "HTML_TAG",
        SimpleNamespace(split=lambda s: cuts.append(s) or cut(s)),
    )
    read_text("a.txt", (piece * 20_000).encode())
    assert len(cuts) < 2


def test_a_letter_is_spelt_one_way_whatever_wrote_the_file():
    two_marks, one = (
        "Sia\N{COMBINING CIRCUMFLEX ACCENT}n",
        "Si\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}n",
    )
    plain = f"# {two_marks}\n\n{two_marks} briefs\n\n| {two_marks} |\n|---|\n| x |\n"
    comma = read("plan.csv", f"Owner\n{two_marks}\n".encode())
    for document in (read("plan.md", plain.encode()), comma):
        words = str(document.blocks)
        assert one in words
        assert two_marks not in words
