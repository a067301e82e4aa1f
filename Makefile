# Headcount: everything a fresh Debian or Ubuntu machine with a Swift toolchain needs.
#
#   make demo    build, make a small estate with known truth, run everything on it, say where the report is
#   make test    build and run the whole test suite
#   make check-workbook   the workbooks of two positions against position.json, as stored and as LibreOffice recalculates them,
#                and for anything in them that is not ours
#   make count   the rows of everything there is against an independent count (Tests/IndependentCount/README.md)
#   make soak    what is too slow for `make test`: the 1 GB scans with their peak memory, a million events counted independently,
#                and hundreds of scans killed, interrupted, out of disk, spread over stores (Tests/Soak/README.md)
#   make soak-short   a minute of the last, with a debug build
#   make dist    a tarball and a .deb with one binary, in out/dist; check-dist (as root) runs it in a bare Debian 12
#   make check-report   the report in a real browser: of the demo, of a thousand servers, of hostile strings, with their workbooks (Tests/Browser/README.md)
#   make check-spark   2,000 logs through Spark, with an executor killed, and through xargs, against one scan (Tests/Spark/README.md)
#   make check-spark-short   40 of them in one process
#   make check-spark-s3   40 of them in an object store (moto), read and written over s3a
#   make bench   all measurements
#   make bench-core   sets, the store and merging against named peers, into benchmarks/RESULTS.md
#   make bench-events   event logs against named peers, into the same file
#   make bench-web   web logs against named peers, into the same file
#   make bench-identity   identities and reconcile on 500,000 objects of a directory and 10 million rows, into the same file
#   make bench-licensing   the cheapest mix and the choice of External Connectors on large seeded estates, into the same file
#   make bench-spark   what Spark adds to reading, into the same file
#   make fuzz SECONDS=60 [TARGET=event-xml]   each reader of bytes against a fuzzer, for so long each (fuzz/README.md)
#   make format  format the sources
#   make clean   remove every build product

SWIFT ?= swift
SWIFT_AT_LEAST := 6.2
# ISA-L, libarchive and libxlsxwriter belong to the traits ISAL, Archives and Workbook, which are on by default.
PACKAGES := libxml2-dev zlib1g-dev libsqlite3-dev libssl-dev libxxhash-dev libisal-dev libarchive-dev libxlsxwriter-dev pkg-config
DEMO_OUT ?= out/demo
SECONDS ?= 60
TARGET ?=
SPARK_PYTHON ?= out/spark/bin/python
ROUNDS ?= 200
WORKERS ?= 1
SHELL := /bin/bash

.PHONY: demo test build check-workbook check-report check-report-short prepare-browser check-spark check-spark-short check-spark-s3 prepare-spark bench-spark dist check-dist count soak soak-large soak-store soak-estates soak-short bench bench-core bench-events bench-web bench-identity bench-licensing fuzz format lint clean prepare prepare-swift prepare-packages

# A debug build: it takes a third of the time of a release build, and the demo is small.
demo: prepare
	$(SWIFT) build --product headcount
	.build/debug/headcount demo --output $(DEMO_OUT) --force

test: prepare
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

build: prepare
	$(SWIFT) build -c release --product headcount

# A debug build, as for the demo. Without LibreOffice the values are compared as stored, and it says so.
check-workbook: prepare
	$(SWIFT) build --product headcount
	python3 -B Tests/Workbook/check.py .build/debug/headcount

# A debug build, as for the demo.
count: prepare
	python3 -B -m unittest discover --quiet --start-directory Tests/IndependentCount
	$(SWIFT) build --product headcount
	python3 -B Tests/IndependentCount/count_all.py .build/debug/headcount

# A debug build, as for the demo. Says what it skips where there is no Chromium.
check-report: prepare
	$(SWIFT) build --product headcount
	python3 -B Tests/Browser/check_report.py .build/debug/headcount

# The demo's report alone.
check-report-short: prepare
	$(SWIFT) build --product headcount
	python3 -B Tests/Browser/check_report.py .build/debug/headcount --short

# Where there is no browser the checks say that they skip it.
prepare-browser:
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
	  { [ "$$(id -u)" = 0 ] && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null 2>&1; } || \
	  echo "No Chromium here: the report is not looked at in a browser."

# A debug build, as for the demo. Says what it skips where there is no Java or no pyspark.
check-spark: prepare prepare-spark
	$(SWIFT) build --product headcount
	python3 -B Tests/Spark/check.py .build/debug/headcount --python $(SPARK_PYTHON)

check-spark-short: prepare prepare-spark
	$(SWIFT) build --product headcount
	python3 -B Tests/Spark/check.py .build/debug/headcount --python $(SPARK_PYTHON) --short

