#!/bin/sh
# Every C file that should be built stands in the list beside it. A file that is not
# listed compiles for whoever wrote it and for nobody else.
set -u
top=${1:-${srcdir:-.}}
failed=0

# check FOLDER LIST PATTERN: each FOLDER/PATTERN is named in LIST, by its name without .c at least.
check() {
	for file in "$top"/$1/$3; do
		[ -e "$file" ] || continue
		name=$1/$(basename "$file" .c)
		if ! sed 's/#.*//' "$top/$2" | grep -q -E "(^|[ 	])$name(\.c)?([ 	]|\$)"; then
			echo "$name.c:1: is not listed in $2"
			failed=1
		fi
	done
}

for room in base core codec store directory mail kerberos app http prog; do
	check "src/$room" "src/$room/sources.am" '*.c'
done
check tests/unit tests/unit/tests.am 'test_*.c'
check tests/fuzz tests/fuzz/targets.am 'fuzz_*.c'
exit $failed
