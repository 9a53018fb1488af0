"""The grammar of the command line: commands, options and what their values may be."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, NoReturn

EXAMPLES = {
    "list": "theorems list --json",
    "show": "theorems show bernoulli-absorption --latex",
    "value": "theorems value gaussian-collapse/tail-upper --at n=10,k=200,eps=1/10 --digits 20",
    "verify": "theorems verify poisson-extinction --effort paper --json verdicts.json",
    "prove": "theorems prove g-iterate/lower --depth 4",
    "recheck": "theorems recheck lower.json",
    "plan": "theorems plan gaussian-risk --effort paper",
    "errata": "theorems errata",
    "paper": "theorems paper suresh",
    "derive": "theorems derive gaussian_accumulate variance --at n=10,k=20,sigma0=1",
    "workflow": "theorems workflow accumulate --n 100 --k 50",
    "new": "theorems new fixed-share --here my_lab --parameters n,alpha,p0 --observable error",
    "check": "theorems check bernoulli-absorption/share",
    "store": "theorems store --verify 20",
    "figures": "theorems figures suresh-3-survival --effort paper --format pdf --out paper/figures",
    "site": "theorems site --out site",
}

MOST_DIGITS = 10_000
MOST_WORKERS = 1024
MOST_IN_A_BATCH, MOST_MODELS = 10**9, 1000
MOST_SECONDS = 1e6

PACKAGE = "model-collapse-theorems"

COMMANDS = {
    "list": "cli.listing.list_",
    "show": "cli.records.show",
    "value": "cli.value.value",
    "verify": "cli.verify.verify_",
    "prove": "cli.verify.prove_",
    "recheck": "cli.certificates.recheck",
    "plan": "cli.verify.plan",
    "errata": "cli.errata.errata",
    "paper": "cli.paper.paper",
    "derive": "cli.derive.derive",
    "new": "author.scaffold.new",
    "check": "cli.check.check_",
    "store": "cli.store.store_",
}
"""Where each command of the harness is: only the module of the one that is run is loaded."""


EXIT_CODES = {
    0: "everything asked for is done, and as expected",
    1: "done, but something is not as expected: a verdict, a proof, a check, a figure, a theorem that cannot be read;"
    " `value`: a value itself, not only the truth beside it, has none or takes longer than --seconds",
    2: "not done: input that cannot be understood, a file or standard output that cannot be written, an error of ours",
    130: "interrupted (Ctrl-C): what a run has finished is kept, and continued by --resume",
    143: "terminated (SIGTERM): the same",
}


class Parser(argparse.ArgumentParser):
    """A grammar whose errors are one line, as all others are."""

    def error(self, message: str) -> NoReturn:
        from harness.basics.errors import BadInput

        name, _, rest = message.removeprefix("argument ").partition(": ")
        raise BadInput(_short_words(f"{name} {rest}" if message.startswith("argument ") else message))

    def print_help(self, file: Any = None) -> None:
        print(self.format_help(), end="", file=file, flush=True)  # argparse is silent where it cannot be written


def _short_words(message: str) -> str:
    """The message of argparse, with what it repeats of the command line shortened."""
    from theorems.language.text import shortened

    return " ".join(map(shortened, message.split(" ")[:200]))


class Version(argparse.Action):
    """Prints the version, which is looked for only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        print(f"theorems {version()}")
        parser.exit()


def version() -> str:
    """The version of the sources: of the checkout that they are in, or of the package that was installed."""
    import tomllib
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed
    from pathlib import Path

    try:
        project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
        if project["name"] == PACKAGE:
            return str(project["version"])
    except (OSError, ValueError, KeyError):
        pass
    try:
        return installed(PACKAGE)
    except PackageNotFoundError:
        return "unknown"


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """An option's value: a whole number in a range."""

    def read(text: str) -> int:
        from theorems.language.text import shortened

        if text.isascii() and text.isdigit() and len(text) <= 100 and low <= int(text) <= (high or int(text)):
            return int(text)
        domain = f">= {low}" if high is None else f"from {low} to {high}"
        raise argparse.ArgumentTypeError(f"must be an integer {domain}: got '{shortened(text)}'")

    return read


