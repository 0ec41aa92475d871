#!/bin/sh
# Installs what a full test run needs and this machine lacks: a C compiler
# (for the race detector), Redis or Valkey 7.0 or later, Chromium, and a font
# with Chinese glyphs. Says what it does; exits 1 naming what it could not get.
# Takes under a second and uses no network when everything is there.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

needs="cc redis chromium font"

say() { printf 'setup: %s\n' "$*"; }

# look NEED prints one line about what was found; false when it is missing.
look() {
	case $1 in
	cc) cc_works && say "C compiler found (${CC:-$(go env CC)})" ;;
	redis) at=$(find_redis) && say "$(basename "$at") found ($(redis_version "$at"))" ;;
	chromium) at=$(find_chromium) && say "$(basename "$at") found ($(chromium_version "$at"))" ;;
	font) at=$(cjk_font) && say "font with Chinese glyphs found ($at)" ;;
	esac
}

# survey prints what is there on file descriptor 3, and the names of what is missing.
survey() {
	for need in "$@"; do
		look "$need" >&3 || printf '%s ' "$need"
	done
}

# manager prints the package manager of this machine. One that cannot act
# (no root) still serves to tell what to type.
manager() {
	for name in apt-get dnf apk brew; do
		if command -v "$name" >/dev/null; then
			printf '%s\n' "$name"
			return
		fi
	done
	printf 'none\n'
}

# packages MANAGER NEED prints the packages that bring it.
packages() {
	case $1:$2 in
	apt-get:cc) echo gcc libc6-dev ;;
	apt-get:redis) echo redis-server ;;
	apt-get:chromium) if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi ;;
	apt-get:font) echo fonts-noto-cjk ;;
	dnf:cc) echo gcc glibc-devel ;;
	dnf:redis) if dnf -q info valkey >/dev/null 2>&1; then echo valkey; else echo redis; fi ;;
	dnf:chromium) echo chromium ;;
	dnf:font) echo google-noto-sans-cjk-fonts ;;
	apk:cc) echo gcc musl-dev ;;
	apk:redis) echo redis ;;
	apk:chromium) echo chromium ;;
	apk:font) echo font-noto-cjk ;;
	brew:redis) echo redis ;;
	brew:chromium) echo --cask google-chrome ;;
	esac
}

# by_hand NEED tells a person what to do when no package helped.
by_hand() {
	case $1 in
	cc) echo "a C compiler with the headers of the C library (gcc; on macOS: xcode-select --install); CC names another one" ;;
	redis) echo "Redis or Valkey, 7.0 or later (https://redis.io/docs/latest/operate/oss_and_stack/install/); FIRSTASK_TEST_REDIS=/path/to/redis-server if it is not in PATH" ;;
	chromium) echo "Chromium or Google Chrome that starts with --version; FIRSTASK_TEST_CHROMIUM=/path/to/chromium if it is not in PATH" ;;
	font) echo "a font with Chinese glyphs, for instance Noto Sans CJK (https://github.com/notofonts/noto-cjk)" ;;
	esac
}

# as_root MANAGER prints what to put before a command that needs root; false when there is no way.
as_root() {
	if [ "$(id -u)" = 0 ] || [ "$1" = brew ]; then
		return 0
	fi
	command -v sudo >/dev/null || return 1
	if sudo -n true 2>/dev/null; then
		echo "sudo -n"
	elif [ -t 0 ]; then
		echo "sudo"
	else
		return 1
	fi
}

# The words of $prefix and $names are meant to be split.
# shellcheck disable=SC2086
refresh() {
	case $1 in
	apt-get) $prefix apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 update ;;
	apk) $prefix apk update ;;
	esac </dev/null
}

# shellcheck disable=SC2086
add() {
	case $1 in
	apt-get)
		$prefix env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
			-o Dpkg::Use-Pty=0 install -y --no-install-recommends $names
		;;
	dnf) $prefix dnf install -y --setopt=install_weak_deps=False $names ;;
	apk) $prefix apk add $names ;;
	brew) brew install $names ;;
	esac </dev/null
}

# fetch NEED… installs what it can, one need at a time so that one that cannot
# be had does not hold up the rest. Gives no verdict: the caller looks again.
fetch() {
	with=$(manager)
	if ! prefix=$(as_root "$with"); then
		say "not root, and no sudo without a password: nothing can be installed from here"
		return
	fi
	fresh=
	for need in "$@"; do
		names=$(packages "$with" "$need")
		[ -n "$names" ] || continue
		if [ -z "$fresh" ]; then
			say "refreshing the package lists of $with"
			refresh "$with" || say "that failed; trying with the lists that are here"
			fresh=yes
		fi
		say "installing $names ($prefix${prefix:+ }$with)"
		add "$with" || say "could not install $names"
	done
}

# give_up NEED… names what is still missing and how to get it.
give_up() {
	with=$(manager)
	echo "setup: the tests need these, and they could not be installed:"
	for need in "$@"; do
		echo "  - $(by_hand "$need")"
		names=$(packages "$with" "$need")
		case $with in
		apk) verb=add ;;
		*) verb=install ;;
		esac
		[ -z "$names" ] || echo "    as a package: $with $verb $names"
	done
	exit 1
} >&2

# Lists of needs are meant to be split.
# shellcheck disable=SC2086
main() {
	if ! command -v go >/dev/null; then
		echo "setup: Go is missing: https://go.dev/doc/install (go.mod names the version)" >&2
		exit 1
	fi
	steady_go
	say "go found ($(go env GOVERSION))"
	lacking=$(survey $needs)
	[ -n "$lacking" ] || return 0
	fetch $lacking
	lacking=$(survey $lacking)
	[ -z "$lacking" ] || give_up $lacking
}

main 3>&1
