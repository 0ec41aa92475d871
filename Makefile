# firstask: make help lists the goals. The work is done by scripts/, which run alone too.

PKG       ?= ./...
RUN       ?= .
STORY     ?=
COUNT     ?= 5
FUZZTIME  ?= 20s
BENCH     ?= .

.DEFAULT_GOAL := help
.PHONY: help setup build test race stories lint fmt fuzz bench demo check clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the tests need: a C compiler, Redis, Chromium, a Chinese font
	@scripts/setup.sh

build: ## the program, static, as bin/firstask
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/firstask .

test: ## the whole run: vet, every test, race detector, random order (installs what is missing)
	@scripts/test.sh

race: ## hunt for races: the tests of PKG, COUNT times (PKG=./store/... RUN=Commit COUNT=20)
	@scripts/test.sh -race -shuffle=on -count=$(COUNT) -run '$(RUN)' $(PKG)

stories: ## the stories, each named as it passes (STORY=handoff for some)
	@scripts/test.sh -v -count=1 -run '^TestStories$$/$(STORY)' ./app/...

lint: ## golangci-lint in the pinned version (built into .tools at first)
	@scripts/lint.sh

fmt: ## format the code as the linter wants it
	@scripts/lint.sh fmt ./...

fuzz: ## every fuzz target for FUZZTIME (PKG=./config/... FUZZTIME=5m)
	@scripts/fuzz.sh '$(FUZZTIME)' '$(PKG)'

bench: ## the table of ratios, or one room's benchmarks (PKG=./calendar BENCH=Add)
ifeq ($(origin PKG),command line)
	@scripts/test.sh -run '^$$' -bench '$(BENCH)' -benchmem $(PKG)
else
	go run ./bench
endif

demo: ## a company in one process, played in the browser; needs no Slack and no Redis
	go run . demo

check: ## all that a change has to pass, as the build machine does it
	@.ci/run

clean: ## remove what these goals made
	rm -rf bin .tools
