# knead. One Makefile, no recursion; one archive a room, so that the link lines are the architecture.
#   make            kneadd and knead             make V=1         shows the commands
#   make test       every test program           make lint        cppcheck, clang-format, shellcheck
#   make check      layers, purity, lint, tests   make bench       figures beside their targets
#   make san        the tests under ASan + UBSan, then TSan       make cover     lines and branches of safety
#   make warnings   everything by the default compiler and clang  make fuzz      each fuzzer for 30 s
#   make install uninstall format clean                           CC=clang works everywhere
# Variants build in folders of their own: build/plain build/clang build/asan build/tsan ...; a change
# of compiler or flags builds anew.

.DEFAULT_GOAL := all
VARIANT ?= plain
BUILD   := build/$(VARIANT)
V       ?= 0
Q       := $(if $(filter 0,$(V)),@,)
say      = $(if $(filter 0,$(V)),@printf '  %-7s %s\n' $(1) $(2))

VERSION := 0.1.0
PREFIX  ?= /usr/local
PKGS    := liblo libconfig ncursesw

WARN := -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wdouble-promotion \
        -Wfloat-equal -Wshadow -Wundef -Wvla -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wcast-align -Wcast-qual -Wpointer-arith -Wwrite-strings \
        -Wformat=2 -Wswitch-enum -Wnull-dereference -Wimplicit-fallthrough
OPT_plain := -O3 -g
OPT_clang := -O3 -g
OPT_asan  := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_tsan  := -O1 -g -fsanitize=thread
OPT_cover := -O0 -g --coverage
OPT_fuzz  := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
$(if $(OPT_$(VARIANT)),,$(error there is no variant $(VARIANT), see the top of the Makefile))
ifeq ($(VARIANT)-$(origin CC),clang-default)
CC := clang
endif
# -ffp-contract=off: results must not differ between compilers' fusions.
CFLAGS_ALL := -std=c11 -D_GNU_SOURCE $(WARN) $(OPT_$(VARIANT)) -ffp-contract=off -fno-math-errno \
              -pthread -MMD -MP -Iinclude -Isrc -DKNEAD_VERSION='"$(VERSION)"' $(CFLAGS)
LDFLAGS_ALL := $(filter -fsanitize% --coverage,$(OPT_$(VARIANT))) -pthread $(LDFLAGS)

# Asked when first needed and once: pkg-config is not needed to clean.
pkg  = $(if $(filter 0,$(shell pkg-config --exists $(2) 2>/dev/null; echo $$?)),$(shell pkg-config $(1) $(2)),\
       $(error pkg-config does not find all of: $(2). Try scripts/install test))
once = $(eval $(1) := $(2))$($(1))
PKG_CFLAGS = $(call once,PKG_CFLAGS,$(call pkg,--cflags,$(PKGS)))
LIBS       = $(call once,LIBS,$(call pkg,--libs,$(PKGS)) -lm)
CMOCKA     = $(call once,CMOCKA,$(call pkg,--libs,cmocka))

# $(call remember,FILE,TEXT): FILE holds TEXT and is touched only when TEXT changes.
define remember
$(1): $(if $(subst x$(strip $(2))x,,x$(strip $(file <$(1)))x),FORCE)
	$$(shell mkdir -p $$(@D))$$(file >$$@,$(strip $(2)))@:
endef
$(eval $(call remember,$(BUILD)/flags,$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL)))

ROOMS := core sim rt io net app tool daemon
define room
SRC_$(1) := $$(sort $$(wildcard src/$(1)/*.c src/$(1)/*/*.c))
OBJ_$(1) := $$(patsubst src/%.c,$$(BUILD)/%.o,$$(SRC_$(1)))
$$(eval $$(call remember,$$(BUILD)/lib$(1).list,$$(OBJ_$(1))))
$$(BUILD)/lib$(1).a: $$(OBJ_$(1)) $$(BUILD)/lib$(1).list
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $$(OBJ_$(1))
endef
$(foreach r,$(ROOMS),$(eval $(call room,$(r))))
lib = $(foreach r,$(1),$(BUILD)/lib$(r).a)

PROGRAMS := $(patsubst src/%.c,$(BUILD)/%,$(wildcard src/kneadd.c src/knead.c))
.PHONY: all test tests list-tests check lint layers warnings san cover fuzz bench clean install \
        uninstall format FORCE
