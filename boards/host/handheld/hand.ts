/** A hand-held at work: what the command line and its page ask of it. Everything that a meter was told is on its disk before, and what came of it right after. */
import { setTimeout as wait } from 'node:timers/promises';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { timeOf } from '../../../modules/dlms/axdr/date-time.js';
import { type RouteBState, readRouteB, settleCredentials } from '../../../src/head-end/credentials.js';
import { JAPAN } from '../../../src/head-end/date-time-text.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { readInstalledUnits } from '../../../src/head-end/installed-units.js';
import { type RouteBMedium, unitType } from '../../../src/meter/catalogue/unit-types.js';
import { isFault } from '../../../src/operations/bar-code/faults.js';
import type { HpkePort } from '../../../src/operations/bar-code/hpke.js';
import { openBarCode, refusalOf, type WorkOrderCode } from '../../../src/operations/bar-code/work-order-code.js';
import { begun, ended, hasRoom, type Ledger, orderIn } from '../../../src/operations/handheld/ledger.js';
import { type HandheldResult, type RouteBStatus, type SignedResult, signResult, timeTold } from '../../../src/operations/handheld/result.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { HesSession } from '../hes/hes-options.js';
import { readAllKeys } from '../shared/keys-file.js';
import { LedgerFile } from './ledger-file.js';
import { CIPHER, type OwnFiles, type OwnKeys } from './own-files.js';
import { HandheldTrouble } from './trouble.js';
import { type Met, visit } from './visit.js';

export interface HandOptions {
	readonly files: OwnFiles;
	/** Where the local port is, as `--meter` has it. */
	readonly place: string;
	/** Of the meters; undefined: those in the directory. */
	readonly keysPath: string | undefined;
	readonly timeout?: string | undefined;
	readonly retries?: string | undefined;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
}

export interface Diagnosed {
	readonly result: SignedResult;
	/** By which Route B goes; undefined: the meter does not tell. */
	readonly medium: RouteBMedium | undefined;
}

/** What of a result is this work's own: the rest is every result's. */
type Own<Result> = Result extends unknown ? Omit<Result, 'number' | 'handheld' | 'at' | 'meter' | 'meterAhead'> : never;

export class Hand {
	readonly #options: HandOptions;
	readonly #own: OwnKeys;
	readonly #ledger: LedgerFile;

	/** @throws UsageError where there is no hand-held */
	constructor(options: HandOptions) {
		this.#options = options;
		this.#own = options.files.read();
		this.#ledger = new LedgerFile(options.files.ledgerFile);
	}

	get name(): string {
		return this.#own.name;
	}

	get ledger(): Ledger {
		return this.#ledger.read();
	}

