"""My account says where somebody is signed in, in words that they know it by."""

import pytest

from dueregard.accounts.browsers import in_words

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{WINDOWS} Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"{WINDOWS} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"{WINDOWS} Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Firefox/140.0", "Firefox on Android"),
        ("curl/8.1", "curl/8.1"),
        ("", "Not known"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent, words):
    assert in_words(user_agent) == words
