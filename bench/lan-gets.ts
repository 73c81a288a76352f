/** Gets over the LAN of a run, from a loopback address of one's own: both sides of ECHONET Lite have the same port. */
import { createSocket, type Socket } from 'node:dgram';

export const PORT = 3610;
/** Get, TID 0, to the smart meter, EPC E7. */
export const GET = Uint8Array.of(0x10, 0x81, 0, 0, 0x05, 0xff, 0x01, 0x02, 0x88, 0x01, 0x62, 0x01, 0xe7, 0x00);

/** A socket at this address of the host. */
export function bound(address: string): Promise<Socket> {
	const socket = createSocket({ type: 'udp4', reuseAddr: true });
	return new Promise((resolve, reject) => {
		socket.once('error', reject);
		socket.bind(PORT, address, () => resolve(socket));
	});
}
