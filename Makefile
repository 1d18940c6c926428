# The two commands of the README are `make demo` and `make test`; everything they need is set up in .venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WRITTEN := $(if $(WRITE),--write $(patsubst 1,now,$(WRITE)))
# A file of tests stays in one process, which makes what they share; in the order of their names, the long ones early.
BY_FILE := --dist loadfile --no-loadscope-reorder
PO := $(wildcard src/partyday/locale/*/LC_MESSAGES/partyday.po)

.PHONY: demo test quick long standalone faults mutants pythons check lint format docs statements bench bench-peers messages constraints clean

demo: $(VENV)/ready
	@$(BIN)/partyday demo

# Compiled modules are kept, of the program and of the tests, also where the machine is told not to write them.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/ready
	@$(BIN)/python -m compileall -q src
	@tests/in-memory tests/with-postgres $(BIN)/python -m pytest -q -n auto $(BY_FILE)

# While writing: without the tests that take a second or more, and with fewer examples of each property.
quick: $(VENV)/ready
	@$(BIN)/python -m pytest -q -n auto -m "not slow" --hypothesis-profile=quick

# At night and before a release: four times as many examples of each property and lives of a branch, and what is marked
# `long`.
long: $(VENV)/ready
	@tests/in-memory tests/with-postgres $(BIN)/python -m pytest -q -n auto $(BY_FILE) --hypothesis-profile=long

# Faults on purpose: kills, power cuts, full disks, damage, forgery, nonsense. ROUNDS=1000 makes the table of the document.
faults: $(VENV)/ready
	@cd tests && ../$(BIN)/python -m faults $(or $(ROUNDS),100)

# One place changed at a time in rules, money, dues and check-in: do the tests notice? SAMPLE=, SEED=, ONLY=text, MINUTES=.
mutants: $(VENV)/ready
	@$(BIN)/python tools/mutants.py --sample $(or $(SAMPLE),400) --seed $(or $(SEED),1) --minutes $(or $(MINUTES),60) \
		--only "$(ONLY)"

# The tests on each Python of PYTHONS that this machine has, each in an environment of its own.
pythons:
	@tests/with-pythons $(PYTHONS)

check: lint test

lint: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Write the documents that are made from the program.
docs: $(VENV)/ready
	$(BIN)/python tools/documents.py

# Compile the statements of store/statements/ for both databases into store/compiled.py.
statements: $(VENV)/ready
	$(BIN)/python -m partyday.store.compiling

# CPU time beside the least that could do the same. ROWS="checkin agenda": only those. WRITE=1: into the document.
bench: $(VENV)/ready
	@tests/with-postgres $(BIN)/python -m benchmarks $(ROWS) $(WRITTEN)

# Beside other programs; hledger, taskwarrior and LibreOffice too where they are installed (apt-get install hledger
# taskwarrior libreoffice-calc). PEERS=records or PEERS=review: only that table.
bench-peers: $(VENV)/ready .venv-peers/ready
ifneq ($(PEERS),review)
	@$(BIN)/python -m benchmarks --peers $(WRITTEN)
endif
ifneq ($(PEERS),records)
	@$(BIN)/python -m benchmarks.review_peers $(if $(WRITE),--write)
endif

# Bring the translations up to date with the source; then fill in what is new in the .po file.
messages: $(VENV)/ready
	$(BIN)/pybabel -q extract -k N_ -k _n:1,2 --no-location --sort-output --omit-header -o $(VENV)/partyday.pot src/partyday \
		"$$($(BIN)/python -c "import os, typer; print(os.path.dirname(typer.__file__))")"
	$(BIN)/pybabel -q update -D partyday -i $(VENV)/partyday.pot -d src/partyday/locale -l zh --no-fuzzy-matching --width 120

# One folder that runs without Python: dist/partyday. By the same file on Windows: docs/standalone.md.
standalone: $(VENV)/ready
	@$(BIN)/python tools/standalone.py

constraints:
	uv pip compile pyproject.toml --group dev --extra postgres --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url -o constraints.txt

$(VENV)/ready: pyproject.toml constraints.txt hatch_build.py $(PO)
	@$(PYTHON) -c 'import sys; sys.exit("partyday needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

.venv-peers/ready: benchmarks/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	@touch $@

clean:
	rm -rf .venv .venv-* dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
