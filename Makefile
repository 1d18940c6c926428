# The two commands of the README are `make demo` and `make test`; everything they need is set up in .venv.

PYTHON ?= python3
BIN := .venv/bin
PO := $(wildcard src/partyday/locale/*/LC_MESSAGES/partyday.po)

.PHONY: demo test check lint format docs bench messages constraints clean

demo: .venv/ready
	@$(BIN)/partyday demo

test: .venv/ready
	@tests/with-postgres $(BIN)/python -m pytest -q -n auto

check: lint test

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Write the documents that are made from the program.
docs: .venv/ready
	$(BIN)/python tools/documents.py

bench: .venv/ready
	$(BIN)/python -m benchmarks

# Bring the translations up to date with the source; then fill in what is new in the .po file.
messages: .venv/ready
	$(BIN)/pybabel -q extract -k N_ -k _n:1,2 --no-location --sort-output --omit-header -o .venv/partyday.pot src/partyday \
		"$$($(BIN)/python -c "import os, typer; print(os.path.dirname(typer.__file__))")"
	$(BIN)/pybabel -q update -D partyday -i .venv/partyday.pot -d src/partyday/locale -l zh --no-fuzzy-matching --width 120

constraints:
	uv pip compile pyproject.toml --group dev --extra postgres --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url -o constraints.txt

.venv/ready: pyproject.toml constraints.txt hatch_build.py $(PO)
	@$(PYTHON) -c 'import sys; sys.exit("partyday needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
