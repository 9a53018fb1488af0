"""A command that is forked is as one that is started: what it finds, and how it ends."""

import json
import os
import subprocess
import sys

import forked
import pytest

pytestmark = pytest.mark.skipif(not os.path.exists("/proc"), reason="asks /proc for processes")

FOUND = """
import json, os, signal, sys
words = open("/proc/self/status").read().split()
streams = [
    [s.fileno(), s.encoding, s.errors, s.mode, s.isatty(), s.line_buffering, s.newlines, s.write_through]
    for s in (sys.stdin, sys.stdout, sys.stderr)
]
print(json.dumps({
    "arguments": sys.argv,
    "paths": sys.path,
    "environment": dict(os.environ),
    "folder": os.getcwd(),
    "session": [os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid(), os.getsid(0)],
    "open": [number for number in range(256) if os.path.exists(f"/proc/self/fd/{number}")],
    "signals": [str(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
    "masks": [words[words.index(name) + 1] for name in ("SigBlk:", "SigIgn:", "SigCgt:")],
    "threads": words[words.index("Threads:") + 1],
    "streams": streams,
    "main": [__name__, sys.modules["__main__"].__name__, globals() is vars(sys.modules["__main__"])],
    "terminal": [os.isatty(n) for n in range(3)],
    "input": sys.stdin.read(),
}))
"""
ENDS = {
    "well": "",
    "with a number": "import sys; sys.exit(3)",
    "with words": "import sys; sys.exit('no')",
    "by an error": "1 / 0",
    "at once": "import os; os._exit(7)",
    "by a signal": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "by Ctrl-C": "import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(60)",
    "with output that is not written": "import sys; sys.stdout.write('x')",
    "with words of its end": "import atexit, sys; atexit.register(print, 'the end', file=sys.stderr)",
}


def both(code, **named):
    """What a command does that is started, and one that is forked."""
    options = {"capture_output": True, "text": True} | named
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | named
    command = [sys.executable, "-c", code, "one", "two words"]
    return subprocess.run(command, **options), forked.run(command, **told)


@pytest.mark.parametrize("session", [False, True])
def test_it_finds_what_a_command_finds_that_is_started(tmp_path, session):
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{forked.ROOT}", "MORE": "a\nb"}
    with open(os.devnull) as nothing:
        named = {"cwd": tmp_path, "env": environment, "start_new_session": session, "stdin": nothing}
        started, found = (json.loads(done.stdout) for done in both(FOUND, **named))
    if session:
        assert started["session"].pop() != found["session"].pop()
    for part in started:
        assert found[part] == started[part], part


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_as_a_command_ends_that_is_started(end):
    started, found = both(ENDS[end])
    assert (found.returncode, found.stdout) == (started.returncode, started.stdout)
    assert found.stderr.splitlines()[-1:] == started.stderr.splitlines()[-1:]
