#!/bin/bash
#: ./dev lint - look for mistakes that can be seen without running anything.
#:
#: Uses what is installed of cppcheck, clang-tidy, shellcheck, and Node's syntax check; says which are
#: missing. A build with both compilers and all warnings as errors is part of it.
#:
#:   --help    this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=/dev/null
. "$borough/build.sh"
case ${1:-} in
'') ;;
--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
*) fail "unknown option $1 (see ./dev lint --help)" ;;
esac
cd "$root"

found=0
look() { # program it needs, command...
	local program=$1
	shift
	if ! command -v "$program" >/dev/null; then
		say "$program is not installed: left out"
		return 0
	fi
	say "$program"
	"$@" || found=1
}

shell_files() { printf '%s\n' dev .ci/run; find tests -name node_modules -prune -o -name '*.sh' -print; }
script_files() { find www tests -name node_modules -prune -o -path www/build -prune -o -name '*.[cm]js' -print -o -name '*.js' -print; }

lint_shell() { shell_files | xargs shellcheck -x -P SCRIPTDIR -S warning -e SC2034,SC2154; }
lint_scripts() { script_files | xargs -r -n 1 node --check; }
# Left out: that log_abort() does not return is not believed (the two nullPointerRedundantCheck), what a function is to fill in
# is taken for what it reads (ctuuninitvar), and the middle of three bytes for one of sixteen (buffer_json.c).
lint_c() {
	cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=constStatement:src/directory/directory_people.c \
		--suppress=nullPointerRedundantCheck:src/base/arena.c --suppress=nullPointerRedundantCheck:src/base/buffer_json.c \
		--suppress=arrayIndexOutOfBoundsCond:src/base/buffer_json.c --suppress=ctuuninitvar -I include src
}
# Left out: what asks for functions that glibc has not (memcpy_s), what -Wconversion looks at already, and what
# clang-tidy 14 says of every va_list.
tidy_checks='-*,bugprone-*,-bugprone-easily-swappable-parameters'
tidy_checks+=',-bugprone-implicit-widening-of-multiplication-result,-bugprone-narrowing-conversions'
tidy_checks+=',clang-analyzer-*,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling'
tidy_checks+=',-clang-analyzer-optin.performance.Padding,-clang-analyzer-valist.Uninitialized'
lint_tidy() {
	local flags files
	mapfile -t files < <(find src -name '*.c' | sort)
	read -r -a flags < <(pkg-config --cflags libmariadb libcjson libcurl libmagic libcrypto fcgi)
	clang-tidy --quiet --warnings-as-errors='*' \
		--checks="$tidy_checks" "${files[@]}" -- -std=c17 -D_GNU_SOURCE -Iinclude \
		-DPKGDATADIR='""' -DSYSCONFDIR='""' -DLOCALSTATEDIR='""' "${flags[@]}"
}
lint_compilers() {
	local compiler build
	for compiler in gcc clang; do
		command -v "$compiler" >/dev/null || continue
		build=$root/.build/$compiler
		build_programs CC="$compiler" || return 1
	done
}

look shellcheck lint_shell
look node lint_scripts
look cppcheck lint_c
look clang-tidy lint_tidy
look gcc lint_compilers
exit "$found"
