#!/bin/bash
#: ./dev format - put the C files into the house style (clang-format, .clang-format).
#:
#:   --check   change nothing; say which files are not in it, and fail when there are any
#:   --help    this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

options=(-i)
case ${1:-} in
'') ;;
--check) options=(--dry-run --Werror) ;;
--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
*) fail "unknown option $1 (see ./dev format --help)" ;;
esac
command -v clang-format >/dev/null || fail 'clang-format is missing: apt-get install clang-format'
cd "$root"
find src include tests -name node_modules -prune -o -name '*.[ch]' -print0 | sort -z |
	xargs -0 clang-format "${options[@]}"
