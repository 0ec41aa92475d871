#!/bin/sh
# Runs Go tests with everything they need at hand.
#   scripts/test.sh              the whole run: go vet, the tests under the race detector, every story over both wires
#   scripts/test.sh ARGUMENTS    go test ARGUMENTS, in the same surroundings
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh
# shellcheck source=scripts/lib.sh
. scripts/lib.sh
steady_go

FIRSTASK_TEST_REDIS=$(find_redis)
FIRSTASK_TEST_CHROMIUM=$(find_chromium)
CGO_ENABLED=1 # the race detector is C
export FIRSTASK_TEST_REDIS FIRSTASK_TEST_CHROMIUM CGO_ENABLED

if [ $# -gt 0 ]; then
	exec go test "$@"
fi
echo "test: go vet ./..."
go vet ./...
echo "test: go test -race -shuffle=on ./... (the first build of a machine takes a few minutes)"
go test -race -shuffle=on -timeout 9m ./...
echo "test: every story over both wires and every picture of words, without the race detector"
exec go test -count=1 -run '^Test(Stories|EverythingRenders|HostileTextStaysInert|PrivateTextIsForThoseConcerned)$' ./app ./text
