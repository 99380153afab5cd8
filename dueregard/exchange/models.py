"""Files on their way in: the upload, its staged rows, and remembered columns."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.workflow import MoveRow

from . import importers
from .importers import Change, Decision

KEPT_FOR = timedelta(days=30)
APPLIED = "applied"


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uploads for the authorities that `user` serves today, in any role."""
        return self.filter(authority__in=user.authorities())

    def same_file_as(self, upload):
        """Earlier imports of the very same bytes that are still in."""
        return self.filter(
            authority=upload.authority_id,
            importer=upload.importer,
            sha256=upload.sha256,
            status=Upload.Status.APPLIED,
        ).exclude(pk=upload.pk)

    def past_keeping(self):
        """Those whose file or rows are held though they are not needed any more.

        30 days after the last change; at once when a process was killed between
        throwing the file away and removing it. What is going in or coming out just
        now is left alone.
        """
        finished = [
            Upload.Status.REFUSED,
            Upload.Status.UNDONE,
            Upload.Status.DISCARDED,
        ]
        return self.filter(
            Q(stored_name__gt="") | Q(rows_held=True),
            Q(changed_at__lt=clock.now() - KEPT_FOR) | Q(status__in=finished),
        ).exclude(status__in=[Upload.Status.APPLYING, Upload.Status.UNDOING])


class Upload(models.Model):
    """A file that somebody gave us, from arriving to being put in or thrown away.

    Its bytes and staged rows are kept for 30 days after the last change. `attempt`
    fences the process that reads it: only the latest may stage rows. `version` grows
    with every choice, so that nobody confirms what they have not seen.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", "Waiting to be read"
        READING = "reading", "Being read"
        NEEDS_MAPPING = "needs_mapping", "Columns to be matched"
        READY = "ready", "Ready to check"
        APPLYING = "applying", "Being put in"
        APPLIED = "applied", "Put in"
        UNDOING = "undoing", "Being taken out"
        REFUSED = "refused", "Cannot be read"
        UNDONE = "undone", "Undone"
        DISCARDED = "discarded", "Thrown away"

    authority = models.ForeignKey("accounts.Authority", models.PROTECT)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    importer = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.RECEIVED)
    problem = models.TextField(blank=True)
    options = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    summary = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    labels = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    rows_checked = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    rows_held = models.BooleanField(default=False)
    attempt = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["authority", "importer", "-created_at", "-id"],
                name="upload_by_authority",
            ),
            models.Index(fields=["sha256"], name="upload_by_sha256"),
            models.Index(fields=["changed_at"], name="upload_by_change"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:detail", args=[self.pk])

    @property
    def kind(self) -> importers.Importer:
        return importers.get(self.importer)

    @property
    def colour(self) -> str:
        """The colour of the state's tag; the words say it as well."""
        return COLOURS.get(self.status, "grey")

    @property
    def counted(self) -> list[tuple[str, str]]:
        """What became of the rows, with how many; those there are."""
        words = {
            APPLIED: "Rows put in",
            Change.PROBLEM: "Rows that could not go in",
            Change.SAME: "Rows already the same",
        }
        counts = self.counts
        return [
            (word, f"{counts[key]:,}") for key, word in words.items() if counts.get(key)
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether the service, not a person, has the next step."""
        return self.status in (
            self.Status.RECEIVED,
            self.Status.READING,
            self.Status.APPLYING,
            self.Status.UNDOING,
        )

    @property
    def kept_until(self):
        """The moment after which the file, its rows and the undo are gone."""
        return self.changed_at + KEPT_FOR

    def rows_to_apply(self):
        """The staged rows that go in, in the order of the file.

        New and changed rows; rows that need a look as somebody decided, or as the
        importer says of those that nobody decided on.
        """
        chosen: list[str] = [Decision.KEEP]
        if self.kind.undecided == Decision.KEEP:
            chosen.append("")
        return self.rows.filter(
            Q(change__in=[Change.NEW, Change.CHANGED])
            | Q(change=Change.UNCERTAIN, decision__in=chosen)
        ).order_by("ordinal")


COLOURS: dict[str, str] = {
    Upload.Status.NEEDS_MAPPING: "yellow",
    Upload.Status.READY: "yellow",
    Upload.Status.APPLIED: "green",
    Upload.Status.REFUSED: "red",
    Upload.Status.APPLYING: "blue",
    Upload.Status.UNDOING: "blue",
    Upload.Status.READING: "blue",
    Upload.Status.RECEIVED: "blue",
}


class UploadMove(MoveRow):
    """Who moved an upload from one state to another, and when."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="moves")

    class Meta(MoveRow.Meta):
        pass


class StagedRow(models.Model):
    """One row of a file, and what would come of it; nothing is put in by being here.

    `line` is the 1-based line of the file, or row of its sheet or table. `outcome` is
    for the importer: what it made of the row, so that it can undo.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    ordinal = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=Change)
    kind = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    cells = models.JSONField(default=dict)
    differences = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    decision = models.CharField(max_length=4, choices=Decision, blank=True)
    outcome = models.JSONField(null=True)

    class Meta:
        ordering = ["ordinal"]
        indexes = [
            models.Index(
                fields=["upload", "change", "ordinal"], name="staged_row_by_change"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "ordinal"], name="staged_row_once_per_place"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(change=Change.UNCERTAIN),
                name="staged_row_decided_only_when_uncertain",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text[:60]}"

    @property
    def kind_label(self) -> str:
        return self.upload.kind.kinds.get(self.kind, "")


class RememberedMapping(models.Model):
    """What an authority said its columns hold, for the next file with the same ones.

    `signature` is the SHA-256 of the columns' names; `about` is the importer's word
    for whose they are, where that is narrower than the authority.
    """

    authority = models.ForeignKey("accounts.Authority", models.CASCADE)
    importer = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "importer", "about", "signature"],
                name="remembered_mapping_once_per_columns",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.importer} columns of {self.authority}"