all: $(PROGRAMS)

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) $(PKG_CFLAGS) -c $< -o $@

$(BUILD)/kneadd: $(BUILD)/kneadd.o $(call lib,daemon app net io core sim rt)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

$(BUILD)/knead: $(BUILD)/knead.o $(call lib,tool app net core sim rt)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

# tests/<room>/test_*.c link with what that room may see; tests/integration sees everything but mains.
TESTS_core := core
TESTS_sim  := sim
TESTS_rt   := rt
TESTS_io   := io sim rt
TESTS_net  := net rt
TESTS_app  := app rt
TESTS_tool := tool app net core sim rt
TESTS_integration := tool app net io core sim rt
TEST_DIRS := core sim rt io net app tool integration
FAKES := $(sort $(wildcard tests/fakes/*.c))
OBJ_fakes := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(FAKES))

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) -Wno-missing-prototypes -Itests $(PKG_CFLAGS) -c $< -o $@

define test_dir
BIN_$(1) := $$(patsubst tests/%.c,$$(BUILD)/tests/%,$$(sort $$(wildcard tests/$(1)/test_*.c)))
$$(BIN_$(1)): %: %.o $$(OBJ_fakes) $$(call lib,$$(TESTS_$(1)))
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS_ALL) $$^ $$(CMOCKA) $$(LIBS) -o $$@
endef
$(foreach d,$(TEST_DIRS),$(eval $(call test_dir,$(d))))
TEST_BINS := $(foreach d,$(TEST_DIRS),$(BIN_$(d)))
TEST_SCRIPTS := $(sort $(if $(filter plain,$(VARIANT)),$(wildcard tests/scripts/test_*)) \
                $(wildcard tests/integration/test_*.py))

tests: all $(TEST_BINS)
test: tests
	$(Q)BUILD=$(BUILD) scripts/run-tests $(TEST_BINS) $(TEST_SCRIPTS)
list-tests:
	@printf '%s\n' $(TEST_BINS) $(TEST_SCRIPTS)

# Bench programs see everything, as integration tests do.
BENCHES := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/bench/*.c)))
$(BENCHES): %: %.o $(call lib,$(TESTS_integration))
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@
bench: all $(BENCHES)
	$(Q)BUILD=$(BUILD) scripts/bench

layers: $(call lib,core sim)
	$(Q)scripts/check-layers && BUILD=$(BUILD) scripts/check-purity

lint:
	$(Q)scripts/lint

check: layers lint test

warnings:
	$(Q)$(MAKE) VARIANT=plain tests
	$(Q)$(MAKE) VARIANT=clang tests

san:
	$(Q)$(MAKE) VARIANT=asan test
	$(Q)$(MAKE) VARIANT=tsan test

# What the tests of core reach in the safety code.
ifeq ($(VARIANT),cover)
cover: $(BIN_core)
	$(Q)find $(BUILD) -name '*.gcda' -delete
	$(Q)BUILD=$(BUILD) scripts/run-tests $(BIN_core)
	$(Q)cd $(BUILD) && gcov --no-output --branch-probabilities core/safety/*.gcda | grep -A 2 "^File 'src/"
else
cover:
	$(Q)$(MAKE) VARIANT=cover cover
endif

# libFuzzer programs, which see everything; FUZZ_S seconds each.
FUZZ_S  ?= 30
FUZZERS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/fuzz/*.c)))
ifeq ($(VARIANT),fuzz)
$(FUZZERS): %: %.o $(call lib,$(TESTS_integration))
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer $^ $(LIBS) -o $@
fuzz: $(FUZZERS)
	$(Q)for f in $(FUZZERS); do \
		echo "  FUZZ    $$f"; \
		$$f -max_total_time=$(FUZZ_S) -artifact_prefix=$(BUILD)/ -verbosity=0 || exit 1; \
	done
else
fuzz:
	$(Q)$(MAKE) VARIANT=fuzz CC=clang fuzz
endif

format:
	$(Q)git ls-files --cached --others --exclude-standard '*.c' '*.h' | xargs clang-format -i

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/knead
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	cp -r config/rigs config/techniques config/patients $(DESTDIR)$(PREFIX)/share/knead

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/kneadd $(DESTDIR)$(PREFIX)/bin/knead
	rm -rf $(DESTDIR)$(PREFIX)/share/knead

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.SECONDARY:
MAKEFLAGS += --no-print-directory
