from typing import Any

from django.db import models

from dueregard.accounts.models import Authority, Organisation
from dueregard.exchange.importers import Change
from dueregard.exchange.models import Upload

from .course import Course
from .learner import Learner

LOOSE: dict[str, Any] = {"db_constraint": False, "db_index": False, "related_name": "+"}


class ImportRow(models.Model):
    """A row of a file of training records that can be put in, while it waits for that.

    Filled with COPY and judged in SQL, so it holds no constraint of the database but
    its key; it goes with the file, after 30 days. Rows that need a person's eye are
    `exchange.StagedRow`s besides, of the same line. `who` tells the people of the file
    apart, and `known` says that the completion is in the register, or above in the
    file. `note` is why a row does not simply go in, and `other` the line or learner
    that stands in its way.
    """

    class Verdict(models.TextChoices):
        NEW = Change.NEW.value, "Will be added"
        CHANGED = Change.CHANGED.value, "Will be changed"
        SAME = Change.SAME.value, "Already the same"
        UNCERTAIN = Change.UNCERTAIN.value, "Needs a look"
        KEPT = "kept", "Looked at, and goes in"
        PROBLEM = Change.PROBLEM.value, "Cannot go in"

    upload = models.ForeignKey(Upload, models.CASCADE, **LOOSE)
    line = models.PositiveIntegerField()
    authority = models.ForeignKey(Authority, models.DO_NOTHING, **LOOSE)
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING, **LOOSE)
    who = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=150, blank=True)
    name_key = models.CharField(max_length=150, blank=True)
    email = models.CharField(max_length=254, blank=True)
    audience = models.CharField(max_length=20, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    leave_from = models.DateField(null=True)
    leave_until = models.DateField(null=True)
    groups = models.CharField(max_length=200, blank=True)
    course = models.ForeignKey(Course, models.DO_NOTHING, null=True, **LOOSE)
    completed_on = models.DateField(null=True)
    mode = models.CharField(max_length=20, blank=True)
    trainer = models.CharField(max_length=150, blank=True)
    certificate = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.NEW)
    known = models.BooleanField(default=False)
    learner = models.ForeignKey(Learner, models.DO_NOTHING, null=True, **LOOSE)

    note = models.CharField(max_length=12, blank=True)
    other = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["upload", "line"], name="import_row_by_line")]

    def __str__(self) -> str:
        return f"Row {self.line}: {self.text}"

    # What the preview shows of a row (`exchange.StagedRow`).

    @property
    def text(self) -> str:
        said = [
            f"{self.name} ({self.number})"
            if self.name and self.number
            else self.name or self.number,
            str(self.organisation),
        ]
        if self.course and self.completed_on:
            said.append(f"{self.course}, {self.completed_on:%-d %B %Y}")
        return ", ".join(said)

    @property
    def kind_label(self) -> str:
        return "Completion" if self.course_id else "Person"

    problems: tuple[str, ...] = ()
    differences: tuple[tuple[str, str, str], ...] = ()
    cells: dict[str, str] = {}
    decision = ""
