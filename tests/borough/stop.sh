#!/bin/bash
#: ./dev stop - stop the sample borough that ./dev demo started, and nothing else.
#:
#: Each server is stopped by its process id, and only if it is still the one that was started. The
#: data is kept; remove the folder to forget it.
#:
#:   --dir D   the borough's folder (.demo in the checkout)
#:   --help    this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in process folder; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

dir=$root/.demo
while [ $# -gt 0 ]; do
	case $1 in
	--dir) need_value "$1" $# && dir=$2 && shift ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	*) fail "unknown option $1 (see ./dev stop --help)" ;;
	esac
	shift
done

if [ ! -f "$dir/marlowe" ]; then
	say "There is no demo in $dir."
	exit 0
fi
folder_open "$dir"
folder_lock

running=()
for name in "${processes[@]}"; do
	! process_is_alive "$name" || running+=("$name")
done
folder_stop
if [ ${#running[@]} -eq 0 ]; then
	say "Nothing was running in $dir."
else
	say "Stopped: ${running[*]}. The data is kept in $dir"
fi
