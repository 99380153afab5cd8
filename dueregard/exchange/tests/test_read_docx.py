"""Word documents: order, headings, lists, tables, and what is not read."""

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dueregard.exchange.document import Heading, Paragraph, Table, Unreadable
from dueregard.exchange.readers import Limits, read

from . import files

SMALL = Limits(file=100_000, rows=3, cells=8, columns=4, cell=20)


def read_word(fill):
    return read("plan.docx", files.docx_bytes(fill))


def read_table(rows, columns, fill):
    def write(document):
        fill(document.add_table(rows=rows, cols=columns))

    document = read_word(write)
    return next(document.tables()), document


def codes(document):
    return [remark.code for remark in document.remarks]


def refusal(fill, **more):
    with pytest.raises(Unreadable) as caught:
        read("plan.docx", files.docx_bytes(fill), **more)
    return str(caught.value)


def hyperlink(paragraph, words, url):
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = files.element("hyperlink")
    link.set(qn("r:id"), key)
    link.append(paragraph.add_run(words)._r)
    paragraph._p.append(link)


def wrapped(tag, paragraph, words):
    """Put a run with these words inside a w:ins, w:del… of the paragraph."""
    holder = files.element(tag, id="1", author="Ann")
    run = paragraph.add_run(words)._r
    if tag == "del":
        run.find(qn("w:t")).tag = qn("w:delText")
    holder.append(run)
    paragraph._p.append(holder)


def test_the_body_is_read_in_its_order_and_lines_count_its_blocks():
    def fill(document):
        document.add_heading("Our plan", 0)
        document.add_heading("Introduction", 1)
        document.add_paragraph("Why we plan.")
        document.add_paragraph("")
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Ref"
        document.add_paragraph("First point", style="List Bullet")

    document = read_word(fill)
    assert document.kind == "docx"
    assert [(type(block), block.line) for block in document.blocks] == [
        (Heading, 1),
        (Heading, 2),
        (Paragraph, 3),
        (Table, 4),
        (Paragraph, 5),
    ]
    title, heading, _, _, item = document.blocks
    assert [(title.text, title.level), (heading.text, heading.level)] == [
        ("Our plan", 0),
        ("Introduction", 1),
    ]
    assert (item.text, item.bullet) == ("First point", True)


