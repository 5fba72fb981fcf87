"""
The command `kz-social-registry`, also as `python -m kz_social_registry`.
"""

import sys


def main() -> None:
    """
    Run the command line, or say which extra it needs.
    """
    try:
        from kz_social_registry.cli import cli  # noqa: PLC0415  # an optional dependency
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.exit("kz-social-registry: install it with its command line: kz-social-registry[cli]")
    cli()


if __name__ == "__main__":
    main()
