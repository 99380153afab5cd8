from django import template

from dueregard.submissions import new_key

register = template.Library()


@register.inclusion_tag("submissions/submission_key.html")
def submission_key() -> dict[str, str]:
    """A hidden field with a new random key: what `@submits_once` tells repeats by."""
    return {"key": new_key()}
