# dafeng 达峰. The two commands: `make run` sets everything up and opens the board; `make test` passes the tests.
# Needs Python 3.11+ (on Debian/Ubuntu python3-venv too) and make. `make help` lists the rest.

PORT ?= 8000
WORKSPACE ?= sample
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-ready
DEV := $(VENV)/.dev-ready
TESTED := build/tested
SOURCES := $(shell find src tests -type f -not -path '*/__pycache__/*') pyproject.toml
COMPILE := uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.PHONY: help run test check lint coverage validate bench lock wheelhouse screenshots clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 22

$(RUNTIME): requirements.lock pyproject.toml tools/setup.sh
	@bash tools/setup.sh runtime

$(DEV): requirements.lock requirements-dev.lock pyproject.toml tools/setup.sh
	@bash tools/setup.sh dev

run: $(RUNTIME) ## set up, make the sample workspace, open the board (PORT=8000)
	@exec $(BIN)/dafeng demo --workspace "$(WORKSPACE)" --port "$(PORT)"

test: $(DEV) ## set up and pass the tests
	@rm -f $(TESTED)
	@$(MAKE) --no-print-directory $(TESTED)

$(TESTED): $(DEV) $(SOURCES)
	@rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile --cov --cov-report=
	@mkdir -p build && touch $@

check: lint coverage ## lint, format, types, layers, and tests with coverage of the inner rooms >= 95 %

lint: $(DEV) ## ruff, mypy and import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: $(TESTED) ## lines that the tests reached (runs them unless nothing changed since they passed)
	$(BIN)/coverage report --fail-under=95 --include='src/dafeng/base/*,src/dafeng/plan/*,src/dafeng/extract/*'
	$(BIN)/coverage report --include='src/dafeng/cli/*,src/dafeng/web/*'

validate: $(DEV) ## slow: the bars on the annotated policy texts, the wheel in an empty environment
	$(BIN)/python -m pytest -m slow -o console_output_style=classic --durations=5

bench: $(DEV) ## run the benchmarks and write docs/explain/performance.md
	$(BIN)/python benchmarks/run.py

lock: ## resolve the dependencies anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv"; exit 2; }
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

wheelhouse: $(DEV) ## the folder to install from on Windows machines without a network
	$(BIN)/python tools/wheelhouse.py wheelhouse

screenshots: $(DEV) ## make the pictures of the documentation again (needs Chromium)
	$(BIN)/python tools/screenshot.py

clean: ## remove what the commands above made, the sample workspace included
	rm -rf $(VENV) build dist sample wheelhouse .coverage .coverage.* htmlcov .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
