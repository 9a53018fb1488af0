"""Commands that tests start: forked from a process that has imported what they import.

Each has arguments, environment, folder, streams, session and process group of its own, and ends as an interpreter ends:
what it prints, its exit code and what signals do to it are those of a command that a shell starts. What is about the
start itself (what is loaded, the interpreter's options) is for `subprocess`.
"""

import gc
import importlib
import inspect
import io
import json
import os
import pkgutil
import runpy
import select
import socket
import subprocess
import sys
import threading
import time
import types
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST = 2**17
"""Bytes of arguments and environment."""


class Popen(subprocess.Popen):
    """`subprocess.Popen` of `[sys.executable, "-m", module, ...]`, or of `"-c", code`."""

    def _execute_child(self, *given):
        asked = inspect.signature(subprocess.Popen._execute_child).bind(self, *given).arguments
        interpreter, *arguments = asked["args"]
        environment = dict(os.environ if asked["env"] is None else asked["env"])
        assert (interpreter, asked["preexec_fn"], asked["pass_fds"]) == (sys.executable, None, ())
        assert read_early(environment) == read_early(os.environ), "too late for these: take subprocess"
        message = {
            "arguments": [*map(str, arguments)],
            "environment": environment,
            "folder": str(Path(asked["cwd"] or ".").absolute()),
            "session": asked["start_new_session"],
        }
        pipes = (asked[name] for name in ("p2cread", "c2pwrite", "errwrite"))
        streams = [number if pipe == -1 else pipe for number, pipe in enumerate(pipes)]
        self._told, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(_server(), [json.dumps(message).encode()], [*streams, theirs.fileno()])
        self.pid = int(self._told.recv(64))
        self._child_created = True
        self._close_pipe_fds(*(asked[f"{pipe}{end}"] for pipe, end in PIPES))

    def _try_wait(self, wait_flags):
        if wait_flags & os.WNOHANG and not select.select([self._told], [], [], 0)[0]:
            return 0, 0
        return self.pid, int(self._told.recv(64))

    def _internal_poll(self, *_, **__):
        with self._waitpid_lock:
            if self.returncode is None:
                pid, status = self._try_wait(os.WNOHANG)
                if pid:
                    self._handle_exitstatus(status)
        return self.returncode


def read_early(environment):
    """Variables that libraries, and the interpreter, read when they are loaded."""
    early = ("MPL", "NUMBA", "OMP", "OPENBLAS", "PYTHON")
    return {name: x for name, x in environment.items() if name.startswith(early) and name != "PYTHONPATH"}


PIPES = (("p2c", "read"), ("p2c", "write"), ("c2p", "read"), ("c2p", "write"), ("err", "read"), ("err", "write"))


def run(arguments, timeout=None, **named):
    """`subprocess.run` of such a command; stdout and stderr are captured where nothing else is said."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | named
    with Popen(arguments, **options) as command:
        try:
            out, err = command.communicate(timeout=timeout)
        except BaseException:
            command.kill()
            raise
    return subprocess.CompletedProcess(arguments, command.returncode, out, err)


@cache
def _server():
    """The process that is forked, one for each process that runs tests; it ends with that."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, __file__, str(theirs.fileno())]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "pass_fds": [theirs.fileno()]}
        _kept.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}, **streams))
    assert ours.recv(64) == b"ready"
    return ours


_kept = []


# -- in the process that is forked --------------------------------------------------------------------------------


def load():
    """What commands import, the registry among it. There must be no thread: a fork would be without it."""
    import harness
    import paper_figs
    from theorems.language.registry import theorems
    from theorems.processes import processes

    theorems()
    processes()
    for room in (harness, paper_figs):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.startswith("harness.testing"):  # pytest rewrites these
                importlib.import_module(module.name)
    assert threading.active_count() == 1
    gc.freeze()  # what is never collected is not copied


def serve(connection):
    """What a command is asked for, in its own process, which is then as one that has just begun."""
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [path for path in sys.path[1:] if path not in inherited]
    load()
    connection.send(b"ready")
    while True:
        message, streams, *_ = socket.recv_fds(connection, LONGEST, 4)
        if not message:
            os._exit(0)
        if os.fork():
            for number in streams:
                os.close(number)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:  # those that have ended
                    pass
            continue
        connection.close()
        if not (command := os.fork()):
            return become(json.loads(message), streams, paths)
        *own, told = streams
        for number in own:
            os.close(number)
        status = os.waitpid(command, 0)[1]
        socket.socket(fileno=told).send(str(status).encode())
        os._exit(0)


def become(asked, streams, paths):
    """The session, folder, environment and streams that a command is given; returns its arguments."""
    *own, told = streams
    if asked["session"]:
        os.setsid()
    for number, stream in enumerate(own):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    given = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[:] = ["" if asked["arguments"][0] == "-c" else asked["folder"], *given, *paths]
    importlib.invalidate_caches()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old = getattr(sys, name)
        lines = os.isatty(number)
        text = {"encoding": old.encoding, "errors": old.errors, "newline": "\n" if number else None}
        raw = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115
        new = io.TextIOWrapper(raw, **text, line_buffering=lines, write_through=old.write_through)
        new.mode = old.mode
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)
    with socket.socket(fileno=told) as here:
        here.send(str(os.getpid()).encode())
    return asked["arguments"]


def main(kind, what, *arguments):
    """What the interpreter does with `-m` and `-c`."""
    from harness.judge.observed import room
    from harness.run.fingerprint import fingerprint
    from theorems import rooms
    from theorems.language import registry

    rooms.BEGAN = time.time()
    registry.look_again()
    room.cache_clear()
    fingerprint.cache_clear()
    sys.argv[:] = [kind, *arguments]
    if kind == "-m":
        return runpy.run_module(what, run_name="__main__", alter_sys=True)
    sys.modules["__main__"] = module = types.ModuleType("__main__")
    return exec(what, vars(module))


if __name__ == "__main__":
    main(*serve(socket.socket(fileno=int(sys.argv[1]))))
