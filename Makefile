# make test installs what the tests need and runs all of them; the other targets are parts of it for daily work.

.PHONY: test quick check serve build
test: ## everything: vet, staticcheck, content check, all tests, those of what shares memory with the race detector, browser and PostgreSQL included
	@.ci/test

quick: ## the tests that need nothing but Go and a C compiler; browser and PostgreSQL tests are skipped with a message
	go vet ./... && go test ./...

check: ## every problem in lessons, glossary and bank
	go run ./cmd/frontdesk check

serve: ## the site on http://127.0.0.1:8080, reading templates and content from disk
	go run ./cmd/frontdesk serve --dev

build: ## one binary, ./frontdesk
	go build -o frontdesk ./cmd/frontdesk
