# Casebook: everything is set up from the lock file into .venv; nothing is installed elsewhere.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= auto

.PHONY: help run test check lint types records dependencies lock clean screenshots bench calibrate

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## Set up what is missing and serve Casebook at http://127.0.0.1:8000 (PORT=9000 for another port)
	@exec $(BIN)/casebook serve $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev  ## Set up what is missing and run all the tests, in parallel
	@$(BIN)/python -m pytest -n $(JOBS)

check: lint types dependencies records test  ## Lint, types, dependencies, the records' own checks, and all the tests

lint: $(VENV)/.dev  ## Ruff (rules and format), hadolint on the Dockerfile, shellcheck on the scripts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/shellcheck .ci/run

types: $(VENV)/.dev  ## Strict types
	@$(BIN)/mypy

dependencies: $(VENV)/.dev  ## pip check, and an import of every module
	@$(PIP) check
	@$(BIN)/python -W error -c "import importlib, pkgutil, app; [importlib.import_module(m.name) for m in pkgutil.walk_packages(app.__path__, 'app.') if not m.name.endswith('__main__') and '.migrations.' not in m.name]"

records: $(VENV)/.dev  ## casebook check on the starter library
	@$(BIN)/casebook check

lock: $(VENV)/.dev  ## Renew the lock files: the newest versions that pyproject.toml allows, with hashes, no host names
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade --extra build pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade --extra build --extra dev pyproject.toml --output-file requirements-dev.lock

bench: $(VENV)/.dev  ## Benchmarks: each prints its figures beside a baseline
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

calibrate: $(VENV)/.dev  ## Measure ordinary logs, fit the weights to the labelled logs, draw the reliability diagram
	@$(BIN)/python -m calibration.specificity
	@$(BIN)/python -m calibration.fit

screenshots: $(VENV)/.dev  ## Take the pictures of the pages that the documents show
	@$(BIN)/python docs/screenshots.py

clean:  ## Remove the virtual environment and caches; data/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache

# Set-up.  The stamp files are newer than the lock files as long as nothing has to be done.
$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Casebook needs Python 3.11 or newer; '$(PYTHON)' is older or missing. Name another one: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -c "import venv, ensurepip" 2>/dev/null || { echo "'$(PYTHON)' lacks venv. Install it: apt install python3-venv (Debian, Ubuntu), dnf install python3 (Fedora), apk add python3 (Alpine)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@test $(VENV)/.dev -nt requirements-dev.lock || { echo "setting up $(VENV) (once)"; $(PIP) install --require-hashes --requirement requirements.lock; }
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) for development (once)"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run
