"""The command line `theorems`. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

EXAMPLES = {
    "list": "theorems list --json",
    "show": "theorems show bernoulli-absorption --latex",
    "value": "theorems value gaussian-collapse/tail-upper --at n=10,k=200,eps=1/10 --digits 20",
    "verify": "theorems verify poisson-extinction --effort paper --json verdicts.json",
    "prove": "theorems prove g-iterate",
    "plan": "theorems plan gaussian-risk --effort paper",
    "errata": "theorems errata",
}


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="theorems",
        description="Theorems on model collapse: is each true, how do we know, how tight is it, what is the value?",
        epilog="examples:\n" + "\n".join(f"  {e}" for e in EXAMPLES.values()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example:\n  {EXAMPLES[name]}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def ids(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("ids", nargs="*", metavar="ID", help="theorem ids (default: all)")

    def effort(sub: argparse.ArgumentParser) -> None:
        text = "smallest difference that a race tells apart: quick 3%%, paper 1%% (default: quick)"
        sub.add_argument("--effort", choices=("quick", "paper"), default="quick", help=text)

    sub = command("list", "list the theorems: id, status, number of claims, title, source")
    sub.add_argument("--json", action="store_true", help="as JSON")

    sub = command("show", "show one theorem: statement, conventions, parameters, claims, proofs, errata")
    sub.add_argument("id", metavar="ID")
    sub.add_argument("--latex", action="store_true", help="with the expressions as LaTeX")

    sub = command("value", "the value of a claim at a point, as a rigorous enclosure, beside the exact truth")
    sub.add_argument("claim", metavar="ID/CLAIM")
    sub.add_argument("--at", default="", metavar="POINT", help="exact values, such as n=100,p0=1/100,k=50")
    sub.add_argument("--digits", type=int, default=15, help="decimal digits (default: 15)")
    sub.add_argument("--json", action="store_true", help="as JSON, numbers as decimal strings")

    sub = command("verify", "prove, compute and simulate every claim; exit code 0 if all come out as expected")
    ids(sub)
    effort(sub)
    sub.add_argument("--entropy", type=int, metavar="N", help="repeat the run with this entropy (default: fresh)")
    sub.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="threads (default: all cores)"
    )
    sub.add_argument("--json", metavar="FILE", help="write one record per question to FILE")

    ids(command("prove", "run the proof steps and print the ledger: step, method, result, seconds, cited facts"))

    sub = command("plan", "expected draws and seconds per question, without racing")
    ids(sub)
    effort(sub)

    command("errata", "published claims that are refuted, with counterexample and correction")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code (2 for bad input, with one line on stderr)."""
    parsed = parser().parse_args(arguments)
    from harness import commands

    run = {
        "list": commands.list_,
        "show": commands.show,
        "value": commands.value,
        "verify": commands.verify_,
        "prove": commands.prove_,
        "plan": commands.plan,
        "errata": commands.errata,
    }[parsed.command]
    try:
        return run(parsed)
    except commands.INPUT_ERRORS as error:
        print(f"theorems: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("theorems: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
