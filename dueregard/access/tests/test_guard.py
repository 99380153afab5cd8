import io

import pytest

from dueregard.access.guard import guarded


@pytest.fixture
def seen():
    """What the application is asked with."""

    def ask(**environ):
        found = {}

        def application(asked, start_response):
            found.update(asked)
            return []

        guarded(application)(environ, lambda *_: None)
        return found

    return ask


@pytest.mark.parametrize("charset", ["hex", "utf-7", "UTF-16", '"rot13"', "undefined"])
def test_a_request_is_read_as_utf_8_whatever_it_claims(seen, charset):
    kind = f"multipart/form-data; Charset={charset}; boundary=x"
    asked = seen(CONTENT_TYPE=kind)
    assert asked["CONTENT_TYPE"] == "multipart/form-data; boundary=x"


def test_a_cookie_that_spells_a_nul_is_left_out(seen):
    assert "HTTP_COOKIE" not in seen(HTTP_COOKIE='session="\\000abcdefgh"')


def test_what_browsers_send_goes_through_as_it_is(seen):
    usual = {"CONTENT_TYPE": "text/plain", "HTTP_COOKIE": "session=a; csrf=b"}
    assert seen(**usual) == usual
    assert seen() == {}


def test_what_was_refused_unread_is_read_to_its_end_but_not_without_end():
    for size, left in ((5_000_000, 0), (20_000_000, 20_000_000 - 16 * 1024 * 1024)):
        body = io.BytesIO(b"a" * size)
        environ = {"CONTENT_LENGTH": str(size), "wsgi.input": body}
        guarded(lambda *_: [])(environ, lambda *_: None)
        assert len(body.read()) == left
