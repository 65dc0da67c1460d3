# packages.sh - installs the Debian packages that are missing. Sourced, never run.
#
# shellcheck shell=bash

# A program that is already there, by whatever way, makes its package unnecessary.
declare -A packages_program=(
	[nodejs]=node [npm]=npm [nginx-light]=nginx [gcc]=gcc [make]=make [chromium]=chromium
	[pkg-config]=pkg-config [clang]=clang [wrk]=wrk [openssl]=openssl
)

packages_missing() { # command that needs them
	local name for program
	while read -r name for; do
		case $name in '' | '#'*) continue ;; esac
		[ "$for" = demo ] || [ "$for" = "$1" ] || continue
		program=${packages_program[$name]:-}
		if [ -n "$program" ] && command -v "$program" >/dev/null; then continue; fi
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
	done <"$borough/packages.txt"
}

packages_install() { # command that needs them
	local missing as_root=()
	mapfile -t missing < <(packages_missing "$1")
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null || fail "these Debian packages are missing: ${missing[*]}"
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null || fail "missing packages. As root: apt-get install ${missing[*]}"
		say "  sudo is asked for once, to install: ${missing[*]}"
		sudo -v
		as_root=(sudo)
	fi
	step 'Debian: read the list of packages' "$build/logs/apt-update.log" "${as_root[@]}" apt-get -q update
	step "Debian: install ${#missing[@]} packages" "$build/logs/apt-install.log" \
		"${as_root[@]}" bash "$borough/apt-quiet.sh" "${missing[@]}"
}
