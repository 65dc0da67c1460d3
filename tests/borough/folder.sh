# folder.sh - the folder of one borough: opened, locked, started and stopped as a whole.
# Sourced, never run.
#
# shellcheck shell=bash

# A socket's path has room for 107 bytes; the longest of ours is DIR/run/worker.sock.
folder_path_limit=90

# Takes a folder that is new, empty or ours; never one that holds somebody's other files.
folder_open() { # path
	case $1 in *[\"\$\\\'\#\;\{\}]* | *$'\n'*) fail "the folder's name has a character that cannot be used: $1" ;; esac
	if [ -d "$1" ] && [ ! -f "$1/marlowe" ] && [ -n "$(ls -A "$1")" ]; then
		fail "$1 holds other files. Give an empty or new folder with --dir."
	fi
	mkdir -p "$1"
	dir=$(cd "$1" && pwd -P)
	if [ "${#dir}" -gt "$folder_path_limit" ]; then
		fail "the path of the folder is too long for its sockets (${#dir} characters, at most $folder_path_limit): $dir"
	fi
	chmod 700 "$dir"
	say 'The folder of a Parley demo; see ./dev demo --help.' >"$dir/marlowe"
	mkdir -p "$dir/run" "$dir/logs" "$dir/secrets" "$dir/mail"
}

# Two starts at once would fight; the second waits for the first and then finds a running demo.
folder_lock() {
	exec {folder_lock_fd}>"$dir/run/lock"
	flock -w 600 "$folder_lock_fd" || fail "another ./dev holds $dir"
}

folder_unlock() { exec {folder_lock_fd}>&-; }

folder_option() { [ "$dir" = "$root/.demo" ] || printf ' --dir %q' "$dir"; }

folder_all_alive() {
	local name
	for name in "${processes[@]}"; do
		process_is_alive "$name" || return 1
	done
}

# A running demo cannot change its address or policy on the way.
folder_check_same() { # port it runs on
	if [ -n "$policy" ] && [ "$policy" != "$(cat "$dir/policy" 2>/dev/null)" ]; then
		fail "the demo in $dir runs under $(cat "$dir/policy"). First: ./dev stop$(folder_option)"
	fi
	if [ -n "${asked_port:-}" ] && [ "$asked_port" != 0 ] && [ "$asked_port" != "$1" ]; then
		fail "the demo in $dir already runs on port $1. First: ./dev stop$(folder_option)"
	fi
}

# What cannot be had is said before the minutes that setting up may take.
folder_check_asked() {
	[ -z "$port" ] || { [[ $port =~ ^[0-9]{1,5}$ ]] && [ "$port" -le 65535 ]; } || fail "--port $port: not a port number"
	[ -z "$policy" ] || folder_check_policy
	if [ "${port:-0}" -ne 0 ] && ! process_is_alive web && [ -z "$(process_left_over web)" ] && port_answers "$port"; then
		folder_port_is_taken
	fi
}

folder_port_is_taken() {
	fail "port $port is taken by another program. Choose another one: ./dev demo --port N"
}

folder_check_policy() {
	[ ! -f "$root/policies/$policy.json" ] || return 0
	warn "The policies there are: $(cd "$root/policies" && echo *.json | sed 's/\.json//g; s/policy\.schema *//')"
	fail "there is no policy $policy"
}

# The port that was asked for, else the one used last time, else 8080. Where it is taken by somebody
# else, that is said: an address that changed by itself would only confuse.
folder_choose_port() {
	process_end_left_over web
	[ -n "$port" ] || port=$(port_remembered web)
	[ -n "$port" ] || port=8080
	if [ "$port" -eq 0 ]; then
		port=$(port_pick)
	elif ! process_is_alive web && ! port_is_free "$port"; then
		folder_port_is_taken
	fi
	port_remember web "$port"
}

folder_choose_policy() {
	[ -n "$policy" ] || [ ! -f "$dir/policy" ] || policy=$(<"$dir/policy")
	[ -n "$policy" ] || policy=redbridge-rscp
	folder_check_policy
	say "$policy" >"$dir/policy"
}

# Starts what does not run yet. What was left half made is made anew by each part.
folder_start() {
	local name
	for name in "${processes[@]}"; do
		process_is_alive "$name" || rm -f "$dir/run/$name.pid"
	done
	say "$build" >"$dir/build"
	certificates_make
	[ -d "$dir/database" ] || say '  Make the database'
	database_make
	process_is_alive database || database_start
	database_make_users
	folder_start_directory
	if process_is_alive mail; then smtp_port=$(port_remembered smtp); else mail_start; fi
	worker_write_config
	if worker_exists; then
		folder_start_worker
	else
		warn '  The programs are not built yet: the worker and the clock are left out.'
	fi
	process_is_alive web || web_start
}

folder_start_directory() {
	if process_is_alive directory; then
		ldap_port=$(port_remembered ldap)
		return 0
	fi
	directory_make
	directory_start
}

folder_start_worker() {
	step 'Tables, policy, calendar and people' "$dir/logs/prepare.log" worker_prepare
	process_is_alive worker || worker_start
	process_is_alive clock || clock_start
}

# What ran before this start, and so is not this start's to stop when it fails.
folder_kept=()
folder_note_running() {
	local name
	for name in "${processes[@]}"; do
		! process_is_alive "$name" || folder_kept+=("$name")
	done
}

# The other way round, so that nothing loses what it stands on while it still works.
folder_stop() {
	local number name signal
	for ((number = ${#processes[@]} - 1; number >= 0; number--)); do
		name=${processes[number]} signal=TERM
		case " ${folder_kept[*]} " in *" $name "*) continue ;; esac
		# nginx answers the requests it has before it ends.
		[ "$name" != web ] || signal=QUIT
		process_stop "$name" "$signal"
	done
}

# Waits until a server ends by itself, which it should not; a signal (Ctrl-C) ends the wait too.
folder_await_end() {
	local name pid
	while :; do
		for name in "${processes[@]}"; do
			pid=$(process_pid "$name")
			if [ -z "$pid" ] && [ -f "$dir/run/$name.pid" ]; then
				log_tail "$dir/logs/$name.log"
				warn "$name has ended. Stopping the rest."
				exit 1
			fi
		done
		if [ ! -f "$dir/run/web.pid" ]; then
			trap - EXIT
			say 'The demo was stopped from elsewhere.'
			exit 0
		fi
		sleep 1 &
		wait $! || true
	done
}
