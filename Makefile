PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: verify test figures bench lint

verify: $(VENV)/.installed   ## prove, compute and simulate every claim
	$(BIN)/theorems verify

test: $(VENV)/.installed     ## the same and the tests of the suite itself
	$(BIN)/pytest

figures: $(VENV)/.installed  ## regenerate the papers' figures into figures/
	$(BIN)/theorems figures

bench: $(VENV)/.installed    ## measure everything, into benchmarks/results.md
	$(BIN)/python -m benchmarks

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
