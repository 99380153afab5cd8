"""How an owner named in a plan resolves to posts, organisations or everyone.

Words resolve only when every one of them is accounted for by a name that is known at
the authority, and by one thing alone. Spelling (hyphens, plurals, capitals, "&", a
full stop, a note in brackets) is set aside first; a person's name must agree in every
letter. Anything less is a proposal for a person to decide on, and what they decide
holds for the same words next time. Nothing is inferred about anyone.

    for name, resolution in zip(names, resolve(names, authority=authority)):
        for target in resolution.targets: …
"""

from collections.abc import Sequence

from dueregard.accounts.models import Authority

from . import lexicon as lexicons
from .cover import cover, named_inside
from .lexicon import Lexicon
from .names import Word, key_of, words_of
from .proposals import propose
from .targets import Kind, Match, Resolution, Target

MOST_WORDS = 60

__all__ = ["Kind", "Match", "Resolution", "Target", "resolve"]


def resolve(names: Sequence[str], *, authority: Authority) -> list[Resolution]:
    """What each of `names` stands for at `authority`, in the same order.

    Reads in four queries, however many names there are. Writes nothing.
    """
    lexicon = lexicons.read(authority)
    known: dict[str, Resolution] = {}
    for name in names:
        if name not in known:
            known[name] = resolve_one(name, lexicon)
    return [known[name] for name in names]


def resolve_one(text: str, lexicon: Lexicon) -> Resolution:
    """What one owner's words stand for, by what `lexicon` holds."""
    words = words_of(text)
    key = key_of(words)
    if key in lexicon.decisions:
        return Resolution(text, key, lexicon.decisions[key], is_decided=True)
    if not words or len(words) > MOST_WORDS:
        return Resolution(text, key)
    matches = cover(words, lexicon) or cover(_without_note(words, lexicon), lexicon)
    if matches:
        return Resolution(text, key, matches)
    candidates, note = propose(words, lexicon)
    return Resolution(text, key, candidates=candidates, note=note)


def _without_note(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """`words` without those in brackets, unless they name somebody known: "(Ashby Vale
    Council)" after a title says whose post it is, and is more than a note."""
    note = [word for word in words if word.in_note]
    if not note or named_inside(note, lexicon):
        return []
    return [word for word in words if not word.in_note]
