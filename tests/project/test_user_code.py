"""
A user's strict code passes: type checkers accept right calls of the public API and refuse wrong ones.
"""

import subprocess
import sys
from pathlib import Path
from shutil import copy
from typing import Final

import pytest

PROGRAM: Final = Path(__file__).parent / "user_code.py"
STRICT: Final = """
[tool.basedpyright]
typeCheckingMode = "strict"
reportUnnecessaryTypeIgnoreComment = true
"""


CHECKERS: Final = {
    "mypy": [sys.executable, "-m", "mypy", "--strict"],
    "basedpyright": [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable],
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_strict_checkers_agree(checker: str, tmp_path: Path) -> None:
    """
    Neither checker finds an error, nor a comment that ignores an error without need.
    """
    (tmp_path / "pyproject.toml").write_text(STRICT)
    command = [*CHECKERS[checker], str(copy(PROGRAM, tmp_path))]
    done = subprocess.run(  # noqa: S603  # our own command
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
