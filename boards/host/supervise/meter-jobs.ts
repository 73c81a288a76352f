/** Jobs at meters, over Route A: each kind with what it does, and with how it finds whether it is done. One session at a time with a meter. */
import { setTimeout as wait } from 'node:timers/promises';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { PHYSICAL_UNIT } from '../../../modules/cosem/register-class.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { timeOf } from '../../../modules/dlms/axdr/date-time.js';
import { readRouteB, settleCredentials, versionInForce } from '../../../src/head-end/credentials.js';
import { JAPAN } from '../../../src/head-end/date-time-text.js';
import { HeadEndError, type HeadEndFailure, isSilence } from '../../../src/head-end/head-end-error.js';
import { readInstalledUnits } from '../../../src/head-end/installed-units.js';
import { type LimiterState, readLimiter, setNormalThreshold, thresholdCount } from '../../../src/head-end/limiter.js';
import type { MeterSession } from '../../../src/head-end/meter-session.js';
import { isReached, orderSupply, readSupply, type SupplyState } from '../../../src/head-end/supply-control.js';
import type { MeterWork, Outcome } from '../../../src/operations/jobs/control-desk.js';
import { type Contact, type JobKind, KINDS, type ReportedUnit, type SupplyResult } from '../../../src/operations/jobs/kinds.js';
import type { Job } from '../../../src/operations/jobs/messages.js';
import { type HesMeter, type HesOptions, HesSession } from '../hes/hes-options.js';

/** What somebody waits for is told soon: a meter may be silent so long, ms. */
const SOON = 2500;
/** Between two looks at a contact, and for how long, ms. */
const LOOK = 250;
const LOOKS = 5000;

type JobOf<Kind extends JobKind> = Extract<Job, { readonly kind: Kind }>;

interface AtMeter<Kind extends JobKind> {
	readonly session: MeterSession;
	readonly body: JobOf<Kind>['body'];
	/** Told right before anything is changed. */
	readonly touch: () => void;
}

interface KindRow<Kind extends JobKind> {
	readonly work: (at: AtMeter<Kind>) => Promise<Outcome>;
	/** Whether it is done, with nothing changed; of kinds that change something. */
	readonly look?: (at: AtMeter<Kind>) => Promise<Outcome>;
}

const pause = (ms: number): Promise<void> => wait(ms);
const done = (result: Extract<Outcome, { readonly kind: 'done' }>['result']): Outcome => ({ kind: 'done', result });
const UNDONE: Outcome = Object.freeze({ kind: 'undone' });

const ROWS: { readonly [Kind in JobKind]: KindRow<Kind> } = Object.freeze({
	credentials: {
		work: async ({ session, body, touch }) => {
			const get: MeterSession['get'] = (target, work) => session.get(target, work);
			const set: MeterSession['set'] = (target, value) => {
				touch();
				return session.set(target, value);
			};
			const settled = await settleCredentials({ get, set }, { version: body.version, sealed: fromHex(body.sealed) }, pause);
			if (settled.why === undefined) return done({ version: settled.inForce });
			// A unit that opens what came before is not one that refuses.
			if (settled.result === ACCESS_RESULT.temporaryFailure) return { kind: 'later', why: settled.why, code: settled.result, isTouched: true };
			return { kind: 'failed', result: { why: settled.why, code: settled.result, version: settled.inForce } };
		},
		look: async ({ session, body }) => {
			const { version } = await versionInForce(session, pause);
			if (version > body.version) return { kind: 'failed', result: { why: 'oldVersion', code: null, version } };
			return version === body.version ? done({ version }) : UNDONE;
		},
	},
	status: {
		work: async ({ session }) => {
			const state = await readRouteB(session, pause);
			const units = await unitsOrNone(session);
			const item = (fails: boolean) => (fails ? 'failure' : 'clear');
			return done({
				...{ startup: item(state.startup), authentication: item(state.authentication), connection: item(state.connection) },
				...{ unit: state.unit ? 'abnormality' : 'normal', verdict: state.verdict, since: momentIn(state.since) },
				...{ version: state.version, changed: state.version === 0 ? null : momentIn(state.changed) },
				communication: units?.find(({ kind }) => kind === 'communication')?.type ?? null,
			});
		},
	},
	supply: {
		work: async ({ session, body, touch }) => {
			const order = body.to === 'open' ? 'disconnect' : 'reconnect';
			const before = await readSupply(session);
			if (isReached(order, before)) return done(supplyResult(before, before));
			touch();
			await orderSupply(session, order);
			let now = await readSupply(session);
			for (let waited = 0; !isReached(order, now) && waited < LOOKS; waited += LOOK) {
				await pause(LOOK);
				now = await readSupply(session);
			}
			if (isReached(order, now)) return done(supplyResult(now, before));
			return { kind: 'failed', result: { why: 'notReached', code: null, contact: contactOf(now) } };
		},
		look: async ({ session, body }) => {
			const now = await readSupply(session);
			return isReached(body.to === 'open' ? 'disconnect' : 'reconnect', now) ? done(supplyResult(now, now)) : UNDONE;
		},
	},
	amperes: {
		work: async ({ session, body: { amperes }, touch }) => {
			const before = await readLimiter(session);
			if (before.scaler?.unit !== PHYSICAL_UNIT.ampere) return { kind: 'failed', result: { why: 'noAmperes', code: null } };
			if (thresholdOf(before) === amperes) return done({ amperes, before: amperes });
			const count = thresholdCount(before, amperes ?? undefined);
			touch();
			await setNormalThreshold(session, before, count);
			return done({ amperes: thresholdOf(await readLimiter(session)), before: thresholdOf(before) });
		},
		look: async ({ session, body: { amperes } }) => {
			const threshold = thresholdOf(await readLimiter(session));
			return threshold === amperes ? done({ amperes, before: amperes }) : UNDONE;
		},
	},
	units: { work: async ({ session }) => done({ units: await readInstalledUnits(session) }) },
});

