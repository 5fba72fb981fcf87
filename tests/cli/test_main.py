"""
The command as `python -m kz_social_registry`, with and without its extra.
"""

import runpy
import subprocess
import sys
from importlib.metadata import version
from io import StringIO

import pytest

from kz_social_registry.__main__ import main


class Missing:
    """
    Makes a module, and all inside it, as if it were not installed.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
        self._module = module
        for name in [name for name in sys.modules if self._has(name) or "registry.cli" in name]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(sys, "meta_path", [self, *sys.meta_path])

    def _has(self, name: str) -> bool:
        return f"{name}.".startswith(f"{self._module}.")

    def find_spec(self, name: str, *_: object) -> None:
        """
        Refuse to find the module, as Python itself does.
        """
        if self._has(name):
            raise ModuleNotFoundError(name=name)


def test_it_runs_as_a_module() -> None:
    """
    `python -m kz_social_registry --version` prints the version of the distribution.
    """
    command = [sys.executable, "-m", "kz_social_registry", "--version"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # ourselves
    assert version("kz-social-registry") in done.stdout


def test_as_a_module_it_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The module run as a program is the command line itself.
    """
    monkeypatch.setattr(sys, "argv", ["kz-social-registry", "--help"])
    monkeypatch.delitem(sys.modules, "kz_social_registry.__main__")
    with pytest.raises(SystemExit) as end:
        runpy.run_module("kz_social_registry", run_name="__main__")
    assert (end.value.code, "receive" in capsys.readouterr().out) == (0, True)


def test_a_stream_of_another_kind_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    A program that runs the command with streams of its own keeps them.
    """
    mine = StringIO()
    monkeypatch.setattr(sys, "stdout", mine)
    monkeypatch.setattr(sys, "argv", ["kz-social-registry", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert version("kz-social-registry") in mine.getvalue()


@pytest.mark.parametrize("package", ["click", "rich"])
def test_without_its_packages_it_names_the_extra(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """
    Where click or rich is not installed, the command says which extra brings them.
    """
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SystemExit) as end:
        main()
    assert "kz-social-registry[cli]" in str(end.value.code)


def test_without_click_the_module_fails_in_one_line() -> None:
    """
    In a process of its own it is one line on standard error, and status 1.
    """
    blocked = "import sys, runpy; sys.modules['click'] = None; "
    code = blocked + "runpy.run_module('kz_social_registry', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603  # ourselves
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)


def test_another_missing_module_is_no_matter_of_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A module of our own that is missing is an error to be seen.
    """
    Missing(monkeypatch, "kz_social_registry.cli.output")
    with pytest.raises(ModuleNotFoundError) as error:
        main()
    assert error.value.name == "kz_social_registry.cli.output"
