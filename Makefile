# Everything a contributor runs. Needs Python 3.11 or newer with venv and pip; nothing else.
#   make demo    a store full of invented people, one report, one package, then the program
#   make test    lint, types, room borders, tests
.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint docs samples lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# the first interpreter that is new enough; name another with: make PYTHON=...
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
	done)
WORKERS ?= auto
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help:
	@sed -n 's/^#   //p' Makefile

setup: $(READY)

$(READY): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "PrivacyDesk needs Python 3.11 or newer; none was found. Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "PrivacyDesk needs Python 3.11 or newer; $(PYTHON) is older." >&2; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two) ..." >&2
	"$(PYTHON)" -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(BIN)/privacydesk demo $(ARGS)

test: lint check
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check: setup
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python -m privacydesk.cli.reference > docs/cli.md.new && mv docs/cli.md.new docs/cli.md
	cp "tests/tui/__snapshots__/test_snapshots/test_looks[desk_large].svg" docs/images/desk.svg

samples: setup
	$(BIN)/python docs/make_samples.py

# Needs uv. The file names no registry, so that every mirror can serve it.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header -o requirements-dev.lock

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .hypothesis .import_linter_cache
