/** An association of a head-end's with a meter on its connection: one request at a time, each with its time. */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { CosemClient } from '../../../modules/cosem/client.js';
import type { Done } from '../../../modules/cosem/exchange.js';
import type { Connection } from './connection.js';
import { HeadEndError } from './head-end-error.js';
import { headEndErrorOf, refusalIn } from './refusals.js';

export interface MeterAssociationOptions {
	readonly connection: Connection;
	/** Sends over the connection. */
	readonly client: CosemClient;
	readonly scheduler: Scheduler;
	/** How long the meter may be silent, ms. */
	readonly timeout: number;
	/** Why this side could not send; undefined: it could. */
	readonly failure: () => Error | undefined;
}

export class MeterAssociation {
	readonly #options: MeterAssociationOptions;
	/** Why the connection went. */
	#lost: string | undefined;
	/** Ends the request that is under way. */
	#stop: (() => void) | undefined;

	constructor(options: MeterAssociationOptions) {
		this.#options = options;
	}

	/** Bits of `CONFORMANCE` that the meter agreed to. */
	get conformance(): number {
		return this.#options.client.conformance;
	}

	/** Ends the request that is under way. */
	stop(): void {
		this.#stop?.();
	}

	/** Closes the connection. */
	close(): Promise<void> {
		return this.#options.connection.close();
	}

	/** Takes leave for so long, ms, and closes the connection. */
	async release(timeout: number): Promise<void> {
		// Not all meters take leave; it is over all the same.
		await this.ask<undefined>('release', (client, done) => client.release(done), timeout).catch(() => {});
		await this.close();
	}

	/** One request and its answer. The time runs anew with everything that comes. */
	ask<T>(what: string, begin: (client: CosemClient, done: Done<T>) => void, timeout = this.#options.timeout): Promise<T> {
		const { connection, client, scheduler, failure: ownFailure } = this.#options;
		return new Promise((resolve, reject) => {
			if (this.#lost !== undefined) {
				reject(new HeadEndError(`${what}: ${this.#lost}`, true));
				return;
			}
			const refusedBefore = client.refused;
			let timer: Timer | undefined;
			let failure: HeadEndError | undefined;
			let refusal: string | undefined;
			const abort = (error: HeadEndError): void => {
				failure = error;
				client.abort(error.message);
			};
			const rearm = (): void => {
				timer?.cancel();
				timer = scheduler.after(timeout, () => abort(new HeadEndError(silence(what, timeout, client.refused - refusedBefore), true)));
			};
			connection.onActivity = rearm;
			connection.onLost = (reason) => {
				this.#lost = reason;
				abort(new HeadEndError(`${what}: ${reason}`, true));
			};
			connection.onApdu = (apdu) => {
				rearm();
				refusal = refusalOf(apdu);
				client.receive(apdu);
				refusal = undefined;
			};
			this.#stop = () => abort(new HeadEndError(`${what}: ended by this side`));
			rearm();
			begin(client, (error, value) => {
				timer?.cancel();
				this.#stop = undefined;
				connection.onActivity = () => {};
				connection.onLost = (reason) => {
					this.#lost = reason;
				};
				if (error === undefined) resolve(value as T);
				else reject(failure ?? ownFailure() ?? headEndErrorOf(error, refusal));
			});
		});
	}
}

function silence(what: string, timeout: number, refused: number): string {
	if (refused > 0) {
		const answers = refused === 1 ? 'an answer came that is' : `${refused} answers came that are`;
		return `${what}: ${answers} not under these keys, or not understood; check the keys, the titles and --ciphering`;
	}
	return `${what}: no answer within ${timeout / 1000} s; check the address, --client and --server, and that the keys are this client’s`;
}

function refusalOf(apdu: Uint8Array): string | undefined {
	try {
		return refusalIn(apdu);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
