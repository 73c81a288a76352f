import { NAME } from '../../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { CredentialFlaw, CredentialRefusal, OnTaken, RouteStatus, UnitCredentials } from '../../../src/meter/communication/service.js';
import { bytesEqual, equal, hex } from '../../assert.js';
import { type Line, MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import {
	associated,
	bytesIn,
	dateTimeText,
	get,
	itemsIn,
	type Meter,
	meter,
	NOON,
	newKeys,
	numberIn,
	PRE_ESTABLISHED,
	READING,
} from './route-a-rig.js';

const HAND_HELD = 3;
const DATA = 1;
const OBJECTS = ['routeBCredentials', 'routeBStatus', 'credentialVersion'] as const;
const SEALED = '00112233';

class ScriptedUnit implements UnitCredentials {
	version = 0;
	since = 0;
	isOpening = false;
	refusal: CredentialRefusal | undefined;
	/** Why they are none, once they are opened. */
	opened: CredentialFlaw | undefined;
	taken: Uint8Array | undefined;
	now: RouteStatus = { items: { startup: 'clear', authentication: 'clear', connection: 'clear', unit: 'normal' }, verdict: 'active', since: NOON };

	#open = (): void => {};

	take(version: number, sealed: Uint8Array, done: OnTaken): CredentialRefusal | undefined {
		if (this.refusal !== undefined) return this.refusal;
		this.isOpening = true;
		this.taken = sealed.slice();
		this.#open = () => {
			this.isOpening = false;
			if (this.opened === undefined) {
				this.version = version;
				this.since = NOON + 1000;
			}
			done(this.opened);
		};
		return undefined;
	}

	/** What comes behind the request. */
	open(): void {
		this.#open();
	}

	status(): RouteStatus {
		return this.now;
	}
}

/** A meter whose keys file has a row for a hand-held. */
function rig(): Meter & { readonly unit: ScriptedUnit; readonly line: (client: number) => Line } {
	const key = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);
	const { clients } = newKeys();
	const unit = new ScriptedUnit();
	const keys = newKeys({ clients: { ...clients, [HAND_HELD]: { encryption: key(0x33), authentication: key(0xa4) } } });
	const rigged = meter({ keys, credentials: unit });
	const lines = new Map<number, Line>();
	const line = (client: number): Line => {
		const known = lines.get(client) ?? associated(rigged, client);
		lines.set(client, known);
		return known;
	};
	return { ...rigged, unit, line };
}

const told = (version: number): Uint8Array => new DataWriter().structure(2).doubleLongUnsigned(version).octetString(hex(SEALED)).copy();

/** Sets the credentials, or something else in their place; the Data-Access-Result. */
function set({ line }: Pick<ReturnType<typeof rig>, 'line'>, client: number, value = told(5)): number {
	let result = -1;
	line(client).set({ classId: DATA, name: NAME.routeBCredentials, index: 2, selection: undefined }, value, (_, told) => {
		result = told ?? -1;
	});
	return result;
}

