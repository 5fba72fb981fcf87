"""
The command `kz-social-registry`, also as `python -m kz_social_registry`.
"""

import sys
from importlib.util import find_spec
from io import TextIOWrapper


def main() -> None:
    """
    Run the command line, or say which extra it needs; whoever interrupts even that needs no word.
    """
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(1)


def _main() -> None:
    if not all(map(find_spec, ("click", "rich"))):
        sys.exit("kz-social-registry: install it with its command line: kz-social-registry[cli]")
    from kz_social_registry.cli import run  # noqa: PLC0415  # an optional dependency

    for stream in (sys.stdout, sys.stderr):
        _take_every_letter(stream)
    run()


def _take_every_letter(stream: object) -> None:
    """
    Let programs read UTF-8, whatever the code page; a terminal shows as an escape what it has not.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
