"""
Run commands in tests, and read their exit status and output.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from typing import Any, Final, NamedTuple

import pytest

from kz_social_registry.cli import cli


class Left(NamedTuple):
    """
    The exit status and the output of a command.
    """

    status: object
    out: str
    err: str

    @property
    def plain(self) -> Any:
        """
        The output, read as JSON.
        """
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """
        The lines of the output; those that were broken for a terminal's width are whole again.
        """
        assert max(map(len, self.out.splitlines())) <= 80
        return re.sub(r"\n {6,}(?=\S)", " ", self.out).splitlines()


class Command:
    """
    The command line, run inside the test's process with the register of the test.
    """

    def __init__(self, capsys: pytest.CaptureFixture[str], store: object) -> None:
        self._capsys = capsys
        self.store = store

    def __call__(self, name: str, *more: object) -> Left:
        """
        Run a command as from a shell.
        """
        with pytest.raises(SystemExit) as end:
            cli([name, *map(str, more), "--store", str(self.store)])
        return Left(end.value.code, *self._capsys.readouterr())


def process(*words: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """
    Run the command as a process of its own; what is not said to go elsewhere comes back.
    """
    command = [sys.executable, "-m", "kz_social_registry", *map(str, words)]
    environment = {**os.environ, "TERM": "xterm", **options.pop("environment", {})}
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, env=environment, check=False, **piped)  # noqa: S603  # ourselves


NOBODY: Final = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """
    Give up the rights of root, which may read and write anything, for a while.
    """
    if os.geteuid():
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """
    Let no file grow beyond a size in bytes inside the block, as on a full disk.
    """
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))
