"""A view that reads files says how large they may be; others are sent a mebibyte."""

import inspect
import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

READS_FILES = re.compile(r"request\.FILES|\bfiles\(request\)")


def callbacks(resolver: URLResolver) -> Iterator[tuple[str, object]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from callbacks(each)
        elif isinstance(each, URLPattern):
            view = inspect.unwrap(each.callback)
            if view.__module__.startswith("dueregard"):
                yield f"{view.__module__}.{view.__name__}", each.callback


VIEWS = {
    name: view
    for name, view in callbacks(get_resolver())
    if READS_FILES.search(inspect.getsource(inspect.unwrap(view)))
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_that_reads_files_says_how_large_they_may_be(name):
    assert callable(getattr(VIEWS[name], "takes_bytes", None))


def test_the_views_that_read_files_are_found():
    assert "dueregard.documents.views.documents.document_add" in VIEWS
    assert "dueregard.exchange.views.files.upload_new" in VIEWS
