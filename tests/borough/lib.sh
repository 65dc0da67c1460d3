# lib.sh - what every part of the borough's scripts uses: words on the screen, paths, ports, waiting.
# Sourced, never run. All scripts run under `set -euo pipefail`.
#
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
borough=$root/tests/borough
# Another build tree can be named, for instance one with sanitizers.
build=${PARLEY_BUILD:-$root/.build}
# What the front end's build makes, and nginx serves.
www=$root/www/build

# Debian keeps servers where an ordinary account does not look.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# ---- words -----------------------------------------------------------------

if [ -t 1 ]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() {
	printf 'dev: %s\n' "$*" >&2
	exit 1
}

# "Build the programs ... 12 s". One line per long step, so that nobody wonders what is going on.
# On failure the end of what the step wrote is shown, and where all of it is.
step() { # title, log file, command...
	local title=$1 log=$2 began=$SECONDS status=0
	shift 2
	mkdir -p "$(dirname "$log")"
	ticker_start "$title"
	("$@") </dev/null >"$log" 2>&1 || status=$?
	ticker_stop
	if [ "$status" -ne 0 ]; then
		printf 'failed\n'
		log_tail "$log"
		fail "$title: failed (status $status). All of it is in $log"
	fi
	printf '%s s\n' $((SECONDS - began))
}

# On a terminal the seconds of a long step are counted while it runs.
ticker=''
ticker_start() { # title
	printf '  %-46s ' "$1 ..."
	[ -t 1 ] || return 0
	(
		trap 'exit 0' TERM
		seconds=0
		while sleep 1; do
			seconds=$((seconds + 1))
			printf '\r  %-46s %s s ' "$1 ..." "$seconds"
		done
	) &
	ticker=$!
}

ticker_stop() {
	[ -n "$ticker" ] || return 0
	kill "$ticker" 2>/dev/null || true
	wait "$ticker" 2>/dev/null || true
	[ ! -t 1 ] || printf '\r  %-46s ' "${title} ..."
	ticker=''
}

log_tail() { # file
	[ -s "$1" ] || return 0
	warn "  the end of $1:"
	tail -n 25 "$1" | sed 's/^/    | /' >&2
}

# The lines of a script between "#:" are its help.
help_of() { sed -n 's/^#: \{0,1\}//p' "$1"; }

need_value() { # option, number of words left
	[ "$2" -ge 2 ] || fail "$1 needs a value (see --help)"
}

# ---- templates -------------------------------------------------------------

# Replaces @name@ by the value of the shell variable `name`, in every line of a template.
# A name that has no value is an error, never an empty string.
render() { # template file, names...
	local text name
	text=$(<"$1")
	shift
	for name in "$@"; do
		text=${text//"@$name@"/"${!name}"}
	done
	if [[ $text =~ @([a-z_]+)@ ]]; then
		fail "a template still names @${BASH_REMATCH[1]}@"
	fi
	printf '%s\n' "$text"
}

# ---- ports -----------------------------------------------------------------

port_is_free() { # port
	/usr/bin/python3 - "$1" <<-'PY'
		import socket, sys
		s = socket.socket()
		s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
		    s.bind(("127.0.0.1", int(sys.argv[1])))
		    s.listen(1)
		except OSError:
		    sys.exit(1)
	PY
}

port_pick() {
	/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

port_answers() { # port
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The ports of a borough live in DIR/ports, one "name=number" a line, so that the next start finds them.
port_remembered() { # name
	[ -f "$dir/ports" ] || return 0
	sed -n "s/^$1=//p" "$dir/ports"
}

port_remember() { # name, port
	local others=''
	[ -f "$dir/ports" ] && others=$(grep -v "^$1=" "$dir/ports" || true)
	printf '%s\n%s=%s\n' "$others" "$1" "$2" | sed '/^$/d' >"$dir/ports.new"
	mv "$dir/ports.new" "$dir/ports"
}

# The port a server inside the borough had last time, or a free one if that is taken now.
port_for() { # name
	local port
	port=$(port_remembered "$1")
	if [ -z "$port" ] || ! port_is_free "$port"; then
		port=$(port_pick)
		port_remember "$1" "$port"
	fi
	printf '%s\n' "$port"
}

# ---- waiting ---------------------------------------------------------------

# Asks again and again until a command succeeds. Gives up when the process it waits for has ended,
# or after the time allowed, and then shows the end of that process's log.
wait_until_ready() { # process name, seconds, command...
	local name=$1 deadline=$((SECONDS + $2))
	shift 2
	until "$@" >/dev/null 2>&1; do
		if ! process_is_alive "$name"; then
			log_tail "$dir/logs/$name.log"
			fail "$name ended while starting."
		fi
		if [ "$SECONDS" -ge "$deadline" ]; then
			log_tail "$dir/logs/$name.log"
			fail "$name does not answer."
		fi
		sleep 0.05
	done
}
