#!/bin/bash
#: ./dev format - put the lines of C that were changed into the house style (clang-format, .clang-format).
#:
#: Only lines that differ from the last commit are touched: the tables of the code are laid out by hand,
#: in columns that no tool keeps. Look at what it did before you commit.
#:
#:   --since REV  the lines changed since REV instead
#:   --check      change nothing; show what it would do, and fail when there is anything
#:   --help       this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

since=HEAD check=no
while [ $# -gt 0 ]; do
	case $1 in
	--since) need_value "$1" $# && since=$2 && shift ;;
	--check) check=yes ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	*) fail "unknown option $1 (see ./dev format --help)" ;;
	esac
	shift
done
command -v git-clang-format >/dev/null || fail 'clang-format is missing: apt-get install clang-format'
cd "$root"
if [ "$check" = no ]; then
	git clang-format --force --extensions c,h "$since" || [ $? -eq 1 ]
	exit
fi
changes=$(git clang-format --extensions c,h --diff "$since" || true)
case $changes in
'' | 'no modified files to format' | *'did not modify any files') ;;
*) printf '%s\n' "$changes" && exit 1 ;;
esac
