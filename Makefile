# The package is ordinary SwiftPM; this file only installs what is missing and names the usual verbs.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
# make test FILTER=Calibration runs the tests whose names match.
FILTER ?=
# Extra arguments of the benchmarks, such as BENCH="--filter '1 thread.train'" and PEERS='--threads 1 --filter sst'.
BENCH ?=
PEERS ?=
# Extra arguments for every build, such as SWIFTFLAGS=--disable-sandbox inside a container.
SWIFTFLAGS ?=

RELEASE = -c release $(SWIFTFLAGS)
# What is installed needs no Swift beside it, and starts faster. Tests cannot be linked so: it is a build of its own.
INSTALLED = $(RELEASE) --static-swift-stdlib --scratch-path .build/installed
WORDS = hello phonology Edinburgh photograph photographer
SOURCES = Sources Tests Package.swift Benchmarks/Sources Benchmarks/Package.swift

.PHONY: help g2p sentiment packages test-packages build test bench bench-build bench-peers format lint install uninstall clean

help:
	@echo 'make g2p       install what is missing, build, transcribe a handful of words'
	@echo 'make sentiment the same, and say what two texts think of a film'
	@echo 'make test      the same set-up, then all tests (FILTER=NAME for some)'
	@echo 'make bench     time the command and the engine (BENCH="--filter REGEX" for some)'
	@echo 'make bench-peers   time the same networks in PyTorch, in turns'
	@echo 'make format    rewrite the sources in the common style; make lint only checks'
	@echo 'make install   the commands and their models to PREFIX ($(PREFIX)), built anew to need no Swift there;'
	@echo '               make uninstall removes them'

g2p: build
	.build/release/g2p $(WORDS)

sentiment: build
	.build/release/sentiment 'A gorgeous, witty, seductive movie.' 'It is a waste of time.'

packages:
	@bash scripts/install-packages icu nettle png zlib pkg-config

test-packages:
	@bash scripts/install-packages icu nettle png zlib pkg-config gnuplot

build: packages
	$(SWIFT) build $(RELEASE) --product g2p
	$(SWIFT) build $(RELEASE) --product sentiment

# Release, and without testable imports, so that the tests run on the very objects that
# `make g2p` built: nothing is compiled twice, and numeric tests are some twenty times faster.
test: test-packages
	$(SWIFT) test $(RELEASE) --disable-testable-imports $(if $(FILTER),--filter '$(FILTER)')

# By itself OpenBLAS, whose speed is taken for the matrix peak, does not use the AVX-512 of AMD's processors.
bench: export OPENBLAS_CORETYPE ?= $(if $(shell grep -m1 -o avx512f /proc/cpuinfo 2>/dev/null),SkylakeX)
bench: build bench-build
	@bash scripts/bench .build/release/g2p
	@bash scripts/bench-sentiment .build/release/sentiment
	@CANDOR_MODEL="$${CANDOR_MODEL:-Sources/Candor/Resources/english}" \
	  CANDOR_WORDS="$${CANDOR_CORPORA:-../shared/corpora}/cmudict/g014b2b.words" \
	  Benchmarks/.build/release/candor-bench $(BENCH)

bench-build: packages
	@bash scripts/install-packages openblas
	$(SWIFT) build $(RELEASE) --package-path Benchmarks

bench-peers: bench-build
	@python3 Benchmarks/peers/compare.py Benchmarks/.build/release/candor-bench $(PEERS)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

install: packages
	$(SWIFT) build $(INSTALLED) --product g2p
	$(SWIFT) build $(INSTALLED) --product sentiment
	bin=$$($(SWIFT) build $(INSTALLED) --show-bin-path) && \
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/candor' && \
	install -m 755 "$$bin/g2p" "$$bin/sentiment" '$(DESTDIR)$(PREFIX)/bin/' && \
	for resources in "$$bin"/Candor_*.resources; do \
	  if [ -d "$$resources" ]; then \
	    rm -rf '$(DESTDIR)$(PREFIX)/share/candor/'"$$(basename "$$resources")" && \
	    cp -R "$$resources" '$(DESTDIR)$(PREFIX)/share/candor/' || exit 1; \
	  fi; \
	done

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/g2p' '$(DESTDIR)$(PREFIX)/bin/sentiment'
	rm -rf '$(DESTDIR)$(PREFIX)/share/candor'

clean:
	$(SWIFT) package clean
	rm -rf .build/installed
