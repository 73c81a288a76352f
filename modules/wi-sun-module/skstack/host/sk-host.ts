import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler } from '../../../../hal/ports/scheduler.js';
import type { Delivery } from '../../../datagram/datagram.js';
import type { HostListener, ModuleHost, SessionChange, Speech } from '../../host.js';
import type { FoundPan, Security } from '../../network.js';
import { EVENT } from '../language/event.js';
import { rssiOf } from '../language/lqi.js';
import { describePan } from '../language/scan-lines.js';
import { SkClient } from './client.js';

export interface SkHostOptions {
	readonly scheduler: Scheduler;
	/** The UART towards the module. */
	readonly write: (bytes: Uint8Array) => void;
	readonly listener: HostListener;
	readonly log?: Log;
}

const CHANGES: ReadonlyMap<number, SessionChange> = new Map<number, SessionChange>([
	[EVENT.terminationRequested, 'ended'],
	[EVENT.joinFailed, 'notAgain'],
	[EVENT.joined, 'again'],
	[EVENT.expired, 'expiring'],
]);

/** A module that speaks SKSTACK-IP. What its own commands lead to is told as a change, too. */
export class SkHost implements ModuleHost {
	readonly #client: SkClient;

	constructor({ listener, ...options }: SkHostOptions) {
		this.#client = new SkClient({
			...options,
			listener: {
				onDatagram: (datagram) => listener.onDatagram(datagram),
				onEvent: ({ event }) => {
					const change = CHANGES.get(event);
					if (change !== undefined) listener.onChange(change);
				},
			},
		});
	}

	receive(bytes: Uint8Array): void {
		this.#client.receive(bytes);
	}

	open(done: (speech: Speech | undefined) => void): void {
		this.#client.open((info) => done(info && (info.side === undefined ? 'single' : 'side')));
	}

	configure(id: string, password: string, done: (ok: boolean) => void): void {
		this.#client.configure(id, password, done);
	}

	scan(done: (pans: readonly FoundPan[]) => void): void {
		this.#client.scan((pans) => done(pans.map(({ lqi, ...pan }) => ({ ...pan, rssi: rssiOf(lqi) }))));
	}

	join(pan: FoundPan, done: (joined: boolean) => void): void {
		this.#client.join(describePan(pan), done);
	}

	terminate(done: (ended: boolean) => void): void {
		this.#client.terminate(done);
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, security: Security, done: (delivery: Delivery) => void): void {
		this.#client.send(to, port, bytes, security, done);
	}
}
