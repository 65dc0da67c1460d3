#!/bin/bash
# Starts a private MariaDB in a folder of its own, runs store_test.c against it, and ends it again.
#
#   tests/integration/store_test.sh PROGRAM
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=$1

top=$(mktemp -d -t parley-store.XXXXXX)
server=''
# The server may have been left stopped by a test that failed: a signal to end needs it to go on.
end_all() {
	if [ -n "$server" ]; then
		kill -CONT "$server" 2>/dev/null || true
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$top"
}
trap end_all EXIT

mariadb-install-db --no-defaults --datadir="$top/data" --user="$(id -un)" \
	--auth-root-authentication-method=normal --skip-test-db --skip-log-bin >"$top/install.log" 2>&1 || {
	tail -n 25 "$top/install.log" >&2
	exit 1
}
# As in the borough, but with a strange time zone and a lax mode: a session of the store must set its own.
setsid mariadbd --no-defaults --user="$(id -un)" --datadir="$top/data" --socket="$top/db.sock" \
	--pid-file="$top/pid" --skip-networking --skip-name-resolve --local-infile=1 \
	--default-time-zone=+05:30 --sql-mode='' --character-set-server=latin1 \
	</dev/null >"$top/server.log" 2>&1 &
server=$!
until mariadb-admin --no-defaults --socket="$top/db.sock" --user=root ping >/dev/null 2>&1; do
	kill -0 "$server" 2>/dev/null || {
		tail -n 25 "$top/server.log" >&2
		exit 1
	}
	sleep 0.05
done

export PARLEY_TEST_SOCKET=$top/db.sock PARLEY_TEST_SQL=$here/../../sql PARLEY_TEST_PID=$server
status=0
"$program" || status=$?
exit "$status"
