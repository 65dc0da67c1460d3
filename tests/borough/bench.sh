#!/bin/bash
#: ./dev bench - measure speed and memory against a bare worker; no part of the tests.
#:
#: Other options go to the bench itself: see tests/bench/run.sh --help.
#:
#:   --no-setup   do not install or build anything first
#:   --help       this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in packages build; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

case ${1:-} in
--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
--no-setup) shift ;;
*)
	say 'Setting up'
	packages_install bench
	build_front_end
	build_programs
	;;
esac
[ -f "$root/tests/bench/run.sh" ] || fail 'there is no bench yet (tests/bench/run.sh).'
PARLEY_BUILD=$build exec bash "$root/tests/bench/run.sh" "$@"
