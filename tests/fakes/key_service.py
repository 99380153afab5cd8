"""A key service whose habits can be changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from dueregard.vault.tests.fake_key_service import FakeKeyService

FAULTS = {"ok": "", "refuse": "error", "hang": "slow", "garble": "garbled"}


class KeyService:
    """`asked` lists what it was asked: wrap, unwrap."""

    def __init__(self, fake: FakeKeyService) -> None:
        self._fake = fake

    @property
    def habit(self) -> str:
        return next(name for name, fault in FAULTS.items() if fault == self._fake.fault)

    @habit.setter
    def habit(self, habit: str) -> None:
        self._fake.fault = FAULTS[habit]

    @property
    def asked(self) -> list[str]:
        return self._fake.asked

    def settings(self) -> dict[str, object]:
        return {"KEY_SERVICE_URL": self._fake.url, "KEY_SERVICE_TOKEN": "token"}


@contextmanager
def key_service() -> Iterator[KeyService]:
    with FakeKeyService() as fake:
        yield KeyService(fake)
