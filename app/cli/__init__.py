"""The command line: ``casebook``.  Commands are a module each; errors are one line of what, why and how to mend."""

import sys

from app.cli.application import application
from app.cli.complaints import complaint
from app.errors import CasebookError

ERROR = 2


def main() -> None:
    """Run the command that the arguments name; exit status 2 for any error, told on standard error."""
    try:
        application()
    except CasebookError as error:
        sys.stderr.write(complaint(error))
        sys.exit(ERROR)
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does: nothing is wrong.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
