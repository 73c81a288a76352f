import { NodeCipher } from '../../../../hal/node/cipher.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { sealCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { ACCESS_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { Credentials } from '../../../../src/route-b/credentials.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator.js';
import { RamUnitMemory } from '../../../../src/world/units/unit-memory.js';
import { equal, hex } from '../../../assert.js';
import { MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { associated, get, itemsIn, keysOf, numberIn, securityOf } from '../../route-a/route-a-rig.js';
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
	readonly #counters = new MemoryCounters();

	constructor(rig: HemsRig) {
		this.#rig = rig;
	}

	get line() {
		const { routeA } = this.#rig.first;
		return associated({ routeA: routeA!, keys: DEMO_KEYS }, MANAGEMENT, { security: securityOf(keysOf(DEMO_KEYS, MANAGEMENT), this.#counters) });
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

	it('are wrong in the meter as long as the fault lasts that gives it another password', () => {
		const { rig, hems, manager } = rigOf();
		manager.set(sealed(1, OTHERS));
		rig.does('fault wrong-password');
		equal(joins(hems, OTHERS), false);
		rig.does('fault wrong-password off');
		equal(joins(hems, OTHERS), true);
	});
});
