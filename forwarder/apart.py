"""A program in a process of its own, for a stranger's file: what it costs ends with it, and it has no key of ours.

`python -m forwarder.apart BYTES SECONDS PROGRAM …` binds itself, then becomes that program.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence


def bind(memory: int, cpu_seconds: int) -> None:
    """This process, and each that it starts, has no more than so many bytes and seconds of processor time."""
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu_seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def environment() -> dict[str, str]:
    """What such a process finds: where our modules are, and nothing else of ours."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": f"/usr/local/bin{os.pathsep}{os.defpath}"}


def main(arguments: Sequence[str]) -> None:
    memory, seconds, *words = arguments
    bind(int(memory), int(seconds))
    # Where our modules are is nothing to another program, which may be Python's, too. One thread: what it may cost is
    # counted for all of them together.
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    os.execve(words[0], words, env)  # noqa: S606 - by its whole path and without a shell


if __name__ == "__main__":
    main(sys.argv[1:])
