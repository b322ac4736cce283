# make run     builds Sandglass and runs the Sand's-time test on a virtual cell
# make test    all tests, optimised
# make bench   measures speed, beside a C kernel, PyBaMM and tomato
# make bench-detection  scores the detectors on labelled traces, beside the rules of others; OPTIONS="--quick --seed 7"
# make interop checks our files and emulated instruments with foreign tools from PyPI and Debian
# make kill    kills 500 runs at random and at every write, takes their power away, and looks at what is left
# make lint    formatting and style
# make setup   installs missing Debian packages; the others call it

BUILD   := -c release --explicit-target-dependency-import-check error
PROGRAM := .build/release/sandglass
SWIFT_SOURCES := Package.swift Sources HardwareSim Tests Benchmarks
# The hash seed keeps the order of compiler flags, and with it the build cache, the same from call to call.
export SWIFT_DETERMINISTIC_HASHING := 1

.PHONY: run test bench bench-detection interop kill lint format setup build
.DEFAULT_GOAL := run

setup:
	@.ci/setup

build: setup
	swift build $(BUILD) --product sandglass

run: RUN := runs/sand-time-$(shell date +%Y%m%d-%H%M%S)
run: build
	@$(PROGRAM) run sand-time --cell li-li-capillary --out $(RUN).sandglass
	@$(PROGRAM) export $(RUN).sandglass --format bdf-csv --out $(RUN).bdf.csv
	@$(PROGRAM) plot $(RUN).sandglass --out $(RUN).svg
	@$(PROGRAM) plot $(RUN).sandglass --out $(RUN).png
	@$(PROGRAM) plot $(RUN).sandglass --from "40 min" --to "44 min" --out $(RUN)-divergence.png

# Wires have time-outs: what speaks over them, and what runs the program, is tested apart from what computes on all cores.
test: setup
	swift test $(BUILD) --disable-testable-imports --skip 'DriversTests|CommandLineTests'
	swift test $(BUILD) --disable-testable-imports --skip-build --filter DriversTests
	swift test $(BUILD) --disable-testable-imports --skip-build --filter CommandLineTests

# Where a peer cannot be had, the rest is measured all the same.
bench: build
	-@.ci/setup bench && .ci/python-environment Benchmarks/PyBaMM/requirements.txt .bench/venv
	-@.ci/python-environment Benchmarks/Modbus/requirements.txt .bench/modbus
	-@.ci/python-environment Benchmarks/Recorders/requirements.txt .bench/recorders
	SANDGLASS_PYTHON=.bench/recorders/bin/python swift run $(BUILD) sandglass-bench

bench-detection: setup
	swift run $(BUILD) detection-bench $(OPTIONS)

interop: build
	@.ci/setup interop
	@Interop/run $(PROGRAM)

KILLS := 500
EVERY := 1
kill: build
	@.ci/setup kill
	@python3 Tests/KillCampaign/campaign.py $(PROGRAM) --kills $(KILLS) --every $(EVERY)

lint: setup
	swift format lint --recursive --strict $(SWIFT_SOURCES)

format:
	swift format --in-place --recursive $(SWIFT_SOURCES)
