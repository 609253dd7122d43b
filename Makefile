# Everything starts here. On a fresh machine `make serve` or `make test` is enough: each installs what it needs.

PORT ?= 8000
# tools/setup.py starts on 3.8 and finds 3.13 from there; an older Python cannot even read it.
ANY_PYTHON := $(shell for p in python3.13 python3 python; do \
	$$p -c "import sys; sys.exit(sys.version_info < (3, 8))" 2>/dev/null && echo $$p && break; done)
PYTHON := .venv/bin/python
# Before a program that npm has installed: where it and node are.
NODE_TOOLS := PATH="$(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$$PATH"
SETUP = $(or $(ANY_PYTHON),@echo "Python 3.13 is needed: see https://www.python.org/downloads/" && false) tools/setup.py

.DEFAULT_GOAL := help
.PHONY: help setup serve build release test test-long check bench load cost lighthouse screenshots social sources format lock pins clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: ## install everything that is needed (the other targets do so by themselves)
	@$(SETUP) packages

serve: setup ## build the site and serve it on http://127.0.0.1:8000 (PORT= for another, KEEP=1 for a copy in the browser)
	@exec $(PYTHON) -m site_build.serve --port $(PORT) $(if $(KEEP),--keep)

build: setup ## write the site to site/
	@$(PYTHON) -m site_build

release: setup ## pack the site and write what each host takes, to build/release (see deploy/README.md)
	@$(PYTHON) -m site_build.release

test: setup ## run every test (a browser is found or installed first)
	@$(SETUP) browser
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m site_build
	@echo "Testing …"
	@$(PYTHON) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

test-long: setup ## run the tests that take minutes, too
	@$(SETUP) browser
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m site_build
	@echo "Testing, the long way …"
	@$(PYTHON) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder -m "long or not long" --hypothesis-profile "new examples"

check: setup ## lint, types (Python and JavaScript), policy audit, translations, spelling, links
	@echo "Linting …"
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m ruff format --check --quiet .
	@$(NODE_TOOLS) biome check --error-on-warnings --log-level=error
	@echo "Checking types …"
	@$(PYTHON) -m mypy --no-error-summary
	@$(NODE_TOOLS) tsc --project widget
	@$(NODE_TOOLS) tsc --project widget/tsconfig.workers.json
	@echo "Auditing the policy …"
	@$(PYTHON) -m checker.audit
	@$(PYTHON) -m checker.changes
	@$(PYTHON) -m site_build
	@$(PYTHON) -m site_build.check
	@$(PYTHON) -m site_build.language

bench: setup ## measure the checker in CPython and in Pyodide
	@$(PYTHON) -m bench

load: setup ## how many readers a server can take: the checker's page beside a plain one
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m tools.load

cost: setup ## what a visitor costs: requests and bytes, counted by a real server
	@$(SETUP) browser
	@$(PYTHON) -m tools.nginx
	@$(PYTHON) -m tools.cost

lighthouse: setup ## measure the key pages as a phone meets them, with Lighthouse
	@$(SETUP) browser
	@$(PYTHON) -m tools.lighthouse

screenshots: setup ## pictures of the key pages, in build/screenshots
	@$(SETUP) browser
	@$(PYTHON) -m site_build
	@$(PYTHON) -m tools.screenshots

social: setup ## draw the pictures that links to the site are shown with
	@$(SETUP) browser
	@$(PYTHON) -m tools.social

sources: setup ## ask whether the sources are still there, and which facts to read again
	@$(PYTHON) -m tools.sources $(if $(ISSUE),--issue)

format: setup ## put the code into its one form
	@$(PYTHON) -m ruff check --quiet --fix .
	@$(PYTHON) -m ruff format --quiet .
	@$(NODE_TOOLS) biome check --write --log-level=error

lock: setup ## pin everything that requirements.in and package.json ask for
	@echo "Pinning Python packages …"
	@.venv/bin/uv pip compile --quiet --python-version 3.13 --generate-hashes --only-binary :all: --no-header \
		--no-annotate requirements.in --output-file requirements.txt
	@for each in properdocs zensical; do .venv/bin/uv pip compile --quiet --python-version 3.13 --generate-hashes \
		--only-binary :all: --no-header --no-annotate tests/retreat/$$each.in --output-file tests/retreat/$$each.txt || exit 1; done
	@echo "Pinning npm packages …"
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm install --package-lock-only
	@cd deploy && PATH="$(CURDIR)/.venv/bin:$$PATH" npm install --package-lock-only

pins: setup ## write the commit behind each action's tag into the workflows
	@$(PYTHON) -m tools.pins

clean: ## remove what a build leaves behind (not what was installed)
	@rm -rf build site .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results
