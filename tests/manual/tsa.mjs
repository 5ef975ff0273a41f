// A time-stamping authority (RFC 3161) on loopback: tsa.mjs FOLDER makes its keys with openssl there, FOLDER/ca.pem for
// those who trust it, prints its port, and answers until its standard input ends.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const folder = path.resolve(process.argv[2]), at = (name) => path.join(folder, name);
const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(at('serial'), '01\n');
fs.writeFileSync(at('tsa.cnf'), `[tsa]
serial = ${at('serial')}
signer_cert = ${at('tsa.pem')}
signer_key = ${at('tsa.key')}
certs = ${at('ca.pem')}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[req]
distinguished_name = name
[name]
[use]
extendedKeyUsage = critical, timeStamping
basicConstraints = CA:FALSE
`);
openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '9999', '-subj', '/CN=Some authority', '-keyout', 'ca.key', '-out', 'ca.pem');
openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Its clock', '-keyout', 'tsa.key', '-out', 'tsa.csr');
openssl('x509', '-req', '-days', '9999', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'tsa.cnf', '-extensions', 'use',
	'-out', 'tsa.pem');

const server = http.createServer((request, response) => {
	const pieces = [];
	request.on('data', (piece) => pieces.push(piece));
	request.on('end', () => {
		fs.writeFileSync(at('query'), Buffer.concat(pieces));
		try {
			openssl('ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', '-queryfile', 'query', '-out', 'reply');
			response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(fs.readFileSync(at('reply')));
		} catch (error) {
			response.writeHead(400).end(String(error.stderr));
		}
	});
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit());
