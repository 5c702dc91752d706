# The commands of the project; `make help` lists them. They need make, git and any Python from 3.8 on.
.DEFAULT_GOAL := help
.PHONY: help setup run reset test check bench proof-experience fix messages

# The first Python that starts: it only makes the environment, in which everything else runs.
PYTHON = $(shell for p in python3 /usr/bin/python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && { echo $$p; break; }; done)
LOCAL = .venv/bin/python -m mediator.local
ARGS ?=
# Set on many machines, this costs each start of Django three seconds of compiling, and a run starts a dozen of them.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: ## Make or refresh the environment (the others do it by themselves)
	@test -n "$(PYTHON)" || { echo "No Python 3.8 or newer is here. Install one: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) mediator/local/bootstrap.py

run: setup ## Start everything on this machine: PORT=8000 chooses the port, Ctrl-C stops it
	@exec $(LOCAL) run

reset: setup ## Stop what runs here and throw its data (var/) away
	@$(LOCAL) reset

test: setup ## Run every test; ARGS="tests/accounts -k login" narrows
	@$(LOCAL) tools
	@.venv/bin/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: setup ## Run every check that needs no server: style, borders, types, templates, migrations, translations
	@$(LOCAL) check

bench: setup ## Measure beside the smallest Django application; ARGS="--files 1000000" (docs/performance.md)
	@.venv/bin/python -m bench $(ARGS)

proof-experience: setup ## Measure what the pages promise; ARGS="D9 --languages ar" or ARGS=--faults (docs/proof.md)
	@$(LOCAL) tools
	@.venv/bin/python -m tests.browser.proof $(ARGS)

fix: setup ## Mend what style checks can mend by themselves
	@.venv/bin/ruff check -q --fix . ; .venv/bin/ruff format -q .

messages: setup ## Bring the catalogues in locale/ up to date with the code
	@$(LOCAL) messages
