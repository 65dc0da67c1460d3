#!/bin/bash
#: ./dev test [PART...] - install what is missing, build, and run the tests.
#:
#: Without a part: all of them but fuzz. The last line is "N passed, N failed"; the status is 0 only
#: when none failed.
#:
#:   unit         make check: the core and every other room, guards, fuzz seeds
#:   integration  a whole private borough, over HTTP and at its servers
#:   browser      the pages, in a real Chromium
#:   sanitizers   unit and integration again, built with AddressSanitizer and UBSan
#:   fuzz         every fuzz target for ten seconds (see ./dev fuzz)
#:
#:   --no-setup   do not install or build anything first: use what is there
#:   --only NAME  of integration and browser, only the files whose name holds NAME
#:   --shots      keep two screenshots of each page that browser looks at, in .test/shots
#:   --help       this text
#:
#: PARLEY_KEEP=1 keeps the boroughs that tests start, with their servers, to look at afterwards.
set -euo pipefail
exec </dev/null
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in packages build counts; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

parts=() setup=yes only='' shots=''
while [ $# -gt 0 ]; do
	case $1 in
	unit | integration | browser | sanitizers | fuzz) parts+=("$1") ;;
	--no-setup) setup=no ;;
	--only) need_value "$1" $# && only=$2 && shift ;;
	--shots) shots=$root/.test/shots ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	*) fail "unknown part $1 (see ./dev test --help)" ;;
	esac
	shift
done
[ ${#parts[@]} -gt 0 ] || parts=(unit integration browser sanitizers)

# Whatever ends this script, its last line is the count; what stopped it is one failure more.
finished=no
beside='' sanitizers_pid='' own_folder=''
trap 'sanitizers_stop; folder_end; counts_finish "$finished"' EXIT

# What boroughs and servers of this run keep is gone with it, so it is kept in memory where there is room for some of them at
# once: a disk that must write it all is what they would wait for most. The sanitizers' run shares the folder.
folder_begin() {
	local within=${TMPDIR:-/tmp} room
	[ -z "${PARLEY_TEST_FOLDER:-}" ] && [ -z "${PARLEY_KEEP:-}" ] || return 0
	room=$(df --output=avail -B 1M /dev/shm 2>/dev/null | tail -n 1) || room=0
	[ "${room:-0}" -lt 3072 ] || [ ! -w /dev/shm ] || within=/dev/shm
	# What a run that was killed has left there: no run takes half a day.
	find "$within" -maxdepth 1 -name 'parley-test.*' -user "$(id -un)" -mmin +720 -exec rm -rf {} + 2>/dev/null || true
	own_folder=$(mktemp -d "$within/parley-test.XXXXXX")
	export PARLEY_TEST_FOLDER=$own_folder TMPDIR=$own_folder
}

folder_end() { [ -z "$own_folder" ] || rm -rf "$own_folder"; }

# A limit of Check's is there for a test that hangs, not for one on a busy machine.
export CK_TIMEOUT_MULTIPLIER=8

unit_tests() {
	run_part "unit$1" "$build/logs/check.log" make -C "$build" -j2 -k check VERBOSE=1
	counts_add_check "unit$1" "$build"
}

# C programs that need a server have a script of the same name that starts it for them.
integration_programs() { # suffix
	local script name
	for script in "$root"/tests/integration/*_test.sh; do
		[ -e "$script" ] || continue
		name=$(basename "$script" .sh)
		case $name in *"$only"*) ;; *) continue ;; esac
		run_part "$name$1" "$build/logs/$name.log" integration_program "$script" "$name"
		counts_add_program "$name$1" "$build/logs/$name.log"
	done
}

integration_program() { # script, program
	make -C "$build" "tests/integration/$2" &&
		bash "$1" "$build/tests/integration/$2"
}

node_tests() { # what it is called, folder
	local files=()
	mapfile -t files < <(find "$root/tests/$2" -maxdepth 1 -name "*$only*.test.mjs" | sort)
	[ ${#files[@]} -gt 0 ] || return 0
	run_part "$1" "$build/logs/$2.log" env PARLEY_BUILD="$build" PARLEY_SHOTS="$shots" \
		node --test --test-reporter=tap "${files[@]}"
	counts_add_tap "$1" "$build/logs/$2.log"
}

integration_tests() { # suffix
	integration_programs "$1"
	node_tests "integration$1" integration
}

browser_tests() {
	[ ! -f "$root/tests/browser/package-lock.json" ] || build_npm "$root/tests/browser"
	node_tests browser browser
}

# The same again in a build that stops at the first misuse of memory.
sanitizer_tests() {
	local build=$build/sanitizers
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
	export LSAN_OPTIONS=print_suppressions=0:suppressions=$borough/leaks-of-others.txt
	build_programs --enable-sanitizers CFLAGS='-O1 -g'
	unit_tests ' (sanitizers)'
	integration_tests ' (sanitizers)'
	unset ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
}

if [ "$setup" = yes ]; then
	say 'Setting up'
	packages_install test
	case " ${parts[*]} " in *' fuzz '*) packages_install fuzz ;; esac
	build_front_end
	build_programs
fi
# Testing waits as often as it works: the sanitizers' build and its tests go on beside the others, in a run of their own
# whose lines and counts are added at the end.
sanitizers_begin() {
	beside=$build/logs/sanitizers-beside.log
	mkdir -p "$build/logs"
	# A session of its own, so that whatever it started can be ended with it.
	setsid bash "${BASH_SOURCE[0]}" --no-setup ${only:+--only "$only"} sanitizers >"$beside" 2>&1 &
	sanitizers_pid=$!
}

sanitizers_stop() {
	[ -z "$sanitizers_pid" ] || kill -- "-$sanitizers_pid" 2>/dev/null || true
}

sanitizers_end() {
	local counts='^\([0-9]*\) passed, \([0-9]*\) failed$' passed=0 failed=1
	wait "$sanitizers_pid" || true
	sanitizers_pid=''
	grep -v -e "$counts" -e '^Testing$' -e '^$' "$beside" || true
	read -r passed failed < <(sed -n "s/$counts/\1 \2/p" "$beside" | tail -n 1) || true
	counts_passed=$((counts_passed + passed))
	counts_failed=$((counts_failed + failed))
}

folder_begin
say 'Testing'
case " ${parts[*]} " in
*' sanitizers '*) [ ${#parts[@]} -eq 1 ] || sanitizers_begin ;;
esac
for part in "${parts[@]}"; do
	case $part in
	unit) unit_tests '' ;;
	integration) integration_tests '' ;;
	browser) browser_tests ;;
	sanitizers) if [ -n "$beside" ]; then sanitizers_end; else sanitizer_tests; fi ;;
	fuzz)
		run_part fuzz "$build/logs/fuzz.log" bash "$borough/fuzz.sh" --no-setup --seconds 10
		counts_add_lines fuzz "$build/logs/fuzz.log"
		;;
	esac
done
finished=yes
