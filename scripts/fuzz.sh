#!/bin/sh
# Fuzzes every fuzz target of the module, one after the other.
#   scripts/fuzz.sh [TIME [PACKAGES]]    20s each, ./... when not said
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh
steady_go

time=${1:-20s}
packages=${2:-./...}

# go test -list prints the names of a package, then its ok line.
# $packages may hold several patterns.
# shellcheck disable=SC2086
listed=$(go test -list '^Fuzz' $packages)
found=$(echo "$listed" | awk '
	/^Fuzz/ { names[n++] = $1 }
	$1 == "ok" { for (i = 0; i < n; i++) print $2, names[i]; n = 0 }')
if [ -z "$found" ]; then
	echo "fuzz: no fuzz target in $packages" >&2
	exit 1
fi
echo "$found" | while read -r package name; do
	echo "fuzz: $name in $package for $time"
	go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "$package"
done
