#!/bin/bash
#: ./dev demo - install what is missing, build, and start the sample borough.
#:
#: Everything runs in one folder and under your own account: a private MariaDB on a socket, a private
#: LDAP directory with the people of Marlowe, a mail server that only writes files, nginx on
#: 127.0.0.1, Parley's worker and its clock. No system service is touched. Ctrl-C stops it all; the
#: data stays, and the next start finds it.
#:
#:   --port N     the port of the web address (8080, or the one used last time; 0 picks a free one)
#:   --dir D      the folder to keep everything in (.demo in the checkout)
#:   --policy ID  the policy that new escalations follow (redbridge-rscp, or the one used last time)
#:   --detach     come back at once and leave it running; ./dev stop ends it
#:   --no-setup   do not install or build anything: use what is there
#:   --help       this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in process secrets certificates database directory mail worker web packages build folder; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

dir=$root/.demo port='' asked_port='' policy='' detach=no setup=yes
while [ $# -gt 0 ]; do
	case $1 in
	--port) need_value "$1" $# && port=$2 asked_port=$2 && shift ;;
	--dir) need_value "$1" $# && dir=$2 && shift ;;
	--policy) need_value "$1" $# && policy=$2 && shift ;;
	--detach) detach=yes ;;
	--no-setup) setup=no ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	*) fail "unknown option $1 (see ./dev demo --help)" ;;
	esac
	shift
done

folder_open "$dir"
folder_lock

if folder_all_alive; then
	port=$(port_remembered web)
	folder_check_same "$port"
	say "The demo is already running at http://127.0.0.1:$port/ (folder $dir)."
	exit 0
fi

folder_check_asked
if [ "$setup" = yes ]; then
	say 'Setting up'
	packages_install demo
	build_front_end
	build_programs
else
	build_check_front_end
fi

# A start that fails, or that is broken off, leaves nothing running that it started itself.
folder_note_running
stop_all() {
	local name started=no
	trap - EXIT INT TERM HUP
	for name in "${processes[@]}"; do
		case " ${folder_kept[*]} " in *" $name "*) continue ;; esac
		! process_is_alive "$name" || started=yes
	done
	folder_stop
	[ "$started" = no ] || say "Stopped. The data is kept in $dir"
}
trap stop_all EXIT
trap 'say; stop_all; exit 130' INT
trap 'stop_all; exit 143' TERM HUP

folder_choose_port
folder_choose_policy
origin=http://127.0.0.1:$port
say 'Starting the borough of Marlowe'
folder_start
folder_kept=()
[ "$detach" = no ] || trap - EXIT INT TERM HUP

say
/usr/bin/python3 "$borough/cast.py" "$borough" "$origin"
say
[ "$(web_status /healthz)" = 200 ] || warn 'Note: the worker does not answer yet; see the log.'
if [ "$detach" = yes ]; then
	say "It runs in the background. To stop it:  ./dev stop$(folder_option)"
	exit 0
fi
say 'Ctrl-C stops it.'
folder_unlock
folder_await_end
