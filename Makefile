# `make run` and `make test` are all a fresh machine needs, with Python 3.11 or newer and make.
HOST ?= 127.0.0.1
PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
# The first of these that is Python 3.11 or newer makes the environment.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11

.PHONY: run test test-all upgrade-check fuzz lint audit check contact-sheet bench

# 0.0.0.0 is every address of this computer, and none that a browser on Windows opens.
ADDRESS = http://$(HOST:0.0.0.0=localhost):$(PORT)/

# Compressing what websockets carry takes a seventh of a run; Streamlit's own server does not either. A run sends little.
run: $(VENV)/.installed
	@echo "Dashboard: $(ADDRESS)   (Ctrl+C ends it)"
	@exec $(PY) -m uvicorn asgi:app --host $(HOST) --port $(PORT) --no-access-log --ws-per-message-deflate false --ws-max-size 1000000 --no-server-header

# What Python compiles is kept: three processes and the servers that they start would each compile all of it anew.
test test-all: export PYTHONDONTWRITEBYTECODE :=

# Three for two processors: a test in a browser waits as long as it works. Whoever has done its share takes of the others'.
test: $(VENV)/.installed-dev
	@$(PY) -m tests.chromium
	$(PY) -m pytest -n 3 --dist worksteal -m "not slow"

# What tests/test_fuzz.py tries, 25 times as much of it: some 15,000 cases, three minutes on two free cores.
fuzz: $(VENV)/.installed-dev
	FUZZ=25 $(PY) -m pytest -n 2 tests/test_fuzz.py

test-all: $(VENV)/.installed-dev
	@$(PY) -m tests.chromium
	$(PY) -m pytest -n 3 --dist worksteal

# After a version was changed (docs/upgrading.md): first whether what is leaned on is there, then whether pages draw.
upgrade-check: $(VENV)/.installed-dev
	@$(PY) -m tests.chromium
	$(PY) -m pytest -q tests/test_upgrades.py
	$(PY) -m pytest -q tests/test_serving.py tests/test_security.py tests/test_limits.py tests/test_messages.py tests/test_browsers.py

lint: $(VENV)/.installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m lint
	$(VENV)/bin/oxlint --quiet lcdash static
	$(PY) -m bandit --quiet --configfile pyproject.toml --recursive .

# Known holes of every pinned version. `--strict`: what could not be asked about is not taken for sound.
audit: $(VENV)/.installed-dev
	@$(PY) -m pip_audit --strict --no-deps --disable-pip --progress-spinner off -r constraints.txt || { \
	  echo "The audit did not pass. It asks the index of Python packages about every line of constraints.txt: where the network" \
	  "does not reach it, nothing was audited." >&2; exit 1; }

check: $(VENV)/.installed
	$(PY) -m lcdash check

# How fast it is beside an empty Streamlit page; about fifteen minutes on a machine that does nothing else (bench/README.md).
bench: $(VENV)/.installed-dev
	@$(PY) -m tests.chromium
	@command -v nginx >/dev/null || { echo "The bench needs nginx. On Debian and Ubuntu: apt-get install nginx-light" >&2; exit 1; }
	$(PY) -m bench

# PAGES="map factors" photographs only these.
contact-sheet: $(VENV)/.installed-dev
	@$(PY) -m tests.chromium
	$(PY) -m tests.contact_sheet $(PAGES)

$(PY):
	@for python in $(PYTHONS); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "No virtual environment could be made with $$python. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "The dashboard needs Python 3.11 or newer; none of $(PYTHONS) is." >&2; exit 1

# Empty files that remember when the requirements were last installed: a second start installs nothing.
$(VENV)/.installed: requirements.txt constraints.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
