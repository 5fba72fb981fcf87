"""
Strict code of users passes: type checkers accept right calls of the public API and refuse wrong ones.
"""

import subprocess
import sys
from pathlib import Path
from shutil import copy
from typing import Final

import pytest

#: What portals, ministries and authors of tests write.
PROGRAMS: Final = sorted(Path(__file__).parent.glob("*_code.py"))
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
    programs = [str(copy(path, tmp_path)) for path in PROGRAMS if path != Path(__file__)]
    done = subprocess.run(  # noqa: S603  # our own command
        [*CHECKERS[checker], *programs], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
