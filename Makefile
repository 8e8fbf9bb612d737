# make demo   the demo network on http://127.0.0.1:8000, from nothing
# make test   everything that is checked
# make bench  what it can bear
# make relevance   how well search ranks, on the judged set
# Further: make lock · make kept · make screenshots · make wheel · make clean

.DELETE_ON_ERROR:
.PHONY: demo test bench relevance lint lock kept messages screenshots wheel clean assets chromium

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# File by file, in order: the files with few but long tests would otherwise come last, and leave one worker alone.
SPREAD := --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
PORT ?= 8000
SYSTEM_PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

demo: export OMBRUK_BASE_URL ?= http://127.0.0.1:$(PORT)
demo: $(VENV)/runtime.stamp assets
	$(BIN)/ombruk demo load
	$(BIN)/ombruk serve --port $(PORT)

test: $(VENV)/dev.stamp build/whoosh3/stamp assets chromium lint
	$(BIN)/pytest $(SPREAD)
	$(BIN)/pytest $(SPREAD) --database=postgres -m "not browser and not once"

bench: $(VENV)/bench.stamp assets
	$(BIN)/python -m benchmarks

relevance: $(VENV)/dev.stamp
	$(BIN)/python -m tests.search.relevance

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --num-workers $(WORKERS)
	$(BIN)/lint-imports

# Front-end packages and translations; each knows by itself whether it has anything to do.
assets: $(VENV)/runtime.stamp
	@$(BIN)/python -m scripts.vendor
	@$(BIN)/python -m scripts.translations

chromium:
	@sh scripts/chromium.sh

lock: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.lock

# The kept list of routes and the kept OpenAPI document, written anew; look at the difference before committing it.
kept: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.kept

messages: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.messages

screenshots: $(VENV)/dev.stamp assets chromium
	$(BIN)/python -m scripts.screenshots

wheel: $(VENV)/dev.stamp
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf build dist screenshots marketplace/web/static/vendor
	find marketplace/translations -name '*.mo' -delete

$(BIN)/python:
	@test -n "$(SYSTEM_PYTHON)" || { echo "Python 3.11 or later is needed, and none was found." >&2; exit 1; }
	@sh scripts/venv.sh "$(SYSTEM_PYTHON)" $(VENV)

$(VENV)/runtime.stamp: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements/runtime.txt
	$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/runtime.stamp
	$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/runtime.stamp
	$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements/bench.txt
	@touch $@

# Another package that is imported as whoosh: beside the environment, for the tests that search is not bound to one.
build/whoosh3/stamp: requirements/whoosh3.txt | $(VENV)/dev.stamp
	rm -rf $(@D)
	$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes --target $(@D) --requirement requirements/whoosh3.txt
	@touch $@
