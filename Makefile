# Every habit of the project; people and CI call the same targets.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install lock
install: .venv/installed
.venv/installed: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, or say PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock: install
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate --quiet -o requirements.lock

.PHONY: demo kafka
demo: install   ## a whole system with a fair and a crowd in it: make demo [JOBS=path.csv]
	@$(BIN)/livefair demo $(if $(JOBS),--jobs '$(JOBS)')

kafka: install  ## the jars of Apache Kafka, which tests and `livefair up --kafka apache` run
	@$(BIN)/python -m livefair.servers.jars

.PHONY: web web-check web-test
web/node_modules/.package-lock.json: web/package-lock.json web/package.json
	@command -v npm >/dev/null || { echo "Node 20.19 or newer with npm is needed to build the pages (to run Livefair it is not)"; exit 1; }
	npm --prefix web ci --no-fund --no-audit

web: web/node_modules/.package-lock.json        ## build the pages into services/fair/pages (committed)
	npm --prefix web run build

web-check: web/node_modules/.package-lock.json  ## fails when the committed pages are not what the sources build
	@built=$$(mktemp -d) && trap 'rm -rf "$$built"' EXIT && LIVEFAIR_PAGES="$$built" npm --prefix web run --silent build -- --logLevel warn \
	  && { diff -r "$$built" services/fair/pages || { echo "services/fair/pages is stale: run 'make web' and commit it"; exit 1; }; }

web-test: web/node_modules/.package-lock.json   ## types and unit tests of the pages
	npm --prefix web run --silent types
	npm --prefix web run --silent test
