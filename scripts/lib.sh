# shellcheck shell=sh
# Shared by the scripts beside it: where the tools of a test run are found.
# Sourced, never run. Plain sh, so that a machine without bash can use it.

# Chromium under every name it is packaged by, and where macOS keeps it.
chromium_names="chromium chromium-browser google-chrome-stable google-chrome headless_shell chrome"
chromium_apps="/Applications/Chromium.app/Contents/MacOS/Chromium
/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

# find_redis prints the path of a redis-server or valkey-server of at least 7.0.
find_redis() {
	for name in "${FIRSTASK_TEST_REDIS:-}" redis-server valkey-server; do
		[ -n "$name" ] || continue
		at=$(command -v "$name") || continue
		major=$(redis_version "$at")
		[ "${major%%.*}" -ge 7 ] || continue
		printf '%s\n' "$at"
		return 0
	done
	return 1
}

# redis_version PATH prints "7.0.15", or 0 when the program does not say.
redis_version() {
	said=$("$1" --version 2>/dev/null | sed -n 's/.*[[:space:]]v=\([0-9][0-9.]*\).*/\1/p')
	printf '%s\n' "${said:-0}"
}

# find_chromium prints the path of a browser that starts. Ubuntu's
# chromium-browser may be an empty shell around a snap, hence the trial.
find_chromium() {
	{
		printf '%s\n' "${FIRSTASK_TEST_CHROMIUM:-}"
		for name in $chromium_names; do command -v "$name"; done
		printf '%s\n' "$chromium_apps"
	} | {
		while IFS= read -r at; do
			[ -n "$(chromium_version "$at")" ] || continue
			printf '%s\n' "$at"
			exit 0
		done
		exit 1
	}
}

# chromium_version PATH prints "140.0.7339.80", or nothing when it does not start.
chromium_version() {
	[ -x "$1" ] || return 0
	"$1" --version 2>/dev/null </dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9.]*\).*/\1/p'
}

# cc_works is true when a C program with the standard headers compiles and links.
cc_works() {
	cc=${CC:-$(go env CC)}
	dir=$(mktemp -d) || return 1
	printf '#include <stdlib.h>\nint main(void) { return EXIT_SUCCESS; }\n' >"$dir/t.c"
	works=0
	# CC may carry flags.
	# shellcheck disable=SC2086
	$cc -o "$dir/t" "$dir/t.c" >/dev/null 2>&1 || works=1
	rm -rf "$dir"
	return "$works"
}

# cjk_font prints a font that has Chinese glyphs: without one the browser draws boxes.
cjk_font() {
	found=
	if [ "$(uname -s)" = Darwin ]; then
		found="of the system"
	elif command -v fc-list >/dev/null; then
		found=$(fc-list :lang=zh family 2>/dev/null | sort | sed -n '1{s/,.*//;p;}')
	fi
	if [ -z "$found" ]; then
		found=$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.local/share/fonts" \
			\( -iname '*cjk*' -o -iname 'notosanssc*' -o -iname 'sourcehansans*' -o -iname 'wqy-*' \) \
			-type f -print 2>/dev/null | sed -n '1s,.*/,,p')
	fi
	[ -n "$found" ] && printf '%s\n' "$found"
}

# steady_go makes go run where HOME is missing or git distrusts the owner of
# the working copy, as build machines often have it.
steady_go() {
	if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
		HOME=${TMPDIR:-/tmp}/firstask-home-$(id -u)
		mkdir -p "$HOME"
		export HOME
	fi
	case ${GOFLAGS:-} in
	*-buildvcs=*) ;;
	*) git rev-parse HEAD >/dev/null 2>&1 || export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false" ;;
	esac
}
