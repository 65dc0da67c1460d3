#!/bin/bash
# apt-quiet.sh PACKAGES - installs packages, as root, without starting any service that they bring.
#
# Debian asks /usr/sbin/policy-rc.d before a package's service is started; ours says no, is there only
# while apt runs, and is not put in the place of one that exists. The services that came with the
# packages are then switched off, so that they do not start at the next boot either; those that were
# there before are left as they are.
set -euo pipefail

policy=/usr/sbin/policy-rc.d
services=(mariadb slapd nginx clamav-daemon clamav-freshclam)
new=()
for service in "${services[@]}"; do
	if [ ! -e "/etc/init.d/$service" ] && [ ! -e "/lib/systemd/system/$service.service" ]; then
		new+=("$service")
	fi
done

if [ ! -e "$policy" ]; then
	trap 'rm -f "$policy"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi

DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends \
	-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"

for service in "${new[@]}"; do
	if command -v systemctl >/dev/null && [ -e "/lib/systemd/system/$service.service" ]; then
		for unit in "$service.service" "$service.socket"; do
			[ ! -e "/lib/systemd/system/$unit" ] || systemctl disable --quiet "$unit" || true
		done
	elif [ -e "/etc/init.d/$service" ]; then
		update-rc.d "$service" disable || true
	fi
done
