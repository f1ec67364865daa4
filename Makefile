# Everything a developer runs. Every target sets up what it needs: the first time on a fresh machine, later nothing.
SHELL := /bin/sh
BIN   := .venv/bin
PATH  := $(CURDIR)/$(BIN):$(HOME)/.local/bin:$(PATH):$(CURDIR)/build/tools/bin:$(CURDIR)/build/tools/uv/bin
READY := .venv/.ready
LOCK  := uv pip compile pyproject.toml clients/python/pyproject.toml --group dev --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-package lienthong --quiet

CONTRACT := build/contract-with-source.binpb
COMMENTS := services/lienthong_emulator/edge/comments.binpb

unexport PYTHONDONTWRITEBYTECODE # every start would compile all of it again

# Whatever stands for a file is made once; the longest files do not come last.
IN_PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo up test check bench torture fuzz proto proto-check proto-lint proto-breaking lint format types imports \
	docs docs-check uv lock lock-check wheels containers clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Install uv where it is missing, then what requirements.lock pins, into .venv
	@:
$(READY): requirements.lock pyproject.toml clients/python/pyproject.toml deploy/setup.sh
	@sh deploy/setup.sh
	@touch $@

demo: setup ## The main job: five births become cards; pictures in build/demo/
	@$(BIN)/lienthong demo --out build/demo

up: setup ## Play every agency on localhost:50051
	@$(BIN)/lienthong up $(ARGS)

test: setup ## Run all tests on every core; ARGS="-k twins" picks some, ARGS="-n0" takes one process
	@$(BIN)/python -m pytest $(IN_PARALLEL) $(if $(CI),-p tests.no_skips) $(ARGS)

bench: setup ## Measure what we promise; prints a table, writes build/bench.json
	@$(BIN)/python -m tests.benchmarks $(ARGS)

torture: setup ## Kill agencies and break links while changes are filed; SEED=1 KILLS=1000 FAULTS=10000
	@$(BIN)/python -m tests.torture $(if $(SEED),--seed $(SEED)) $(if $(KILLS),--kills $(KILLS)) $(if $(FAULTS),--faults $(FAULTS))

fuzz: setup ## Send what nobody would send to every call of the contract; SEED=1 INPUTS=1000000
	@$(BIN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(INPUTS),--inputs $(INPUTS))

check: setup proto-check proto-lint proto-breaking lint types imports docs-check test ## Everything that must hold

proto: setup ## Generate the stubs and the descriptor set from the contract
	@$(BIN)/python deploy/generate.py proto .

proto-check: setup
	@$(BIN)/python deploy/generate.py proto build/generated
	@cp build/generated/build/*.binpb build/
	@! diff -rq -x __pycache__ build/generated/clients/python clients/python | grep -E '^Files|^Only in build|_pb2' || \
	  { echo "generated files are stale: run 'make proto' and commit"; exit 1; }
	@cmp -s build/generated/$(COMMENTS) $(COMMENTS) || { echo "$(COMMENTS) is stale: run 'make proto' and commit"; exit 1; }
	@echo "contract stubs: ok"

proto-lint: $(CONTRACT)
	@$(BIN)/buf lint $(CONTRACT) --config proto/buf.yaml && echo "contract lint: ok"

proto-breaking: setup
	@sh deploy/breaking.sh

lint: setup
	@$(BIN)/ruff check --quiet --no-cache && $(BIN)/ruff format --quiet --check --no-cache && echo "ruff: ok"

format: setup ## Bring the code into form
	@$(BIN)/ruff check --fix && $(BIN)/ruff format

types: setup
	@$(BIN)/pyright

imports: setup
	@$(BIN)/lint-imports

docs: $(CONTRACT) ## Generate the pages of docs/ that repeat what stands elsewhere
	@$(BIN)/python deploy/document.py

docs-check: $(CONTRACT)
	@$(BIN)/python deploy/document.py --check

$(CONTRACT): $(READY) deploy/generate.py $(shell find proto -name '*.proto')
	@$(BIN)/python deploy/generate.py proto build/generated
	@cp build/generated/build/*.binpb build/

uv: # the set-up would refuse while the lock is stale
	@sh deploy/setup.sh uv

lock: uv ## Write requirements.lock from pyproject.toml, keeping what fits; ARGS=--upgrade takes newer releases
	@$(LOCK) $(ARGS) --output-file requirements.lock

lock-check: uv ## Say whether requirements.lock fits pyproject.toml (asks the package registry)
	@mkdir -p build && cp requirements.lock build/requirements.lock
	@$(LOCK) --output-file build/requirements.lock
	@cmp -s requirements.lock build/requirements.lock && echo "lock: ok" || \
	  { echo "requirements.lock is stale: run 'make lock' and commit it"; exit 1; }

wheels: uv ## Build both distributions into dist/
	@uv build --quiet --all-packages --out-dir dist

containers: setup ## Build the image and type docs/containers.md, where an engine runs; takes ports 50051 to 50056 and 8080
	@$(BIN)/python -m pytest -n0 tests/in_containers.py $(ARGS)

clean: ## Remove what can be made again
	rm -rf build dist .venv clients/examples/node/node_modules
