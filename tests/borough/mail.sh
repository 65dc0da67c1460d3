# mail.sh - a mail server that delivers nothing: every message becomes a file in DIR/mail/.
# Sourced, never run.
#
# shellcheck shell=bash

mail_start() {
	smtp_port=$(port_for smtp)
	process_start mail /usr/bin/python3 -u "$borough/smtp-sink.py" \
		--port "$smtp_port" --folder "$dir/mail" \
		--certificate "$dir/tls/server.pem" --key "$dir/tls/server.key"
	wait_until_ready mail 30 port_answers "$smtp_port"
}
