"""The proof of work: one number for one form, and anything else is no proof."""

from itertools import count
from uuid import uuid4

import pytest

from dueregard import keys
from dueregard.accounts.models import Authority
from dueregard.referrals import proof
from dueregard.referrals.services.writing import Writing


def a_form() -> Writing:
    return Writing(Authority(pk=1), "a session", draft_key=str(uuid4()))


def searched(writing: Writing, *, until: int) -> str:
    """The first number that gives at least `until` zero bits."""
    challenge = proof.challenge_for(writing)
    numbers = map(str, count())
    return next(n for n in numbers if proof.zero_bits(f"{challenge}{n}") >= until)


@pytest.fixture
def writing():
    return a_form()


@pytest.fixture
def done(writing):
    return searched(writing, until=proof.BITS)


def test_the_number_that_was_looked_for_is_the_proof(writing, done):
    assert proof.is_done(writing, done)


def test_another_number_is_none(writing, done):
    challenge = proof.challenge_for(writing)
    after = map(str, count(int(done) + 1))
    other = next(n for n in after if proof.zero_bits(f"{challenge}{n}") < proof.BITS)
    assert not proof.is_done(writing, other)


def test_the_proof_of_one_form_counts_for_no_other(writing, done):
    others = [a_form() for _ in range(3)]
    assert len({proof.challenge_for(each) for each in [writing, *others]}) == 4
    assert not all(proof.is_done(each, done) for each in others)


def test_one_bit_too_few_is_none(writing, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 9)
    numbers = map(str, count())
    begin = proof.challenge_for(writing)
    few = next(n for n in numbers if proof.zero_bits(f"{begin}{n}") == 8)
    assert not proof.is_done(writing, few)
    monkeypatch.setattr(proof, "BITS", 8)
    assert proof.is_done(writing, few)


@pytest.mark.parametrize(
    "sent", ["", " ", "-1", "1.5", "0x1f", "abc", "１２", "٣", "\x00", "\udcff", "²"]
)
def test_what_is_no_number_is_none(writing, sent, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 0)  # whatever is looked at would be one
    assert proof.is_done(writing, "1")
    assert not proof.is_done(writing, sent)


def test_ten_thousand_letters_are_none_and_are_not_worked_on(writing, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 0)
    assert not proof.is_done(writing, "1" * 10_000)
    assert not proof.is_done(writing, "1" * (proof.LONGEST + 1))


def test_challenge_and_number_are_one_block_of_the_hash(writing):
    """The browser's own SHA-256 takes no more."""
    assert len(proof.challenge_for(writing)) + proof.LONGEST <= 55


def test_the_challenge_stays_as_long_as_the_form_and_needs_our_key(
    writing, monkeypatch
):
    first = proof.challenge_for(writing)
    assert proof.challenge_for(writing) == first
    assert writing.draft_key not in first
    monkeypatch.setattr(keys, "derive", lambda purpose: b"another key")
    assert proof.challenge_for(writing) != first
