# A thin face over swift build and swift test. Every target can be called first; each makes what it needs.
SHELL := /bin/bash
PREFIX ?= /usr/local
BUILD := .build/release
SWIFT ?= swift
PACKAGES := libhwloc-dev libnuma-dev
TEST_PACKAGES := qemu-system-x86 busybox-static cpio numactl hwloc-nox dmidecode gcc binutils libc6-dev bzip2 util-linux \
	gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static python3-prometheus-client python3-jsonschema \
	tidy cmark-gfm chromium python3
# These emulate machines, and are most of the time: the others run beside them.
BOOTING_TESTS := GuestTests|EmulationTests
BENCH_PACKAGES := likwid gcc
BENCH ?= Documentation/Comparison.md
PROGRAMS = $(notdir $(wildcard Probes/*))
INSTALLED = probe $(addprefix probe-,$(PROGRAMS))
# Where man pages and completions are made, and where they are installed.
MANUAL := .build/manual-pages
SHARE = $(DESTDIR)$(PREFIX)/share
MAN := man/man1
BASH_COMPLETIONS := bash-completion/completions
ZSH_COMPLETIONS := zsh/site-functions
FISH_COMPLETIONS := fish/vendor_completions.d

.PHONY: help deps test-deps build report test bench validate ladder profile engine asm sanitize fuzz faults lint format man install uninstall clean

help: ## what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | column -t -s:

deps: ## install what building needs
	@scripts/install-packages $(PACKAGES)

test-deps: deps ## install what the tests need as well
	@scripts/install-packages $(TEST_PACKAGES)

build: deps ## build all programs for measuring
	$(SWIFT) build -c release

report: build $(if $(ENGINE),engine) ## measure this machine and write a report; with ENGINE=1 its llama.cpp too
	$(BUILD)/probe all $(ARGS)

engine: ## build llama.cpp's llama-bench once, in a quarter of an hour, for `probe engine`; ENGINE_COMPILER=clang with Swift's clang
	SWIFT="$(SWIFT)" scripts/build-engine $(ENGINE_COMPILER)

test: deps ## build and run every test
	@# What only tests need is installed while they are built.
	$(MAKE) --no-print-directory test-deps & installing=$$!; \
		$(SWIFT) build -c release --build-tests; built=$$?; wait $$installing && exit $$built
	SWIFT="$(SWIFT)" scripts/run-tests '$(BOOTING_TESTS)'

bench: build ## compare with likwid-bench, in turn, on this machine; writes the table to BENCH
	@scripts/install-packages $(BENCH_PACKAGES)
	scripts/bench-bandwidth $(BUILD)/probe-bandwidth $(PAIRS) | tee $(BENCH)
	scripts/bench-flops $(BUILD)/probe-flops $(PAIRS) | tee -a $(BENCH)

validate: build ## compare predictions with llama-bench on this machine, in half an hour; VALIDATE=quick in two minutes
	SWIFT="$(SWIFT)" scripts/validate $(BUILD)/probe

ladder: build ## measure llama.cpp at several levels of instruction sets here, and keep it as evidence, in half an hour
	SWIFT="$(SWIFT)" scripts/ladder $(BUILD)/probe $(MACHINE)

profile: build ## fit the profile that comes with the program to all evidence, and write how well it holds where left out
	$(BUILD)/probe evidence Evidence --profile Sources/Catalog/Data/profile.json --output Documentation/Accuracy.md

asm: build ## show the instructions that each loop promises
	scripts/show-instructions $(BUILD)/CKernels.build

sanitize: ## run the C kernels, teams and barriers under the sanitizers of Swift's clang
	SWIFT="$(SWIFT)" scripts/sanitize

fuzz: deps ## feed damaged files to every reader, each for FUZZ_SECONDS (600)
	SWIFT="$(SWIFT)" scripts/fuzz

faults: build ## run probe all FAULTS times (200), each with a random fault, in half an hour; prints a table of what became of them
	FAULTS=$(or $(FAULTS),200) PROGRAMS=$(BUILD) scripts/fault-campaign

lint: ## check the style
	$(SWIFT) format lint --strict --recursive Package.swift Sources Probes Tests Fuzz

format: ## apply the style
	$(SWIFT) format --in-place --recursive Package.swift Sources Probes Tests Fuzz

man: build ## make man pages and completions, below MANUAL
	SWIFT="$(SWIFT)" scripts/generate-manual $(MANUAL) $(addprefix $(BUILD)/,$(INSTALLED))

install: man ## install the programs, man pages and completions below PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(addprefix $(SHARE)/,$(MAN) $(BASH_COMPLETIONS) $(ZSH_COMPLETIONS) $(FISH_COMPLETIONS))
	install -m 755 $(addprefix $(BUILD)/,$(INSTALLED)) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(MANUAL)/man1/* $(SHARE)/$(MAN)
	install -m 644 $(MANUAL)/bash/* $(SHARE)/$(BASH_COMPLETIONS)
	install -m 644 $(MANUAL)/zsh/* $(SHARE)/$(ZSH_COMPLETIONS)
	install -m 644 $(MANUAL)/fish/* $(SHARE)/$(FISH_COMPLETIONS)

uninstall: ## remove them again
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,$(INSTALLED)) \
		$(patsubst %,$(SHARE)/$(MAN)/%.1,$(INSTALLED)) $(addprefix $(SHARE)/$(BASH_COMPLETIONS)/,$(INSTALLED)) \
		$(addprefix $(SHARE)/$(ZSH_COMPLETIONS)/_,$(INSTALLED)) \
		$(patsubst %,$(SHARE)/$(FISH_COMPLETIONS)/%.fish,$(INSTALLED))

clean: ## remove what was built
	rm -rf .build
