"""The command line: ``casebook``.  Commands are a module each; errors are one line of what, why and how to mend."""

import os
import sys

from app.cli.application import application
from app.cli.complaints import complaint
from app.errors import CasebookError

ERROR = 2


def main() -> None:
    """Run the command that the arguments name; exit status 2 for any error, told on standard error."""
    try:
        _run()
    except CasebookError as error:
        sys.stderr.write(complaint(error))
        sys.exit(ERROR)
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does: nothing is wrong, and what is left has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 (the last place that can say it in one line)
        text = " ".join(str(error).split())
        sys.stderr.write(f"casebook: unexpected {type(error).__name__}: {text}; please report it\n")
        sys.exit(ERROR)


def _run() -> None:
    try:
        application()
    finally:
        # What is written out only when Python ends could no longer be caught.
        sys.stdout.flush()


if __name__ == "__main__":
    main()
