"""The models and data of the papers by name (extra `hub`): OPT-125m, Gemma-2; wikitext2, HelpSteer2, TinyStories.

`Hub` has the three functions by which the experiments train, make and score rows of tokens (`language.Machine`), over
causal language models of the package transformers; so `language.generations` runs on them as on our own:

    from simulators.neural import hub, language

    machine = hub.Hub("facebook/opt-125m")
    rows = machine.rows(hub.texts("Salesforce/wikitext", "text", config="wikitext-2-raw-v1"), length=128)

Without the extra, `needed()` says in one line what is missing. What was run: the tests, on a random model of OPT's
architecture (transformers 5.24, datasets 5.2, torch 2.13 on a CPU), which it trains, searches, draws from and scores.
What was not: any of the papers' models or data, which no figure of the suite loads.
"""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulators.neural.language import Models, Rngs, Tokens, schedule

PACKAGES = ("transformers", "datasets", "torch")
INSTALL = "the extra hub is missing: pip install 'model-collapse-theorems[hub]'"
ROWS = 16
"""Rows that are scored, or made, at once."""


class MissingExtra(ImportError):
    """The extra `hub` is not installed."""


def needed() -> None:
    """Raises MissingExtra, in one line, where a package of the extra cannot be imported."""
    if not all(map(importlib.util.find_spec, PACKAGES)):
        raise MissingExtra(INSTALL)


def texts(
    name: str, column: str, split: str = "train", config: str | None = None, most: int | None = None
) -> list[str]:
    """The texts of a data set: of the hub by its name, or of a folder that `datasets` reads; empty ones are left out.

    most: that many at most. Raises MissingExtra, and what `datasets` raises.
    """
    needed()
    from datasets import load_dataset

    found = load_dataset(name, config, split=split)
    some = (row[column] for row in found)
    return [text for _, text in zip(range(most or len(found)), filter(str.strip, some), strict=False)]


class Hub:
    """Causal language models that all begin as one: a name on the hub, or a folder. A list of models is one a seed.

    Raises MissingExtra, and what `transformers` raises where there is no such model.
    """

    def __init__(self, name: str, device: str | None = None) -> None:
        needed()
        import torch
        from transformers import AutoModelForCausalLM

        self.name = name
        self.device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        self.first = AutoModelForCausalLM.from_pretrained(name).float().to(self.device)
        self.first.eval()  # no dropout, in training either: what is random comes from our streams alone

    def fresh(self, seeds: int) -> list[Any]:
        """One copy of the first model for each seed."""
        return [copy.deepcopy(self.first) for _ in range(seeds)]

    def rows(self, some: Iterable[str], length: int) -> Tokens:
        """Texts as tokens, one after another, in rows of that length; what is left over at the end is left out."""
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(self.name)
        tokens = [token for text in some for token in tokenizer(text)["input_ids"]]
        return np.array(tokens[: len(tokens) // length * length], np.int32).reshape(-1, length)

    def _losses(self, model: Any, rows: Any, start: int) -> Any:
        """-log p of the tokens from a place on, which is 1 at least: [rows, tokens]."""
        import torch

        first = max(start, 1)  # nothing stands before the first token
        logits = model(input_ids=rows).logits[:, first - 1 : -1]
        return torch.nn.functional.cross_entropy(logits.transpose(1, 2), rows[:, first:].long(), reduction="none")

    def train(
        self, models: Models, tokens: Tokens, orders: NDArray[np.int64], rate: float, start: int = 0
    ) -> tuple[Models, NDArray[np.float32]]:
        """Copies of the models, trained by Adam on the rows in their orders [seeds, steps, batch]; losses by step."""
        import torch

        trained, losses = [], []
        for model, rows, order in zip(models, tokens, orders, strict=True):
            mine = copy.deepcopy(model)
            optimiser = torch.optim.Adam(mine.parameters(), lr=rate, betas=(0.9, 0.99))
            seen = []
            for some, now in zip(order, schedule(len(order), rate), strict=True):
                for group in optimiser.param_groups:
                    group["lr"] = float(now)
                optimiser.zero_grad()
                loss = self._losses(mine, torch.as_tensor(rows[some], device=self.device), start).mean()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(mine.parameters(), 1.0)
                optimiser.step()
                seen.append(loss.item())
            trained.append(mine)
            losses.append(seen)
        return trained, np.array(losses, np.float32).T

    def generate(
        self, models: Models, prompts: Tokens, rngs: Rngs, length: int, beams: int = 1, penalty: float = 1.0
    ) -> Tokens:
        """Rows of that length that begin with the prompts, which are not empty: drawn, or searched with beams > 1."""
        import torch

        made = []
        for model, rows, rng in zip(models, prompts, rngs, strict=True):
            parts = []
            for begin in range(0, len(rows), ROWS):
                some = torch.as_tensor(rows[begin : begin + ROWS], device=self.device).long()
                with torch.random.fork_rng(), torch.no_grad():
                    torch.manual_seed(int(rng.integers(2**63)))
                    found = model.generate(
                        input_ids=some, attention_mask=torch.ones_like(some), max_length=length, min_length=length,
                        do_sample=beams == 1, top_k=0, num_beams=beams, repetition_penalty=penalty,
                    )  # fmt: skip
                parts.append(found[:, :length].cpu().numpy())
            made.append(np.concatenate(parts))
        return np.stack(made).astype(np.int32)

    def log_likelihood(
        self, models: Models, tokens: Tokens, start: int = 0
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Of every row its log-likelihood in nats from the place `start` on, 1 at least, and of how many tokens."""
        import torch

        found = np.empty(tokens.shape[:2], np.float32)
        for model, rows, nats in zip(models, tokens, found, strict=True):
            for begin in range(0, len(rows), ROWS):
                some = torch.as_tensor(rows[begin : begin + ROWS], device=self.device)
                with torch.no_grad():
                    nats[begin : begin + ROWS] = -self._losses(model, some, start).sum(1).cpu().numpy()
        return found, np.full(tokens.shape[:2], tokens.shape[2] - max(start, 1), np.int32)
