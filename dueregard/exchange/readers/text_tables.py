"""Tables as they survive in plain text: pipes, tabs, HTML, or spaces alone.

Each function looks at the lines from `at` and answers the table that begins there
with the index of the line after it, or None when none does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dueregard.exchange.document import Cell, Row, Table

from . import text_markup as markup

Found = tuple[Table, int] | None

RULE_CHARACTERS = frozenset("|:- ")
PIPE = re.compile(r"(?<!\\)\|")
GAP = re.compile(r"\s{2,}")
NUMBER = re.compile(r"^(?:\d{1,3}[.)]|[a-z][.)]|[o\u2022\uf0b7·•▪-])$", re.I)
BROKEN_ROW_LINES = 40
HEADER_CELL = 40
MOST_PLACES = 1_000  # more than any limit on columns: spans cannot fill the memory
HTML_TAG = re.compile(r"(</?(?:table|tr|td|th)\b[^<>]*>)", re.I)
HTML_NAME = re.compile(r"<(/?)(table|tr|td|th)\b[^<>]*>", re.I)
SPAN = re.compile(r"(colspan|rowspan)\s{0,5}=\s{0,5}[\"']?(\d{1,6})", re.I)


def tab_table(lines: list[str], at: int) -> Found:
    """Consecutive lines with tabs. A lone indented line is not a table."""
    end = at
    while end < len(lines) and "\t" in lines[end] and lines[end].strip():
        end += 1
    if end == at or _is_list(lines[at:end]) or _is_indent(lines[at:end]):
        return None
    rows = tuple(
        Row(
            cells=tuple(
                markup.cell(part, number + 1) for part in lines[number].split("\t")
            ),
            line=number + 1,
        )
        for number in range(at, end)
    )
    return Table(rows=rows, line=at + 1), end


def _is_list(lines: list[str]) -> bool:
    """Word saves a numbered list as number, tab, text."""
    parts = [line.strip().split("\t") for line in lines]
    return all(len(part) == 2 and NUMBER.match(part[0].strip()) for part in parts)


def _is_indent(lines: list[str]) -> bool:
    return len(lines) == 1 and lines[0].startswith("\t") and lines[0].count("\t") == 1


def pipe_table(lines: list[str], at: int) -> Found:
    """Lines with pipes, with or without outer pipes and a `|---|` line.

    With outer pipes a row may be broken over several lines.
    """
    if not PIPE.search(lines[at]) or not _begins_pipes(lines, at):
        return None
    outer = lines[at].lstrip().startswith("|")
    width = len(_pipe_parts(lines[at].strip()))
    rows: list[Row] = []
    number = at
    while number < len(lines) and _in_pipes(lines[number], outer):
        if _is_rule(lines[number]):
            number += 1
            continue
        end = _end_of_row(lines, number, width) if outer else number + 1
        raw = "\n".join(line.strip() for line in lines[number:end])
        rows.append(_pipe_row(raw, number + 1))
        number = end
    return (Table(rows=tuple(rows), line=at + 1), number) if rows else None


def _is_rule(line: str) -> bool:
    return "--" in line and not set(line.strip()) - RULE_CHARACTERS


def _begins_pipes(lines: list[str], at: int) -> bool:
    here = lines[at].strip()
    if here.startswith("|"):
        return True
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return bool(PIPE.search(after)) and len(_pipe_parts(here)) > 1


def _in_pipes(line: str, outer: bool) -> bool:
    return line.lstrip().startswith("|") if outer else bool(PIPE.search(line))


def _pipe_parts(raw: str) -> list[str]:
    parts = PIPE.split(raw)
    if parts and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return parts


def _end_of_row(lines: list[str], start: int, width: int) -> int:
    """The index after the row's last line: a row is whole with `width` closed cells."""
    pipes = len(PIPE.findall(lines[start]))
    end = start + 1
    while pipes <= width and end < min(len(lines), start + BROKEN_ROW_LINES):
        more = len(PIPE.findall(lines[end]))
        if pipes + more > width + 1 or lines[end].lstrip().startswith("#"):
            return start + 1 if more else _trim(lines, start, end)
        pipes += more
        end += 1
    return end if pipes > width else start + 1


def _trim(lines: list[str], start: int, end: int) -> int:
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _pipe_row(raw: str, line: int) -> Row:
    cells: list[Cell] = []
    before = 0
    begins = 1 if raw.lstrip().startswith("|") else 0
    parts = PIPE.split(raw)
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if index >= begins and not (last and index and not part.strip()):
            cells.append(markup.cell(part.replace("\\|", "|"), line + before))
        before += part.count("\n")
    return Row(cells=tuple(cells), line=line)