describe('Route A: sealed credentials of Route B', () => {
	it('have objects only in a meter whose unit takes them', () => {
		for (const name of OBJECTS) {
			equal(
				meter({ credentials: undefined }).routeA.server.options.device.objects.some((object) => object.name === NAME[name]),
				false,
				name,
			);
			equal(
				rig().routeA.server.options.device.objects.some((object) => object.name === NAME[name]),
				true,
				name,
			);
		}
	});

	for (const [client, code, origin] of [
		[MANAGEMENT, 220, 'client 1'],
		[HAND_HELD, 221, 'client 3'],
	] as const) {
		it(`are taken from client ${client}, and the communication log tells who brought them`, () => {
			const rigged = rig();
			equal(set(rigged, client), ACCESS_RESULT.success);
			equal(numberIn(get(rigged.line(MANAGEMENT), DATA, NAME.communicationCode, 2)), 0);
			rigged.unit.open();
			equal(rigged.unit.version, 5);
			bytesEqual(rigged.unit.taken!, SEALED);
			equal(numberIn(get(rigged.line(MANAGEMENT), DATA, NAME.communicationCode, 2)), code);
			equal(rigged.lines.includes(`Route B: new credentials, ${origin} over Route A`), true);
		});
	}

	it('are refused from whoever else there is', () => {
		const rigged = rig();
		equal(set(rigged, READING), ACCESS_RESULT.objectUndefined);
		equal(set(rigged, PUBLIC) === ACCESS_RESULT.success, false);
		equal(rigged.unit.taken, undefined);
	});

	it('are refused by their reasons, and nothing is logged', () => {
		const rigged = rig();
		for (const [refusal, result] of [
			['oldVersion', ACCESS_RESULT.scopeOfAccessViolated],
			['notOurs', ACCESS_RESULT.otherReason],
			['busy', ACCESS_RESULT.temporaryFailure],
		] as const) {
			rigged.unit.refusal = refusal;
			equal(set(rigged, MANAGEMENT), result, refusal);
		}
		equal(numberIn(get(rigged.line(MANAGEMENT), DATA, NAME.communicationCode, 2)), 0);
	});

	it('are answered before they are opened: until then no version is told, and those that are none leave the version as it was, and a line in the log', () => {
		const rigged = rig();
		const version = () => get(rigged.line(HAND_HELD), DATA, NAME.credentialVersion, 2);
		rigged.unit.opened = 'notOurs';
		equal(set(rigged, HAND_HELD), ACCESS_RESULT.success);
		equal(version(), ACCESS_RESULT.temporaryFailure);
		rigged.unit.open();
		equal(numberIn(itemsIn(version())[0]), 0);
		equal(numberIn(get(rigged.line(MANAGEMENT), DATA, NAME.communicationCode, 2)), 0);
		const line = 'Route B: sealed credentials, version 5, of client 3 refused: they are not sealed for this unit and version, or were altered';
		equal(rigged.lines.includes(line), true);
	});

	it('are of their type, or refused', () => {
		const rigged = rig();
		for (const wrong of [
			new DataWriter().nullData(),
			new DataWriter().octetString(hex(SEALED)),
			new DataWriter().structure(1).doubleLongUnsigned(5),
			new DataWriter().structure(2).longUnsigned(5).octetString(hex(SEALED)),
			new DataWriter().structure(2).doubleLongUnsigned(5).doubleLongUnsigned(5),
			new DataWriter().structure(3).doubleLongUnsigned(5).octetString(hex(SEALED)).nullData(),
		])
			equal(set(rigged, MANAGEMENT, wrong.copy()), ACCESS_RESULT.typeUnmatched);
		equal(rigged.unit.taken, undefined);
	});

	it('are told to nobody', () => {
		const rigged = rig();
		set(rigged, MANAGEMENT);
		for (const client of [MANAGEMENT, HAND_HELD])
			equal(get(rigged.line(client), DATA, NAME.routeBCredentials, 2), ACCESS_RESULT.readWriteDenied, `client ${client}`);
		for (const client of [READING, PUBLIC])
			equal(get(rigged.line(client), DATA, NAME.routeBCredentials, 2), ACCESS_RESULT.objectUndefined, `client ${client}`);
	});

	it('have a version in force, and a time when it came: none before the first', () => {
		const rigged = rig();
		const version = (): readonly [number, string] => {
			const [number, time] = itemsIn(get(rigged.line(HAND_HELD), DATA, NAME.credentialVersion, 2));
			return [numberIn(number), bytesIn(time)[0] === 0xff ? 'never' : dateTimeText(bytesIn(time))];
		};
		equal(version().join(), '0,never');
		set(rigged, MANAGEMENT);
		rigged.unit.open();
		equal(version().join(), '5,2026-11-22 12:34:01.00 -540 00');
	});

	it('have the status of Table 2 beside them', () => {
		const rigged = rig();
		const status = (): string => {
			const items = itemsIn(get(rigged.line(HAND_HELD), DATA, NAME.routeBStatus, 2));
			return `${items.slice(0, 5).map(numberIn).join()} ${dateTimeText(bytesIn(items[5]))}`;
		};
		equal(status(), '0,0,0,0,1 2026-11-22 12:34:00.00 -540 00');
		for (const [items, verdict, text] of [
			[{ startup: 'clear', authentication: 'failure', connection: 'failure', unit: 'normal' }, 'HEMS is failure', '0,1,1,0,2'],
			[{ startup: 'clear', authentication: 'clear', connection: 'failure', unit: 'normal' }, 'HEMS is unconnected', '0,0,1,0,3'],
			[{ startup: 'failure', authentication: 'clear', connection: 'failure', unit: 'abnormality' }, 'abnormality', '1,0,1,1,4'],
			[{ startup: 'failure', authentication: 'clear', connection: 'clear', unit: 'normal' }, 'undetermined', '1,0,0,0,0'],
		] as const) {
			rigged.unit.now = { items, verdict, since: NOON };
			equal(status().split(' ')[0], text, verdict);
		}
	});

	it('leave a hand-held the rest that a reading client may, and no more', () => {
		const { routeA } = rig();
		const { objects, rights } = routeA.server.options.device;
		for (let i = 0; i < objects.length; i++) {
			if (OBJECTS.some((name) => NAME[name] === objects[i]!.name)) continue;
			const [own, reading] = [rights[i]![HAND_HELD], rights[i]![READING]];
			if (own === undefined && reading !== undefined) equal(objects[i]!.name - (objects[i]!.name % 0x10000), 0x0000_2800_0000, 'an own association');
			else if (own !== undefined && reading !== undefined) equal(`${own.attributes}/${own.methods}`, `${reading.attributes}/${reading.methods}`);
		}
	});

	it('know no hand-held without keys', () => {
		equal(
			meter({ credentials: new ScriptedUnit() })
				.routeA.server.options.clients.map(({ id }) => id)
				.join(),
			[PUBLIC, MANAGEMENT, READING, PRE_ESTABLISHED].join(),
		);
	});
});
