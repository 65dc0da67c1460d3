# process.sh - starts, watches and stops the servers of one borough. Sourced, never run.
#
# A server's pid file holds "PID STARTTIME". The start time (field 22 of /proc/PID/stat) tells our
# process from another that got the same number later: only ours is ever sent a signal.
#
# shellcheck shell=bash

# The servers, in the order in which they are started. They are stopped the other way round.
processes=(database directory mail worker clock web)

# "STATE STARTTIME" of a pid, or nothing. The command's name may hold spaces and brackets, so
# everything up to the last ") " goes first; then state is word 1 and the start time word 20.
process_stat() { # pid
	local line words
	{ line=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
	read -r -a words <<<"${line##*) }"
	printf '%s %s\n' "${words[0]}" "${words[19]}"
}

# The pid of a server of ours that runs, or nothing. One that has ended but was not yet
# collected by its parent (Z) counts as gone.
process_pid() { # name
	local pid started state now
	[ -f "$dir/run/$1.pid" ] || return 0
	read -r pid started <"$dir/run/$1.pid" || return 0
	[[ $pid =~ ^[0-9]+$ ]] || return 0
	read -r state now <<<"$(process_stat "$pid")"
	if [ -n "$started" ] && [ "$now" = "$started" ] && [ "$state" != Z ] && [ "$state" != X ]; then
		printf '%s\n' "$pid"
	fi
}

process_is_alive() { # name
	[ -n "$(process_pid "$1")" ]
}

# Starts a server in a session of its own, with no descriptor of the caller but its log: a shell
# or pipeline that called us ends when we do. The child writes its own pid file before it becomes
# the server, so that there is no moment at which a server runs and nobody knows it.
process_start() { # name, command...
	local name=$1 self stat fd
	shift
	(
		trap '' HUP
		exec </dev/null >>"$dir/logs/$name.log" 2>&1
		# Not "$BASHPID" inside $(...): that is another process, born a tick later.
		self=$BASHPID
		stat=$(process_stat "$self")
		printf '%s %s\n' "$self" "${stat#* }" >"$dir/run/$name.pid"
		for fd in /proc/"$self"/fd/*; do
			fd=${fd##*/}
			if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
		done
		exec setsid "$@"
	) &
	process_await_pid_file "$name" "$!"
}

# What a server that was killed has left of itself: nginx's workers live on without their master, and
# hold the port. They are of the session that the dead one began, and write to its log.
process_left_over() { # name
	local leader='' entry line words
	[ -f "$dir/run/$1.pid" ] || return 0
	read -r leader _ <"$dir/run/$1.pid" || return 0
	for entry in /proc/[0-9]*; do
		{ line=$(<"$entry/stat"); } 2>/dev/null || continue
		read -r -a words <<<"${line##*) }"
		[ "${words[3]:-}" = "$leader" ] && [[ ${words[0]} != [ZX] ]] || continue
		[ "$(readlink "$entry/fd/2" 2>/dev/null)" = "$dir/logs/$1.log" ] || continue
		printf '%s\n' "${entry#/proc/}"
	done
}

process_end_left_over() { # name
	local pids
	process_is_alive "$1" && return 0
	while mapfile -t pids < <(process_left_over "$1") && [ ${#pids[@]} -gt 0 ]; do
		kill -s KILL "${pids[@]}" 2>/dev/null || true
		sleep 0.05
	done
}

process_await_pid_file() { # name, pid
	local pid
	while :; do
		pid=''
		if [ -f "$dir/run/$1.pid" ]; then read -r pid _ <"$dir/run/$1.pid" || pid=''; fi
		[ "$pid" != "$2" ] || return 0
		kill -0 "$2" 2>/dev/null || return 0
		sleep 0.01
	done
}

# Asks a server to end and waits until it has. After 30 seconds it is killed, and that is said.
process_stop() { # name, signal
	local pid deadline=$((SECONDS + 30))
	pid=$(process_pid "$1")
	if [ -z "$pid" ]; then
		process_end_left_over "$1"
		rm -f "$dir/run/$1.pid"
		return 0
	fi
	kill -s "$2" "$pid" 2>/dev/null || true
	while process_is_alive "$1"; do
		if [ "$SECONDS" -ge "$deadline" ]; then
			warn "$1 (pid $pid) did not end when asked; it is killed now."
			kill -s KILL "$pid" 2>/dev/null || true
			deadline=$((SECONDS + 30))
		fi
		sleep 0.05
	done
	rm -f "$dir/run/$1.pid"
}
