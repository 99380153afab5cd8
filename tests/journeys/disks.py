"""A disk of a service that is full, or does not do what it is asked to.

A small disk is a file system in memory where one may be mounted; elsewhere the kernel
is told to let these processes write no file any longer.
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 24 * 1024 * 1024  # bytes: a rehearsed service, and room for a few files
FILLING = "filling"


class Disk:
    """The disk below `folder`; `processes` says who writes to it now."""

    def __init__(self, folder: Path, *, is_mounted: bool) -> None:
        self.folder, self._is_mounted = folder, is_mounted

    def fill(self, processes: Iterable[int]) -> None:
        """Not a byte more, for anybody."""
        if not self._is_mounted:
            _let_write(processes, 0)
            return
        with (self.folder / FILLING).open("wb", buffering=0) as file:
            for piece in (64 * 1024, 1):
                try:
                    while True:
                        file.write(b"x" * piece)
                except OSError:
                    continue

    def free(self, processes: Iterable[int]) -> None:
        if self._is_mounted:
            (self.folder / FILLING).unlink()
        else:
            _let_write(processes, resource.RLIM_INFINITY)


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk of SIZE bytes at `folder`, which is made."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)]
    is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield Disk(folder, is_mounted=is_mounted)
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def failing_to_sync(process: int, *, time: int) -> Iterator[None]:
    """Each thread of `process` that waits for the disk is told once that it failed: the
    first, second, … `time` that it does."""
    strace = shutil.which("strace")
    assert strace, "Install strace: apt-get install strace"
    words = [strace, "-f", "-o", os.devnull, "-e", "trace=fsync", "-e"]
    words += [f"inject=fsync:error=EIO:when={time}", "-p", str(process)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as tracing:
        assert tracing.stderr is not None
        said = tracing.stderr.readline()
        assert "attached" in said, f"It may not be traced: {said}"
        try:
            yield
        finally:
            tracing.terminate()


def _let_write(processes: Iterable[int], most: int) -> None:
    for each in processes:
        _, hard = resource.prlimit(each, resource.RLIMIT_FSIZE)
        resource.prlimit(each, resource.RLIMIT_FSIZE, (most, hard))
