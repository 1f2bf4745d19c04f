# Openkaart: ask before every use of customer data.

.PHONY: help run test soak bench screenshots docs lint install clean

help: ## Show what can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*##/ { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, load a car dealer's customers, ask about them, and serve.
	@Scripts/run

test: ## Run every test.
	@Scripts/test

soak: ## Run the tests of faults and of a million hand-offs; it takes hours.
	@Scripts/soak

bench: ## Measure, and compare with the thresholds.
	@Scripts/bench

screenshots: ## Write a picture of every page, at two widths, to .build/screenshots.
	@Scripts/screenshots

docs: ## Make the reference of the libraries in .build/docs; a warning is an error.
	@Scripts/docs

lint: ## Check formatting, imports and the length of files.
	@Scripts/lint

install: ## Install a binary that needs no Swift, a unit of systemd and an example configuration.
	@Scripts/install

clean: ## Remove everything that was built or fetched (not the packages of the system).
	rm -rf .build .build-test .build-static .build-py
