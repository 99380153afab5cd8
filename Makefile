# Due Regard: what people type. `make run` and `make test` work on a fresh machine.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PIP := $(VENV)/bin/pip --quiet --disable-pip-version-check
export PORT

.PHONY: help install run test check bench format lock
help:  ## Say what can be done (this list)
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

install: $(VENV)/.production  ## Make .venv with the `due-regard` command in it
run: $(VENV)/.production  ## Open the rehearsal area on http://localhost:$PORT
	@exec $(VENV)/bin/python scripts/run.py
test: $(VENV)/.development  ## Test everything, on SQLite and on PostgreSQL
	@scripts/install-test-packages
	@exec $(VENV)/bin/python scripts/test.py
check: $(VENV)/.development  ## Format, lint, types, templates, migrations, imports
	@exec scripts/check
bench: $(VENV)/.development  ## Measure; print one JSON object a measure
	@exec $(VENV)/bin/python scripts/bench
format: $(VENV)/.development  ## Put the code in its agreed form
	@$(VENV)/bin/ruff check --quiet --fix-only . && $(VENV)/bin/ruff format .
	@git ls-files -co --exclude-standard '*.html' | xargs -r $(VENV)/bin/djade
lock: $(VENV)/.development  ## Choose versions anew and write their hashes
	@exec scripts/lock

$(VENV)/.production: requirements/production.txt pyproject.toml
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the service needs into $(VENV)…"
	@$(PIP) install --require-hashes -r requirements/production.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
$(VENV)/.development: requirements/development.txt $(VENV)/.production
	@echo "Installing what the tests need into $(VENV)…"
	@$(PIP) install --require-hashes -r requirements/development.txt
	@touch $@
