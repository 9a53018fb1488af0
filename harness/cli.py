"""The command line `theorems`. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import argparse
import importlib
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
    "new": "theorems new fixed-share --here my_lab --parameters n,d,alpha,p0,k --observable error",
    "check": "theorems check bernoulli-absorption/share",
    "figures": "theorems figures suresh-3-survival --effort paper --format pdf --out paper/figures",
}

COMMANDS = {
    "list": "commands.list_",
    "show": "commands.show",
    "value": "commands.value",
    "verify": "verdicts.verify_",
    "prove": "commands.prove_",
    "plan": "commands.plan",
    "errata": "commands.errata",
    "new": "scaffold.new",
    "check": "check.check_",
    "figures": "figures.figures",
}
"""Where each command is: only the module of the one that is run is loaded."""


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
        sub.add_argument("ids", nargs="*", metavar="ID[/CLAIM]", help="theorems, or single claims (default: all)")

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
    sub.add_argument("--workers", type=int, metavar="N", help="threads, and processes for proofs (default: all cores)")
    sub.add_argument("--executor", metavar="dask:ADDRESS", help="simulate on the workers of a dask cluster instead")
    sub.add_argument("--json", metavar="FILE", help="write one record per question to FILE")
    sub.add_argument(
        "--resume",
        action="store_true",
        help="continue the last interrupted run, with its theorems, effort and entropy; what it finished is kept",
    )
    sub.add_argument("--journal", metavar="FILE", help="journal of the run (default: in the user's state directory)")
    sub.set_defaults(effort=None)

    ids(command("prove", "run the proof steps and print the ledger: step, method, result, seconds, cited facts"))

    sub = command("plan", "expected draws and seconds per question, without racing")
    ids(sub)
    effort(sub)

    command("errata", "published claims that are refuted, with counterexample and correction")

    sub = command("new", "write the files of a new theorem, with holes to fill, here or in a package of your own")
    sub.add_argument("id", metavar="ID", help="kebab-case noun")
    sub.add_argument("--family", metavar="NAME", help="its folder (default: the family that the id begins with)")
    sub.add_argument("--process", metavar="NAME", help="name of its process; one that exists is used (default: the id)")
    sub.add_argument("--here", metavar="DIR", help="folder of your own package, new or not (default: this repository)")
    names = "its parameters in order, such as n,z:int,m: n, d, k and t are whole numbers, too (default: n,p0,k)"
    sub.add_argument("--parameters", metavar="NAMES", default="n,p0,k", help=names)
    sub.add_argument("--observable", metavar="NAME", default="value", help="what is observed (default: value)")
    sub.add_argument("--figure", action="store_true", help="also the script of a figure")

    sub = command("check", "everything about one theorem in one go, while it is being written; exit code 0 if it holds")
    sub.add_argument("id", metavar="ID[/CLAIM]", help="a theorem, or one claim of it")

    sub = command("figures", "draw the figures and their gallery; what is up to date is kept")
    sub.add_argument("names", nargs="*", metavar="NAME", help="names of figures (default: all)")
    sub.add_argument("--list", action="store_true", help="only list the figures: name, title, theorems")
    sub.add_argument("--out", metavar="DIR", help="folder of pictures and numbers (default: figures)")
    text = "quick, or the sizes of the papers (default: quick)"
    sub.add_argument("--effort", choices=("quick", "paper"), help=text)
    sub.add_argument("--format", metavar="LIST", help="of svg, pdf, png (default: svg,pdf)")
    sub.add_argument(
        "--entropy",
        type=int,
        metavar="N",
        help="simulate with this entropy (default: fresh; stored numbers are kept whatever their entropy)",
    )
    text = "continue the last interrupted run, with its figures, effort, entropy and folder"
    sub.add_argument("--resume", action="store_true", help=text)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code (2 for bad input, with one line on stderr)."""
    parsed = parser().parse_args(arguments)
    from harness.errors import INPUT_ERRORS

    module, function = COMMANDS[parsed.command].split(".")
    run = getattr(importlib.import_module(f"harness.{module}"), function)
    try:
        return run(parsed)
    except INPUT_ERRORS as error:
        print(f"theorems: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("theorems: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from harness.faults import describe

        fault = describe(error)
        if fault is None:
            raise
        print(f"theorems: {fault}", file=sys.stderr)
        return 2
