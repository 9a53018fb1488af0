PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: verify test figures site bench lint anew

verify: $(VENV)/.installed   ## prove, compute and simulate every claim
	$(BIN)/theorems verify

test: $(VENV)/.installed     ## the same and the tests of the suite itself
	$(BIN)/pytest

figures: $(VENV)/.installed  ## regenerate the papers' figures into figures/
	$(BIN)/theorems figures

site: $(VENV)/.installed     ## all theorems, papers and errata as pages, into site/
	$(BIN)/theorems site

bench: $(VENV)/.installed    ## measure everything, into benchmarks/results.md
	$(BIN)/python -m benchmarks

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A virtual environment whose interpreter is gone, too old or without pip, or whose installation was cut short, is made
# anew, but nothing is ever removed from a folder that is none.
NEW := import pip, sys; sys.exit(sys.version_info < (3, 11))
WHOLE := $(shell test ! -e $(VENV)/.installing && $(BIN)/python -c '$(NEW)' 2>/dev/null && echo yes)

$(VENV)/.installed: requirements.lock pyproject.toml $(if $(WHOLE),,anew)
	touch $(VENV)/.installing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true   # on all cores; some packages have files that are no Python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
	rm $(VENV)/.installing

anew:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "make: the suite needs \
	Python 3.11 or newer, not $(PYTHON): give another one, as in make PYTHON=python3.13" >&2; exit 2; }
	@test ! -e $(VENV) || test -e $(VENV)/pyvenv.cfg || { echo "make: $(VENV) is no virtual environment: remove it, or \
	give another folder, as in make VENV=env" >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
