# make demo   everything set up, the book built, a sample class made and graded
# make test   everything set up, all tests passed
# make help   the rest

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SCHEMA := $(BIN)/check-jsonschema --quiet --builtin-schema vendor
CLASS := examples/class/otto__04_activations.ipynb

.PHONY: help setup hooks demo serve test lint hosting bundles compared bench lock clean

help:
	@echo "make demo      set up, build the book, release and grade a sample class"
	@echo "make serve     serve the built book on this machine"
	@echo "make test      set up, run all tests, browser tests included"
	@echo "make lint      formatting, lint, types, workflow files, frozen banks"
	@echo "make hooks     run the quick half of make lint before every commit"
	@echo "make bundles   fail if a committed JavaScript bundle is not what its sources give"
	@echo "make compared  install PyTorch and scikit-learn, compare the kept numbers with theirs"
	@echo "make bench     the long measurements of benchmarks/, and the whole audit"
	@echo "make lock      resolve requirements.lock anew"
	@echo "make clean     remove what was built (not the environment, not course/)"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(CLASS): examples/make_class.py chapters/04_activations.md solutions/activations.py \
    grader/exercises/activations.py $(wildcard tests/chapters/alternatives/*/activations.py) | $(READY)
	@$(BIN)/python examples/make_class.py $(@D)

demo: $(READY) $(CLASS)
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
	@$(BIN)/python -m tests.machine || true
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not slow"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/n2n freeze --check
	@$(MAKE) --no-print-directory hosting

hosting: $(READY)
	$(SCHEMA).github-workflows .github/workflows/*.yml
	$(SCHEMA).github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(SCHEMA).github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(SCHEMA).citation-file-format CITATION.cff
	$(BIN)/zizmor --offline --quiet .github/workflows

hooks: $(READY)
	@$(BIN)/pre-commit install

bundles: $(READY)
	@$(BIN)/python -m tests.node npm ci --silent --ignore-scripts
	@$(BIN)/python -m tests.node node build.mjs --check

COMPARE := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["compare"])

compared: $(READY)
	@$(BIN)/pip install --quiet --disable-pip-version-check $$($(BIN)/python -c '$(COMPARE)')
	$(BIN)/python -m tests.compared
	$(BIN)/python benchmarks/training.py --rounds 1 --epochs 12

bench: compared
	$(BIN)/n2n audit --output grader/author/audited.json
	$(BIN)/python -m pytest --whole -m "slow or sampled" --timeout 3600
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --extra course --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache examples/class
