from django import template
from django.db import models

from ..panel import lines_about

register = template.Library()


@register.inclusion_tag("audit/who_changed.html")
def who_changed(subject: models.Model) -> dict:
    """The panel that says who changed `subject` and when."""
    return {"lines": lines_about(subject)}
