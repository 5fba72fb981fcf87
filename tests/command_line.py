"""
What tests of the command line share: how a command is run, and what it leaves behind.
"""

import json
from typing import Any, NamedTuple

import pytest

from kz_social_registry.cli import cli


class Left(NamedTuple):
    """
    What a command left: its exit status, and what it printed.
    """

    status: object
    out: str
    err: str

    @property
    def plain(self) -> Any:
        """
        What it printed as one line of JSON.
        """
        return json.loads(self.out)


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
            cli([name, "--store", str(self.store), *map(str, more)])
        return Left(end.value.code, *self._capsys.readouterr())
