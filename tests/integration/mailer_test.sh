#!/bin/bash
# Starts two mail servers, one with TLS and one without, in a folder of their own, runs mailer_test.c
# against them, and reads what arrived with Python's own mail reader.
#
#   tests/integration/mailer_test.sh PROGRAM
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=$1
. "$here/../borough/lib.sh"
for part in process certificates; do
	# shellcheck source=/dev/null
	. "$borough/$part.sh"
done

dir=$(mktemp -d -t parley-mail.XXXXXX)
mkdir "$dir/run" "$dir/logs" "$dir/mail" "$dir/mail-tls" "$dir/mail-account"
stop_all() {
	process_stop sink-account TERM
	process_stop sink TERM
	process_stop sink-tls TERM
	rm -rf "$dir"
}
trap stop_all EXIT

certificates_make
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 30 -subj '/CN=Somebody else' \
	-keyout "$dir/other.key" -out "$dir/other.pem" 2>"$dir/logs/other.log"

start_sink() { # name, folder, options...
	local name=$1 folder=$2
	shift 2
	port=$(port_pick)
	process_start "$name" /usr/bin/python3 -u "$borough/smtp-sink.py" --port "$port" --folder "$dir/$folder" "$@"
	wait_until_ready "$name" 30 port_answers "$port"
}
start_sink sink mail
plain=$port
start_sink sink-tls mail-tls --certificate "$dir/tls/server.pem" --key "$dir/tls/server.key"

tls=$port
start_sink sink-account mail-account --certificate "$dir/tls/server.pem" --key "$dir/tls/server.key" \
	--account parley:a-password

MAIL_FOLDER=$dir MAIL_PORT=$plain MAIL_TLS_PORT=$tls MAIL_ACCOUNT_PORT=$port "$program"

/usr/bin/python3 - "$dir/mail" <<'PY'
import email.policy, pathlib, sys
from email.parser import BytesParser

subjects = {"plain subject",
            "N\u00ed Cheallaigh: \u4f1f \u5f20 is next, and this subject is so long that it does not fit into one "
            "encoded word, nor into two of them \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"}
seen = set()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    message = BytesParser(policy=email.policy.default).parsebytes(path.read_bytes())
    assert not message.defects, (path, message.defects)
    seen.add(message["Subject"])
    assert message.get_content().replace("\r\n", "\n") == \
        "Something waits for you.\n.\nFrom N\u00ed Cheallaigh = \u4f1f\n", message.get_content()
    assert message["X-Envelope-From"] == "parley@partnership.test", message["X-Envelope-From"]
    assert f"<{message['X-Envelope-To']}>" == message["To"] or message["X-Envelope-To"] == message["To"], message["To"]
    assert message["Message-ID"] == "<test-1@partnership.test>"
    assert message["Auto-Submitted"] == "auto-generated"
assert seen == subjects, seen
print("100%: what arrived reads as it was written")
PY
