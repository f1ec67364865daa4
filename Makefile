# Everything a developer runs. `make demo` and `make test` set up what they need.
SHELL   := /bin/sh
PATH    := $(HOME)/.local/bin:$(CURDIR)/build/tools/bin:$(PATH)
UV      := uv
RUN     := $(UV) run --no-sync

.PHONY: help setup demo up test check bench proto proto-check proto-lint proto-breaking lint types imports docs-check clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.stamp ## Install uv where it is missing, then the locked dependencies
.venv/.stamp: requirements.lock pyproject.toml clients/python/pyproject.toml
	@sh deploy/setup.sh
	@touch $@

demo: setup ## The main job: five births become cards; pictures in build/demo/
	@$(RUN) lienthong demo --out build/demo

up: setup ## Play every agency on localhost:50051
	@$(RUN) lienthong up

test: setup ## Run all tests
	@$(RUN) pytest $(ARGS)

bench: setup ## Measure what we promise; table and build/bench.json
	@$(RUN) python -m tests.benchmarks $(ARGS)

check: setup proto-check proto-lint proto-breaking lint types imports docs-check test ## Everything that must hold

proto: setup ## Generate the stubs and the descriptor set from the contract
	@$(RUN) python deploy/generate.py

proto-check: proto
	@git diff --exit-code --stat -- clients/python docs/contract.md || { echo "generated files are stale: run 'make proto' and commit"; exit 1; }

proto-lint: proto
	@$(RUN) buf lint build/contract-with-source.binpb --config proto/buf.yaml && echo "contract lint: ok"

proto-breaking: proto
	@sh deploy/breaking.sh

lint: setup
	@$(RUN) ruff check && $(RUN) ruff format --check

types: setup
	@$(RUN) pyright

imports: setup
	@$(RUN) lint-imports

docs-check: setup
	@$(RUN) python deploy/document.py --check

clean: ## Remove what can be made again
	rm -rf build .venv
