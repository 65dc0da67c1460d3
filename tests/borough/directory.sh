# directory.sh - a private slapd with the people of the borough. Sourced, never run.
#
# shellcheck shell=bash

directory_base=dc=marlowe,dc=test
directory_reader=cn=parley-reader,ou=services,$directory_base

directory_write_config() { # folder of the data, file to write
	local data=$1 directory_modules directory_root
	directory_modules=$(directory_find_modules)
	secret_make directory-root
	directory_root=$(secret_show directory-root)
	(umask 077 && render "$borough/slapd.conf.in" dir data directory_base directory_reader directory_modules \
		directory_root >"$2")
}

directory_find_modules() {
	local folder
	for folder in /usr/lib/ldap /usr/lib64/openldap /usr/lib/openldap; do
		if [ -e "$folder/back_mdb.so" ] || [ -e "$folder/back_mdb.la" ]; then
			printf '%s\n' "$folder"
			return 0
		fi
	done
	fail 'the modules of slapd were not found.'
}

# Loads borough.ldif once. What it loaded is kept beside the data: when the file changes (a new
# version of Parley), the directory is made anew. People are known by entryUUID, and the file gives
# every one of them a fixed one, so the database still knows them afterwards.
directory_make() {
	local new=$dir/directory.new password hash
	secret_make directory-reader
	# Alone in its folder: what the setting of directories may name.
	(umask 077 && mkdir -p "$dir/secrets/directories" && cp "$dir/secrets/directory-reader" "$dir/secrets/directories/reader")
	if [ -d "$dir/directory" ] && cmp -s "$borough/borough.ldif" "$dir/directory/loaded.ldif"; then
		return 0
	fi
	rm -rf "$new"
	mkdir -m 700 "$new"
	password=$(secret_show directory-reader)
	hash=$(slappasswd -s "$password")
	directory_write_config "$new" "$dir/slapd.new.conf"
	{
		cat "$borough/borough.ldif"
		printf '\ndn: %s\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\n' \
			"$directory_reader"
		printf 'cn: parley-reader\ndescription: the account with which Parley looks people up\n'
		printf 'userPassword: %s\n' "$hash"
	} >"$new/all.ldif"
	slapadd -q -f "$dir/slapd.new.conf" -l "$new/all.ldif" >"$dir/logs/directory-load.log" 2>&1 || {
		log_tail "$dir/logs/directory-load.log"
		fail 'the people could not be loaded into the directory.'
	}
	rm "$dir/slapd.new.conf" "$new/all.ldif"
	cp "$borough/borough.ldif" "$new/loaded.ldif"
	rm -rf "$dir/directory"
	mv "$new" "$dir/directory"
}

directory_start() {
	ldap_port=$(port_for ldap)
	ldaps_port=$(port_for ldaps)
	directory_write_config "$dir/directory" "$dir/slapd.conf"
	process_start directory /usr/sbin/slapd -d 0 -f "$dir/slapd.conf" \
		-h "ldap://127.0.0.1:$ldap_port ldaps://127.0.0.1:$ldaps_port"
	wait_until_ready directory 30 directory_answers
}

directory_answers() {
	LDAPNOINIT=1 ldapsearch -x -H "ldap://127.0.0.1:$ldap_port" -s base -b '' namingContexts
}
