"""A form about nobody, with the word that is told back over the telephone."""

from ..models import Destination
from ..spoken import test_word
from .files import CONTENT_TYPES, FormFile, pdf_of
from .formats import Format
from .sheet import Sheet

WORDS = "This is a test. It is about nobody."


def trial_file(destination: Destination) -> FormFile:
    """The test form as a PDF, made like a real one."""
    word = test_word(destination)
    row = {"label": "Tell us this word by telephone", "lines": [word]}
    sheet = Sheet(
        reference="TEST",
        authority=str(destination.authority),
        facts=[["What this is", WORDS]],
        made_for=str(destination),
        made_by="Due Regard",
        marking="OFFICIAL",
        blocks=[{"title": "Is it there?", "rows": [row]}],
    )
    return FormFile("test-form.pdf", CONTENT_TYPES[Format.PDF], pdf_of(sheet))