# Hadoop's client of S3 is in no package of Debian; a package of PyPI has it beside other jars, 180 MB.
check-spark-s3: prepare prepare-spark
	$(SWIFT) build --product headcount
	@[ -d out/spark/s3 ] || { $(SPARK_PYTHON) -m pip install -q 'moto[server,s3]' && mkdir -p out/spark/s3.part && \
	  $(SPARK_PYTHON) -m pip download -q --no-deps --no-binary :all: -d out/spark/s3.part 'sagemaker_pyspark==1.4.5' && \
	  tar xzf out/spark/s3.part/sagemaker_pyspark-1.4.5.tar.gz -C out/spark/s3.part --wildcards --strip-components 3 \
	    '*/hadoop-aws-*.jar' '*/aws-java-sdk-bundle-*.jar' && rm out/spark/s3.part/*.tar.gz && mv out/spark/s3.part out/spark/s3; }
	python3 -B Tests/Spark/objects.py .build/debug/headcount --jars out/spark/s3 --python $(SPARK_PYTHON)

# Java from Debian and pyspark from PyPI, in an environment of its own. Where they cannot be had the checks say so.
prepare-spark:
	@command -v java >/dev/null 2>&1 || \
	  { [ "$$(id -u)" = 0 ] && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null 2>&1; } || \
	  echo "No Java here: Spark is not checked."
	@$(SPARK_PYTHON) -c 'import pyspark, pyarrow' 2>/dev/null || \
	  { python3 -m venv out/spark && out/spark/bin/pip install -q 'pyspark==3.5.*' pyarrow; } >/dev/null 2>&1 || \
	  echo "No pyspark here: Spark is not checked."

# One binary with the Swift runtime in it, manual page and completions, as tarball and .deb in out/dist.
dist: prepare
	SWIFT="$(SWIFT)" packaging/build

# As root: installs the .deb in a bare Debian 12 and runs it there.
check-dist:
	packaging/check

soak: soak-large soak-store soak-estates

soak-large: build
	python3 benchmarks/scan-memory.py .build/release/headcount
	python3 -B Tests/IndependentCount/count_all.py .build/release/headcount --big

soak-store: build
	python3 -B Tests/Soak/soak.py .build/release/headcount --rounds $(ROUNDS) --seed $(or $(SEED),1)

soak-estates: build
	python3 -B Tests/Soak/estates.py .build/release/headcount --seed $(or $(SEED),1)

# A debug build, as for the demo, and few logs.
soak-short: prepare
	$(SWIFT) build --product headcount
	python3 -B Tests/Soak/soak.py .build/debug/headcount --short --rounds 10 --seed $(or $(SEED),1)

bench-core: build
	python3 benchmarks/core.py .build/release/headcount

bench-events: build
	python3 benchmarks/events.py .build/release/headcount

bench-web: build
	python3 benchmarks/web.py .build/release/headcount

bench-identity: build
	python3 benchmarks/identity.py .build/release/headcount --runs 3

# Builds what it measures with.
bench-licensing: prepare
	python3 benchmarks/licensing.py

bench-spark: build prepare-spark
	python3 benchmarks/spark.py .build/release/headcount --python $(SPARK_PYTHON)

bench: soak-large bench-core bench-events bench-web bench-identity bench-licensing

# TARGET may name several, WORKERS run at a time.
fuzz: prepare
	SWIFT="$(SWIFT)" WORKERS=$(WORKERS) fuzz/run $(SECONDS) $(TARGET)

format:
	$(SWIFT) format -i -r Package.swift Sources Tests fuzz/Targets benchmarks/core benchmarks/identity benchmarks/licensing

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests fuzz/Targets benchmarks/core benchmarks/identity benchmarks/licensing

clean:
	rm -rf .build out

prepare: prepare-swift prepare-packages

prepare-swift:
	@command -v $(SWIFT) >/dev/null 2>&1 || { \
	  echo "Headcount needs Swift $(SWIFT_AT_LEAST) or newer, and no '$(SWIFT)' is on the PATH. Install it from https://www.swift.org/install/linux/ and try again." >&2; exit 1; }
	@found="$$($(SWIFT) --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)"; \
	if [ "$$(printf '%s\n%s\n' "$(SWIFT_AT_LEAST)" "$${found:-0}" | sort -V | head -n 1)" != "$(SWIFT_AT_LEAST)" ]; then \
	  echo "Headcount needs Swift $(SWIFT_AT_LEAST) or newer; '$(SWIFT)' is $${found:-of an unknown version}. Install a newer one from https://www.swift.org/install/linux/ and try again." >&2; exit 1; fi

prepare-packages:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; done; \
	[ -z "$$missing" ] && exit 0; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "Headcount needs these packages (Debian names):$$missing. Install their like and try again." >&2; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then as=""; \
	elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as="sudo -n"; \
	else echo "Headcount needs:$$missing. Run: sudo apt-get install -y$$missing" >&2; exit 1; fi; \
	echo "Installing$$missing"; \
	export DEBIAN_FRONTEND=noninteractive; \
	$$as apt-get install -y -qq $$missing >/dev/null 2>&1 || { $$as apt-get update -qq && $$as apt-get install -y -qq $$missing >/dev/null; } || { \
	  echo "Could not install$$missing. Run: sudo apt-get update && sudo apt-get install -y$$missing" >&2; exit 1; }
