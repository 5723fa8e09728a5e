"""Processes that do not outlive the test that began them, however that ends."""
import os

# Who begins it may be gone before the kernel was told to tie the two: then it does nothing at all.
ONLY_OF = 'test "$PPID" = "$0" && exec "$@"'


def tied(command, sends="KILL", parent=None):
    """The command that runs it so, as the child of this process, or of parent."""
    return ["setpriv", "--pdeathsig", sends, "sh", "-c", ONLY_OF, str(parent or os.getpid()),
            *command]
