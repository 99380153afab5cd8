"""Worker processes without the wait: one process loads Django, then forks workers.

Reads lines from its input. For each, a new process runs the `work` command as
`due-regard work` does; its number is written down, and "ended" once it is gone.
"""

import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            call_command("work")
            os._exit(0)
        say(str(pid))
        os.waitpid(pid, 0)
        say("ended")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
