/** An association of a head-end's with a meter on its connection: one request at a time, each with its time. */
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { DecodeError } from '../../modules/bytes/reader.js';
import type { CosemClient } from '../../modules/dlms/client/client.js';
import type { Done } from '../../modules/dlms/client/exchange.js';
import type { Connection } from './connection.js';
import { HeadEndError, type HeadEndFailure, type Loss, malformedOf, type Proof, type Work } from './head-end-error.js';
import { failureOf, refusalIn } from './refusals.js';

export interface MeterAssociationOptions {
	readonly connection: Connection;
	/** Sends over the connection. */
	readonly client: CosemClient;
	readonly proof: Proof;
	readonly scheduler: Scheduler;
	/** How long the meter may be silent, ms. */
	readonly timeout: number;
	/** Why this side could not send; undefined: it could. */
	readonly failure: () => Error | undefined;
}

/** How often general blocks are asked for again in silence, each time after a part of the time of an answer. */
const RECOVERIES = 3;

export class MeterAssociation {
	readonly #options: MeterAssociationOptions;
	/** Why the connection went. */
	#lost: Loss | undefined;
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
	ask<T>(work: Work, begin: (client: CosemClient, done: Done<T>) => void, timeout = this.#options.timeout): Promise<T> {
		const { connection, client, proof, scheduler, failure: ownFailure } = this.#options;
		return new Promise((resolve, reject) => {
			if (this.#lost !== undefined) {
				reject(new HeadEndError({ kind: 'lost', work, loss: this.#lost }));
				return;
			}
			const [refusedBefore, astrayBefore] = [client.refused, client.astray];
			let timer: Timer | undefined;
			let over = false;
			let failure: HeadEndFailure | undefined;
			let refusal: HeadEndFailure | undefined;
			const abort = (why: HeadEndFailure): void => {
				failure = why;
				connection.giveUp?.();
				client.abort(why.kind);
			};
			const rearm = (recoveries = RECOVERIES): void => {
				timer?.cancel();
				const silence = client.inBlocks ? timeout / (RECOVERIES + 1) : timeout;
				timer = scheduler.after(silence + (connection.airTime ?? 0), () => {
					// Blocks that a link is still busy with are not lost: it gives up by itself.
					if (client.inBlocks && connection.isCarrying === true) rearm(recoveries);
					// The request itself is not sent twice.
					else if (recoveries > 0 && client.recover()) rearm(recoveries - 1);
					else {
						const astray = client.astray - astrayBefore;
						abort({ kind: 'noAnswer', work, timeout, refused: client.refused - refusedBefore, ...(astray > 0 && { astray }), proof });
					}
				});
			};
			connection.onActivity = () => rearm();
			connection.onLost = (loss) => {
				this.#lost = loss;
				abort({ kind: 'lost', work, loss });
			};
			connection.onApdu = (apdu) => {
				refusal = refusalOf(apdu, proof);
				client.receive(apdu);
				refusal = undefined;
				// Only now is it known whether the answer comes in general blocks, of which the rest is asked for sooner.
				if (!over) rearm();
				// No other answer will come than this one.
				if (client.malformed !== undefined) abort({ kind: 'answerMalformed', work, malformed: malformedOf(client.malformed) });
			};
			this.#stop = () => abort({ kind: 'ended', work });
			begin(client, (error, value) => {
				over = true;
				timer?.cancel();
				this.#stop = undefined;
				connection.onActivity = () => {};
				// What comes now answers nothing: the client counts it, and no time runs for it.
				connection.onApdu = (apdu) => client.receive(apdu);
				connection.onLost = (loss) => {
					this.#lost = loss;
				};
				if (error === undefined) resolve(value as T);
				else if (failure !== undefined) reject(new HeadEndError(failure));
				else reject(ownFailure() ?? new HeadEndError(refusal ?? failureOf(error, work, proof)));
			});
			// A long request takes its time on a slow line, which is known once it has been sent.
			if (!over) rearm();
		});
	}
}

function refusalOf(apdu: Uint8Array, proof: Proof): HeadEndFailure | undefined {
	try {
		return refusalIn(apdu, proof);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
