# What one can make of referat. It asks for make and Python 3.11 or later; the rest is installed into .venv, in the
# exact versions of requirements.lock. Say RAW="my minutes" for minutes of your own.

RAW    ?= data/raw
OUT    ?= $(if $(subst data/raw,,$(RAW)),build/processed,data/processed)
REPORT ?= build/report

# The first of these that is recent enough; name another with `make PYTHON=/path/to/python`.
CANDIDATES = python3 python3.13 python3.12 python3.11 python
RECENT     = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON    ?= $(shell for it in $(CANDIDATES); do $$it -c '$(RECENT)' 2>/dev/null && echo $$it && break; done)

VENV  = .venv
RUN   = $(VENV)/bin/python
READY = $(VENV)/installed
TESTS = $(RUN) -m pytest --numprocesses auto --dist worksteal

# Paths reach the recipes as "$$RAW", so that blanks and quotes in them do no harm. Without byte code every import
# would be compiled anew, by every notebook.
export RAW OUT REPORT
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help report tables test test-heavy test-all test-release lint lab lock data-dictionary performance clean

help: ## list what can be made (this list)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

report: tables ## run the notebooks, leave build/report/index.html (RAW=folder: for your own minutes)
	$(RUN) -m referat report --data "$$OUT" -o "$$REPORT"

tables: $(READY) ## read the minutes into tables (a demo corpus, where data/raw holds no minutes)
	@if [ "$$RAW" = data/raw ] && [ -z "$$(find data/raw -type f ! -name README.md ! -name '.*')" ]; then \
		echo "data/raw holds no minutes: writing the demo corpus"; $(RUN) -m referat demo data/raw; fi
	$(RUN) -m referat build "$$RAW" -o "$$OUT"

test: $(READY) ## run the tests, but for those that take long (a minute)
	$(TESTS) -m "not heavy and not release"

test-heavy: $(READY) ## run the tests that `make test` leaves out, and draw more examples for the properties
	$(TESTS) -m "(heavy or hypothesis) and not release" --hypothesis-profile=all

test-all: test test-heavy ## run all tests of a change (some minutes)

test-release: $(READY) ## run what a release must pass: an installed wheel, long corpora, many examples (half an hour)
	$(TESTS) -m "release or hypothesis" --hypothesis-profile=release

lint: $(READY) ## check style, format and types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

lab: tables ## open the notebooks in JupyterLab
	REFERAT_DATA="$$(cd "$$OUT" && pwd)" $(RUN) -m jupyterlab --notebook-dir=notebooks

data-dictionary: $(READY) ## write docs/data-dictionary.md anew from the registry of tables
	$(RUN) -m referat.schema.data_dictionary

performance: $(READY) ## measure anew what docs/performance.md tells (half an hour, on a quiet machine)
	$(RUN) benchmarks/reading.py --start
	$(RUN) benchmarks/reading.py --meetings 1000
	$(RUN) benchmarks/reading.py --meetings 10000 --runs 2 --stages floor script build all_cores cluster
	$(RUN) benchmarks/reading.py --meetings 1000 --format json
	$(RUN) benchmarks/reading.py --meetings 50 --format pdf
	$(RUN) benchmarks/reading.py --meetings 10000 --growth --runs 2
	$(RUN) benchmarks/analyses.py --load
	$(RUN) benchmarks/analyses.py

# Versions stay where they are as long as they fit; delete requirements.lock first to take the newest of everything.
lock: ## write requirements.lock anew from pyproject.toml
	"$(PYTHON)" -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv==0.13.8
	build/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --quiet \
		--fork-strategy fewest --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file requirements.lock

clean: ## remove what was made: build, data/processed, caches (not .venv, not data/raw)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find data/processed -mindepth 1 ! -name README.md -delete
	find referat tests -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements.lock
	@"$(PYTHON)" -c '$(RECENT)' 2>/dev/null || { \
		echo "referat needs Python 3.11 or later; here is $$($(or $(PYTHON),python3) --version 2>&1)."; \
		echo "Install one, or say where it is: make PYTHON=/path/to/python"; exit 1; } >&2
	"$(PYTHON)" -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --only-binary :all: --requirement requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
