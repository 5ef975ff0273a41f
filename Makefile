# make help  says what there is.
#
# Everything made goes below build/: the program to build/fuda, the sample site to build/site, and
# each other way of compiling to a folder of its own, build/VARIANT.

PREFIX       ?= /usr/local
DESTDIR      ?=
CFLAGS       ?= -O3 -g
AS_OF        ?= 2026-11-22
FUZZ_SECONDS ?= 60
VARIANT      ?= release
SUITES       ?=

# ---- how to compile: one line a variant ----

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
            -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2
# Those of the second line where the compiler has them, for this processor.
HARDEN   := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE \
            $(foreach flag,-fstack-clash-protection -fcf-protection,$(shell \
              $(CC) -Werror $(flag) -c -x c /dev/null -o /dev/null 2>/dev/null && echo $(flag)))
SANITIZE := -O1 -gline-tables-only -fno-omit-frame-pointer -fno-sanitize-recover=all -Werror

compiler.release := $(CC)
compiler.strict  := gcc
compiler.asan    := clang
compiler.tsan    := clang
compiler.cov     := gcc

flags.release := $(HARDEN) $(CFLAGS)
flags.strict  := $(HARDEN) -O2 -g -Werror
flags.asan    := $(SANITIZE) -fsanitize=address,undefined,fuzzer-no-link
flags.tsan    := $(SANITIZE) -fsanitize=thread
flags.cov     := -O0 -g --coverage

link.release := -pie -Wl,-z,relro,-z,now $(LDFLAGS)

COMPILER := $(or $(compiler.$(VARIANT)),$(error no variant $(VARIANT)))
COMPILE  := $(COMPILER) -std=gnu11 -D_GNU_SOURCE -Igen -pthread $(WARNINGS) $(flags.$(VARIANT)) \
            $(CPPFLAGS) -DFUDA_SITE_DIR='"$(PREFIX)/share/fuda"'
LINK     := $(COMPILER) -pthread $(flags.$(VARIANT)) $(link.$(VARIANT))
LIBS     := -lsodium -lsqlite3 -lcmark -lqrencode -lpng -ljansson -lcrypto -ldeflate -lbrotlienc $(LDLIBS)

# ---- what there is to compile ----

OUT  := build/$(VARIANT)
FUDA := $(if $(filter release,$(VARIANT)),build/fuda,$(OUT)/fuda)

PARTS := $(sort $(filter-out gen/main.c,$(wildcard gen/*.c gen/*/*.c)))
OBJS  := $(PARTS:%.c=$(OUT)/%.o)
FUZZ  := $(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/*/*_fuzz.c)))
TESTS := $(filter-out $(FUZZ),$(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/*/*.c))))

.PHONY: all site test bare lint fuzz bench cluster install uninstall deb deb-test image-test clean help programs packages FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: build/fuda ## the program, build/fuda

site: build/fuda ## the sample site, build/site
	build/fuda build --export content/sample/labels.jsonl --criteria content/sample/criteria \
		--site . --out build/site --as-of $(AS_OF)
	@echo "open build/site/index.html"

test: build/fuda ## all tests; SUITES="unit golden" are some
	@gen/packages.sh test
	@+tests/run $(SUITES)

bare: ## site and tests on bare Debian 12 and 13, made by debootstrap; needs root and the network
	@tests/bare.sh

lint: ## style, static analysis, layers
	@gen/packages.sh test
	@+tests/run lint

fuzz: ## each fuzz target for FUZZ_SECONDS, one minute by default
	@gen/packages.sh test
	@+FUZZ_SECONDS=$(FUZZ_SECONDS) tests/run fuzz

bench: build/fuda $(filter $(OUT)/tests/bench/%,$(TESTS)) ## speed beside yardsticks; N=20000 products
	tests/bench/run.mjs

# What tests run, in this variant.
programs: $(FUDA) $(TESTS) $(if $(filter asan,$(VARIANT)),$(FUZZ))

packages: # what a build needs
	@CC="$(CC)" gen/packages.sh build

deb: ## a Debian package, build/fuda_VERSION_ARCH.deb
	gen/deb/make.sh

cluster: build/fuda ## shards by a real Slurm, and by ssh on two machines that are namespaces; needs root
	@gen/packages.sh cluster
	@SUITE=cluster tests/cluster/slurm.sh
	@SUITE=cluster tests/cluster/ssh.sh

deb-test: deb ## installs, upgrades and removes it in a bare Debian; needs root and the network
	tests/packages/deb.sh

image-test: ## the steps of gen/deploy/Containerfile, without an engine; needs root and the network
	tests/packages/image.sh

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "  PREFIX=$(PREFIX) DESTDIR= CC= CFLAGS= VARIANT=release|strict|asan|tsan|cov"

# ---- compiling ----

# make -n shows the whole commands.
$(FUDA): $(OUT)/gen/main.o $(OUT)/gen.a
	@echo "link $@"
	@$(LINK) -o $@ $^ $(LIBS)

$(TESTS): %: %.o $(OUT)/gen.a
	@$(LINK) -o $@ $^ $(LIBS)

$(FUZZ): %: %.o $(OUT)/gen.a
	@$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# All but main.c; made anew, so that nothing of a file that has gone stays in it.
$(OUT)/gen.a: $(OBJS)
	@rm -f $@
	@ar rcs $@ $^

$(OUT)/%.o: %.c $(OUT)/command | packages
	@mkdir -p $(@D)
	@echo "$(COMPILER) $<"
	@$(COMPILE) -MMD -MP -c -o $@ $<

# Holds the command line, so that other flags compile everything anew.
$(OUT)/command: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(COMPILE))' | cmp -s - $@ || echo '$(subst ','\'',$(COMPILE))' >$@

-include $(OBJS:.o=.d) $(OUT)/gen/main.d $(TESTS:=.d) $(FUZZ:=.d)

# What the tests take from npm, pinned by the lock file.
tests/node_modules/.package-lock.json: tests/package-lock.json
	npm ci --prefix tests --no-audit --no-fund --loglevel=error
	@touch $@

# ---- installing ----

BIN   := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share/fuda
MAN   := $(DESTDIR)$(PREFIX)/share/man

install: build/fuda ## below PREFIX, /usr/local by default; what was changed there stays
	@BIN='$(BIN)' SHARE='$(SHARE)' MAN='$(MAN)' gen/install.sh install

uninstall: ## what install put there, but for what was changed since
	@BIN='$(BIN)' SHARE='$(SHARE)' MAN='$(MAN)' gen/install.sh uninstall
