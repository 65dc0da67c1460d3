# counts.sh - runs a part of the tests and counts what it says. Sourced, never run.
#
# shellcheck shell=bash

counts_passed=0 counts_failed=0
part_status=0 part_began=0

# Runs a part with its words going to a log. That it fails is not the end: the others run too.
run_part() { # title, log file, command...
	local title=$1 log=$2
	shift 2
	mkdir -p "$(dirname "$log")"
	part_began=$SECONDS part_status=0
	ticker_start "$title"
	("$@") >"$log" 2>&1 || part_status=$?
	ticker_stop
}

# A part that failed without a failed test in it (it could not be built, it was killed) is one failure.
counts_add() { # title, passed, failed, log
	local failed=$3
	if [ "$part_status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
	printf '%4d passed, %d failed %6d s\n' "$2" "$failed" $((SECONDS - part_began))
	counts_passed=$((counts_passed + $2))
	counts_failed=$((counts_failed + failed))
	[ "$failed" -eq 0 ] || counts_show "$4"
}

# The lines that tell what failed; where none is found, the end of the log.
counts_show() { # log
	local lines
	lines=$(grep -E -A 12 '^(FAIL|ERROR|not ok|.*:[0-9]+:[FE]:)|^ +not ok|error:|\*\*\* ' "$1" | head -n 60 || true)
	[ -n "$lines" ] || lines=$(tail -n 30 "$1")
	printf '%s\n' "$lines" | sed 's/^/    | /'
	say "    All of it is in $1"
}

# make check: a Check program counts each of its checks, any other test program counts as one.
counts_add_check() { # title, build folder
	local passed failed
	read -r passed failed < <(find "$2/tests" -name '*.trs' -newermt "@$((EPOCHSECONDS - SECONDS + part_began - 1))" |
		counts_read_trs)
	counts_add "$1" "$passed" "$failed" "$2/logs/check.log"
}

counts_read_trs() {
	local trs log checks failures errors passed=0 failed=0
	while read -r trs; do
		log=${trs%.trs}.log
		if grep -q '^:test-result: SKIP' "$trs"; then continue; fi
		if read -r checks failures errors < <(counts_of_check "$log"); then
			passed=$((passed + checks - failures - errors))
			failed=$((failed + failures + errors))
			if [ $((failures + errors)) -gt 0 ] || grep -q '^:test-result: PASS' "$trs"; then continue; fi
			failed=$((failed + 1))
		elif grep -q '^:test-result: PASS' "$trs"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
		fi
	done
	printf '%d %d\n' "$passed" "$failed"
}

# "100%: Checks: 12, Failures: 0, Errors: 0" as three numbers, all such lines of a log together.
counts_of_check() { # log
	sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 \2 \3/p' "$1" |
		awk '{ a += $1; b += $2; c += $3 } END { if (NR) print a, b, c; else exit 1 }'
}

counts_add_program() { # title, log
	local checks=0 failures=0 errors=0
	if read -r checks failures errors < <(counts_of_check "$2"); then :; fi
	counts_add "$1" $((checks - failures - errors)) $((failures + errors)) "$2"
}

# Node's own counts, at the end of what `node --test` says.
counts_add_tap() { # title, log
	local passed failed
	passed=$(sed -n 's/^# pass //p' "$2" | tail -n 1)
	failed=$(sed -n -E 's/^# (fail|cancelled) //p' "$2" | awk '{ n += $1 } END { print n + 0 }')
	counts_add "$1" "${passed:-0}" "${failed:-0}" "$2"
}

# One line "ok NAME" or "not ok NAME" a test.
counts_add_lines() { # title, log
	counts_add "$1" "$(grep -c '^ok ' "$2" || true)" "$(grep -c '^not ok ' "$2" || true)" "$2"
}

counts_finish() { # whether every part was run
	local status=$?
	trap - EXIT
	[ "$1" = yes ] || counts_failed=$((counts_failed + 1))
	if [ "$((counts_passed + counts_failed))" -eq 0 ]; then
		warn 'dev: no test was run.'
		counts_failed=1
	fi
	say
	say "$counts_passed passed, $counts_failed failed"
	[ "$counts_failed" -eq 0 ] || exit 1
	exit "$status"
}
