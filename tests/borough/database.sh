# database.sh - a private MariaDB: its own data, a Unix socket, no network. Sourced, never run.
#
# shellcheck shell=bash

database_socket() { printf '%s\n' "$dir/run/db.sock"; }

# Makes the data folder once. It gets its name only when it is whole, so a start that was cut short
# begins again instead of finding half a database. Within one run of ./dev test it is made once and
# copied for each borough: PARLEY_TEST_FOLDER is that run's.
database_make() {
	local new=$dir/database.new made=${PARLEY_TEST_FOLDER:-}/database
	[ ! -d "$dir/database" ] || return 0
	rm -rf "$new"
	if [ -z "${PARLEY_TEST_FOLDER:-}" ]; then
		database_install "$new"
	else
		(
			flock 9
			[ -d "$made" ] || { database_install "$made.new" && mv "$made.new" "$made"; }
		) 9>"$made.lock"
		cp -a "$made" "$new" || fail 'the database could not be copied.'
	fi
	mv "$new" "$dir/database"
}

# On a machine with too much to do it fails now and then, for want of memory or of time; so it is tried three times.
# The folder is named from its parent: the program changes its owner by a name without quotes, and a parent may have blanks.
database_install() { # folder
	local try
	# Its temporary tables are in a folder of its own too, or another server's start takes them away under it.
	mkdir -p "$dir/tmp"
	for try in 1 2 3; do
		rm -rf "$1"
		! (cd "$(dirname "$1")" && TMPDIR=$dir/tmp mariadb-install-db --no-defaults --datadir="./$(basename "$1")" \
			--user="$(id -un)" --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
			--skip-test-db --skip-log-bin) >"$dir/logs/database-install.log" 2>&1 || return 0
		warn "  The database could not be made (try $try)."
	done
	log_tail "$dir/logs/database-install.log"
	fail 'the database could not be made.'
}

# The bench may ask for a larger pool, and for statement counters: see tests/bench.
database_start() {
	local options=()
	read -r -a options <<<"${PARLEY_DB_OPTIONS:-}"
	# A folder of its own for temporary tables: a server that starts clears all of them away, another's too.
	mkdir -p "$dir/tmp"
	process_start database mariadbd --no-defaults \
		--user="$(id -un)" \
		--datadir="$dir/database" \
		--tmpdir="$dir/tmp" \
		--socket="$(database_socket)" \
		--pid-file="$dir/run/mariadbd.pid" \
		--skip-networking \
		--character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci \
		--sql-mode=TRADITIONAL,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY \
		--default-time-zone=+00:00 \
		--innodb-buffer-pool-size="${PARLEY_DB_POOL:-128M}" \
		--innodb-flush-log-at-trx-commit=1 \
		--local-infile=0 \
		--skip-name-resolve \
		"${options[@]}"
	wait_until_ready database 60 mariadb-admin --no-defaults --socket="$(database_socket)" \
		--user="$(id -un)" ping
}

# The database's own administrator: the person who started the borough, known by the socket.
database_run() { mariadb --no-defaults --socket="$(database_socket)" --user="$(id -un)"; }

# Two accounts. The owner changes tables when Parley is upgraded. The worker may do only what the
# migrations grant it, table by table: it cannot alter, drop, or change an event.
database_make_users() {
	local name
	for name in owner worker; do secret_make "database-$name"; done
	database_run <<-SQL || fail 'the database users could not be made.'
		CREATE DATABASE IF NOT EXISTS parley CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
		CREATE USER IF NOT EXISTS parley_owner@localhost;
		CREATE USER IF NOT EXISTS parley_worker@localhost;
		ALTER USER parley_owner@localhost IDENTIFIED BY '$(secret_show database-owner)';
		ALTER USER parley_worker@localhost IDENTIFIED BY '$(secret_show database-worker)';
		GRANT ALL PRIVILEGES ON parley.* TO parley_owner@localhost WITH GRANT OPTION;
	SQL
}
