"""The processes of a running service that answer people."""

from pathlib import Path


def web_workers(server) -> list[int]:
    """The processes that answer, children of the web server of this service."""
    ours = {
        int(path.parent.name): path
        for path in Path("/proc").glob("[0-9]*/environ")
        if _says(path, f"PORT={server.environment['PORT']}")
        and _says(path.with_name("cmdline"), "gunicorn")
    }
    return [pid for pid in ours if _parent(pid) in ours]


def _says(path: Path, word: str) -> bool:
    try:
        return word.encode() in path.read_bytes().split(b"\0")
    except OSError:  # it ended, or is another's
        return False


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
