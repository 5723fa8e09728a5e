# knead. One Makefile, no recursion; one archive a room, so that the link lines are the architecture.
#   make            kneadd and knead             make V=1         shows the commands
#   make test       every test program           make test-slow   those that take minutes, run by CI
#   make vm-test    kneadd on simulated kernel devices, in a virtual machine; vm-test-gpiod2: by libgpiod 2
#   make cross      everything for 64-bit and 32-bit ARM; cross-test: the unit tests of the former, under qemu
#   make lint       cppcheck, clang-format, shellcheck
#   make check      layers, purity, lint, tests   make bench       figures beside their targets
#   make san        the tests under ASan + UBSan, then TSan       make cover     lines and branches of safety
#   make tsan       those under TSan alone                        make rtsan     no tick waits or allocates
#   make warnings   everything by the default compiler and clang  make fuzz      each fuzzer for 30 s
#   make prove      gate, supervisor, latch and packets by CBMC   make mutate    small breaks, all noticed?
#   make hazards        each answer to a hazard broken in a copy: its test must fail then
#   make install uninstall man    PREFIX and DESTDIR as usual     make deb      a Debian package, build/deb
#                   DEB_ARCH=arm64: of a Raspberry Pi, on another machine
#   make format clean             CC=clang works everywhere
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
PKGS    := liblo libconfig ncursesw libmd libgpiod

WARN := -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wdouble-promotion \
        -Wfloat-equal -Wshadow -Wundef -Wvla -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wcast-align -Wcast-qual -Wpointer-arith -Wwrite-strings \
        -Wformat=2 -Wswitch-enum -Wnull-dereference -Wimplicit-fallthrough
OPT_plain := -O3 -g
OPT_clang := -O3 -g
OPT_gpiod2 := -O2 -g
OPT_arm64 := -O2 -g
OPT_armhf := -O2 -g
OPT_asan  := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_tsan  := -O1 -g -fsanitize=thread
OPT_rtsan := -O1 -g -fsanitize=realtime
OPT_cover := -O2 -g
# On top, of what is measured alone: its branches as they are written.
SAFETY_cover := -O0 --coverage
OPT_fuzz  := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
$(if $(OPT_$(VARIANT)),,$(error there is no variant $(VARIANT), see the top of the Makefile))
ifeq ($(VARIANT)-$(origin CC),clang-default)
CC := clang
endif
# RealtimeSanitizer came with clang 20; Debian numbers it.
ifeq ($(VARIANT)-$(origin CC),rtsan-default)
CC := $(notdir $(firstword $(shell command -v clang-22 clang-21 clang-20 clang)))
endif
# -ffp-contract=off: results must not differ between compilers' fusions.
CFLAGS_ALL := -std=c11 -D_GNU_SOURCE $(WARN) $(OPT_$(VARIANT)) -ffp-contract=off -fno-math-errno \
              -pthread -MMD -MP -Iinclude -Isrc -DKNEAD_VERSION='"$(VERSION)"' $(CFLAGS)
LDFLAGS_ALL := $(filter -fsanitize% --coverage,$(OPT_$(VARIANT)) $(SAFETY_$(VARIANT))) -pthread $(LDFLAGS)

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
$(eval $(call remember,$(BUILD)/flags,$(CC) $(CFLAGS_ALL) $(SAFETY_$(VARIANT)) $(LDFLAGS_ALL)))
$(BUILD)/core/safety/%.o $(BUILD)/tests/core/%.o: CFLAGS_ALL += $(SAFETY_$(VARIANT))

