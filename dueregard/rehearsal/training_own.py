"""What people see to themselves: certificates that they sent in, and a reminder."""

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.documents import scanner
from dueregard.documents.models import FileVersion
from dueregard.documents.services.scanning import settle, viewing_copy
from dueregard.training import services as training
from dueregard.training.models import Course, Learner, RoleGroup, SentCertificate
from dueregard.training.nudging import Group
from dueregard.training.own import mine
from dueregard.training.services.owing import owe_training

REMINDED_BACK = 16
CANNOT_READ = "The picture shows no date. Send the last page, with the date on it."


def build_own_training(cast) -> None:
    """Three certificates of which one waits, one counts and one was sent back; a
    reminder to councillors a fortnight ago; and what leads owe today."""
    learners = Learner.objects.filter(authority=cast.authority)
    if not learners.exists():
        return
    before = clock.offset()
    try:
        _remind(cast)
        clock.set_offset(before)
        _send_certificates(cast)
    finally:
        clock.set_offset(before)
    owe_training()


def _remind(cast) -> None:
    clock.set_offset(clock.days_away(-REMINDED_BACK))
    members = RoleGroup.objects.get(authority=cast.authority, code="MEMBER")
    group = Group(cast.authority, role_group=members)
    training.nudge(group, by=cast[Role.TRAINING_LEAD])


def _send_certificates(cast) -> None:
    awareness = Course.objects.get(authority=cast.authority, code="HO-A")
    lead, today = cast[Role.TRAINING_LEAD], clock.today()
    counts = _send(cast, Role.EDUCATION_OFFICER, awareness, today - timedelta(days=9))
    _scan(counts)
    training.accept_certificate(
        counts, by=lead, course=counts.course, completed_on=counts.completed_on
    )
    returned = _send(cast, Role.COORDINATOR, awareness, today - timedelta(days=30))
    _scan(returned)
    training.return_certificate(returned, by=lead, because=CANNOT_READ)
    waits = _send(cast, Role.ELECTED_MEMBER, awareness, today - timedelta(days=2))
    _scan(waits)


def _send(cast, role: Role, course: Course, day: date) -> SentCertificate:
    person = cast[role]
    learner = mine(person).filter(authority=cast.authority).get()
    file = SimpleUploadedFile("certificate.png", _picture(str(learner), course, day))
    return training.send_certificate(
        learner, course, completed_on=day, file=file, by=person
    )


def _picture(name: str, course: Course, day: date) -> bytes:
    """The end page of an e-learning, made up."""
    image = Image.new("RGB", (640, 360), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 620, 340), outline="black", width=3)
    words = f"{name}\n\n{course}\n\n{day:%d %B %Y}\n\nMade up"
    pen.text((48, 48), words, fill="black", font_size=24)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _scan(sent: SentCertificate) -> None:
    """No scanner runs in a rehearsal: these count as scanned."""
    for version in FileVersion.objects.filter(document=sent.document):
        settle(version, scanner.Verdict(True), viewing_copy(version))
