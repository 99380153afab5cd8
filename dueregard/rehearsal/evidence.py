"""Evidence of the region's actions: files and links made here, in each of their states.

No scanner runs in a rehearsal. What was made below counts as scanned; the last file
waits, as a real one would, so that the page that says so is there to be seen.
"""

import io
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.documents import scanner
from dueregard.documents.models import Document, FileVersion
from dueregard.documents.services.scanning import settle, viewing_copy
from dueregard.plans import services as plans
from dueregard.plans.models import Action, Plan


def _picture(words: str, kind: str) -> bytes:
    """A page with a few words on it."""
    image = Image.new("RGB", (640, 360), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 620, 340), outline="black", width=3)
    pen.text((48, 48), words, fill="black", font_size=24)
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


@dataclass(frozen=True)
class Piece:
    """One thing that was given `days` ago for the action at `place` in the plan.

    `lasts` is how many days it counts from then; `also` another action it hangs on.
    """

    title: str
    days: int
    place: int
    tags: tuple[str, ...]
    file: tuple[str, bytes] | None = None
    link: str = ""
    lasts: int | None = None
    also: int | None = None
    is_scanned: bool = True


def _pieces(name: str) -> list[Piece]:
    return [*_papers(name), *_public_pieces(), *_notes()]


def _papers(name: str) -> list[Piece]:
    people = f"Organisation,Came\n{name} Council,9\nFernshire Police,3\n"
    return [
        Piece(
            "Attendance list of the spring course",
            120,
            0,
            ("recognise", "section_6"),
            file=("attendance-list.csv", people.encode()),
        ),
        Piece(
            "Minutes of the delivery group",
            75,
            1,
            ("partnership", "action", "section_1", "section_3"),
            file=("minutes.pdf", _picture(f"{name}: minutes, made up", "PDF")),
            also=2,
        ),
    ]


def _public_pieces() -> list[Piece]:
    return [
        Piece(
            "Poster at the community fair",
            40,
            3,
            ("section_8",),
            file=("poster.png", _picture("Notice. Check. Share.", "PNG")),
        ),
        Piece(
            "Public page about the training",
            35,
            0,
            ("recognise", "section_8"),
            link="https://www.example.org/prevent-training",
        ),
    ]


def _notes() -> list[Piece]:
    """One that is out of date, and one that the scanner has not looked at."""
    return [
        Piece(
            "Filtering assurance of the libraries",
            300,
            4,
            ("compliance", "section_7"),
            file=("assurance.txt", b"Checked by the library service. Made up.\n"),
            lasts=240,
        ),
        Piece(
            "Note of the head teachers' briefing",
            0,
            1,
            ("recognise", "partnership"),
            file=("briefing.txt", b"Twelve head teachers came. Made up.\n"),
            is_scanned=False,
        ),
    ]


def build_evidence(cast, plan: Plan) -> None:
    """Give a year's evidence for the first actions of `plan`."""
    actions = list(plan.actions.exclude(status=Action.Status.CANCELLED)[:5])
    before = clock.offset()
    for piece in sorted(_pieces(str(cast.authority)), key=lambda one: -one.days):
        clock.set_offset(before - timedelta(days=piece.days))
        _give(cast, piece, actions)
    clock.set_offset(before)


def _give(cast, piece: Piece, actions: list[Action]) -> None:
    coordinator, today = cast[Role.COORDINATOR], clock.today()
    plans.give_evidence(
        actions[piece.place],
        by=coordinator,
        given={
            "file": SimpleUploadedFile(*piece.file) if piece.file else None,
            "link": piece.link,
            "title": piece.title,
            "happened_on": today - timedelta(days=3),
            "expires_on": today + timedelta(days=piece.lasts) if piece.lasts else None,
            "tags": piece.tags,
        },
    )
    document = Document.objects.filter(authority=cast.authority).latest("pk")
    if piece.also is not None:
        plans.attach_evidence(actions[piece.also], document, by=coordinator)
    if piece.is_scanned:
        for version in FileVersion.objects.filter(document=document):
            settle(version, scanner.Verdict(True), viewing_copy(version))