/** What was found at a meter. */
export interface Seen {
	readonly meter: string;
	readonly answers: boolean;
	/** Undefined: nobody asked, or it does not tell. */
	readonly units: readonly ReportedUnit[] | undefined;
}

export class MeterJobs implements MeterWork {
	readonly #options: HesOptions;
	readonly #meters = new Map<string, HesMeter>();
	/** The end of the last session with a meter. */
	readonly #turns = new Map<string, Promise<unknown>>();
	readonly #onSeen: (seen: Seen) => void;

	constructor(options: HesOptions, onSeen: (seen: Seen) => void) {
		this.#options = options;
		this.#onSeen = onSeen;
		for (const meter of options.meters) this.#meters.set(toUpperHex(meter.keys.systemTitle), meter);
	}

	/** By their system titles. */
	get meters(): readonly string[] {
		return [...this.#meters.keys()];
	}

	knows(meter: string): boolean {
		return this.#meters.has(meter);
	}

	work<Kind extends JobKind>(job: JobOf<Kind>, isLook: boolean): Promise<Outcome> {
		const row: KindRow<Kind> = ROWS[job.kind as Kind];
		let isTouched = false;
		return this.#inSession(job.meter, !KINDS[job.kind].isPatient, async (session) => {
			const at = { session, body: job.body, touch: () => (isTouched = true) };
			const outcome = await (isLook ? row.look! : row.work)(at as unknown as AtMeter<Kind>);
			const units = outcome.kind === 'done' && 'units' in outcome.result ? outcome.result.units : undefined;
			this.#onSeen({ meter: job.meter, answers: true, units });
			return outcome;
		}).catch((error) => {
			if (!(error instanceof HeadEndError)) throw error;
			const { failure } = error;
			const code = 'result' in failure ? failure.result : null;
			const isSilent = isSilence(failure.kind);
			this.#onSeen({ meter: job.meter, answers: !isSilent, units: undefined });
			if (isSilent || error.passing || isForNow(failure)) return { kind: 'later', why: failure.kind, code, isTouched };
			return { kind: 'failed', result: { why: failure.kind, code } };
		});
	}

	/** Whether it answers, and which units it reports. */
	async check(meter: string): Promise<void> {
		try {
			const units = await this.#inSession(meter, true, (session) => unitsOrNone(session));
			this.#onSeen({ meter, answers: true, units });
		} catch (error) {
			if (!(error instanceof HeadEndError)) throw error;
			this.#onSeen({ meter, answers: !isSilence(error.failure.kind), units: undefined });
		}
	}

	#inSession<Of>(meter: string, isSoon: boolean, work: (session: MeterSession) => Promise<Of>): Promise<Of> {
		const { timeout } = this.#options;
		const options = isSoon ? { ...this.#options, retries: 0, timeout: Math.min(timeout, SOON) } : this.#options;
		const turn = (this.#turns.get(meter) ?? Promise.resolve()).then(async () => {
			const session = new HesSession(options, this.#meters.get(meter)!);
			try {
				return await work(session);
			} finally {
				await session.end();
			}
		});
		const end = turn.catch(() => {}).finally(() => this.#turns.get(meter) === end && this.#turns.delete(meter));
		this.#turns.set(meter, end);
		return turn;
	}
}

/** Undefined: it does not tell; other meters are not put together of units. */
async function unitsOrNone(session: MeterSession): Promise<readonly ReportedUnit[] | undefined> {
	try {
		return await readInstalledUnits(session);
	} catch (error) {
		if (error instanceof HeadEndError && error.failure.kind === 'unitsUnreadable') return undefined;
		throw error;
	}
}

/** A refusal that may be none another time. */
function isForNow(failure: HeadEndFailure): boolean {
	if (failure.kind === 'associationRefused') return failure.transient;
	return failure.kind === 'credentialsUnreadable' && failure.result === ACCESS_RESULT.temporaryFailure;
}

function supplyResult(now: SupplyState, before: SupplyState): SupplyResult {
	const control = ['disconnected', 'connected', 'ready'][now.control] as SupplyResult['control'];
	return { contact: contactOf(now), control, mode: now.mode ?? null, before: contactOf(before) };
}

function contactOf({ output }: SupplyState): Contact {
	return output === undefined ? 'unknown' : output ? 'closed' : 'open';
}

/** Whole units, or null for none. */
function thresholdOf({ normal, scaler }: LimiterState): number | null {
	// What is decimal outside is not in a floating-point number.
	return normal === undefined ? null : Number((normal * 10 ** (scaler?.scaler ?? 0)).toPrecision(12));
}

/** ms since 1970-01-01T00:00:00Z. */
function momentIn(bytes: Uint8Array): number | null {
	const time = timeOf(bytes, JAPAN);
	return time === undefined || time < 0 ? null : time;
}
