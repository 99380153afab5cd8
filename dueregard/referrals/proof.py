"""A small proof of work, which a browser with script does while answers are read over.

It only adds speed (settled 20): a form that comes with it is not held back because many
came from the same address, as from a school. A wrong or missing one is no proof, and no
mistake: the form is treated as one that was written without script.

Nothing is kept for it. The challenge follows from the key of the form's own draft,
which is destroyed when the form is sent, so no proof counts for a second form. Nothing
secret is compared: the challenge is worked out anew and is never sent back, so the time
that a check takes tells nothing.
"""

import hashlib
import hmac

from dueregard import keys

from .services.writing import Writing

PURPOSE = "referral-proof"
BITS = 16
"""Leading zero bits: 65,536 tries on average, three times as many for one in twenty.
For so many Chromium on the machine that tests this takes a quarter to half a second,
with its pauses; six times slower, as on a cheap telephone, one to two seconds. That is
less than it takes to read the answers over. One bit more doubles it."""
LETTERS = 32  # of a challenge: with its number it is one block of SHA-256
LONGEST = 16  # digits of the number


def challenge_for(writing: Writing) -> str:
    """What the browser works on; the same however often this form is shown.

    After a new key (`keys.add`) it is another: a proof that was begun before does not
    count, and nothing else follows.
    """
    draft = writing.draft_key.encode()
    return hmac.new(keys.derive(PURPOSE), draft, hashlib.sha256).hexdigest()[:LETTERS]


def is_done(writing: Writing, number: str) -> bool:
    """Whether `number`, whatever a browser sent, is the proof for this form."""
    if len(number) > LONGEST or not (number.isascii() and number.isdecimal()):
        return False
    return zero_bits(f"{challenge_for(writing)}{number}") >= BITS


def zero_bits(text: str) -> int:
    """With how many zero bits the SHA-256 of `text` begins."""
    digest = hashlib.sha256(text.encode()).digest()
    return 8 * len(digest) - int.from_bytes(digest).bit_length()