# A comma, where one would part arguments.
, := ,
ROOMS := core sim rt io net app tool daemon
define room
SRC_$(1) := $$(filter-out $$(NOT_GPIOD),$$(sort $$(wildcard src/$(1)/*.c src/$(1)/*/*.c)))
OBJ_$(1) := $$(patsubst src/%.c,$$(BUILD)/%.o,$$(SRC_$(1)))
$$(eval $$(call remember,$$(BUILD)/lib$(1).list,$$(OBJ_$(1))))
$$(BUILD)/lib$(1).a: $$(OBJ_$(1)) $$(BUILD)/lib$(1).list
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $$(OBJ_$(1))
endef
# libgpiod 1.6 of Debian 12 and 2 of Debian 13 share no call: one of the two files is built.
GPIOD_V := $(if $(filter 1.%,$(shell pkg-config --modversion libgpiod 2>/dev/null)),1,2)
NOT_GPIOD := src/io/gpio_v$(if $(filter 1,$(GPIOD_V)),2,1).c
$(foreach r,$(ROOMS),$(eval $(call room,$(r))))
lib = $(foreach r,$(1),$(BUILD)/lib$(r).a)

PROGRAMS := $(patsubst src/%.c,$(BUILD)/%,$(wildcard src/kneadd.c src/knead.c))
.PHONY: all test tests test-slow vm-test vm-test-gpiod2 cross cross-test list-tests check lint layers warnings san tsan rtsan cover mutate prove fuzz hazards bench clean install \
        uninstall man deb format FORCE
all: $(PROGRAMS)

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) $(PKG_CFLAGS) -c $< -o $@

$(BUILD)/kneadd: $(BUILD)/kneadd.o $(call lib,daemon app net io core sim rt)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

$(BUILD)/knead: $(BUILD)/knead.o $(call lib,tool app net io core sim rt)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

# tests/<room>/test_*.c link with what that room may see; tests/integration sees everything but mains.
TESTS_core := core
TESTS_sim  := sim
TESTS_rt   := rt
TESTS_io   := io sim rt
TESTS_net  := net rt
TESTS_app  := app rt
TESTS_tool := tool app net io core sim rt
TESTS_integration := tool app net io core sim rt
TESTS_slow := $(TESTS_integration)
TEST_DIRS := core sim rt io net app tool integration slow
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
# The power fails at any call that a disk sees.
$(BUILD)/tests/app/test_power_cut: LDFLAGS_ALL += $(patsubst %,-Wl$(,)--wrap=%,write pwrite close fsync \
	fdatasync openat renameat unlinkat ftruncate posix_fallocate)
# Its disk becomes read-only, and slow.
$(BUILD)/tests/app/test_recorder_disk: LDFLAGS_ALL += $(patsubst %,-Wl$(,)--wrap=%,write pwrite fsync \
	fdatasync openat fstatvfs)
# How often a token is hashed.
$(BUILD)/tests/net/test_helm: LDFLAGS_ALL += -Wl$(,)--wrap=SHA256Init
# Preloaded into the controller itself, where no sanitizer is.
WATCHED := $(if $(filter plain clang,$(VARIANT)),$(BUILD)/tests/integration/watched.so)
$(BUILD)/tests/integration/watched.so: tests/integration/watched.c $(BUILD)/flags
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -Wno-missing-prototypes -O2 -fPIC -ftls-model=initial-exec -shared $< -o $@
# The slow ones are for test-slow and for CI.
TEST_BINS := $(foreach d,$(if $(filter true,$(CI)),$(TEST_DIRS),$(filter-out slow,$(TEST_DIRS))),$(BIN_$(d)))
TEST_SCRIPTS := $(sort $(if $(filter plain,$(VARIANT)),$(wildcard tests/scripts/test_*)) \
                $(wildcard tests/integration/test_*.py) \
                $(if $(filter true,$(CI)),$(wildcard tests/slow/test_*.py)))
SLOW_TESTS := $(BIN_slow) $(sort $(wildcard tests/slow/test_*.py))

tests: all $(TEST_BINS) $(WATCHED)
test: tests
	$(Q)BUILD=$(BUILD) scripts/run-tests $(TEST_BINS) $(TEST_SCRIPTS)
test-slow: all $(BIN_slow)
	$(Q)BUILD=$(BUILD) scripts/run-tests $(SLOW_TESTS)
cross:
	$(Q)tests/cross/run
