"""
What is given to a command: files, folders, codes and numbers, refused in the language of the run.
"""

from pathlib import Path
from stat import S_ISDIR
from typing import Any

import click

from kz_social_registry.cli.failures import Reason, reason
from kz_social_registry.errors import Fault
from kz_social_registry.law import Language
from kz_social_registry.messages import Code


class Commands(click.Group):
    """
    Commands; that something is missing, too, is told in the language of the run.
    """

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click has it
        """
        Run the command that was named.
        """
        try:
            return super().invoke(ctx)
        except click.MissingParameter as error:
            inner = error.ctx or ctx
            name = error.param.human_readable_name if error.param else ""
            told = Fault(Code.MISSING, name).describe(inner.params.get("language", "kk"))
            raise click.UsageError(told, inner) from None


class Place(click.Path):
    """
    A file or a folder; what click says of one that cannot be had is told in the language of the run.
    """

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401  # as click has it
        super().__init__(path_type=Path, **wanted)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the path; an empty text is none, though Python takes it for the folder where one is.
        """
        if value == "":
            self.fail(f"{value!r}: {Reason.NO_FILE.label(ctx.params['language'])}", param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value}: {self._told(Path(value), ctx.params['language'])}", param, ctx)

    def _told(self, path: Path, language: Language) -> str:
        try:
            is_folder = S_ISDIR(path.stat().st_mode)
        except OSError as error:
            return reason(error, language)
        if is_folder and not self.dir_okay:
            return Reason.IS_FOLDER.label(language)
        wrong = not is_folder and not self.file_okay
        return (Reason.IS_FILE if wrong else Reason.NO_RIGHTS).label(language)


class Choice(click.Choice):  # type: ignore[type-arg]  # generic in newer releases only
    """
    One of some codes.
    """

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the code.
        """
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            fault = Fault(Code.UNKNOWN_CODE, allowed=self.choices)
            self.fail(fault.describe(ctx.params["language"]), param, ctx)


class _Whole(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A whole number, not below 0.
    """

    name = "integer"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:  # noqa: ANN401  # as click has it
        try:
            number = int(value)
        except ValueError:
            number = -1
        if number < 0:
            fault = Fault(Code.OUT_OF_RANGE, allowed=("0, 1, 2 …",))
            self.fail(fault.describe(ctx.params["language"]), param, ctx)
        return number


WHOLE = _Whole()
