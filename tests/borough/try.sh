#!/bin/bash
#: ./dev try - walk the main job in a running demo, as the people in it, and tell each step.
#:
#: One escalation is agreed at stage 1, one climbs to the Chair. Every date is held against the
#: policy's text. The demo's clock is moved on the way, and set back to the real time at the end.
#: The status is 0 only when every step held.
#:
#:   --dir D   the demo's folder (.demo in the checkout)
#:   --help    this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

dir=$root/.demo
while [ $# -gt 0 ]; do
	case $1 in
	--dir) need_value "$1" $# && dir=$2 && shift ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	*) fail "unknown option $1 (see ./dev try --help)" ;;
	esac
	shift
done
[ -f "$dir/marlowe" ] || fail "there is no demo in $dir. First: ./dev demo --detach"
dir=$(cd "$dir" && pwd -P)
# shellcheck source=/dev/null
. "$borough/process.sh"
process_is_alive worker && process_is_alive web || fail "the demo in $dir does not run. First: ./dev demo --detach"
exec node "$borough/try.mjs" "$dir"
