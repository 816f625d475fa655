# make demo   everything set up, the book built, the sample class graded
# make test   everything set up, all tests passed
# make help   the rest

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup demo serve test lint bundles bench lock clean

help:
	@echo "make demo     set up, build the book, release and grade the sample class"
	@echo "make serve    serve the built book on this machine"
	@echo "make test     set up, run all tests, browser tests included"
	@echo "make lint     formatting, lint, types, frozen banks"
	@echo "make bundles  fail if a committed JavaScript bundle is not what its sources give"
	@echo "make bench    the long measurements of benchmarks/, and the whole audit"
	@echo "make lock     resolve requirements.lock anew"
	@echo "make clean    remove what was built (not the environment, not course/)"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: $(READY)
	@$(BIN)/n2n book
	@$(BIN)/n2n release 04_activations
	@$(BIN)/n2n collect 04_activations examples/class --force
	@$(BIN)/n2n autograde 04_activations
	@$(BIN)/n2n report 04_activations > /dev/null
	@echo
	@echo "Open the book:      make serve"
	@echo "Read the feedback:  course/feedback/"

serve: $(READY)
	@$(BIN)/n2n serve

test: $(READY)
	@$(BIN)/python -m tests.browser || true
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not slow" --ignore tests/engine --ignore tests/hostile
	@# these measure processes, descriptors and clocks: alone, one after another
	$(BIN)/python -m pytest -m "not slow" tests/engine tests/hostile

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/n2n freeze --check

bundles: $(READY)
	@$(BIN)/python -m tests.node npm ci --silent --ignore-scripts
	@$(BIN)/python -m tests.node node build.mjs --check

bench: $(READY)
	$(BIN)/n2n audit --output grader/author/audited.json
	$(BIN)/python -m pytest -m slow --timeout 3600
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --extra course --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache
