/** Where the pushes of a meter under examination come to on this host. */
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import type { PushEar } from '../../../src/exam/conformance/site.js';
import type { Push, PushRefusal } from '../../../src/head-end/push-receiver.js';
import type { HesMeter } from '../hes/hes-options.js';
import { pushReceiver } from '../hes/hes-push-listen.js';
import { PushListener } from '../hes/push-listener.js';
import { addressTowards } from '../hes/use-case-push.js';

/** Whose keys meters push under. */
const MANAGEMENT = 1;

/**
 * Undefined: the meter is on a line, or this host has no address that it could push to.
 * @param control A and E of `CONTROL`, which its pushes need
 */
export async function pushEar({ place, keys, keysPath }: HesMeter, client: number, control: number): Promise<PushEar | undefined> {
	const address = place.kind === 'serial' ? undefined : await addressTowards(place);
	const sender = keys.clients[MANAGEMENT] === undefined ? client : MANAGEMENT;
	if (address === undefined || keys.clients[sender] === undefined) return undefined;
	let first: Push | PushRefusal | undefined;
	let onFirst = (): void => {};
	const take = (push: Push | PushRefusal): void => {
		first ??= push;
		onFirst();
	};
	const listener = await PushListener.open({
		address,
		port: 0,
		receiver: pushReceiver(sender, control / CONTROL.authentication, [{ keys, path: keysPath }]),
		// It goes nowhere else meanwhile: who has it confirms it, and the meter does not try it again when the examination is over.
		onPush: (_, push, confirm) => (confirm === undefined ? take(push) : confirm(() => take(push))),
		onRefused: (_, kind) => {
			if (kind !== 'connection') take(kind);
		},
	});
	return {
		service: 'udp',
		destination: listener.place,
		heard: (time) =>
			new Promise((resolve) => {
				const timer = setTimeout(() => resolve(first), time);
				onFirst = () => {
					clearTimeout(timer);
					resolve(first);
				};
				if (first !== undefined) onFirst();
			}),
		close: () => listener.close(),
	};
}
