# What one can make of referat. It asks for make and Python 3.11 or later; the rest is installed into .venv, in the
# exact versions of requirements.lock. It reads the minutes in data/raw; without any, a demo in data/demo. The two are
# never mixed. RAW="my minutes" names another folder.

OWN    := $(shell find data/raw -type f ! -name README.md ! -name '.*' ! -name '_*' 2>/dev/null | head -n 1)
RAW    ?= $(if $(OWN),data/raw,data/demo)
OUT    ?= $(if $(filter-out data/raw data/demo,$(RAW)),build/processed,data/processed)
REPORT ?= build/report

# The first of these that is recent enough; name another with `make PYTHON=/path/to/python`.
CANDIDATES = python3 python3.14 python3.13 python3.12 python3.11 python
RECENT     = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON    ?= $(shell for it in $(CANDIDATES); do $$it -c '$(RECENT)' 2>/dev/null && echo $$it && break; done)

VENV  = .venv
RUN   = $(VENV)/bin/python
READY = $(VENV)/installed
TESTS = $(RUN) -m pytest --numprocesses auto --dist worksteal

# A blank in a path without quotes: make takes what follows it for something to be made.
GOALS   = $(shell sed -n 's/^.PHONY: //p' Makefile)
LEFT    = $(filter-out $(GOALS),$(MAKECMDGOALS))
EXPLAIN = $(if $(LEFT),$(error nothing is called "$(LEFT)"; put a path with blanks in quotes, RAW="my minutes"))

# Paths reach the recipes as "$$RAW", so that blanks and quotes in them do no harm. Without byte code every import
# would be compiled again by every notebook.
export RAW OUT REPORT SINCE
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help report options tables test test-heavy test-all test-release lint lab lock docs docs-outputs data-dictionary performance clean

help: ## list what can be made (this list)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

report: options tables ## run the notebooks, leave build/report/index.html (RAW=folder: for your own minutes, SINCE=tables: what is new)
	$(RUN) -m referat report --data "$$OUT" -o "$$REPORT" $(if $(SINCE),--since "$$SINCE")

options: $(READY) ## check what the report is asked for, before anything is built
	@$(EXPLAIN)
	@$(RUN) -m referat report --check --data "$$OUT" -o "$$REPORT"

# The demo is written elsewhere and then moved, so that one that was interrupted is never taken for a whole one.
tables: $(READY) ## read the minutes in data/raw into tables (without any, a demo in data/demo)
	@$(EXPLAIN)
	@if [ "$$RAW" = data/demo ]; then \
		echo "Reading the demo in data/demo, a municipality that does not exist: data/raw holds no minutes."; \
		[ -d data/demo ] || { rm -rf build/demo; $(RUN) -m referat demo build/demo >/dev/null && mv build/demo data/demo; }; \
	else echo "Reading the minutes in $$RAW."; fi
	$(RUN) -m referat build "$$RAW" -o "$$OUT"

test: $(READY) ## run the tests, except those that take long (a minute)
	$(TESTS) -m "not heavy and not release"

test-heavy: $(READY) ## run the tests that `make test` leaves out, and draw more examples for the properties
	$(TESTS) -m "(heavy or hypothesis) and not release" --hypothesis-profile=all

test-all: test test-heavy ## run all tests of a change (some minutes)

test-release: $(READY) ## run what a release must pass: an installed wheel, long corpora, many examples (half an hour)
	$(TESTS) -m "release or hypothesis" --hypothesis-profile=release

lint: $(READY) ## check style, format, complexity and types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(VENV)/bin/complexipy
	$(RUN) -m mypy

lab: tables ## open the notebooks in JupyterLab
	REFERAT_DATA="$$(cd "$$OUT" && pwd)" $(RUN) -m jupyterlab --notebook-dir=notebooks

docs: $(READY) ## build the documentation: open build/docs/index.html
	$(RUN) -m sphinx -W --keep-going --quiet docs build/docs
	@echo "open build/docs/index.html"

docs-outputs: $(READY) ## run the code blocks of the documentation and write what they print into the pages
	PYTHONPATH=. $(RUN) tests/doc_blocks.py

data-dictionary: $(READY) ## write the pages of tables, problems and commands in docs from the code
	$(RUN) -m referat.schema.data_dictionary
	$(RUN) -m referat.cli.command_reference

performance: $(READY) ## measure the figures of docs/performance.md again (half an hour, on a quiet machine)
	$(RUN) benchmarks/reading.py --start
	$(RUN) benchmarks/reading.py --meetings 1000
	$(RUN) benchmarks/reading.py --meetings 10000 --runs 2 --stages floor script build all_cores cluster
	$(RUN) benchmarks/reading.py --meetings 1000 --format json
	$(RUN) benchmarks/reading.py --meetings 50 --format pdf
	$(RUN) benchmarks/reading.py --meetings 10000 --growth --runs 2
	$(RUN) benchmarks/analyses.py --load
	$(RUN) benchmarks/analyses.py

# Versions stay where they are as long as they fit; delete requirements.lock first to take the newest of everything.
lock: ## write requirements.lock from pyproject.toml
	"$(PYTHON)" -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv==0.13.8
	build/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --quiet \
		--fork-strategy fewest --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file requirements.lock

clean: ## remove what was made: build, data/demo, data/processed, caches (not .venv, not data/raw)
	rm -rf build data/demo .pytest_cache .mypy_cache .ruff_cache .complexipy_cache .hypothesis
	find data/processed -mindepth 1 ! -name README.md -delete
	find referat tests -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements.lock
	@"$(PYTHON)" -c '$(RECENT)' 2>/dev/null || { \
		echo "referat needs Python 3.11 or later; here is $$($(or $(PYTHON),python3) --version 2>&1)."; \
		echo "Install one, or say where it is: make PYTHON=/path/to/python"; exit 1; } >&2
	@echo "Installing $$(grep -c '^[a-z].*==' requirements.lock) packages into $(VENV); the first time takes some minutes."
	"$(PYTHON)" -m venv $(VENV)
	$(RUN) -m pip install --disable-pip-version-check --only-binary :all: --requirement requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
