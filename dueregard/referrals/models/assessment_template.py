from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock

from ..assessment_templates import Template
from ..assessment_templates.kept import parts_from
from ..reading import places_of_work

OWN = "own-"
"""What the code of an authority's own template begins with, before its id."""
MOST = 19  # digits: an id is a number of 64 bits


class AssessmentTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the authorities where `user` works on referrals."""
        return self.filter(authority__in=places_of_work(user))

    def offered(self):
        """New assessments may begin on them: on the newest published version."""
        return self.filter(is_offered=True)


class AssessmentTemplate(models.Model):
    """An authority's own questions for assessments, in versions (domain §5.2).

    It is offered once its first version is published. About nobody: the words may be
    the police's (the PAF's are OFFICIAL-SENSITIVE), so only those read them who work
    on referrals. `title` is that of the newest published version, or of the draft.
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="assessment_templates"
    )
    title = models.CharField(max_length=200)
    is_offered = models.BooleanField(default=False)

    objects = AssessmentTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        where = [self.authority.slug, self.pk]
        return reverse("referrals:assessment_template", args=where)

    @property
    def code(self) -> str:
        """What an assessment begun on it keeps as its `template_code`."""
        return f"{OWN}{self.pk}"

    @staticmethod
    def pk_of(code: str) -> int | None:
        """The id in such a code; None when it is no code of an own template."""
        digits = code.removeprefix(OWN)
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < MOST
        return int(digits) if code.startswith(OWN) and is_number else None


class TemplateVersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def drafts(self):
        return self.filter(published_at__isnull=True)

    def without_words(self):
        """For lists: what it is, not what it asks."""
        return self.defer("lead", "parts")


class AssessmentTemplateVersion(models.Model):
    """One version of an own template: a draft until it is published, never changed
    after.

    `parts` are the parts and questions as `assessment_templates.kept` writes them.
    `based_on` is the code of what the first version began from ("vaf", "paf"), "" for
    nothing, and `based_on_version` the version of a shipped template; every later one
    began as a copy of the version before it.
    """

    template = models.ForeignKey(
        AssessmentTemplate, models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    based_on = models.CharField(max_length=40, blank=True)
    based_on_version = models.PositiveSmallIntegerField(null=True)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        ordering = ["template_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="template_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(published_at__isnull=True),
                name="template_version_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="template_version_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="template_version_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        where = [self.template.authority.slug, self.template_id, self.number]
        return reverse("referrals:template_version", args=where)

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    def as_template(self) -> Template:
        """The version as an assessment reads it."""
        code = f"{OWN}{self.template_id}"
        parts = parts_from(self.parts)
        return Template(code, self.number, self.title, self.lead, parts)


class TemplateNotOffered(models.Model):
    """A template that came with the service, and that an authority does not offer."""

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="templates_not_offered"
    )
    code = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"], name="template_not_offered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code
