#!/bin/bash
#: ./dev fuzz [TARGET...] - feed the parsers with made-up input (clang's libFuzzer, ASan and UBSan).
#:
#: Starts from the seeds in tests/fuzz/corpus. What it finds on the way is kept in .build/fuzz/found,
#: an input that breaks something in .build/fuzz/broken: add it to the seeds with its repair.
#:
#:   --seconds N  how long for each target (60)
#:   --no-setup   do not install anything
#:   --help       this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in packages build; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

targets=() seconds=60 setup=yes
while [ $# -gt 0 ]; do
	case $1 in
	--seconds) need_value "$1" $# && seconds=$2 && shift ;;
	--no-setup) setup=no ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	-*) fail "unknown option $1 (see ./dev fuzz --help)" ;;
	*) targets+=("${1#fuzz_}") ;;
	esac
	shift
done
[ "$setup" = no ] || packages_install fuzz

# A sanitizer build of its own, with the compiler that has libFuzzer.
build=$build/fuzz
build_programs --enable-fuzz --enable-sanitizers CC=clang CFLAGS='-O1 -g'

if [ ${#targets[@]} -eq 0 ]; then
	mapfile -t targets < <(find "$build/tests/fuzz" -maxdepth 1 -type f -executable -name 'fuzz_*' \
		-printf '%f\n' | sed 's/^fuzz_//' | sort)
fi
[ ${#targets[@]} -gt 0 ] || fail 'there are no fuzz targets.'

broken=0
mkdir -p "$build/broken"
for target in "${targets[@]}"; do
	mkdir -p "$build/found/$target"
	if "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
		-print_final_stats=1 -artifact_prefix="$build/broken/$target-" \
		"$build/found/$target" "$root/tests/fuzz/corpus/$target" >"$build/logs/$target.log" 2>&1; then
		say "ok $target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/logs/$target.log") inputs in $seconds s"
	else
		say "not ok $target"
		log_tail "$build/logs/$target.log"
		broken=$((broken + 1))
	fi
done
[ "$broken" -eq 0 ]
