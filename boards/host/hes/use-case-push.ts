/** Where a meter's push can come to this host, and whether one comes that opens under its keys. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { PushPlace } from '../../../src/head-end/use-cases/outcome.js';
import type { HesMeter } from './hes-options.js';
import type { MeterPlace } from './hes-places.js';
import { pushReceiver } from './hes-push-listen.js';
import { PushListener } from './push-listener.js';

/** Whose keys meters push under. */
const MANAGEMENT = 1;

/** Undefined: the meter is on a line, or this host has no address that it could push to. */
export async function pushPlaceFor({ place, keys, keysPath }: HesMeter, client: number, policy: number): Promise<PushPlace | undefined> {
	const address = place.kind === 'serial' ? undefined : await addressTowards(place);
	if (address === undefined) return undefined;
	const sender = keys.clients[MANAGEMENT] === undefined ? client : MANAGEMENT;
	let count = 0;
	let onPush = (): void => {};
	const listener = await PushListener.open({
		address,
		port: 0,
		receiver: pushReceiver(sender, policy, [{ keys, path: keysPath }]),
		onPush: () => {
			count++;
			onPush();
		},
		onRefused: () => {},
	});
	return {
		destination: listener.place,
		heard: (time) =>
			new Promise((resolve) => {
				if (count > 0) {
					resolve(true);
					return;
				}
				const timer = setTimeout(() => resolve(false), time);
				onPush = () => {
					clearTimeout(timer);
					resolve(true);
				};
			}),
		close: () => listener.close(),
	};
}

/** The address of this host from which a datagram would go there; undefined: there is none that holds without a zone. */
export async function addressTowards({ host, port }: Extract<MeterPlace, { readonly host: string }>): Promise<string | undefined> {
	const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
	try {
		socket.connect(port, host);
		await once(socket, 'connect');
		const { address } = socket.address();
		return address.includes('%') || /^fe80:/i.test(address) ? undefined : address;
	} catch {
		return undefined;
	} finally {
		socket.close();
	}
}
