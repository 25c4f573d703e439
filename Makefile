# Two commands: `make run` shows the demo company, `make test` runs all checks and tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEMO   ?= demo

# Tests start hundreds of programs: they are compiled once, whatever the environment says.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test test-all lint types contracts docs bench clean help

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fairlead needs Python 3.11 or newer; say make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint,docs]'
	@touch $@

setup: $(STAMP)  ## make the environment in .venv

run: $(STAMP)  ## make the demo company, print its brief, serve it at localhost:8000
	$(BIN)/fairlead demo --out $(DEMO)
	$(BIN)/fairlead serve --workspace $(DEMO)/workspace --demo

test: $(STAMP)  ## everything a change must pass
	$(MAKE) --jobs 2 --output-sync=target PYTHON=$(PYTHON) lint types contracts docs
	$(BIN)/python -m pytest -n 2 -m 'not slow'

test-all: $(STAMP)  ## the heavier studies too
	FAIRLEAD_EXAMPLES=100 $(BIN)/python -m pytest -n 2

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

docs: $(STAMP)  ## build the documentation; every warning is an error
	$(BIN)/python -m sphinx -q -W --keep-going -n -b html docs docs/_build/html

bench: $(STAMP)  ## speed, side by side with peers in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist docs/_build .pytest_cache .mypy_cache .ruff_cache
