"""What changed between two texts, marked in words and not by colour alone."""

from django import template

from .render import render

register = template.Library()


@register.simple_tag
def word_diff(pieces):
    """Pieces of text, each with `kind` ("same", "out" or "in") and `text`."""
    return render("word_diff", pieces=pieces)
