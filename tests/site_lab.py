"""A small site, built once for all who look at it, and a browser to look with: what is wrong with a page, in words."""

import importlib.util
import shutil
from pathlib import Path

from harness.basics.lock import lock

IDS = ("gaussian-risk", "gaussian-accumulate-limit", "g-iterate")
"""Theorems of the small site: a claim that is refuted, a formula that is wide, a workflow, a proof."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 120_000
"""Milliseconds that a busy machine may take for anything."""

HERE = ("file:", "data:", "blob:", "about:")
"""What addresses begin with that are on this machine."""

TEXTS = r"""() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (!parentElement.closest("script, style, template, pre, code")) found.push(data);
  }
  const text = found.join(""), raw = /\\[A-Za-z]|\$|[\^_]\{/g;
  return [...text.matchAll(raw)].map(({ index }) => text.slice(Math.max(index - 20, 0), index + 40));
}"""
"""Words of a page, folded or not, that look like LaTeX; programs and what they print may have such."""

WIDE = """() => {
  const found = [];
  for (let part = document.querySelector(".bd-article") ?? document.body; part; part = part.parentElement) {
    const [width, room] = [part.scrollWidth, part.clientWidth];
    if (width > room + 1) found.push(`${part.tagName} ${part.className}: ${width} pixels where there are ${room}`);
  }
  return found;
}"""
"""Does the page scroll sideways, or the part of it that holds all the rest? Tables and formulas may, in themselves."""

AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
  const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  return bad.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
}"""


def built(folder):
    """The site of IDS in a folder that other processes of this run may share: the first that needs it builds it."""
    from theorems.door import main

    out = folder / "site" / "html"
    with (folder / "site.lock").open("wb") as file:
        lock(file, wait=True)
        if not (folder / "site.done").exists():
            assert main(["site", *IDS, "--out", str(out)]) == 0
            (folder / "site.done").touch()
    return out


def chromium():
    """The file of the browser; None if there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def axe():
    """The checks of accessibility by Deque, as a script."""
    spec = importlib.util.find_spec("axe_playwright_python")
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


class Looked:
    """A page of a window, and what it did: what it complained of, and what it asked of other machines."""

    def __init__(self, window):
        self.page = window.new_page()
        self.errors, self.foreign = [], []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._request)

    def _request(self, request):
        if not request.url.startswith(HERE):
            self.foreign.append(request.url)

    def at(self, path):
        """Shows a page, until its script is done; returns it."""
        self.errors.clear()
        self.foreign.clear()
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")
        return self.page

    def faults(self, checks):
        """Fault by fault, of the checks of these names."""
        return [f"{check}: {fault}" for check in checks for fault in CHECKS[check](self)]


def _accessible(looked):
    if not looked.page.evaluate("() => 'axe' in window"):
        looked.page.evaluate(axe())
    return looked.page.evaluate(AXE)


CHECKS = {
    "console": lambda looked: list(looked.errors),
    "requests": lambda looked: list(looked.foreign),
    "latex": lambda looked: looked.page.evaluate(TEXTS),
    "wide": lambda looked: looked.page.evaluate(WIDE),
    "axe": _accessible,
}
"""What is wrong with a page that is shown, by the name of what is looked for: a list, in words."""
