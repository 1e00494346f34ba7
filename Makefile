# Every habit of the project; people and CI call the same targets.
PYTHON ?= python3
BIN := .venv/bin
KAFKA ?= mesh
.DEFAULT_GOAL := help
# Servers that are started again find their sources compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help clean
help:           ## what can be made
	@awk -F ':[^#]*## *' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

clean:          ## remove what can be made again, and a local system's data; .venv stays
	rm -rf build dist .livefair .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(wildcard schemas plumbing services livefair tests docs) -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: locked, with hashes.
.PHONY: install lock
install: .venv/installed  ## everything that is needed, into .venv
.venv/installed: requirements.lock deploy/tools.lock deploy/services.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, or say PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock: install   ## write the locked files anew from pyproject.toml and deploy/*.in
	@scripts/lock

# A system on this machine.
.PHONY: demo kafka
demo: install   ## a whole system with a fair and a crowd in it: make demo [JOBS=path.csv]
	@$(BIN)/livefair demo $(if $(JOBS),--jobs '$(JOBS)')

kafka: install  ## the jars of Apache Kafka, which tests and `livefair up --kafka apache` run
	@$(BIN)/python -m livefair.servers.jars
	@$(BIN)/python -m livefair.servers.classes

# A system in containers: docker compose up.
.PHONY: keys
keys: install   ## the secrets that docker-compose.yml needs, into secrets/ and .env
	@scripts/keys

# Proof: all but `check` and `quick` on real servers.
.PHONY: check quick test coverage mutate faults fuzz e2e walk bench bench-live contracts
check: install  ## format, lint, types, imports, contracts, prose
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary schemas plumbing services livefair tests $(wildcard docs/*.py)
	@said="$$($(BIN)/lint-imports)" || { echo "$$said"; exit 1; }
	$(BIN)/python -m tests.contracts.committed --check
	$(BIN)/python -m tests.contracts.drawn --check
	$(BIN)/python -m tests.architecture.prose

# Each worker has an Apache Kafka and a PostgreSQL of its own. One that is done takes tests from the others.
WORKERS ?= 2
TESTS := $(BIN)/pytest --ignore tests/e2e --ignore tests/faults
PARALLEL := -n $(WORKERS) --dist worksteal
quick: install  ## the fast tests, without servers and so without Java: about a minute
	$(TESTS) $(PARALLEL) -m "not servers and not long"

test: install kafka  ## every test but e2e and faults, on real Apache Kafka and PostgreSQL: make test [WORKERS=2]
	$(TESTS) $(PARALLEL)

coverage: install kafka  ## which branches the tests take, and whether each module's own test file covers it
	rm -rf build/coverage && mkdir -p build/coverage
	@$(BIN)/coverage run -m $(TESTS:$(BIN)/%=%) $(PARALLEL); tests=$$?; \
	  $(BIN)/coverage combine --quiet && $(BIN)/coverage report --fail-under=0 && $(BIN)/python -m tests.covered && exit $$tests

MODULE ?=
mutate: install  ## whether the tests notice changes of the pure rules: make mutate [MODULE=services/fair/sessions/drop.py]
	$(BIN)/python -m tests.mutation --workers $(WORKERS) $(MODULE)

MINUTES ?=
RATE ?= 200
faults: install kafka  ## 200 random faults under load, then the books: make faults [SEED=7] [MINUTES=20] [RATE=200]
	$(BIN)/python -m tests.faults.storm --minutes $(or $(MINUTES),20) --rate $(RATE) $(if $(SEED),--seed $(SEED))

fuzz: install kafka build/fuzz/installed  ## random requests to every service, made from their OpenAPI documents: make fuzz [MINUTES=10]
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10)

build/fuzz/installed: tests/fuzz/fuzz.lock
	$(PYTHON) -m venv build/fuzz
	build/fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/fuzz/fuzz.lock
	touch $@

e2e: install kafka  ## the whole system from outside: journeys, pages in Chromium, faults
	CHROMIUM="$$(scripts/chromium)" FFMPEG="$$(scripts/ffmpeg)" $(BIN)/pytest $(wildcard tests/e2e tests/faults)

walk: install   ## the contract, walked against a system of its own: make walk [KAFKA=apache]
	@scripts/walk $(KAFKA)

bench: install kafka  ## a table of ratios against baselines, and build/bench.json: make bench [NAMES=sink] [REPEATS=1]
	$(BIN)/python -m livefair.bench $(NAMES) $(if $(REPEATS),--repeats $(REPEATS))

CROWD := build/bench-live/viewers build/bench-live/bare
build/bench-live/%: livefair/bench/%.c
	@command -v cc >/dev/null || { echo "A C compiler is needed: apt-get install gcc libc6-dev"; exit 1; }
	@mkdir -p $(@D)
	cc -O2 -Wall -Wextra -o $@ $<

bench-live: install kafka $(CROWD)  ## the live edge beside a bare loop, and build/bench-live.json: make bench-live [NAMES=fanout] [REPEATS=1] [VIEWERS=1000] [HELD=2000]
	$(BIN)/python -m livefair.bench.live_edge $(NAMES) $(if $(REPEATS),--repeats $(REPEATS)) \
	  $(if $(VIEWERS),--viewers $(VIEWERS)) $(if $(HELD),--held $(HELD))

contracts: install  ## rewrite docs/contracts and the pages of states; refuses what breaks: make contracts [BREAKING=yes]
	@$(BIN)/python -m tests.contracts.committed $(if $(BREAKING),--breaking)
	@$(BIN)/python -m tests.contracts.drawn

# The pages: sources in web/, built files committed in services/fair/pages.
.PHONY: web web-format web-check web-test
web/node_modules/.package-lock.json: web/package-lock.json web/package.json
	@command -v npm >/dev/null || { echo "Node 20.19 or newer with npm is needed to build the pages (to run Livefair it is not)"; exit 1; }
	npm --prefix web ci --no-fund --no-audit

web: web/node_modules/.package-lock.json        ## build the pages into services/fair/pages (committed)
	npm --prefix web run build

web-format: web/node_modules/.package-lock.json ## format the pages' sources and fix what the linter can fix
	npm --prefix web run --silent format

web-check: web/node_modules/.package-lock.json  ## format and lint of the pages; fails when the committed ones are not what the sources build
	npm --prefix web run --silent check
	@built=$$(mktemp -d) && trap 'rm -rf "$$built"' EXIT && LIVEFAIR_PAGES="$$built" npm --prefix web run --silent build -- --logLevel warn \
	  && { diff -r "$$built" services/fair/pages || { echo "services/fair/pages is stale: run 'make web' and commit it"; exit 1; }; }

web-test: web/node_modules/.package-lock.json   ## types and unit tests of the pages
	npm --prefix web run --silent types
	npm --prefix web run --silent test
