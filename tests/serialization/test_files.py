"""
Sidecar files in a folder where others write, too.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from kz_social_registry.serialization.files import open_private, sidecar_file
from support.command_line import as_nobody


def test_a_file_that_only_another_user_may_read_is_left() -> None:
    """
    It cannot be compared, so the new file gets the next name.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "form.csv").touch()
        with open_private(folder / "form.rejects.csv", encoding="utf-8") as file:
            file.write("his!")
        with as_nobody(), sidecar_file(folder / "form.csv", "rejects", ".csv") as ours:
            ours.write("mine")

        assert ours.path == folder / "form.rejects-2.csv"
        assert (folder / "form.rejects.csv").read_text("utf-8") == "his!"
