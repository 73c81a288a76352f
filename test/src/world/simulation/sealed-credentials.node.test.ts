import { NodeCipher } from '../../../../hal/node/cipher.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { sealCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { ACCESS_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { decodeRequest, USAGE } from '../../../../modules/x509/certificate.js';
import type { Credentials } from '../../../../src/route-b/credentials.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';
import { RamUnitMemory } from '../../../../src/world/units/unit-memory.js';
import { equal, hex, toHex } from '../../../assert.js';
import { MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { associated, bytesIn, decoded, get, itemsIn, keysOf, numberIn, securityOf } from '../../route-a/route-a-rig.js';
import { CREDENTIALS, type HemsRig } from './hems-rig.js';
import { PlugInRig } from './plug-in-rig.js';

const DATA = 1;
const FIRST_KEY = hex('303132333435363738393A3B3C3D3E3F');
const SECOND_KEY = hex('404142434445464748494A4B4C4D4E4F');
/** Of the pair in test/vectors/credentials.ts. */
const PRIVATE_KEY = hex('11'.repeat(32));
const OTHERS: Credentials = Object.freeze({ id: '0123456789ABCDEF0123456789ABCDEF', password: 'Abcdef123456' });
const NEXT: Credentials = Object.freeze({ id: 'FEDCBA9876543210FEDCBA9876543210', password: 'Ghijkl789012' });
const cipher = new NodeCipher(new PortableCipher());
const random = { fill: (bytes: Uint8Array) => void bytes.fill(7) };

function sealed(version: number, credentials: Credentials, key = FIRST_KEY): Uint8Array {
	const octets = sealCredentials(cipher, random, key, DEMO_KEYS.systemTitle, version, credentials)!;
	return new DataWriter().structure(2).doubleLongUnsigned(version).octetString(octets).copy();
}

/** The management client of the first meter: its counters go on for as long as the meter's do. */
class Manager {
	readonly #rig: HemsRig;
	readonly counters: MemoryCounters;

	constructor(rig: HemsRig, counters = new MemoryCounters()) {
		this.#rig = rig;
		this.counters = counters;
	}

	get line() {
		const { routeA } = this.#rig.first;
		return associated({ routeA: routeA!, keys: DEMO_KEYS }, MANAGEMENT, { security: securityOf(keysOf(DEMO_KEYS, MANAGEMENT), this.counters) });
	}

	/** Brings sealed credentials; the Data-Access-Result. */
	set(value: Uint8Array): number {
		let result = -1;
		this.line.set({ classId: DATA, name: NAME.routeBCredentials, index: 2, selection: undefined }, value, (_, told) => {
			result = told ?? -1;
		});
		this.#rig.simulator.scheduler.runFor(5000);
		return result;
	}

	version(): number {
		return numberIn(itemsIn(get(this.line, DATA, NAME.credentialVersion, 2))[0]);
	}

	verdict(): number {
		return numberIn(itemsIn(get(this.line, DATA, NAME.routeBStatus, 2))[4]);
	}
}

function rigOf(options: Partial<SimulatorOptions> = {}): { readonly rig: PlugInRig; readonly hems: HemsRig; readonly manager: Manager } {
	const rig = new PlugInRig(undefined, { credentialKeys: () => [FIRST_KEY], ...options });
	rig.run(1000);
	return { rig, hems: rig.hems, manager: new Manager(rig.hems) };
}

/** A HEMS that knows these looks for the meter, and joins it or not. */
function joins(hems: HemsRig, credentials: Credentials): boolean {
	hems.powerUp(credentials);
	return hems.join();
}

describe('credentials that come sealed over Route A', () => {
	it('end the session of those before, and let in a HEMS that has the new ones', () => {
		const { hems, manager } = rigOf();
		equal(hems.join(), true);
		equal(manager.verdict(), 1);
		equal(manager.set(sealed(1, OTHERS)), ACCESS_RESULT.success);
		equal(hems.events.includes('terminatedByPeer'), true);
		equal(hems.joined, false);
		equal(manager.verdict(), 3);
		equal(joins(hems, CREDENTIALS), false);
		equal(joins(hems, { ...OTHERS, password: CREDENTIALS.password }), false);
		equal(manager.verdict(), 2);
		equal(joins(hems, OTHERS), true);
		equal(manager.verdict(), 1);
		equal(manager.version(), 1);
		equal(hems.first.credentials.id, OTHERS.id);
		equal(hems.first.credentialState.kind, 'sealed');
		equal([CREDENTIALS, OTHERS].map(({ password }) => hems.first.isPassword(password)).join(), 'false,true');
	});

	it('leave all as it was where they are refused', () => {
		const { hems, manager } = rigOf();
		manager.set(sealed(3, OTHERS));
		equal(joins(hems, OTHERS), true);
		equal(manager.set(sealed(3, NEXT)), ACCESS_RESULT.scopeOfAccessViolated);
		equal(manager.set(sealed(2, NEXT)), ACCESS_RESULT.scopeOfAccessViolated);
		equal(manager.set(new DataWriter().structure(2).doubleLongUnsigned(4).octetString(new Uint8Array(43)).copy()), ACCESS_RESULT.otherReason);
		equal(manager.set(sealed(4, NEXT, SECOND_KEY)), ACCESS_RESULT.success);
		equal(hems.joined, true);
		equal(manager.version(), 3);
	});

	it('are opened behind the request that brings them, one at a time, and are lost where the power goes before', () => {
		const { rig, manager } = rigOf();
		const { line } = manager;
		const target = { classId: DATA, name: NAME.routeBCredentials, index: 2, selection: undefined };
		const results: (number | undefined)[] = [];
		const set = (value: Uint8Array) => line.set(target, value, (_, told) => void results.push(told));
		set(sealed(1, OTHERS));
		set(sealed(2, NEXT));
		equal(get(line, DATA, NAME.credentialVersion, 2), ACCESS_RESULT.temporaryFailure);
		equal(results.join(), `${ACCESS_RESULT.success},${ACCESS_RESULT.temporaryFailure}`);
		rig.does('power off');
		rig.does('power on');
		rig.run(5000);
		equal(manager.version(), 0);
		equal(manager.set(sealed(2, NEXT)), ACCESS_RESULT.success);
		equal(manager.version(), 2);
	});

	it('hold over a power failure', () => {
		const { rig, hems, manager } = rigOf();
		manager.set(sealed(1, OTHERS));
		rig.does('power off');
		rig.does('power on');
		rig.run(5000);
		equal(joins(hems, CREDENTIALS), false);
		equal(joins(hems, OTHERS), true);
	});

	it('hold in the next run, whatever that is told, and without the credential key, too', () => {
		const memory = new RamUnitMemory();
		const { rig, manager } = rigOf({ memory });
		manager.set(sealed(1, OTHERS));
		rig.hems.simulator.shutdown();
		for (const credentialKeys of [() => [FIRST_KEY], undefined]) {
			const next = rigOf({ memory, credentialKeys, run: 2 });
			equal(joins(next.hems, CREDENTIALS), false);
			equal(joins(next.hems, OTHERS), true);
			equal(next.hems.first.credentialState.kind, 'sealed');
			next.hems.simulator.shutdown();
		}
		equal(rigOf({ memory, credentials: OTHERS, run: 3 }).hems.first.credentialState.kind, 'told');
	});

	it('stay in the unit: a new one in its place lets nobody in until it is brought some under its own key', () => {
		const { rig, hems, manager } = rigOf({ credentialKeys: () => [FIRST_KEY, SECOND_KEY] });
		manager.set(sealed(5, OTHERS));
		rig.does('pull communication');
		rig.does('plug rf-b');
		rig.run(10_000);
		hems.meter = linkLocalAddress(hems.first.macAddress);
		equal(joins(hems, OTHERS), false);
		equal(joins(hems, CREDENTIALS), false);
		equal(hems.first.credentialState.kind, 'none');
		equal(manager.version(), 0);
		equal(manager.set(sealed(1, OTHERS)), ACCESS_RESULT.success);
		equal(manager.version(), 0);
		equal(manager.set(sealed(1, NEXT, SECOND_KEY)), ACCESS_RESULT.success);
		equal(manager.version(), 1);
		equal(joins(hems, NEXT), true);
	});

	it('are not for a unit without a key, which is set up as ever where no unit has one', () => {
		const { hems } = rigOf({ credentialKeys: undefined });
		equal(
			hems.first.routeA!.server.options.device.objects.some(({ name }) => name === NAME.routeBCredentials),
			false,
		);
		equal(hems.join(), true);
	});

	it('may be sealed for a pair of keys', () => {
		const { hems, manager } = rigOf({ credentialKeys: () => [PRIVATE_KEY], routeA: { cipher } });
		equal(manager.set(sealed(1, OTHERS, cipher.publicKey!(PRIVATE_KEY)!)), ACCESS_RESULT.success);
		equal(joins(hems, OTHERS), true);
	});

	describe('for a pair that the unit drew for itself', () => {
		const own = { credentialKeys: () => 'own' as const, routeA: { cipher } };
		const setup = { classId: 64, name: NAME.unitSecuritySetup };
		const called = (manager: Manager, index: number, type: number) => {
			const told: { result: number; returned: Uint8Array | undefined } = { result: -1, returned: undefined };
			manager.line.act({ ...setup, index }, new DataWriter().enum(type).copy(), (_, outcome) => {
				told.result = outcome?.result ?? -1;
				told.returned = typeof outcome?.returned === 'object' ? outcome.returned.slice() : undefined;
			});
			return told;
		};
		const publicKey = (manager: Manager): Uint8Array => {
			const { result, returned } = called(manager, 5, 1);
			equal(result, 0);
			const request = decodeRequest(bytesIn(decoded(returned!)));
			equal(request.commonName, toHex(DEMO_KEYS.systemTitle).toUpperCase());
			equal(request.usage, USAGE.keyAgreement);
			equal(cipher.verify!(request.publicKey, request.signed, request.signature), true);
			return request.publicKey.slice();
		};

		it('are opened by it alone, over restarts, and those for a pair of before by nobody', () => {
			const memory = new RamUnitMemory();
			const { rig, hems, manager } = rigOf({ ...own, memory });
			equal(hems.join(), true, 'what the unit was set up with');
			const first = publicKey(manager);
			const atFirst = manager.version();
			equal(manager.set(sealed(1, OTHERS, cipher.publicKey!(PRIVATE_KEY)!)), ACCESS_RESULT.success, 'for another pair');
			equal(manager.version(), atFirst, 'opened by nobody');
			equal(manager.set(sealed(1, OTHERS, first)), ACCESS_RESULT.success);
			equal(joins(hems, OTHERS), true);
			equal(called(manager, 4, 1).result, 0);
			equal(hems.first.routeA!.eventCode, 47);
			const second = publicKey(manager);
			equal(toHex(second) === toHex(first), false);
			const inForce = manager.version();
			equal(manager.set(sealed(2, NEXT, first)), ACCESS_RESULT.success, 'for the pair of before');
			equal(manager.version(), inForce, 'opened by nobody');
			equal(joins(hems, OTHERS), true, 'those in force stay');
			rig.hems.simulator.shutdown();
			const next = rigOf({ ...own, memory, run: 2 });
			const again = new Manager(next.hems, manager.counters);
			equal(toHex(publicKey(again)), toHex(second), 'after a restart');
			equal(again.set(sealed(2, NEXT, second)), ACCESS_RESULT.success);
			equal(joins(next.hems, NEXT), true);
		});

		it('stay in the unit: one that comes in its place has a pair of its own, and lets nobody in', () => {
			const { rig, hems, manager } = rigOf(own);
			const first = publicKey(manager);
			equal(manager.set(sealed(1, OTHERS, first)), ACCESS_RESULT.success);
			rig.does('pull communication');
			rig.does('plug rf-b');
			rig.run(10_000);
			hems.meter = linkLocalAddress(hems.first.macAddress);
			equal(hems.first.credentialState.kind, 'none');
			equal(joins(hems, OTHERS), false);
			const inPlace = manager.version();
			equal(manager.set(sealed(1, NEXT, first)), ACCESS_RESULT.success);
			equal(manager.version(), inPlace, 'opened by nobody');
			equal(manager.set(sealed(1, NEXT, publicKey(manager))), ACCESS_RESULT.success);
			equal(joins(hems, NEXT), true);
		});

		it('are told by nothing but a request: no other type, no other method, no private key', () => {
			const { manager } = rigOf(own);
			for (const index of [4, 5]) for (const type of [0, 2, 3]) equal(called(manager, index, type).result, 250, `${index}: ${type}`);
			for (const index of [1, 2, 3, 6, 7, 8]) equal(called(manager, index, 1).result, 3, String(index));
			equal(itemsIn(get(manager.line, setup.classId, setup.name, 6)).length, 0);
		});

		it('are not there where others made the key, or the platform has no such keys', () => {
			const there = (options: Partial<SimulatorOptions>) =>
				rigOf(options).hems.first.routeA!.server.options.device.objects.some(({ name }) => name === NAME.unitSecuritySetup);
			equal(there(own), true);
			equal(there({ credentialKeys: () => [PRIVATE_KEY], routeA: { cipher } }), false);
			equal(there({ ...own, routeA: { cipher: new PortableCipher() } }), false);
		});
	});

	it('are wrong in the meter as long as the fault lasts that gives it another password', () => {
		const { rig, hems, manager } = rigOf();
		manager.set(sealed(1, OTHERS));
		rig.does('fault wrong-password');
		equal(joins(hems, OTHERS), false);
		rig.does('fault wrong-password off');
		equal(joins(hems, OTHERS), true);
	});
});
