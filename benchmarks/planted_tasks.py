"""Edits of `benchmarks.planted` in where work is done: threads, processes, clusters."""

TASKS = ("tests/test_tasks.py",)
CLUSTER = ("tests/test_cluster.py",)
STOP = ("tests/test_cli_stop.py",)
LIMIT = ("tests/test_time_limit.py",)

TASK_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "workers are ignored by threads",
        "harness/run/executors.py",
        "_here(workers or os.cpu_count() or 1)",
        "_here(os.cpu_count() or 1)",
        STOP,
    ),
    (
        "workers are ignored by processes",
        "harness/run/executors.py",
        "ProcessPoolExecutor(self._workers, context",
        "ProcessPoolExecutor(5, context",
        TASKS,
    ),
    (
        "finished claims are examined again",
        "harness/run/tasks.py",
        " if len(parts) < number_of_parts(case)]",
        "]",
        TASKS,
    ),
    (
        "what is finished of a claim is found again",
        "harness/judge/verdict.py",
        "    parts = dict(known)\n",
        "    parts = {}\n",
        TASKS,
    ),
    (
        "processes where they do not pay",
        "harness/run/tasks.py",
        "    if len(rows) < (min(workers.many, 2) if long and workers.at_once > 1 else workers.many):",
        "    if not rows:",
        TASKS,
    ),
    (
        "what the claims of a theorem share is derived for each",
        "harness/run/tasks.py",
        "    most = max(1, len(missing) // max(workers.many, TASKS * workers.at_once))",
        "    most = 1",
        TASKS,
    ),
    (
        "most of many workers have nothing to do",
        "harness/run/tasks.py",
        "max(workers.many, TASKS * workers.at_once)",
        "workers.many",
        TASKS,
    ),
    (
        "a claim has what was found for another",
        "harness/run/tasks.py",
        "            yield futures[future], future.result()",
        "            yield len(rows) - 1 - futures[future], future.result()",
        (*TASKS, *CLUSTER),
    ),
    (
        "a killed process ends the run",
        "harness/run/tasks.py",
        "    except BrokenProcessPool:",
        "    except ZeroDivisionError:",
        TASKS,
    ),
    (
        "processes outlive a run that wants no more",
        "harness/run/executors.py",
        "                child.kill()",
        "                pass",
        TASKS,
    ),
    (
        "processes outlive a run that is killed",
        "harness/run/executors.py",
        "    threading.Thread(target=wait, daemon=True).start()",
        "    threading.Thread(target=print, daemon=True).start()",
        TASKS,
    ),
    (
        "tasks share a process",
        "harness/run/executors.py",
        "    with _one_at_a_time:\n        return task()",
        "    return task()",
        CLUSTER,
    ),
    (
        "a cluster does no tasks",
        "harness/run/executors.py",
        "    many = 2\n",
        "    many = 200\n",
        CLUSTER,
    ),
    (
        "a scheduler that is gone is a traceback",
        "harness/run/executors.py",
        "        except (CancelledError, CommClosedError):",
        "        except ZeroDivisionError:",
        CLUSTER,
    ),
    (
        "a worker has no limit of time",
        "harness/basics/time_limit.py",
        "                    _raise_in(watched, OutOfTime)",
        "                    pass",
        LIMIT,
    ),
    (
        "the limit is raised after its block",
        "harness/basics/time_limit.py",
        "        with lock:  # nothing is raised from here on",
        "        if True:",
        LIMIT,
    ),
    (
        "other workers are not noticed",
        "harness/run/executors.py",
        "    if made_of() != expected:",
        "    if False:",
        CLUSTER,
    ),
    (
        "results in the order of their end",
        "harness/run/executors.py",
        "self._workers.map(partial(run_part, made_of(), task), parts, **named)",
        "[*self._workers.map(partial(run_part, made_of(), task), parts, **named)][::-1]",
        CLUSTER,
    ),
)
