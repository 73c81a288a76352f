/** A connection with a meter in the hands of a check: any bytes go out, and whatever comes back is told, silence too. */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Connection } from '../../head-end/connection.js';
import type { Loss } from '../../head-end/head-end-error.js';
import type { Dialogue } from './dialogue.js';

export type Reply =
	| { readonly kind: 'apdu'; readonly bytes: Uint8Array }
	| { readonly kind: 'silent' }
	| { readonly kind: 'lost'; readonly loss: Loss['kind'] };

const SILENT: Reply = Object.freeze({ kind: 'silent' });

export class Link {
	readonly #connection: Connection;
	readonly #scheduler: Scheduler;
	readonly #dialogue: Dialogue;
	#lost: Reply | undefined;
	#take: ((reply: Reply) => void) | undefined;

	constructor(connection: Connection, scheduler: Scheduler, dialogue: Dialogue) {
		this.#connection = connection;
		this.#scheduler = scheduler;
		this.#dialogue = dialogue;
		connection.onApdu = (apdu) => this.#take?.({ kind: 'apdu', bytes: apdu.slice() });
		connection.onLost = (loss) => {
			this.#lost = { kind: 'lost', loss: loss.kind };
			this.#take?.(this.#lost);
		};
	}

	/**
	 * Sends an APDU, and waits for one.
	 * @param timeout ms, anew with everything that comes
	 * @param clear the same in the clear, for the record
	 * @param open what an answer is in the clear, for the record
	 */
	ask(
		apdu: Uint8Array,
		timeout: number,
		clear: Uint8Array = apdu,
		open: (bytes: Uint8Array) => Uint8Array | undefined = (bytes) => bytes,
	): Promise<Reply> {
		this.#dialogue.add('exam', apdu, clear);
		return new Promise((resolve) => {
			let timer: Timer | undefined;
			const end = (reply: Reply): void => {
				timer?.cancel();
				this.#take = undefined;
				this.#connection.onActivity = () => {};
				if (reply.kind === 'apdu') this.#dialogue.add('meter', reply.bytes, open(reply.bytes));
				else this.#dialogue.note('meter', reply.kind === 'silent' ? '–' : `– (${reply.loss})`);
				resolve(reply);
			};
			const arm = (): void => {
				timer?.cancel();
				timer = this.#scheduler.after(timeout, () => end(SILENT));
			};
			if (this.#lost !== undefined) {
				end(this.#lost);
				return;
			}
			this.#take = end;
			this.#connection.onActivity = arm;
			arm();
			this.#connection.send(apdu);
		});
	}

	/**
	 * Sends an APDU, and takes whatever comes until one of them is the end, or nothing comes any more.
	 * @param timeout ms, anew with everything that comes
	 */
	askAll(apdu: Uint8Array, timeout: number, isEnd: (bytes: Uint8Array) => boolean): Promise<readonly Uint8Array[]> {
		this.#dialogue.add('exam', apdu, apdu);
		return new Promise((resolve) => {
			const all: Uint8Array[] = [];
			let timer: Timer | undefined;
			const end = (): void => {
				timer?.cancel();
				this.#take = undefined;
				this.#connection.onActivity = () => {};
				if (all.length === 0) this.#dialogue.note('meter', '–');
				resolve(all);
			};
			const arm = (): void => {
				timer?.cancel();
				timer = this.#scheduler.after(timeout, end);
			};
			if (this.#lost !== undefined) {
				end();
				return;
			}
			this.#take = (reply) => {
				if (reply.kind === 'apdu') {
					this.#dialogue.add('meter', reply.bytes, reply.bytes);
					all.push(reply.bytes);
				}
				if (reply.kind !== 'apdu' || isEnd(reply.bytes)) end();
			};
			this.#connection.onActivity = arm;
			arm();
			this.#connection.send(apdu);
		});
	}

	close(): Promise<void> {
		return this.#connection.close();
	}
}
