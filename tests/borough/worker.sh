# worker.sh - Parley itself: its configuration, its tables, its policy, the worker and the clock.
# Sourced, never run.
#
# shellcheck shell=bash

worker_write_config() {
	cat >"$dir/parley.conf.new" <<-CONF
		# Parley's settings for this demo. Written by ./dev demo; changes here are lost at the next start.

		instance.name = Marlowe Safeguarding Partnership
		instance.origin = $origin
		instance.reference = MSP
		instance.demo = yes

		worker.socket = $dir/run/worker.sock
		worker.threads = ${PARLEY_WORKER_THREADS:-8}

		database.socket = $(database_socket)
		database.name = parley
		database.user = parley_worker
		database.password_file = $dir/secrets/database-worker
		database.owner_user = parley_owner
		database.owner_password_file = $dir/secrets/database-owner

		directory.uri = ldap://127.0.0.1:$ldap_port
		directory.starttls = yes
		directory.ca_file = $dir/tls/ca.pem
		directory.bind_dn = $directory_reader
		directory.bind_password_file = $dir/secrets/directory-reader
		directory.base = $directory_base
		directory.secrets = $dir/secrets/directories
		directory.domains = marlowe.test MARLOWE
		directory.people_filter = (&(objectClass=inetOrgPerson)(!(pwdAccountLockedTime=*)))
		directory.agency_attribute = o
		directory.title_attribute = title
		directory.id_attribute = entryUUID
		directory.admin_group = cn=parley-administrators,ou=groups,$directory_base

		mail.smtp = smtp://127.0.0.1:$smtp_port
		mail.starttls = yes
		mail.ca_file = $dir/tls/ca.pem
		mail.from = parley@partnership.marlowe.test

		files.program = ${PARLEY_FILES:-$build/parley-files}

		data.policies = $root/policies
		data.calendar = $root/policies/calendars/united-kingdom.json
		data.www = $www
		data.sql = $root/sql

		log.level = info
		session.idle_minutes = 30
		session.absolute_hours = 10
	CONF
	# What a test sets besides: whole lines.
	printf '%s\n' "${PARLEY_BOROUGH_SETTINGS:-}" >>"$dir/parley.conf.new"
	mv "$dir/parley.conf.new" "$dir/parley.conf"
}

worker_exists() { [ -x "$build/parley-worker" ] && [ -x "$build/parley" ] && [ -x "$build/parley-files" ]; }

# The administrator's command, on this borough.
parley() { PARLEY_CONFIG=$dir/parley.conf "$build/parley" "$@"; }

# Tables first, then what they hold. The title rules are filled from the policy's matrix when the
# policy is new here, so that what somebody changed in the settings is there at the next start.
# (Each line says that it stops there: a step is run in a condition, where `set -e` does not hold.)
worker_prepare() {
	parley migrate || return
	# As it is with the rules below: what somebody changed in the settings is there at the next start.
	if ! parley agency list --json | grep -q '"id"'; then
		parley agency import "$borough/agencies.json" || return
	fi
	worker_import_policies || return
	if [ "$(cat "$dir/policy-in-use" 2>/dev/null)" != "$policy" ]; then
		parley policy use "$policy" || return
		parley mapping fill "$policy" --replace || return
		printf '%s\n' "$policy" >"$dir/policy-in-use"
	fi
	parley directory refresh
}

# The chosen one first: the first edition of an instance comes into force.
worker_import_policies() {
	local file
	parley policy import "$root/policies/$policy.json" || return
	for file in "$root"/policies/*.json; do
		case $file in *.schema.json) continue ;; esac
		parley policy import "$file" || return
	done
}

worker_start() {
	process_start worker "$build/parley-worker" --config "$dir/parley.conf"
	wait_until_ready worker 30 test -S "$dir/run/worker.sock"
}

clock_start() {
	process_start clock "$build/parley-clock" --config "$dir/parley.conf"
}
