#!/bin/bash
#: tests/bench/run.sh - speed and memory against nginx alone, a bare FastCGI echo and a bare worker.
#:
#: Everything runs in one folder: a private MariaDB, nginx, the worker and the two reference programs.
#: Each size is filled once by tests/bench/fill.c (its header says how), then all programs take turns,
#: round by round. Parley is measured twice in each round: how far its two rows are apart is how much
#: a difference between other rows is worth. One connection pool of the load tool, all on one machine.
#:
#:   --sizes N,N       how many escalations (1000,100000,1000000)
#:   --rounds N        rounds, of which medians are taken (7)
#:   --seconds N       how long each program is loaded in a round (3)
#:   --connections N   of the load tool (8)
#:   --dir D           keep the filled databases in D, and use those that are there (a folder that is removed)
#:   --save            write the tables to docs/bench.md too
#:   --help            this text
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../borough/lib.sh"
for part in process secrets database directory worker; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done
bench=$root/tests/bench

sizes=1000,100000,1000000 rounds=7 seconds=3 connections=8 kept='' save=no
while [ $# -gt 0 ]; do
	case $1 in
	--sizes) need_value "$1" $# && sizes=$2 && shift ;;
	--rounds) need_value "$1" $# && rounds=$2 && shift ;;
	--seconds) need_value "$1" $# && seconds=$2 && shift ;;
	--connections) need_value "$1" $# && connections=$2 && shift ;;
	--dir) need_value "$1" $# && kept=$2 && shift ;;
	--save) save=yes ;;
	--help | -h) help_of "${BASH_SOURCE[0]}" && exit ;;
	*) fail "unknown option $1 (see tests/bench/run.sh --help)" ;;
	esac
	shift
done
for number in "${sizes//,/}" "$rounds" "$seconds" "$connections"; do
	[[ $number =~ ^[1-9][0-9]*$ ]] || fail "$number: not a number"
done

if [ -n "$kept" ]; then
	mkdir -p "$kept"
	work=$(cd "$kept" && pwd -P)
else
	work=$(mktemp -d)
fi
dir=$work

# The pool holds what is read often, as a real server's would; the log is large enough for the fill.
export PARLEY_DB_POOL=${PARLEY_DB_POOL:-1G}
export PARLEY_DB_OPTIONS=${PARLEY_DB_OPTIONS:---innodb-log-file-size=1G}
export PARLEY_WORKER_THREADS=${PARLEY_WORKER_THREADS:-8}

stop_servers() {
	process_stop web QUIT
	process_stop database TERM
}
leave() {
	stop_servers
	[ -n "$kept" ] || rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# ---- one size --------------------------------------------------------------

open_size() { # how many
	dir=$work/$1
	mkdir -p "$dir/run" "$dir/logs" "$dir/secrets" "$dir/tls" "$dir/web" "$dir/alone" "$dir/mail"
	: >"$dir/tls/ca.pem"
	database_make
	database_start
}

# (Each line says that it stops there: a step is run in a condition, where `set -e` does not hold.)
# The program makes its cases with a log that is not written out at every commit; the server is
# then stopped and started, so that the measuring begins with everything on disk.
fill_size() { # how many
	[ ! -f "$dir/filled" ] || return 0
	[ ! -f "$dir/filling" ] || fail "$dir was only half filled; remove it."
	: >"$dir/filling"
	database_make_users || return
	database_run <<-'SQL' || return
		SET GLOBAL innodb_flush_log_at_trx_commit = 0;
		CREATE DATABASE bench;
		CREATE TABLE bench.copy (id BIGINT PRIMARY KEY, template BIGINT NOT NULL,
			reference VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL) ENGINE=InnoDB;
		GRANT ALL PRIVILEGES ON bench.* TO parley_owner@localhost;
	SQL
	"$build/tests/bench/fill" "$(database_socket)" "$dir/secrets/database-owner" "$root" "$1" "$dir" >"$dir/made" || return
	database_run <"$bench/keep.sql" || return
	process_stop database TERM
	mv "$dir/filling" "$dir/filled"
	database_start
}

# Each program has a port of its own behind the same nginx configuration.
write_nginx() {
	local nginx_name=127.0.0.1 nginx_parts=$root/nginx nginx_listen worker_socket nginx_user='' name
	[ "$(id -u)" -ne 0 ] || nginx_user='user root;'
	for name in parley echo bare; do
		nginx_listen=127.0.0.1:$(port_for "$name") worker_socket=$dir/run/$name.sock
		[ "$name" != parley ] || worker_socket=$dir/run/worker.sock
		render "$root/nginx/parley.conf.in" nginx_listen nginx_name nginx_parts www worker_socket >"$dir/web-$name.conf"
	done
	nginx_listen=127.0.0.1:$(port_for alone)
	render "$bench/nginx.conf.in" nginx_user nginx_listen nginx_parts dir >"$dir/nginx.conf"
}

start_web() {
	write_nginx
	process_start web nginx -p "$dir/web" -e "$dir/logs/web.log" -c "$dir/nginx.conf"
	wait_until_ready web 30 port_answers "$(port_remembered alone)"
}

write_settings() {
	local origin ldap_port=9 smtp_port=9
	origin=http://127.0.0.1:$(port_remembered parley)
	secret_make directory-reader
	worker_write_config
}

measure_size() { # how many
	open_size "$1"
	step "Fill with $1 escalations" "$dir/logs/fill.log" fill_size "$1"
	start_web
	write_settings
	# A folder that was kept may be older than the last migration.
	step 'Tables' "$dir/logs/migrate.log" parley migrate
	node "$bench/measure.mjs" --dir "$dir" --build "$build" --size "$1" --rounds "$rounds" --seconds "$seconds" \
		--connections "$connections" --database "$(process_pid database)" --web "$(process_pid web)"
	stop_servers
}

# ---- all of it -------------------------------------------------------------

step 'Build the reference programs' "$build/logs/bench.log" \
	make -C "$build" -j2 parley-worker parley tests/bench/bare tests/bench/echo tests/bench/fill tests/bench/fold
results=()
for size in ${sizes//,/ }; do
	measure_size "$size"
	results+=("$dir/result.json")
done
"$build/tests/bench/fold" "$root/policies/redbridge-rscp.json" "$root/policies/calendars/united-kingdom.json" \
	>"$work/fold.tsv"
node "$bench/report.mjs" "$work/fold.tsv" "${results[@]}" >"$work/report.md"
say
cat "$work/report.md"
[ "$save" = no ] || cp "$work/report.md" "$root/docs/bench.md"
