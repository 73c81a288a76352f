/** A bare echo on node:net, in a process of its own: the most that a server of Node can do with one message at a time. */
import { type AddressInfo, createServer } from 'node:net';
import process from 'node:process';

const server = createServer({ noDelay: true }, (socket) => socket.on('data', (bytes) => socket.write(bytes)));
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
