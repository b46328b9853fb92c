# `make help` lists what there is. Everything runs from .venv, which makes itself.

PYTHON_HERE = .venv/bin/python
WITH_SERVERS = $(PYTHON_HERE) -m config.embedded with --
TEMPLATES = find accounts config forums trackers -name '*.html' -print0
DJADE = xargs -0 .venv/bin/djade --target-version 5.2

# What a production site is told; `manage.py check --deploy` judges it.
AS_IN_PRODUCTION = HTTPS=true BEHIND_PROXY=true DEBUG=false DEV_MAILBOX=false \
	SITE_URL=https://holdfast.example ALLOWED_HOSTS=holdfast.example

# Of these `make check` wants a reason for each place; B703 finds the same places as B308 once more.
JUDGED_BY_RUFF = B104,B108,B308,B310,B608,B703

UV = var/lock-tools/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help run manage test bench check audit format lock clean venv

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 14

run: venv ## run the whole site here, until Ctrl-C (PORT=8001 make run moves it)
	@exec $(PYTHON_HERE) -m config.embedded run

manage: venv ## a manage.py command beside `make run`: make manage ARGS="open_circle New"
	@exec $(PYTHON_HERE) -m config.embedded beside -- $(PYTHON_HERE) manage.py $(ARGS)

test: venv ## run every test (make test ARGS="-k name" chooses some)
	@exec $(PYTHON_HERE) -m pytest -n auto $(ARGS)

bench: venv ## what pages cost, beside servers of its own (make bench ARGS="--sizes small")
	@exec $(WITH_SERVERS) $(PYTHON_HERE) -m tests.performance $(ARGS)

check: venv ## judge format, style, imports, types, migrations and settings
	$(PYTHON_HERE) -m ruff format --check .
	$(PYTHON_HERE) -m ruff check .
	$(TEMPLATES) | $(DJADE) --check
	.venv/bin/lint-imports
	@$(AS_IN_PRODUCTION) $(WITH_SERVERS) $(MAKE) --no-print-directory check-beside-servers

.PHONY: check-beside-servers
check-beside-servers:
	$(PYTHON_HERE) -m mypy .
	$(PYTHON_HERE) manage.py makemigrations --check --dry-run
	$(PYTHON_HERE) manage.py check --deploy --fail-level WARNING --database default

audit: venv ## look for known holes: in what is installed (asks an advisory service), in what we wrote
	$(PYTHON_HERE) -m venv var/audit-tools
	var/audit-tools/bin/python -m pip install --quiet --disable-pip-version-check pip-audit bandit
	var/audit-tools/bin/bandit --quiet --recursive --severity-level medium --skip $(JUDGED_BY_RUFF) \
		--exclude '*/migrations/*' accounts config forums trackers
	var/audit-tools/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/app.txt

format: venv ## format code and templates, and mend what ruff can
	$(PYTHON_HERE) -m ruff format .
	$(PYTHON_HERE) -m ruff check --fix .
	-$(TEMPLATES) | $(DJADE)

lock: venv ## make requirements/*.txt anew from pyproject.toml (ARGS=--upgrade renews versions)
	$(PYTHON_HERE) -m venv var/lock-tools
	var/lock-tools/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(UV) --output-file requirements/app.txt
	$(UV) --extra dev --output-file requirements/dev.txt

clean: ## remove .venv and what tools keep; your data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@sh config/embedded/venv.sh