def one_of(*names: str) -> Callable[[str], str]:
    """An option's value: one of some words."""

    def read(text: str) -> str:
        from theorems.language.text import shortened

        if text in names:
            return text
        raise argparse.ArgumentTypeError(f"must be {' or '.join(names)}: got '{shortened(text)}'")

    return read


def seconds(text: str) -> float:
    """An option's value: a time."""
    from theorems.language.text import shortened

    with suppress(ValueError):
        if 0 < (number := float(text[:100])) <= MOST_SECONDS and len(text) <= 100:
            return number
    raise argparse.ArgumentTypeError(f"must be a number > 0, at most {MOST_SECONDS:g}: got '{shortened(text)}'")


EFFORT = one_of("quick", "paper")
MODEL = one_of("gaussian", "gaussian_unbiased", "known_variance", "poisson", "exponential", "bernoulli")


@cache
def parser() -> argparse.ArgumentParser:
    """The grammar of the command line, built once for all commands of a process."""
    top = Parser(
        prog="theorems",
        description="Theorems on model collapse: is each true, how do we know, how tight is it, what is the value?",
        epilog="examples:\n"
        + "\n".join(f"  {e}" for e in EXAMPLES.values())
        + "\n\nexit codes:\n"
        + "\n".join(f"  {code:3}  {meaning}" for code, meaning in EXIT_CODES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=Version, nargs=0, help="print the version")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def as_json(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--json", action="store_true", help="as JSON")

    def command(name: str, text: str, *more: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example{'s' * bool(more)}:\n" + "\n".join(f"  {line}" for line in (EXAMPLES[name], *more)),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def ids(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("ids", nargs="*", metavar="ID[/CLAIM]", help="theorems, or single claims (default: all)")

    def effort(sub: argparse.ArgumentParser) -> None:
        text = "smallest difference that a race tells apart: quick 3%%, paper 1%% (default: quick)"
        sub.add_argument("--effort", type=EFFORT, default="quick", metavar="quick|paper", help=text)

    def where(sub: argparse.ArgumentParser) -> None:
        text = "threads, and other processes (default: all cores)"
        sub.add_argument("--workers", type=whole(1, MOST_WORKERS), metavar="N", help=text)
        text = "do the work on the workers of a dask cluster instead"
        sub.add_argument("--executor", metavar="dask:ADDRESS", help=text)

    as_json(command("list", "list the theorems: id, status, number of claims, title, source"))

    sub = command(
        "show", "show one theorem: statement, conventions, parameters, claims, which checks there are, errata"
    )
    sub.add_argument("id", metavar="ID")
    as_json(sub)
    sub.add_argument("--latex", action="store_true", help="with the expressions as LaTeX")

    sub = command("value", "the value of a claim at a point, as a rigorous enclosure, beside the exact truth")
    sub.add_argument("claim", metavar="ID/CLAIM")
    text = "exact values, such as n=100,p0=1/100,k=50 (default: the claim's first declared point)"
    sub.add_argument("--at", metavar="POINT", help=text)
    text = "many points: start:stop:step, or a list, for one parameter or several, such as n=10:100:10,k=1,5,20"
    sub.add_argument("--grid", action="append", default=[], metavar="POINTS", help=text)
    text = "most decimal digits; those that are not known are not printed (default: 15)"
    sub.add_argument("--digits", type=whole(1, MOST_DIGITS), default=15, metavar="N", help=text)
    text = "limit for each point (default: 60); at the limit, what is known is printed"
    sub.add_argument("--seconds", type=seconds, default=60.0, metavar="S", help=text)
    sub.add_argument("--json", action="store_true", help="as JSON, one line for each point, numbers as decimal strings")
    sub.add_argument("--csv", action="store_true", help="as CSV, one row for each point")

    sub = command("verify", "prove, compute and simulate every claim; exit code 0 if all come out as expected")
    ids(sub)
    effort(sub)
    sub.add_argument("--entropy", type=whole(0), metavar="N", help="repeat the run with this entropy (default: fresh)")
    where(sub)
    sub.add_argument("--json", metavar="FILE", help="write one record per question to FILE, or - for standard output")
    sub.add_argument(
        "--resume",
        action="store_true",
        help="continue the last interrupted run, with its theorems, effort and entropy; what it finished is kept",
    )
    text = "find proofs and exact evidence anew, not those that are kept; so it is where the variable CI is set"
    sub.add_argument("--fresh", action="store_true", help=text)
    sub.add_argument("--journal", metavar="FILE", help="journal of the run (default: in the user's state directory)")
    sub.set_defaults(effort=None)

    text = "check the proofs and print each as a tree: what is claimed, by which rule, from what"
    sub = command("prove", text, "theorems prove g-iterate/lower --certificate lower.json")
    ids(sub)
    as_json(sub)
    text = "how many levels below what is claimed are shown (default: %(default)s)"
    sub.add_argument("--depth", type=whole(0, 1000), default=2, metavar="N", help=text)
    text = "have every inequality between polynomials decided a second time, by z3 (it needs the extra `recheck`)"
    sub.add_argument("--z3", action="store_true", help=text)
    text = "write what was derived, and how, to FILE (- for standard output), for `recheck`"
    sub.add_argument("--certificate", metavar="FILE", help=text)

    text = (
        "judge a certificate of `prove` by a second program, which knows nothing of the first; exit code 0 if it holds"
    )
    sub = command("recheck", text)
    sub.add_argument("file", metavar="FILE", help="what `prove --certificate` has written")

    sub = command("plan", "expected draws and seconds per question, without racing")
    ids(sub)
    as_json(sub)
    effort(sub)

    as_json(
        command(
            "errata",
            "published claims that are refuted, with counterexample and correction; those that are improved; notes",
        )
    )

    text = "all that a paper states, in its own order: which claim says so, true or false, how that is known, how tight"
    sub = command(
        "paper", text, "theorems paper kazdan --markdown", "theorems paper  # how many of all papers are true"
    )
    text = "shumailov, kazdan, suresh or arulandu (default: one line for each)"
    sub.add_argument("name", nargs="?", metavar="NAME", help=text)
    as_json(sub)
    sub.add_argument("--markdown", action="store_true", help="as a table in Markdown")

    sub = command("derive", "the mean of an expression of a declared process: its recursion, closed form, exact value")
    sub.add_argument("process", nargs="?", metavar="PROCESS", help="a declared process (default: list them)")
    text = "an observable, or an expression such as 'M**2 + V' (default: show the declaration)"
    sub.add_argument("expression", nargs="?", metavar="EXPRESSION", help=text)
    sub.add_argument("--at", metavar="POINT", help="exact values and the generation, such as n=10,sigma0=1,k=20")
    sub.add_argument("--closed-form", action="store_true", help="the closed form alone, or why there is none")
    sub.add_argument("--latex", action="store_true", help="the declaration, or the closed form alone, in LaTeX")
    sub.add_argument("--json", action="store_true", help="as JSON, numbers and expressions as text")

    text = "what training on generated data does: error, diversity, limits, theorems and errata of a workflow"
    sub = command(
        "workflow",
        text,
        "theorems workflow 'window(5)' --n 100 --k 100",
        "theorems workflow --compare replace accumulate subsample 'replace + fresh(1/10)'",
        "theorems workflow replace --solve fresh --target 0.9",
        "theorems workflow 'accumulate, sizes n*t^2' --figure growth.svg",
    )
    text = (
        "which points a model is fitted to: replace (the last batch), accumulate (all), subsample or bootstrap (n of"
        " all, without or with replacement), window(5), last half, synthetic only; then, if you like, + fresh(1/10): a"
        " share of every batch is real; + fixed(1/10): a share of every fit are the same real points (replace only);"
        " , sizes n*t^2: the size of batch t"
    )
    sub.add_argument("workflow", nargs="?", metavar="WORKFLOW", help=text)
    sub.add_argument("--compare", nargs="+", default=[], metavar="WORKFLOW", help="a table of several workflows")
    text = (
        "what is fitted: gaussian (mean and variance, ddof 0; so, too, frequencies and all that is resampled),"
        " gaussian_unbiased (ddof 1), or a mean alone: known_variance (normal), poisson, exponential, bernoulli"
        " (default: %(default)s)"
    )
    sub.add_argument("--model", type=MODEL, default="gaussian", metavar="MODEL", help=text)
    text = "points of a batch (default: %(default)s)"
    sub.add_argument("--n", type=whole(1, MOST_IN_A_BATCH), default=100, metavar="N", help=text)
    text = "models that are fitted, one after the other (default: %(default)s)"
    sub.add_argument("--k", type=whole(1, MOST_MODELS), default=100, metavar="K", help=text)
    text = "find the smallest fresh share, window, or growth of the batches that keeps --target at model k"
    sub.add_argument("--solve", type=one_of("fresh", "window", "growth"), metavar="fresh|window|growth", help=text)
    text = "the diversity to keep, at most 1; or, above 1, the largest error in units of that of n real points"
    sub.add_argument("--target", metavar="T", help=text)
    sub.add_argument("--json", action="store_true", help="as JSON, numbers as decimal strings")
    sub.add_argument("--figure", metavar="FILE", help="draw errors and diversity over generations (.svg, .pdf, .png)")

    text = "write the files of a new theorem, with holes to fill, here or in a package of your own"
    sub = command("new", text, "theorems new bernoulli-halving --process bernoulli --observable diversity")
    sub.add_argument("id", metavar="ID", help="kebab-case noun")
    sub.add_argument("--family", metavar="NAME", help="its folder (default: the family that the id begins with)")
    text = "its process: one that is declared, as `theorems derive` lists them, or a new one (default: the id)"
    sub.add_argument("--process", metavar="NAME", help=text)
    text = "what a new process is given, such as n,z:int,alpha:real; n and d are whole numbers, too (default: n,p0)"
    sub.add_argument("--parameters", metavar="NAMES", help=text)
    text = "what is observed (default: value; of a process that is there, left to fill)"
    sub.add_argument("--observable", metavar="NAME", help=text)
    sub.add_argument("--here", metavar="DIR", help="folder of your own package, new or not (default: this repository)")
    sub.add_argument("--figure", action="store_true", help="also the script of a figure")

    sub = command("check", "everything about one theorem in one go, while it is being written; exit code 0 if it holds")
    sub.add_argument("id", metavar="ID[/CLAIM]", help="a theorem, or one claim of it")
    where(sub)

    sub = command(
        "store", "the evidence that is kept: where, how much, how much is valid now", "theorems store --prune"
    )
    sub.add_argument("--prune", action="store_true", help="remove evidence on what has changed, and what was set aside")
    text = "find a random sample of N pieces anew (default: 10) and compare; exit code 1 if one differs"
    sub.add_argument("--verify", type=whole(1), nargs="?", const=10, metavar="N", help=text)

    text = "draw the figures and their gallery; what is up to date is kept"
    sub = command("figures", text, "theorems figures --family neural", "theorems figures --list --family kazdan")
    sub.add_argument("names", nargs="*", metavar="NAME", help="names of figures (default: all)")
    text = "all figures of one folder: those of a paper, ours, or neural (experiments with learning machines)"
    sub.add_argument("--family", metavar="NAME", help=text)
    sub.add_argument("--list", action="store_true", help="only list the figures: name, title, theorems")
    sub.add_argument("--out", metavar="DIR", help="folder of pictures and numbers (default: figures)")
    text = "quick, or the sizes and runs of the papers, which takes an hour (default: quick)"
    sub.add_argument("--effort", type=EFFORT, metavar="quick|paper", help=text)
    sub.add_argument("--format", metavar="LIST", help="of svg, pdf, png (default: svg,pdf)")
    text = "a text in UTF-8 that figures count or learn (suresh-6-*, shumailov-10-*, -11-*; default: see captions)"
    sub.add_argument("--text", metavar="FILE", help=text)
    sub.add_argument(
        "--entropy",
        type=whole(0),
        metavar="N",
        help="simulate with this entropy (default: fresh; stored numbers are kept whatever their entropy)",
    )
    where(sub)
    text = "continue the last interrupted run, with its figures, effort, entropy and folder"
    sub.add_argument("--resume", action="store_true", help=text)

    text = "all theorems, papers and errata as a site to read in a browser (it needs the extra `site`)"
    sub = command("site", text, "theorems site gaussian-risk g-iterate --out draft  # a small one, of some theorems")
    sub.add_argument("ids", nargs="*", metavar="ID", help="theorems (default: all)")
    text = "folder of the site, replaced as a whole when the new one is built (default: site)"
    sub.add_argument("--out", metavar="DIR", default="site", help=text)
    text = "folder of `theorems figures`: what is drawn there is shown (default: figures)"
    sub.add_argument("--figures", metavar="DIR", default="figures", help=text)
    where(sub)
    return top
