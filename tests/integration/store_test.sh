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

dir=$top
for part in lib database; do
	# shellcheck source=/dev/null
	. "$here/../borough/$part.sh"
done
mkdir "$top/logs" "$top/run"
database_make
# A server that starts clears away all temporary tables of its folder, another's too.
export TMPDIR=$top/tmp
mkdir -p "$TMPDIR"
# Its certificate is for 127.0.0.1, not for 'localhost'; a second authority knows nothing of it.
(
	cd "$top"
	umask 077
	for name in ca other; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj "/CN=$name" \
			-keyout "$name.key" -out "$name.pem"
	done
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/CN=database' \
		-keyout server.key -out server.csr
	printf 'subjectAltName=IP:127.0.0.1\n' >server.ext
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext \
		-out server.pem
) >"$top/certificates.log" 2>&1
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# As in the borough, but with a strange time zone and a lax mode: a session of the store must set its own. Nothing of it
# outlives the tests: nothing waits for the disk.
setsid mariadbd --no-defaults --user="$(id -un)" --datadir="$top/database" --socket="$(database_socket)" \
	--pid-file="$top/pid" --bind-address=127.0.0.1 --port="$port" --skip-name-resolve --local-infile=1 \
	--ssl-cert="$top/server.pem" --ssl-key="$top/server.key" \
	--innodb-flush-method=nosync --skip-innodb-doublewrite --innodb-file-per-table=0 \
	--default-time-zone=+05:30 --sql-mode='' --character-set-server=latin1 \
	</dev/null >"$top/server.log" 2>&1 &
server=$!
until mariadb-admin --no-defaults --socket="$(database_socket)" --user="$(id -un)" ping >/dev/null 2>&1; do
	kill -0 "$server" 2>/dev/null || {
		tail -n 25 "$top/server.log" >&2
		exit 1
	}
	sleep 0.05
done

database_run <<-'SQL'
	CREATE USER IF NOT EXISTS root@localhost;
	GRANT ALL ON *.* TO root@localhost WITH GRANT OPTION;
	ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING '';
SQL

PARLEY_TEST_SOCKET=$(database_socket)
export PARLEY_TEST_SOCKET PARLEY_TEST_SQL=$here/../../sql PARLEY_TEST_PID=$server
export PARLEY_TEST_PORT=$port PARLEY_TEST_CA=$top/ca.pem PARLEY_TEST_OTHER_CA=$top/other.pem
status=0
"$program" || status=$?
exit "$status"
