"""The processes of a running service, and those that answer people."""

from pathlib import Path


def web_workers(server) -> list[int]:
    """The processes that answer, children of the web server of this service."""
    ours = {
        pid
        for pid in processes_of(server)
        if _says(Path(f"/proc/{pid}/cmdline"), "gunicorn")
    }
    return [pid for pid in ours if _parent(pid) in ours]


def processes_of(server) -> list[int]:
    """Every process of this service, by the port in its environment."""
    port = f"PORT={server.environment['PORT']}"
    places = Path("/proc").glob("[0-9]*/environ")
    return [int(path.parent.name) for path in places if _says(path, port)]


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
