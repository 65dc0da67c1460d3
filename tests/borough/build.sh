# build.sh - builds the programs and the front end, each only when something changed.
# Sourced, never run.
#
# shellcheck shell=bash

# Prints the first file among those given that is newer than the stamp, or is missing a stamp.
build_is_stale() { # stamp, find's arguments...
	local stamp=$1
	shift
	[ -e "$stamp" ] || return 0
	[ -n "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

build_programs() { # configure's options...
	[ -f "$root/configure.ac" ] || return 0
	mkdir -p "$build"
	# Later changes of configure.ac and the *.am files are make's own business.
	if [ ! -x "$root/configure" ] || [ ! -f "$root/Makefile.in" ]; then
		step 'Prepare the build (autoreconf)' "$build/logs/autoreconf.log" autoreconf -fi "$root"
	fi
	if [ ! -f "$build/Makefile" ]; then
		step 'Look at this machine (configure)' "$build/logs/configure.log" build_configure "$@"
	fi
	step 'Build the programs (make)' "$build/logs/make.log" make -C "$build" -j2
}

build_configure() { cd "$build" && "$root/configure" --quiet "$@"; }

# npm by lock file, without the packages' own scripts.
build_npm() { # folder
	local stamp=$1/node_modules/.installed
	if build_is_stale "$stamp" "$1/package-lock.json"; then
		step "npm: install for ${1#"$root"/}" "$build/logs/npm-${1##*/}.log" \
			npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund
		touch "$stamp"
	fi
}

build_front_end() {
	local stamp=$build/front-end.stamp
	[ -f "$root/www/package-lock.json" ] || return 0
	mkdir -p "$build"
	build_npm "$root/www"
	if build_is_stale "$stamp" "$root/www" -path "$root/www/node_modules" -prune -o -path "$www" -prune -o -type f; then
		step 'Build the front end' "$build/logs/front-end.log" npm --prefix "$root/www" run build
		touch "$stamp"
	fi
}

# For who builds nothing: every page that the worker fills in is there, and nothing is newer than what was built.
build_check_front_end() {
	local template name how='run ./dev demo without --no-setup, or: npm --prefix www ci --ignore-scripts && npm --prefix www run build'
	[ -f "$www/index.html" ] || fail "the front end is not built: $how"
	for template in "$root"/www/templates/*.html; do
		name=${template##*/}
		[ "$name" = frame.html ] || [ -f "$www/templates/$name" ] || fail "the front end in www/build is an old one: $how"
	done
	! build_is_stale "$www/index.html" "$root/www" -path "$root/www/node_modules" -prune -o -path "$www" -prune -o -type f ||
		warn "  The front end in www/build is older than its sources: $how"
}
