#!/bin/bash
# Makes the private directories that directory_test.c asks, in a folder of their own, and runs it.
# The servers themselves are started and ended by the program.
#
#   tests/integration/directory_test.sh PROGRAM
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=$1
. "$here/../borough/lib.sh"
for part in process secrets certificates directory; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

top=$(mktemp -d -t parley-directory.XXXXXX)
trap 'rm -rf "$top"' EXIT

# A directory with the sample borough and what else is given: TOP/NAME/slapd.conf.
make_directory() { # name
	dir=$top/$1
	mkdir -p "$dir"
	chmod 700 "$dir"
	mkdir -p "$dir/run" "$dir/logs" "$dir/secrets"
	[ -d "$top/good" ] && [ "$1" != good ] && cp -r "$top/good/tls" "$top/good/secrets" "$dir/"
	certificates_make
	directory_make
	directory_write_config "$dir/directory" "$dir/slapd.conf"
}

# An authority that nobody here trusts, and a certificate of the good one that has run out.
make_certificates() {
	(
		cd "$top"
		umask 077
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 30 \
			-subj '/CN=Somebody else' -keyout other.key -out other.pem
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
			-subj '/CN=localhost' -keyout expired.key -out expired.csr
		mkdir ca && : >ca/index.txt && echo 1000 >ca/serial
		printf '%s\n' '[ca]' 'default_ca=d' '[d]' "dir=$top/ca" 'database=$dir/index.txt' \
			'serial=$dir/serial' 'new_certs_dir=$dir' 'default_md=sha256' 'policy=p' \
			'x509_extensions=e' '[p]' 'commonName=supplied' '[e]' \
			'subjectAltName=DNS:localhost,IP:127.0.0.1' >ca.cnf
		openssl ca -batch -config ca.cnf -in expired.csr -cert good/tls/ca.pem -keyfile good/tls/ca.key \
			-startdate 20200101000000Z -enddate 20200201000000Z -out expired.pem -notext
	) >"$top/certificates.log" 2>&1 || {
		log_tail "$top/certificates.log"
		fail 'the certificates could not be made.'
	}
}

# 1,203 people: three pages, the last of them short.
make_crowd() {
	local n
	for ((n = 1; n <= 1203; n++)); do
		printf 'dn: uid=crowd%d,ou=people,dc=marlowe,dc=test\nobjectClass: inetOrgPerson\n' "$n"
		printf 'uid: crowd%d\ncn: Crowd %d\nsn: Crowd\ntitle: Social Worker\n' "$n" "$n"
		printf 'manager: uid=crowd%d,ou=people,dc=marlowe,dc=test\n\n' "$(((n + 1) / 2))"
	done
}

make_directory good
make_certificates
make_directory restarted
referral_port=$(port_pick)
sed -i "1i referral ldap://127.0.0.1:$referral_port/" "$dir/slapd.conf"
make_directory plain
sed -i '/dynlist/d; /dyngroup/d' "$dir/slapd.conf"
make_directory expired
cp "$top/expired.pem" "$dir/tls/server.pem"
cp "$top/expired.key" "$dir/tls/server.key"
make_directory open
sed -i '/^TLS/d; /^security/d' "$dir/slapd.conf"
make_directory crowd
make_crowd >"$dir/crowd.ldif"
slapadd -q -f "$dir/slapd.conf" -l "$dir/crowd.ldif" >"$dir/logs/crowd.log" 2>&1 || {
	log_tail "$dir/logs/crowd.log"
	fail 'the crowd could not be loaded.'
}
# As Active Directory does: no more than 1,000 at a time, but in pages all of them.
make_directory strict
cp -r "$top/crowd/directory" "$dir/strict-data"
sed -i "s|^directory .*|directory \"$dir/strict-data\"|; s|^sizelimit .*|sizelimit size.hard=1000 size.prtotal=unlimited|" \
	"$dir/slapd.conf"
# And one that gives 1,000 in all, whatever is asked.
make_directory short
cp -r "$top/crowd/directory" "$dir/short-data"
sed -i "s|^directory .*|directory \"$dir/short-data\"|; s|^sizelimit .*|sizelimit size.hard=1000 size.prtotal=1000|" \
	"$dir/slapd.conf"

LDAPTLS_REQCERT=never DIRECTORY_FOLDER=$top DIRECTORY_READER=$directory_reader REFERRAL_PORT=$referral_port \
	"$program"