cross-test:
	$(Q)tests/cross/run --tests $(ROOM)
# kneadd on kernel devices, in a virtual machine; some minutes.
vm-test: all
	$(Q)BUILD=$(BUILD) tests/io/vm/run
vm-test-gpiod2:
	$(Q)tests/io/vm/gpiod2
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

# Every answer to a hazard, broken in a copy of the tree: its test must fail.
hazards: tests
	$(Q)scripts/hazards

warnings:
	$(Q)$(MAKE) VARIANT=plain tests
	$(Q)$(MAKE) VARIANT=clang tests

san:
	$(Q)$(MAKE) VARIANT=asan test
	$(Q)$(MAKE) VARIANT=tsan test

tsan:
	$(Q)$(MAKE) VARIANT=tsan test

# Whatever starts the controller, with its ticks watched: none may wait, allocate or call the system.
# The compiled tests hand the loop ticks of their own, which do so on purpose.
ifeq ($(VARIANT),rtsan)
rtsan: all
	$(Q)BUILD=$(BUILD) scripts/run-tests $(filter-out %_install.py %_service.py %_run_script.py,$(filter %.py,$(TEST_SCRIPTS)))
else
rtsan:
	$(Q)echo 'int main(void) { return 0; }' | $(or $(shell command -v clang-22 clang-21 clang-20 | head -n 1),clang) \
		-fsanitize=realtime -x c - -o /dev/null 2>/dev/null || \
		{ echo 'knead: no clang with RealtimeSanitizer here: apt-get install clang-22 libclang-rt-22-dev' >&2; exit 2; }
	$(Q)$(MAKE) VARIANT=rtsan rtsan
endif

# What the tests of core reach in the safety code: all of it, or it fails.
ifeq ($(VARIANT),cover)
cover: $(BIN_core)
	$(Q)BUILD=$(BUILD) scripts/cover $(BIN_core)
else
cover:
	$(Q)$(MAKE) VARIANT=cover cover
endif

# Small breaks of the safety code, one after the other; goes on where it was stopped. MUTATE=FILE ...
mutate: $(BIN_core)
	$(Q)nice scripts/mutate $(MUTATE)

prove:
	$(Q)BUILD=$(BUILD) scripts/prove

# libFuzzer programs, which see everything; FUZZ_S seconds each, from a small corpus kept in tests/fuzz
# and the files that are shipped. What they find new stays in build/.
FUZZ_S  ?= 30
FUZZERS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
SEEDS_fuzz_config := config/rigs config/techniques config/patients
ifeq ($(VARIANT),fuzz)
$(FUZZERS): %: %.o $(call lib,$(TESTS_integration))
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer $^ $(LIBS) -o $@
fuzz: $(addprefix fuzz-,$(notdir $(FUZZERS)))
fuzz-%: $(BUILD)/tests/fuzz/%
	$(call say,FUZZ,$*)
	@mkdir -p $(BUILD)/corpus/$*
	$(Q)$< -max_total_time=$(FUZZ_S) -artifact_prefix=$(BUILD)/ -verbosity=0 -print_final_stats=$(V) \
		-max_len=16384 $(BUILD)/corpus/$* $(wildcard tests/fuzz/$*) $(SEEDS_$*)
else
fuzz:
	$(Q)$(MAKE) VARIANT=fuzz CC=clang fuzz
endif

format:
	$(Q)git ls-files --cached --others --exclude-standard '*.c' '*.h' | xargs clang-format -i

# Manual pages need help2man, and without it there are none.
install: all
	$(Q)! command -v help2man >/dev/null || $(MAKE) man
	$(Q)PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) BUILD=$(BUILD) scripts/install-knead install

uninstall:
	$(Q)PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) scripts/install-knead uninstall

man: all
	$(Q)scripts/man build/man $(BUILD)

deb:
	$(Q)DEB_ARCH=$(DEB_ARCH) scripts/deb

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.SECONDARY:
MAKEFLAGS += --no-print-directory
