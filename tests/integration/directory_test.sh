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

# 5,000 people: eleven pages, the last of them short.
make_crowd() {
	seq 5000 | awk '{
		printf "dn: uid=crowd%d,ou=people,dc=marlowe,dc=test\nobjectClass: inetOrgPerson\n", $1
		printf "uid: crowd%d\ncn: Crowd %d\nsn: Crowd\ntitle: Social Worker\n", $1, $1
		printf "manager: uid=crowd%d,ou=people,dc=marlowe,dc=test\n\n", int(($1 + 1) / 2)
	}'
}

# Groups in a circle, with somebody in one of them.
make_circle() {
	local a=cn=circle-a,ou=groups,dc=marlowe,dc=test b=cn=circle-b,ou=groups,dc=marlowe,dc=test
	printf 'dn: %s\nobjectClass: groupOfNames\ncn: circle-a\nmember: %s\n\n' "$a" "$b"
	printf 'dn: %s\nobjectClass: groupOfNames\ncn: circle-b\nmember: %s\n' "$b" "$a"
	printf 'member: uid=priya.nair,ou=people,dc=marlowe,dc=test\n\n'
}

# A health trust's directory in the shapes of Active Directory (its schema comes with slapd): objectGUID and objectSid in
# bytes, userAccountControl, accountExpires. tokenGroups stands in the entries, where a real one works it out.
ad_guid() { printf '0123456789abcde%s' "$1" | base64; }
ad_sid() { printf '\1\5sid-of-group-%s' "$1" | base64; }
ad_person() { # number, cn as in a DN, user name, userAccountControl, accountExpires, password, other lines
	printf 'dn: cn=%s,ou=midwives,dc=trust,dc=test\nobjectClass: user\nobjectClass: simpleSecurityObject\nsn: Somebody\n' "$2"
	printf 'sAMAccountName: %s\nuserPrincipalName: %s@trust.test\nobjectGUID:: %s\n' "$3" "${3,,}" "$(ad_guid "$1")"
	printf 'userAccountControl: %s\naccountExpires: %s\nuserPassword: %s\n' "$4" "$5" "$6"
	printf 'title: Safeguarding Midwife\ndepartment: Maternity\ncompany: St Bride'"'"'s Hospital\n%s\n\n' "${7:-whenChanged: 20261101083000.0Z}"
}
ad_group() { # name, letter, groups that it is in
	local outer
	printf 'dn: cn=%s,dc=trust,dc=test\nobjectClass: group\ngroupType: 2\ncn: %s\nobjectSid:: %s\n' "$1" "$1" "$(ad_sid "$2")"
	for outer in $3; do printf 'memberOf: cn=%s,dc=trust,dc=test\n' "$outer"; done
	printf '\n'
}
make_trust() {
	printf 'dn: dc=trust,dc=test\nobjectClass: dcObject\nobjectClass: organization\ndc: trust\no: Trust\n\n'
	printf 'dn: ou=midwives,dc=trust,dc=test\nobjectClass: organizationalUnit\nou: midwives\n\n'
	printf 'dn: cn=parley,dc=trust,dc=test\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\ncn: parley\n'
	printf 'userPassword: parley-at-the-trust\n\n'
	ad_group inner a 'outer'
	ad_group outer b 'ring'
	ad_group ring c 'inner'
	ad_group far d ''
	ad_person 1 'John Smith' JSmith 512 9223372036854775807 trust-pass "$(printf \
		'memberOf: CN=Inner,DC=trust,DC=test\ntokenGroups:: %s\ntokenGroups:: %s\nwhenChanged: 20261101083000.0Z' "$(ad_sid a)" "$(ad_sid d)")"
	ad_person 2 'O'"'"'Neil\, Mary (Ward *) \5CX' mary.oneil 66048 0 trust-pass
	ad_person 3 'Gone Away' gone.away 514 0 trust-pass
	ad_person 4 'Ran Out' ran.out 512 132223104000000000 trust-pass
	ad_person 5 'Another Priya' priya.nair 512 0 trust-pass
	ad_person 6 'Two of Three' twin 512 0 trust-pass
	ad_person 7 'Three of Three' twin 512 0 trust-pass
}
make_trust_directory() {
	make_directory trust
	# Of these slapd's copy does not say how they are compared.
	sed "/NAME 'sAMAccountName'/s|\$| EQUALITY caseIgnoreMatch|; /NAME 'userPrincipalName'/s|\$| EQUALITY caseIgnoreMatch|
		/NAME 'objectGUID'/s|\$| EQUALITY octetStringMatch|" /etc/ldap/schema/msuser.schema >"$dir/msuser.schema"
	mkdir -m 700 "$dir/trust-data"
	sed -i "s|^include .*dyngroup.*|include /etc/ldap/schema/nis.schema\ninclude $dir/msuser.schema|; s|^suffix .*|suffix \"dc=trust,dc=test\"|
		s|^directory .*|directory \"$dir/trust-data\"|; s|dn.exact=\"[^\"]*\"|dn.exact=\"cn=parley,dc=trust,dc=test\"|
		/dynlist/d; /ppolicy/d; /^root/d; /^index/d" "$dir/slapd.conf"
	make_trust >"$dir/trust.ldif"
	slapadd -q -s -f "$dir/slapd.conf" -l "$dir/trust.ldif" >"$dir/logs/trust.log" 2>&1 || {
		log_tail "$dir/logs/trust.log"
		fail 'the trust could not be loaded.'
	}
}

make_directory good
make_certificates
make_directory restarted
referral_port=$(port_pick)
sed -i "1i referral ldap://127.0.0.1:$referral_port/" "$dir/slapd.conf"
make_directory plain
sed -i '/dynlist/d; /dyngroup/d' "$dir/slapd.conf"
make_circle >"$dir/circle.ldif"
slapadd -q -f "$dir/slapd.conf" -l "$dir/circle.ldif" >"$dir/logs/circle.log" 2>&1 || {
	log_tail "$dir/logs/circle.log"
	fail 'the groups in a circle could not be loaded.'
}
make_trust_directory
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
