"""What a backup says of itself."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import BackupError

FORMAT = 2
READABLE = {1, 2}  # 1 had no wrapped keys apart
NAME = "manifest.json"
DATABASE = "database"
FILES = "files"
WRAPPED_KEYS = "wrapped-keys"
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One file of the archive; `size` is in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """`engine` is Django's vendor; `rows` maps a table to the rows it had."""

    format: int
    product: str
    engine: str
    made_at: str
    rows: dict[str, int]
    heads: dict[str, list]
    key_versions: list[int]
    parts: list[Part] = field(default_factory=list)
    wrapped_keys: Part | None = None  # beside the archive, never in it

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read what `to_json` wrote.

        Raises:
            BackupError: it is not a manifest, or of a format that we do not know.
        """
        try:
            content = json.loads(text)
            parts = [Part(**part) for part in content.pop("parts")]
            wrapped = content.pop("wrapped_keys", None)
            wrapped_keys = Part(**wrapped) if wrapped else None
            manifest = cls(**content, parts=parts, wrapped_keys=wrapped_keys)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError("The backup's manifest cannot be read.") from error
        if manifest.format not in READABLE:
            raise BackupError(
                f"This backup is of format {manifest.format}; we read {FORMAT}. Use "
                "the version of Due Regard that made it."
            )
        return manifest


def part(path: Path, name: str) -> Part:
    """`path` as a part called `name`."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Part(name, digest.hexdigest(), size)
