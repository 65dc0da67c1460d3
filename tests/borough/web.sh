# web.sh - nginx in front of the worker, on 127.0.0.1 alone. Sourced, never run.
#
# shellcheck shell=bash

# What nginx/parley.conf.in leaves open. It is the same template that a real installation uses.
web_write_config() {
	local nginx_listen=127.0.0.1:$port nginx_name=127.0.0.1 nginx_parts=$root/nginx nginx_user=''
	local worker_socket=$dir/run/worker.sock
	# nginx started by root gives its workers away to nobody, who cannot read the borough's folder.
	[ "$(id -u)" -ne 0 ] || nginx_user='user root;'
	render "$root/nginx/parley.conf.in" nginx_listen nginx_name nginx_parts www worker_socket \
		>"$dir/parley-nginx.conf"
	render "$borough/nginx.conf.in" nginx_user nginx_listen nginx_parts origin dir >"$dir/nginx.conf"
}

web_start() {
	mkdir -p "$dir/web"
	web_write_config
	process_start web nginx -p "$dir/web" -e "$dir/logs/web.log" -c "$dir/nginx.conf"
	wait_until_ready web 30 port_answers "$port"
}

# Asks for a page with nothing but bash, and prints its status.
web_status() { # path
	local status
	exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
	printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$1" "$port" >&3
	read -r _ status _ <&3 || status=000
	exec 3>&-
	printf '%s\n' "$status"
}
