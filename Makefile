# One word per intent: `make help` lists them.
# `make site` needs Python >= 3.11; `make test` installs what else it needs.

VENV := .venv
BIN := $(VENV)/bin
TOOLS := tests/tools/node_modules/.package-lock.json
CHECKED := build.py dalil tests bench
UV := 0.13.9
DICTIONARIES := hunspell=hunspell /usr/share/hunspell/fr.dic=hunspell-fr-classical /usr/share/hunspell/ar.dic=hunspell-ar
BROWSER := 'chromium|chromium-browser|google-chrome=chromium+fonts-dejavu-core' libatomic.so.1=libatomic1

# PYTHON=…, WORKERS=…, PYTEST=…, BENCH=… and BUILD=… can be given on the command line.
PYTHON = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
WORKERS ?= 3
PYTEST ?=
BENCH ?=
BUILD ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: site serve check test lint bench lighthouse readability screenshots format lock clean help

site: $(VENV)/.site  ## Build the site into output/
	@$(BIN)/python build.py build $(BUILD)

serve: $(VENV)/.site  ## Serve the site on this machine, rebuilt at each change
	@$(BIN)/python build.py serve $(BUILD)

check: $(VENV)/.site  ## Report every fault of the content, write nothing
	@$(BIN)/python build.py check $(BUILD)

test: lint $(TOOLS)  ## Run every check and test; installs what they need
	@sh tests/tools/need.sh $(BROWSER) $(DICTIONARIES) java=default-jre-headless nginx=nginx apache2=apache2-bin
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST)

lint: $(VENV)/.test  ## Run the checks of the code alone
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(wildcard $(CHECKED))
	$(BIN)/lint-imports --cache-dir .cache/import-linter

bench: $(VENV)/.test  ## Compare the speed with other generators (BENCH=--help)
	@$(BIN)/python -m bench $(BENCH)

readability: $(VENV)/.site  ## Tell how easy each page is to read
	@$(BIN)/python build.py build --quiet --output .cache/readability
	@$(BIN)/python -m tests.content.readability .cache/readability

lighthouse: $(VENV)/.test  ## Ask Lighthouse about each kind of page (in minutes)
	@sh tests/tools/need.sh $(BROWSER) node=nodejs npm=npm nginx=nginx
	@cd bench/lighthouse && test -d node_modules || npm ci --silent
	@PATH="$$PATH:/usr/sbin:/sbin" $(BIN)/python -m bench.lighthouse

screenshots: $(VENV)/.test  ## Photograph each kind of page into .cache/screenshots/
	@sh tests/tools/need.sh $(BROWSER)
	@$(BIN)/python -m tests.browser.screenshots

format: $(VENV)/.test  ## Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(VENV)/.site  ## Pin the dependencies again (LOCK=--upgrade for newer ones)
	@$(BIN)/python -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet uv==$(UV)
	@for list in requirements requirements-dev; do \
		UV_CUSTOM_COMPILE_COMMAND='make lock' .cache/uv/bin/uv pip compile --quiet --universal \
			--generate-hashes --python-version 3.11 $(LOCK) $$list.in -o $$list.txt || exit 1; done

clean:  ## Remove what was installed and remembered; content and output stay
	rm -rf $(VENV) .cache tests/tools/node_modules .hypothesis
	find $(wildcard $(CHECKED)) -name __pycache__ -prune -exec rm -rf {} +

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*  ## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 20

# A virtual environment, its packages pinned and hashed. The tests' packages contain the site's.

$(VENV)/.site: requirements.txt
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/.test: requirements-dev.txt
	@$(call install,requirements-dev.txt)
	@touch $(VENV)/.site $@

define install
$(create_venv); echo "Installing the packages of $(1)"; \
$(BIN)/python -m pip install --quiet --require-hashes -r $(1)
endef

# Debian keeps ensurepip, which venv needs, in a package of its own.
define create_venv
set -e; if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	python="$(PYTHON)"; \
	if [ -z "$$python" ]; then echo 'Please install Python 3.11 or newer.' >&2; exit 2; fi; \
	$$python -c 'import ensurepip' 2>/dev/null || sh tests/tools/need.sh ensurepip=$$($$python -c \
		'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	$$python -m venv --clear $(VENV); \
fi
endef

$(TOOLS): tests/tools/package-lock.json tests/tools/.npmrc
	@sh tests/tools/need.sh node=nodejs npm=npm
	@cd tests/tools && npm ci --silent
	@touch $@
