# One set of flags for every go command: -trimpath is part of the build cache's key and Pulumi's own Go language host uses
# it, so anything else would compile the AWS SDK twice.
export GOFLAGS := -trimpath -buildvcs=false

# Relative, because make cannot deal with a checkout whose path has spaces in it.
BIN   := .bin
STACK ?=

# The modules of the repository with tests of their own. Those of conformance need programs that not every machine has, and
# half a minute of the real provider, so they are part of make conformance.
MODULES := . examples/import-go

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: rehearse
rehearse: tool ## Run a stack through the real engine against simulated clouds: make rehearse STACK=dev
	@test -n "$(STACK)" || { echo "STACK: no stack named; run for example: make rehearse STACK=dev" >&2; exit 2; }
	@CLOUDGAP_PULUMI="$$(tools/pulumi)" $(BIN)/cloudgap rehearse "$(STACK)"

.PHONY: test
test: tools ## Run all tests
	@for module in $(MODULES); do \
	  echo "go test ./... in $$module"; \
	  (cd $$module && CLOUDGAP_PULUMI="$$("$(CURDIR)/tools/pulumi")" go test ./...) || exit 1; \
	done

.PHONY: race
race: tools ## Run the tests of our own concurrency under the race detector
	@CLOUDGAP_PULUMI="$$(tools/pulumi)" go test -race ./internal/... ./policy/... ./rehearsal/cloud/... ./rehearsal/provider/...

LEVELS ?= plan,apply
ONLY   ?=

.PHONY: conformance
conformance: tools ## The same stacks through the real AWS provider, and against an emulator: make conformance LEVELS=plan
	@cd conformance && export CLOUDGAP_PULUMI="$$(../tools/pulumi)" && go test ./... && go run ./cmd/conformance -levels $(LEVELS) -only "$(ONLY)"

.PHONY: model
model: ## Explore the bootstrap protocol of RKE2 in depth, which takes some ten minutes
	@go test -timeout 30m ./components/rke2/bootstrap/protocol -args -deep

.PHONY: documents
documents: ## Check rendered documents with shellcheck, cloud-init and systemd-analyze, where they are installed
	@components/rke2/check-documents

.PHONY: rke2-bootstrap
rke2-bootstrap: preflight ## Build the RKE2 bootstrap program, static and reproducible, for amd64 and arm64
	@for arch in amd64 arm64; do \
	  (export CGO_ENABLED=0 GOOS=linux GOARCH=$$arch; \
	   tools/build "rke2-bootstrap for $$arch" $(BIN)/rke2-bootstrap-$$arch -ldflags "-s -w -buildid=" ./cmd/rke2-bootstrap) || exit 1; \
	done

.PHONY: reproducible
reproducible: rke2-bootstrap ## Build the RKE2 bootstrap program a second time elsewhere and compare the bytes
	@tools/check-reproducible

.PHONY: bench
bench: ## Measure the cost of the isolation judgement
	@go test -run '^$$' -bench . -benchmem ./policy/isolation/

.PHONY: lint
lint: $(BIN)/staticcheck ## Check formatting, go vet, staticcheck and shell scripts
	@unformatted="$$(gofmt -l $$(git ls-files '*.go'))"; test -z "$$unformatted" || { echo "not gofmt-formatted: $$unformatted; run make fmt" >&2; exit 1; }
	@for module in $(MODULES) conformance; do (cd $$module && go vet ./... && "$(CURDIR)/$(BIN)/staticcheck" ./...) || exit 1; done

.PHONY: fmt
fmt: ## Format the Go code
	@gofmt -w $$(git ls-files '*.go')

.PHONY: generate
generate: tools ## Rewrite generated files: the JSON schema, the policy pages, the golden documents
	@CLOUDGAP_PULUMI="$$(tools/pulumi)" go test ./stacks ./policy/rules ./components/network ./components/endpoints ./components/rke2 ./components/rke2/documents ./components/rke2/permissions ./gate ./examples/refused ./cmd/cloudgap -update

.PHONY: check
check: lint test ## What a pull request must pass

.PHONY: tool
tool: preflight tools ## Build the cloudgap tool into .bin
	@tools/build "cloudgap tool" $(BIN)/cloudgap ./cmd/cloudgap

.PHONY: policy-pack
policy-pack: preflight ## Build the policy pack as an executable into .bin
	@tools/build "policy pack" $(BIN)/cloudgap-policy ./policy

.PHONY: tools
tools: preflight ## Find a Pulumi CLI that is new enough, or build the pinned one into .bin
	@tools/pulumi >/dev/null

.PHONY: preflight
preflight:
	@tools/preflight

$(BIN)/staticcheck: tools/go.mod
	@cd tools && ./build "staticcheck" ../$@ honnef.co/go/tools/cmd/staticcheck

.PHONY: clean
clean: ## Remove what was built and the rehearsals' state
	@rm -rf $(BIN) .rehearsal