def spaced_table(lines: list[str], at: int) -> Found:
    """Columns held apart by spaces only, under a header of three or more short words.

    A word belongs to the last column that begins at or before it.
    """
    header = list(_segments(lines[at]))
    if len(header) < 3 or any(
        len(text) > HEADER_CELL or text[-1] in ".,;:!?" for _, text in header
    ):
        return None
    end = at + 1
    while end < len(lines) and _in_spaces(lines, end, header[1][0]):
        end += 1
    if end == at + 1:
        return None
    starts = [start for start, _ in header]
    rows = tuple(
        _spaced_row(lines[number], number + 1, starts)
        for number in range(at, end)
        if lines[number].strip()
    )
    return Table(rows=rows, line=at + 1), end


def _segments(line: str) -> Iterator[tuple[int, str]]:
    at = len(line) - len(line.lstrip())
    for text in GAP.split(line.strip()):
        at = line.index(text, at)
        if text:
            yield at, text
        at += len(text)


def _in_spaces(lines: list[str], at: int, second: int) -> bool:
    """Whether the line has columns, or goes on within the first one."""
    line = lines[at]
    if not line.strip():
        return at + 1 < len(lines) and len(list(_segments(lines[at + 1]))) > 1
    begins_block = line.lstrip()[0] in "#|-*" or "\t" in line
    fits = line.startswith("  ") or len(line.rstrip()) < second
    return not begins_block and (fits or len(list(_segments(line))) > 1)


def _spaced_row(line: str, number: int, starts: list[int]) -> Row:
    texts = [""] * len(starts)
    for at, text in _segments(line):
        column = max((i for i, s in enumerate(starts) if s <= at + 1), default=0)
        texts[column] = f"{texts[column]} {text}".strip()
    return Row(cells=tuple(markup.cell(t, number) for t in texts), line=number)


def html_table(lines: list[str], at: int) -> Found:
    """A `<table>` and all up to its end, or to the file's."""
    if not re.match(r"\s*<table\b", lines[at], re.I):
        return None
    depth = 0
    end = at
    while end < len(lines) and (end == at or depth > 0):
        depth += len(re.findall(r"<table\b", lines[end], re.I))
        depth -= len(re.findall(r"</table\b", lines[end], re.I))
        end += 1
    rows = _html_rows(_without_comments("\n".join(lines[at:end])), at + 1)
    return Table(rows=rows, line=at + 1), end


def _without_comments(source: str) -> str:
    """The text less its comments, whose line breaks stay."""
    if source.count("<!--") != source.count("-->"):
        return source
    return re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), source, flags=re.S)


def _html_rows(source: str, line: int) -> tuple[Row, ...]:
    """Rows and cells by their tags. A table inside a cell gives its words only.

    The standard library's parser is not used: broken tags make it take a time that
    grows with the square of the file.
    """
    found: list[tuple[int, list[dict]]] = []
    depth = 0
    for part in HTML_TAG.split(source):
        tag = HTML_NAME.match(part)
        name = tag[2].lower() if tag else ""
        closes = bool(tag and tag[1])
        if name == "table":
            depth += -1 if closes else 1
        elif name and depth > 1:
            _add(found, "<br>")
        elif name == "tr" and not closes:
            found.append((line, []))
        elif name and not closes and name != "tr":
            if not found:
                found.append((line, []))
            found[-1][1].append(_begin_cell(name, part, line))
        elif not name:
            _add(found, " ".join(part.split("\n")))
        line += part.count("\n")
    open_spans: dict[int, int] = {}
    placed = ((line, _place(cells, open_spans)) for line, cells in found)
    return tuple(Row(cells=tuple(cells), line=line) for line, cells in placed if cells)


def _add(found: list[tuple[int, list[dict]]], text: str) -> None:
    if found and found[-1][1]:
        found[-1][1][-1]["raw"].append(text)


def _begin_cell(name: str, tag: str, line: int) -> dict:
    spans = {key.lower(): value for key, value in SPAN.findall(tag)}
    return {
        "raw": [],
        "line": line,
        "bold": name == "th",
        "columns": _span(spans.get("colspan")),
        "rows": _span(spans.get("rowspan")),
    }


def _span(value: str | None) -> int:
    return min(int(value), 200) if value and value.isdecimal() and int(value) else 1


def _place(raw_cells: list[dict], open_spans: dict[int, int]) -> list[Cell]:
    cells: list[Cell] = []

    def cover() -> None:
        while open_spans.get(len(cells), 0) > 0:
            open_spans[len(cells)] -= 1
            cells.append(Cell(covered=True))

    for raw in raw_cells:
        cover()
        if len(cells) > MOST_PLACES:
            break
        read = markup.cell("".join(raw["raw"]), raw["line"])
        for step in range(raw["columns"]):
            if raw["rows"] > 1:
                open_spans[len(cells)] = raw["rows"] - 1
            if step:
                cells.append(Cell(covered=True))
                continue
            cells.append(
                Cell(
                    lines=read.lines,
                    links=read.links,
                    bold=read.bold or raw["bold"],
                    column_span=raw["columns"],
                    row_span=raw["rows"],
                )
            )
    cover()
    return cells
