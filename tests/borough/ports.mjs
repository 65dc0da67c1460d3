// Ports of 127.0.0.1, and whether something listens, for servers that a test starts beside its borough.

import net from 'node:net';

export function freePort() {
	return new Promise((resolve, reject) => {
		const server = net.createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

// `at`: a port of this machine.
export function answers(at) {
	return new Promise((resolve) => {
		const socket = net.connect(at, '127.0.0.1', () => { socket.destroy(); resolve(true); });
		socket.on('error', () => resolve(false));
	});
}