	/**
	 * Has the meter take the credentials that are sealed in a bar code, and keeps nothing of them.
	 * @param text of the bar code
	 * @throws HandheldTrouble, UsageError
	 */
	async set(hpke: HpkePort, text: string): Promise<SignedResult> {
		const code = await this.#opened(hpke, text);
		const { order, meter, version, notAfter } = code;
		const keys = this.#keysOf(meter);
		return this.#visit(keys, async ({ session, meterAhead }) => {
			this.#ledger.change((ledger) => begun(this.#checkRoom(ledger), { order, meter, version, notAfter }, this.#options.now()));
			const { inForce, why, result } = await settleCredentials(session, code, (ms) => wait(ms));
			code.sealed.fill(0);
			if (why === undefined) return this.#record({ kind: 'set', order, version }, meter, meterAhead);
			if (why === 'refused' && result === ACCESS_RESULT.temporaryFailure) throw new HandheldTrouble({ kind: 'busy' });
			this.#record({ kind: 'failed', order, version, inForce, why }, meter, meterAhead);
			throw new HandheldTrouble({ kind: 'unit', order, version, inForce, why, result });
		});
	}

	/**
	 * Notes what stands in the meter now.
	 * @param meter system title, 16 digits; undefined: that of the order, or the only one with keys
	 * @param told codes of the units that the worker says to have mounted; undefined: says nothing
	 * @throws HandheldTrouble, UsageError
	 */
	async built(order: string, meter: string | undefined, told: readonly string[] | undefined): Promise<SignedResult> {
		this.#checkRoom();
		const keys = this.#keysOf(meter ?? orderIn(this.ledger, order)?.meter);
		return this.#visit(keys, async ({ session, meterAhead }) => {
			const units = await readInstalledUnits(session);
			return this.#record({ kind: 'built', order, units, told: told ?? null }, toUpperHex(keys.systemTitle), meterAhead);
		});
	}

	/**
	 * Notes how the Route B of a meter is. A meter that does not answer is a finding, too.
	 * @param order undefined: nobody ordered it
	 * @param meter as of `built`
	 * @throws HandheldTrouble, UsageError
	 */
	async diagnose(order: string | undefined, meter: string | undefined): Promise<Diagnosed> {
		this.#checkRoom();
		const keys = this.#keysOf(meter ?? (order === undefined ? undefined : orderIn(this.ledger, order)?.meter));
		const note = (status: RouteBStatus | null, meterAhead: number | null) =>
			this.#record({ kind: 'diagnosis', order: order ?? null, status }, toUpperHex(keys.systemTitle), meterAhead);
		try {
			return await this.#visit(keys, async ({ session, meterAhead }) => {
				const status = statusOf(await readRouteB(session, (ms) => wait(ms)));
				return { result: note(status, meterAhead), medium: await mediumOf(session) };
			});
		} catch (error) {
			if (!(error instanceof HandheldTrouble) || error.trouble.kind !== 'silent') throw error;
			return { result: note(null, null), medium: undefined };
		}
	}

	/** The office has got these. Returns how many of them were still here. @throws UsageError */
	handedIn(change: (ledger: Ledger) => Ledger): number {
		const before = this.ledger.results.length;
		return before - this.#ledger.change(change).results.length;
	}

	async #opened(hpke: HpkePort, text: string): Promise<WorkOrderCode> {
		const { files } = this.#options;
		const now = this.#options.now();
		const keys = { privateKey: this.#own.envelopeKey, publicKey: files.officeKey() };
		const code = await openBarCode(hpke, keys, this.#own.name, text);
		const ledger = this.#checkRoom();
		const isUsed = (order: string, version: number) => {
			const entry = orderIn(ledger, order);
			return entry !== undefined && entry.state !== 'begun' && entry.version >= version;
		};
		const fault = isFault(code) ? code : refusalOf(code, { now, isUsed });
		if (fault !== undefined) throw new HandheldTrouble({ kind: 'barCode', fault, now, own: this.#own.name });
		return code as WorkOrderCode;
	}

	#checkRoom(ledger = this.ledger): Ledger {
		if (!hasRoom(ledger, this.#options.now())) throw new HandheldTrouble({ kind: 'full', results: ledger.results.length });
		return ledger;
	}

	/** @param meter undefined: the only one that there are keys for */
	#keysOf(meter: string | undefined): RouteAKeys {
		const path = this.#keysPath;
		const all = readAllKeys(path);
		const keys = meter === undefined ? (all.length === 1 ? all[0] : undefined) : all.find(({ systemTitle }) => toUpperHex(systemTitle) === meter);
		if (keys === undefined) throw new HandheldTrouble({ kind: 'noKeys', meter: meter ?? null, path });
		return keys;
	}

	get #keysPath(): string {
		return this.#options.keysPath ?? this.#options.files.keysFile;
	}

	#visit<T>(keys: RouteAKeys, work: (met: Met) => Promise<T>): Promise<T> {
		const { files, place, timeout, retries, now } = this.#options;
		const { systemTitle: title } = this.#own;
		return visit({ place, keys, keysPath: this.#keysPath, title, countersFile: files.countersFile, timeout, retries, now }, work);
	}

	#record(own: Own<HandheldResult>, meter: string, meterAhead: number | null): SignedResult {
		let signed: SignedResult | undefined;
		this.#ledger.change((ledger) => {
			const result = { ...own, number: ledger.next, handheld: this.#own.name, at: this.#options.now(), meter, meterAhead } as HandheldResult;
			signed = signResult(result, this.#own.signatureKey, CIPHER);
			return ended(ledger, signed);
		});
		return signed!;
	}
}

function statusOf({ changed: _, since, ...items }: RouteBState): RouteBStatus {
	return { ...items, since: timeTold(timeOf(since, JAPAN)) };
}

async function mediumOf(session: HesSession): Promise<RouteBMedium | undefined> {
	try {
		const { type = '' } = (await readInstalledUnits(session)).find(({ kind }) => kind === 'communication') ?? {};
		// Behind an @ stands its maker.
		const known = unitType(type.split('@')[0]!);
		return known?.kind === 'communication' ? known.routeB : undefined;
	} catch (error) {
		if (error instanceof HeadEndError && error.failure.kind === 'unitsUnreadable') return undefined;
		throw error;
	}
}
