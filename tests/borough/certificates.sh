# certificates.sh - the borough's own certificate authority, and one certificate for its servers.
# Sourced, never run. Made once; a run that was cut short leaves nothing that looks finished.
#
# shellcheck shell=bash

certificates_make() {
	local new=$dir/tls.new
	[ ! -d "$dir/tls" ] || return 0
	rm -rf "$new"
	mkdir -m 700 "$new"
	(
		umask 077
		cd "$new" &&
			openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 7300 \
				-subj '/O=Marlowe demo/CN=Marlowe demo certificate authority' \
				-addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
				-addext 'keyUsage=critical,keyCertSign,cRLSign' \
				-keyout ca.key -out ca.pem &&
			openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
				-subj '/O=Marlowe demo/CN=localhost' -keyout server.key -out server.csr &&
			openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 7300 \
				-extfile <(printf '%s\n' 'basicConstraints=critical,CA:FALSE' \
					'keyUsage=critical,digitalSignature' 'extendedKeyUsage=serverAuth' \
					'subjectAltName=DNS:localhost,IP:127.0.0.1') \
				-out server.pem &&
			rm server.csr
	) >"$dir/logs/certificates.log" 2>&1 || {
		log_tail "$dir/logs/certificates.log"
		fail 'the demo certificates could not be made.'
	}
	mv "$new" "$dir/tls"
}
