#!/bin/sh
# Runs golangci-lint in the version that golangci-lint.version pins, from
# .tools/ in this working copy. Builds it when it is not there, is another
# version, or was built by another Go (it would not understand that Go's packages).
#   scripts/lint.sh              golangci-lint run ./...
#   scripts/lint.sh ARGUMENTS    golangci-lint ARGUMENTS
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh
steady_go

module=github.com/golangci/golangci-lint/v2
version=$(cat golangci-lint.version)
tool=$PWD/.tools/golangci-lint
want="$version $(go env GOVERSION)"

# built prints "v2.15.0 go1.26.8" as the program itself carries it.
built() {
	go version -m "$tool" 2>/dev/null | awk 'NR == 1 { go = $2 } $1 == "mod" { print $3, go }'
}

if [ "$(built)" != "$want" ]; then
	echo "lint: building golangci-lint $want into .tools (two to four minutes, once)"
	GOBIN=$PWD/.tools GOFLAGS='' CGO_ENABLED=0 go install "$module/cmd/golangci-lint@$version"
fi
if [ $# -gt 0 ]; then
	exec "$tool" "$@"
fi
exec "$tool" run ./...
