# make run   opens the web room: prints its address, and opens a browser where there is a screen
# make test  sets up and runs the tests
# make check what CI runs: format, lint, types, tests, knowledge
# make accuracy  counts how often verdicts agree with a postmaster's; writes knowledge/ACCURACY.md
# make fix   puts format and imports right
# make lab   plays the scenes on real mail servers again and keeps their logs (root; some ten minutes)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
USE := $(VENV)/.run
DEV := $(VENV)/.dev

.PHONY: run test check accuracy fix lab clean
.DELETE_ON_ERROR:

run: $(USE)
	@$(BIN)/relaydoc serve

test: $(DEV)
	@$(BIN)/pytest -n auto --dist loadfile

check: $(DEV)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto --dist loadfile
	@$(BIN)/relaydoc knowledge check

accuracy: $(DEV)
	@$(BIN)/python -m tests.cases.accuracy

fix: $(DEV)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lab: $(DEV)
	@$(BIN)/python -m tests.lab.record $(SCENES)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "RelayDoc needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python's venv module is missing (Debian, Ubuntu: apt install python3-venv)." >&2; rm -rf $(VENV); exit 1; }

$(USE): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up the environment in $(VENV) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up the environment for tests in $(VENV) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(USE)
