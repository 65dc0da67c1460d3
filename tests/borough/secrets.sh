# secrets.sh - the passwords that the borough's servers use among themselves. Sourced, never run.
# Made once, readable by the owner alone, never written to the screen.
#
# shellcheck shell=bash

secret_make() { # name
	local file=$dir/secrets/$1
	[ ! -s "$file" ] || return 0
	(umask 077 && openssl rand -hex 24 >"$file.new" && mv "$file.new" "$file")
}

secret_show() { # name
	cat "$dir/secrets/$1"
}