def test_a_style_based_on_a_heading_is_a_heading():
    def fill(document):
        style = document.styles.add_style("Council Heading", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Local context", style="Council Heading")

    assert read_word(fill).blocks == [Heading("Local context", 2, 1)]


def test_automatic_numbers_that_word_shows_are_part_of_the_words():
    def fill(document):
        document.add_paragraph("Meet", style="List Number")
        document.add_paragraph("Listen", style="List Number")

    assert [block.text for block in read_word(fill).blocks] == ["1. Meet", "2. Listen"]
    assert not any(block.bullet for block in read_word(fill).blocks)


def test_headers_and_footers_and_the_table_of_contents_are_not_read():
    def fill(document):
        section = document.sections[0]
        section.header.paragraphs[0].text = "OFFICIAL"
        section.footer.paragraphs[0].text = "Page 1"
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Introduction ... 3", style="toc 1")
        document.add_paragraph("Body")

    document = read_word(fill)
    assert [block.text for block in document.blocks] == ["Body"]
    assert codes(document) == ["contents-list"]


def test_bold_links_and_line_breaks_of_a_paragraph_survive():
    def fill(document):
        paragraph = document.add_paragraph()
        paragraph.add_run("Read").bold = True
        paragraph.add_run().add_break()
        hyperlink(paragraph, "our plan", "https://fernshire.example/plan")
        document.add_paragraph().add_run("All bold").bold = True

    first, second = read_word(fill).blocks
    assert first.text == "Read\nour plan"
    assert [(link.text, link.url) for link in first.links] == [
        ("our plan", "https://fernshire.example/plan")
    ]
    assert (first.bold, second.bold) == (False, True)


def test_a_link_that_is_neither_web_nor_mail_is_left_out_and_remarked():
    def fill(document):
        hyperlink(document.add_paragraph(), "click", "file:///etc/passwd")

    document = read_word(fill)
    assert document.blocks[0].links == ()
    assert codes(document) == ["link"]


def test_a_hyperlink_written_as_a_field_is_read():
    field = (
        '<w:p {ns}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        ' HYPERLINK "mailto:prevent@fernshire.example" </w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>write to us</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ).format(ns=nsdecls("w"))

    def fill(document):
        document.element.body.insert(0, parse_xml(field))

    block = read_word(fill).blocks[0]
    assert block.text == "write to us"
    assert block.links[0].url == "mailto:prevent@fernshire.example"


def test_deleted_words_are_left_out_inserted_ones_read_and_both_remarked():
    def fill(document):
        paragraph = document.add_paragraph("Meet ")
        wrapped("del", paragraph, "nobody")
        wrapped("moveFrom", paragraph, "elsewhere ")
        wrapped("ins", paragraph, "the schools")

    document = read_word(fill)
    assert document.blocks[0].text == "Meet the schools"
    assert codes(document) == ["tracked-changes"]


def test_hidden_text_notes_comments_and_text_boxes_are_remarked_and_not_read():
    box = (
        "<w:r {ns}><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    ).format(ns=nsdecls("w"))

    def fill(document):
        paragraph = document.add_paragraph("Seen")
        paragraph.add_run("unseen").font.hidden = True
        for tag in ("footnoteReference", "commentReference"):
            paragraph.add_run()._r.append(files.element(tag, id="1"))
        paragraph._p.append(parse_xml(box))

    document = read_word(fill)
    assert document.blocks[0].text == "Seen"
    assert codes(document) == ["hidden-text", "footnotes", "comments", "text-box"]
    assert document.remarks[3].excerpt == "In a box"


def test_a_table_keeps_its_rows_and_lines_of_a_cell():
    def fill(table):
        table.cell(0, 0).text = "Ref"
        table.cell(0, 1).text = "Action"
        table.cell(1, 1).text = "Meet"
        for words in ("the schools", "the college"):
            table.cell(1, 1).add_paragraph(words, style="List Bullet")

    table, _ = read_table(2, 2, fill)
    assert [row.line for row in table.rows] == [1, 2]
    assert table.rows[1].texts() == ["", "Meet\n• the schools\n• the college"]
    assert [line.line for line in table.rows[1].cells[1].lines] == [2, 2, 2]


def test_merged_cells_cover_and_columns_keep_their_places():
    def fill(table):
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Priority 1"
        table.cell(1, 0).merge(table.cell(3, 0)).text = "Schools"
        for row, words in enumerate(["Meet", "Listen", "Learn"], 1):
            table.cell(row, 1).text = words
            table.cell(row, 2).text = "Red"

    table, _ = read_table(4, 3, fill)
    first, second, third, last = table.rows
    assert (first.cells[0].column_span, first.cells[1].covered) == (2, True)
    assert second.cells[0].row_span == 3
    assert (third.cells[0].covered, last.cells[0].covered) == (True, True)
    assert last.texts() == ["", "Learn", "Red"]


def test_two_merges_in_one_column_are_told_apart():
    def fill(table):
        for top in (0, 2):
            table.cell(top, 0).merge(table.cell(top + 1, 0)).text = f"Part {top}"
        for row in range(4):
            table.cell(row, 1).text = str(row)

    table, _ = read_table(4, 2, fill)
    assert [row.cells[0].row_span for row in table.rows] == [2, 1, 2, 1]
    assert [row.cells[0].covered for row in table.rows] == [False, True, False, True]


def test_a_row_that_begins_further_right_keeps_its_columns():
    def fill(table):
        table.cell(0, 0).text, table.cell(0, 1).text = "Ref", "Action"
        row = table.rows[1]._tr
        row.remove(row.tc_lst[0])
        row.get_or_add_trPr().append(files.element("gridBefore", val="1"))
        table.rows[1].cells[-1].text = "Meet"

    table, _ = read_table(2, 2, fill)
    assert table.rows[1].texts() == ["", "Meet"]


def test_shading_is_read_from_the_cell_or_from_behind_all_its_words():
    def fill(table):
        files.shade(table.cell(0, 0), "ff0000")
        table.cell(0, 1).text = "plain"
        files.shade(table.cell(0, 1), "auto")
        run = table.cell(0, 2).paragraphs[0].add_run("Amber")
        run._r.get_or_add_rPr().append(files.element("highlight", val="yellow"))
        table.cell(0, 3).text = "last"

    table, _ = read_table(1, 4, fill)
    assert [cell.colour for cell in table.rows[0].cells] == [
        "FF0000",
        None,
        "FFFF00",
        None,
    ]


def test_a_table_inside_a_cell_becomes_lines_of_it_and_is_remarked():
    def fill(table):
        table.cell(0, 0).text = "Outer"
        inner = table.cell(0, 0).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "one", "two"

    table, document = read_table(1, 1, fill)
    assert [line.text for line in table.rows[0].cells[0].lines] == [
        "Outer",
        "one",
        "two",
    ]
    assert codes(document) == ["nested-table"]


def test_a_row_marked_as_deleted_is_left_out():
    def fill(table):
        table.cell(0, 0).text, table.cell(1, 0).text = "kept", "gone"
        properties = table.rows[1]._tr.get_or_add_trPr()
        properties.append(files.element("del", id="1", author="Ann"))

    table, document = read_table(2, 1, fill)
    assert [row.texts() for row in table.rows] == [["kept"]]
    assert codes(document) == ["tracked-changes"]


def test_content_controls_around_paragraphs_rows_and_cells_are_seen_through():
    def fill(document):
        document.add_paragraph("Controlled")
        table = document.add_table(rows=1, cols=1)
        table.cell(0, 0).text = "Ref"
        for inner in (document.paragraphs[0]._p, table.rows[0]._tr):
            control = files.element("sdt")
            content = files.element("sdtContent")
            inner.addprevious(control)
            control.append(content)
            content.append(inner)

    paragraph, table = read_word(fill).blocks
    assert paragraph.text == "Controlled"
    assert table.rows[0].texts() == ["Ref"]


def test_hidden_characters_are_kept_and_remarked_with_their_place():
    table, document = read_table(
        2, 1, lambda table: setattr(table.cell(1, 0), "text", "a\u202eb")
    )
    assert table.rows[1].texts() == ["a\u202eb"]
    assert [(remark.code, remark.line) for remark in document.remarks] == [
        ("hidden-characters", 2)
    ]
    assert "Table 1, row 2" in document.remarks[0].message


def test_a_document_without_a_table_is_read_for_its_words():
    document = read_word(lambda document: document.add_paragraph("Only words"))
    assert list(document.tables()) == []
    assert document.blocks[0].text == "Only words"


def test_a_document_without_words_is_refused():
    assert "no table and no words" in refusal(lambda document: None)


@pytest.mark.parametrize(
    ("rows", "columns", "words", "sentence"),
    [
        (4, 1, "a", "Table 1, row 4 is beyond the 3 rows"),
        (1, 5, "a", "Table 1, row 1, has 5 columns"),
        (1, 1, "x" * 21, "Table 1, row 1, has a cell of 21 characters"),
        (3, 3, "a", "Table 1, row 3, is where the file passes 8"),
    ],
)
def test_each_limit_is_refused_with_its_place(rows, columns, words, sentence):
    def fill(document):
        table = document.add_table(rows=rows, cols=columns)
        for row in table.rows:
            for cell in row.cells:
                cell.text = words

    assert sentence in refusal(fill, limits=SMALL)


@pytest.mark.parametrize("span", ["9999999999", "201"])
def test_a_cell_that_claims_to_span_too_many_columns_is_refused(span):
    def fill(document):
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "a"
        cell._tc.get_or_add_tcPr().append(files.element("gridSpan", val=span))

    assert "columns" in refusal(fill)
