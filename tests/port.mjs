// Ports for servers that have to be told theirs.
import net from 'node:net';

/** Whether nobody listens there, or speaks from there. */
const isFree = (port) => new Promise((resolve) => {
	const server = net.createServer();
	server.once('error', () => resolve(false));
	server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
});

// Below those that the system gives away by itself (ip_local_port_range): one of these could go to
// whatever runs beside before the server is there. Programs that run beside each other begin apart.
let next = 20000 + process.pid % 1500 * 8;

/** A port of 127.0.0.1 that is free. */
export async function freePort() {
	while (!await isFree(next))
		next++;
	return next++;
}

/** Whether somebody answers there. */
export const isListening = (port) => new Promise((resolve) => {
	const socket = net.connect(port, '127.0.0.1', () => {
		socket.destroy();
		resolve(true);
	});
	socket.once('error', () => resolve(false));
});
