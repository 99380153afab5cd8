"""Last year's training sheet of one organisation: 60 good rows, and 40 with a fault.

Every faulty row is also known as it should have been, so that the file of refused rows
can be put right. What must stand on the coverage page is counted here by hand.
"""

import csv
import io
from datetime import date, timedelta

ORGANISATION = "Marlbrook Reading Rooms"
HEADINGS = (
    *("Staff number", "Name", "E-mail", "Organisation", "Role group"),
    *("Joined", "Left", "Course", "Date completed"),
)
Row = dict[str, str]

# By hand: of 100 people 4 have left, so 96 are in scope. With the good rows alone 56
# are, of whom 30 + 6 are in date; the 40 that were put right are all in date. One of
# those who had lapsed comes to the workshop.
FIRST, THEN, IN_THE_END = "36 of 56", "76 of 96", "77 of 96"
LAPSED = 10  # and these alone have an address


def rows(today: date) -> list[tuple[Row, Row]]:
    """Each row as it should be, and as it stands in the sheet."""
    return _good(today) + _faulty(today)


def written(found: list[Row]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, HEADINGS)
    writer.writeheader()
    writer.writerows(found)
    return stream.getvalue().encode()


def put_right(refused: bytes, today: date) -> bytes:
    """The file of refused rows, as the service gave it, with every fault mended."""
    text = refused.decode("utf-8-sig")
    right = {wrong["Name"]: row for row, wrong in rows(today) if row != wrong}
    nameless = iter(row for row, wrong in rows(today) if not wrong["Name"])
    mended = []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        assert row["Problem"], row
        mended.append(right[row["Name"]] if row["Name"] else next(nameless))
    return written(mended)


def _row(number: int, course: str = "", done: date | None = None, **others: str) -> Row:
    return {
        "Staff number": f"R{number:03d}",
        "Name": _words(number),
        "E-mail": "",
        "Organisation": ORGANISATION,
        "Role group": "Front line",
        "Joined": "01/02/2019",
        "Left": "",
        "Course": course,
        "Date completed": f"{done:%d/%m/%Y}" if done else "",
        **others,
    }


def _words(number: int) -> str:
    """Names that are not near to one another in spelling."""
    tens = ("Oak", "Birch", "Willow", "Hazel", "Elm", "Rowan", "Cedar", "Maple", "Ash")
    ones = ("Alder", "Moor", "Fen", "Quay", "Ridge", "Vale", "Weir", "Yard", "Zinc")
    return f"{(*tens, 'Thorn')[number // 10 % 10]} {('Brook', *ones)[number % 10]}"


def _good(today: date) -> list[tuple[Row, Row]]:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    found = [_row(n, "WRAP", ago(100 + n)) for n in range(1, 31)]  # in date
    for n in range(31, 41):  # lapsed
        address = {"E-mail": f"reader{n}@reading.example"}
        found.append(_row(n, "WRAP", ago(1_100), **address))
    # awareness by e-learning does not stand for the workshop: never
    found += [_row(n, "HO-A", ago(200)) for n in range(41, 47)]
    found += [_row(n) for n in range(47, 51)]  # never
    left = f"{ago(100):%d/%m/%Y}"
    found += [_row(n, "WRAP", ago(300), Left=left) for n in range(51, 55)]
    found += [_row(n, "WRAP", ago(700)) for n in range(55, 61)]  # due soon
    return [(row, row) for row in found]


def _faulty(today: date) -> list[tuple[Row, Row]]:
    later = f"{today + timedelta(days=40):%d/%m/%Y}"
    faults: list[tuple[int, Row]] = [
        (4, {"Course": "Underwater basket weaving"}),
        (4, {"Date completed": later}),
        (4, {"Date completed": "31/02/2025"}),
        (3, {"Date completed": "29/02/2023"}),
        (4, {"Organisation": "Marlbrook Reeding Roomz Society"}),
        (4, {"Role group": "Astronauts"}),
        (4, {"Date completed": "=TODAY()-9"}),
        (3, {"Date completed": ""}),
        (2, {"Course": ""}),
        (2, {"Staff number": "", "Name": ""}),
        (3, {"Left": "01/01/2018"}),
        (3, {"Course": "HO-R"}),
    ]
    done = today - timedelta(days=150)
    found, number = [], 61
    for many, wrong in faults:
        for _ in range(many):
            right = _row(number, "WRAP", done)
            found.append((right, right | wrong))
            number += 1
    return found
