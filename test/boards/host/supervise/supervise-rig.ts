/** An office, a relay and a control system around the meters of a run: the control system is a process, which is killed and started again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RelayClient } from '../../../../boards/host/relay/relay-client.js';
import { RelayError } from '../../../../boards/host/relay/relay-client.js';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import type { Answer, Job, Report } from '../../../../src/operations/jobs/messages.js';
import { readSigned } from '../../../../src/operations/jobs/signed.js';
import { isEnded } from '../../../../src/operations/jobs/states.js';
import { until } from '../../../until.js';
import { Running } from '../command-line-rig.js';
import type { Parties, RelayRig } from '../relay/relay-rig.js';

const CIPHER = newHostCipher();
const HOUR = 3_600_000;

/** As an office does it: keeps a cursor, believes signatures alone, and takes an answer once. */
export class OfficeRig {
	readonly answers = new Map<string, Answer[]>();
	readonly reports: Report[] = [];
	readonly #parties: Parties;
	readonly #relay: RelayRig;
	#client: RelayClient | undefined;
	#cursor: { epoch: string | undefined; after: number } = { epoch: undefined, after: 0 };
	#issued = Date.now();

	constructor(parties: Parties, relay: RelayRig) {
		this.#parties = parties;
		this.#relay = relay;
	}

	job(id: string, meter: string, what: Pick<Job, 'kind' | 'body'>, times: Partial<Pick<Job, 'notBefore' | 'expires' | 'issued'>> = {}): Job {
		const issued = times.issued ?? ++this.#issued;
		return { id, meter, ...what, issued, notBefore: 0, expires: issued + HOUR, ...times } as Job;
	}

	/** Again where the relay is not to be had. */
	async put(...jobs: readonly Job[]): Promise<void> {
		await this.#again((client) =>
			client.put(
				'jobs',
				jobs.map((each) => this.#parties.signed('job', each)),
			),
		);
	}

	async withdraw(id: string): Promise<void> {
		await this.#again((client) => client.put('withdrawals', [this.#parties.signed('withdrawal', { id, at: Date.now() })]));
	}

	/** The answer that ends a job. */
	async answerTo(id: string): Promise<Answer> {
		let found: Answer | undefined;
		await until(async () => {
			found = this.answers.get(id)?.find(({ state }) => isEnded(state));
			if (found === undefined) await this.collect();
			return found !== undefined;
		}, `an answer to ${id}`);
		return found!;
	}

	async collect(wait = 1): Promise<void> {
		await this.#again(async (client) => {
			const { epoch, messages } = await client.fetch('results', { ...this.#cursor, wait });
			for (const { seq, message } of messages) {
				const { kind, content } = readSigned(CIPHER, this.#parties.office.peerKeys, message, ['answer', 'report']);
				if (kind === 'report') this.reports.push(content);
				else this.answers.set(content.id, [...(this.answers.get(content.id) ?? []), content]);
				this.#cursor = { epoch, after: seq };
			}
		});
	}

	async #again(work: (client: RelayClient) => Promise<unknown>): Promise<void> {
		await until(async () => {
			this.#client ??= this.#relay.client('office');
			try {
				await work(this.#client);
				return true;
			} catch (error) {
				if (!(error instanceof RelayError) || (error.trouble.kind !== 'unreachable' && error.trouble.kind !== 'full')) throw error;
				this.#client = undefined;
				return false;
			}
		});
	}
}

export interface MeterOfFile {
	readonly routeA: string;
	/** System title. */
	readonly title: string;
}

export function metersIn(path: string): readonly MeterOfFile[] {
	return readFileSync(path, 'utf8')
		.trim()
		.split('\n')
		.map((line) => {
			const { routeA, keys } = JSON.parse(line) as { routeA: string; keys: { systemTitle: string } };
			return { routeA, title: keys.systemTitle };
		});
}

/** `keiki supervise`, once it is ready. */
export async function supervising(parties: Parties, relay: RelayRig, ...words: readonly string[]): Promise<Running> {
	const running = Running.begin('supervise', '--data', parties.of('control'), '--relay', relay.url.href, '--check', 'never', ...words);
	await running.until(({ event }) => event === 'ready');
	return running;
}

export function controlFile(parties: Parties, name: string): string {
	return join(parties.of('control'), name);
}
