/** Sealed credentials as a head-end brings them: what it makes of a meter that is still at others. */
import assert from 'node:assert/strict';
import { NAME } from '../../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { bringCredentials, readRouteB, sealedIn, settleCredentials, versionInForce } from '../../../src/head-end/credentials.js';
import { parseData } from '../../../src/head-end/data-notation.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';

type Session = Parameters<typeof bringCredentials>[0];
const STATUS = '{enum:0, enum:1, enum:0, enum:1, enum:3, octets:07EA0B1E010C00000080E400}';
const version = (number: number) => `{u32:${number}, octets:07EA0B1E010D00000080E400}`;

/** A meter that tells these in turn, the last again and again. */
class ScriptedMeter {
	readonly asked: number[] = [];
	set = async (): Promise<number> => this.taken;
	taken = 0;
	readonly #versions: (string | number)[];
	readonly #status: string | number;

	constructor(versions: readonly (string | number)[], status: string | number = STATUS) {
		this.#versions = [...versions];
		this.#status = status;
	}

	get = async (target: { readonly name: number }) => {
		this.asked.push(target.name);
		const reading = target.name === NAME.routeBStatus ? this.#status : this.#versions.length > 1 ? this.#versions.shift()! : this.#versions[0]!;
		return typeof reading === 'number' ? reading : parseData(reading);
	};

	get session(): Session {
		return this as unknown as Session;
	}
}

/** What it waited, ms. */
function patience(): { readonly wait: (ms: number) => Promise<void>; total: number } {
	const own = {
		total: 0,
		wait: async (ms: number) => {
			own.total += ms;
		},
	};
	return own;
}

const failure = (kind: string, result: number) => (error: unknown) =>
	error instanceof HeadEndError && error.failure.kind === kind && (error.failure as { result?: number }).result === result;
const { temporaryFailure, otherReason, objectUndefined, typeUnmatched } = ACCESS_RESULT;
const SEALED = { version: 7, sealed: new Uint8Array(44) };

describe('credentials at a head-end', () => {
	it('are in force when the meter tells their version, and not before it has opened them', async () => {
		const meter = new ScriptedMeter([temporaryFailure, temporaryFailure, version(7)]);
		const { wait } = patience();
		await bringCredentials(meter.session, SEALED, wait);
		assert.equal(meter.asked.length, 3);
		await assert.rejects(bringCredentials(new ScriptedMeter([version(6)]).session, SEALED, wait), failure('credentialsNotTaken', otherReason));
		const busy = new ScriptedMeter([version(7)]);
		busy.taken = temporaryFailure;
		await assert.rejects(bringCredentials(busy.session, SEALED, wait), failure('credentialsNotTaken', temporaryFailure));
		assert.deepEqual(busy.asked, []);
	});

	it('have a status also while others are opened, and so long it waits', async () => {
		const meter = new ScriptedMeter([temporaryFailure, version(7)]);
		const own = patience();
		const state = await readRouteB(meter.session, own.wait);
		assert.deepEqual(
			[state.version, state.startup, state.authentication, state.connection, state.unit, state.verdict],
			[7, false, true, false, true, 'HEMS is unconnected'],
		);
		assert.deepEqual([state.changed[5], state.since[5]], [0x0d, 0x0c]);
		assert.equal(own.total, 100);
		assert.deepEqual(meter.asked, [NAME.credentialVersion, NAME.credentialVersion, NAME.routeBStatus]);
	});

	it('that are never opened, or not told, are said to be', async () => {
		const own = patience();
		const stuck = new ScriptedMeter([temporaryFailure]);
		await assert.rejects(readRouteB(stuck.session, own.wait), failure('credentialsUnreadable', temporaryFailure));
		assert.deepEqual([stuck.asked.length, own.total], [20, 1900]);
		for (const [versions, status, result] of [
			[[objectUndefined], STATUS, objectUndefined],
			[[version(1)], objectUndefined, objectUndefined],
			[['{u32:1}'], STATUS, typeUnmatched],
			[['{octets:00, octets:00}'], STATUS, typeUnmatched],
			[['{i32:-1, octets:00}'], STATUS, typeUnmatched],
			[['{u64:4294967296, octets:00}'], STATUS, typeUnmatched],
			[['{f32:0.5, octets:00}'], STATUS, typeUnmatched],
			[[version(1)], '{enum:0}', typeUnmatched],
			[[version(1)], STATUS.replace('enum:3', 'octets:03'), typeUnmatched],
		] as const)
			await assert.rejects(readRouteB(new ScriptedMeter(versions, status).session, own.wait), failure('credentialsUnreadable', result));
		const { version: none, changed } = await versionInForce(new ScriptedMeter(['{u32:0, octets:00}']).session, own.wait);
		assert.deepEqual([none, changed.length], [0, 12]);
	});

	it('that may have been brought before are settled by what is in force', async () => {
		const { wait } = patience();
		const settle = async (versions: readonly (string | number)[], ...results: readonly number[]) => {
			const meter = new ScriptedMeter(versions);
			let sent = 0;
			meter.set = async () => results[sent++]!;
			const { inForce, why, result } = await settleCredentials(meter.session, SEALED, wait);
			assert.equal(sent, results.length, 'sent so often');
			return [inForce, why, result];
		};
		const { scopeOfAccessViolated, typeUnmatched } = ACCESS_RESULT;
		assert.deepEqual(await settle([version(7)]), [7, undefined, 0], 'they are there already');
		assert.deepEqual(await settle([version(8)]), [8, 'oldVersion', 0], 'later ones are');
		assert.deepEqual(await settle([version(6), temporaryFailure, version(7)], 0), [7, undefined, 0]);
		assert.deepEqual(await settle([version(6), version(7)], scopeOfAccessViolated), [7, undefined, 0], 'the answer to the first was lost');
		assert.deepEqual(await settle([version(6), version(9)], scopeOfAccessViolated), [9, 'oldVersion', scopeOfAccessViolated], 'somebody was faster');
		assert.deepEqual(await settle([version(5), version(6), version(7)], temporaryFailure, 0), [7, undefined, 0], 'others came right before');
		assert.deepEqual(await settle([version(6), version(6), version(7)], 0, 0), [7, undefined, 0], 'the power failed while it opened them');
		assert.deepEqual(await settle([version(6)], 0, 0, 0), [6, 'notOurs', 0]);
		assert.deepEqual(await settle([version(6)], otherReason), [6, 'notOurs', otherReason]);
		assert.deepEqual(await settle([version(6)], typeUnmatched), [6, 'refused', typeUnmatched]);
		await assert.rejects(settle([objectUndefined]), failure('credentialsUnreadable', objectUndefined));
	});

	it('are taken from what keiki keys seal prints alone', () => {
		assert.deepEqual(sealedIn(parseData('{u32:1, octets:AB}')), { version: 1, sealed: Uint8Array.of(0xab) });
		assert.equal(sealedIn(parseData('{u32:4294967295, octets:AB}'))?.version, 0xffffffff);
		for (const text of ['{u32:0, octets:AB}', '{u16:1, octets:AB}', '{u32:1, u32:1}', '{u32:1}', '{u32:1, octets:AB, u8:1}', 'u32:1'])
			assert.equal(sealedIn(parseData(text)), undefined, text);
	});
});
