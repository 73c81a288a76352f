/** What lies in a state directory tells nobody anything: sealed under a key that lies beside it. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateDirectory } from '../../../../boards/host/shared/state.js';
import { isSealedFlash, SealedFlash } from '../../../../hal/node/sealed-flash.js';
import type { Flash } from '../../../../hal/ports/flash.js';
import { fromHex } from '../../../../modules/bytes/hex.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import type { Slots } from '../../../../modules/journal/slots.js';
import { CERTIFICATE_SECTORS, CertificateMemory } from '../../../../src/route-a/certificates/certificate-memory.js';
import { HOUSEHOLD_SECTORS, HOUSEHOLD_SLOT, HouseholdMemory } from '../../../../src/route-a/household/household-memory.js';
import { IMAGE_SECTORS, ImageMemory } from '../../../../src/route-a/image/image-memory.js';
import { MBUS_SECTORS, MbusMemory, ROW_LENGTH } from '../../../../src/route-a/mbus/mbus-memory.js';
import { MBUS_PLAN_SECTORS, MbusPlans } from '../../../../src/route-a/mbus/mbus-plans.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import {
	ROUTE_A_CERTIFICATES,
	ROUTE_A_HOUSEHOLD,
	ROUTE_A_IMAGE,
	ROUTE_A_MBUS,
	ROUTE_A_MBUS_PLANS,
} from '../../../../src/world/meter/route-a-flash.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';
import type { UnitMemory } from '../../../../src/world/units/unit-memory.js';
import { CREDENTIALS, HemsRig } from '../../../src/world/simulation/hems-rig.js';
import { keikiHere } from '../here-rig.js';

const SECTOR_SIZE = 4096;
/** By the owner of a flash of Route A: its sectors, and what keeps octets there as the meter does. */
const KEPT: Readonly<Record<string, readonly [number, (flash: Flash, octets: Uint8Array) => void]>> = {
	[ROUTE_A_IMAGE]: [
		IMAGE_SECTORS,
		(flash, octets) => {
			const memory = new ImageMemory(flash);
			memory.begin(Buffer.from('image'), octets.length, octets.length);
			memory.putBlock(0, octets);
		},
	],
	[ROUTE_A_HOUSEHOLD]: [HOUSEHOLD_SECTORS, (flash, octets) => keepIn(new HouseholdMemory(flash).values, HOUSEHOLD_SLOT.code, octets)],
	[ROUTE_A_CERTIFICATES]: [CERTIFICATE_SECTORS, (flash, octets) => new CertificateMemory(flash).put(0, octets)],
	[ROUTE_A_MBUS]: [MBUS_SECTORS, (flash, octets) => keepIn(new MbusMemory(flash).slots, 3, octets)],
	[ROUTE_A_MBUS_PLANS]: [
		MBUS_PLAN_SECTORS,
		(flash, octets) => {
			const row = new Uint8Array(ROW_LENGTH);
			row.set(octets);
			new MbusPlans(flash).days.append(row);
		},
	],
};

/** Behind a byte that tells how many there are. */
function keepIn(slots: Slots, number: number, octets: Uint8Array): void {
	slots.bytes.set([octets.length, ...octets], number * slots.length);
	slots.keep(number);
}

function secretOf(owner: string): Buffer {
	return Buffer.from(`what ${owner} keeps`);
}

describe('the files of a state directory', () => {
	let folder = '';
	let state = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-'));
		state = join(folder, 'state');
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const keyFile = () => `${state}.key`;
	const flashes = () => readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.flash'));
	const bytesOf = (name: string) => readFileSync(join(state, name));

	/** A meter that goes on from what is there, and writes down what it keeps. @param later when it has stopped */
	function run(options: Partial<SimulatorOptions> = {}, later: (memory: UnitMemory) => void = () => {}): void {
		const directory = StateDirectory.open(state, () => {});
		directory.begin();
		const { memory, flash, location, runs } = directory;
		const { simulator } = new HemsRig({ memory, flash, location, run: runs, ...options });
		simulator.scheduler.runFor(10_000);
		const { routeA } = simulator.meters[0]!;
		assert.ok(routeA!.server.options.device.objects.some(({ name }) => name === NAME.securitySetup));
		simulator.shutdown();
		later(memory);
		directory.close();
	}

	/** As a version that sealed nothing left it. */
	function unseal(): void {
		const key = fromHex(readFileSync(keyFile(), 'latin1').trim());
		const never = () => {
			throw new Error('nothing is written');
		};
		for (const name of flashes()) {
			const path = join(state, name);
			const sectors = sectorsOf(path);
			const flash = new SealedFlash({ path, sectors, sectorSize: SECTOR_SIZE, name, key: () => key, replace: never });
			const content = new Uint8Array(sectors * SECTOR_SIZE);
			flash.read(0, content);
			writeFileSync(path, content);
		}
		const mark = join(state, 'keiki.json');
		const { sealed: _, ...old } = JSON.parse(readFileSync(mark, 'utf8')) as Record<string, unknown>;
		writeFileSync(mark, JSON.stringify(old));
		rmSync(keyFile());
	}

	/** The first record is the whole flash. */
	function sectorsOf(path: string): number {
		return (readFileSync(path).readUInt32BE(16) - 4) / SECTOR_SIZE;
	}

	const refused = async (message: RegExp, ...words: readonly string[]) => {
		const before = flashes().map((name) => bytesOf(name).toString('base64'));
		const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', '--route-a', 'off', '--state', state, ...words);
		assert.match(stderr, message);
		assert.equal(status, 2);
		assert.deepEqual(
			flashes().map((name) => bytesOf(name).toString('base64')),
			before,
		);
	};

	it('are sealed from the first run on, under a key for their owner alone', () => {
		run();
		assert.equal(flashes().length, 6);
		for (const name of flashes()) assert.equal(isSealedFlash(bytesOf(name)), true, name);
		assert.equal(statSync(keyFile()).mode & 0o777, 0o600);
		const key = readFileSync(keyFile(), 'latin1');
		assert.match(key, /^[0-9A-F]{64}\n$/);
		run();
		assert.equal(readFileSync(keyFile(), 'latin1'), key);
	});

	it('of a version that sealed nothing hold the password in the clear, and after the next run nothing of it', () => {
		run();
		unseal();
		const holders = () => flashes().filter((name) => bytesOf(name).includes(CREDENTIALS.password));
		assert.deepEqual(holders(), ['units/C0001002.flash']);
		run();
		for (const name of flashes()) assert.equal(isSealedFlash(bytesOf(name)), true, name);
		assert.deepEqual(holders(), []);
		const cipher = new PortableCipher();
		const secrets: (string | Uint8Array)[] = [
			CREDENTIALS.password,
			...Object.values(DEMO_KEYS.clients).flatMap(({ encryption, authentication }) => [encryption, authentication]),
			cipher.sha256(Buffer.from(CREDENTIALS.password)).slice(-16),
		];
		for (const name of readdirSync(state, { recursive: true, encoding: 'utf8' })) {
			if (!statSync(join(state, name)).isFile()) continue;
			for (const secret of secrets) assert.equal(bytesOf(name).includes(typeof secret === 'string' ? secret : Buffer.from(secret)), false, name);
		}
	});

	it('are sealed each, whatever the meter has: images, household, certificates, meters behind it', () => {
		const curves = { ...DEMO_KEYS.clients[1]!, suite: 1 };
		const keys = { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, 4: curves } };
		const all = {
			routeA: { keys, cipher: new PortableCipher(), household: { relayWatts: 1000, payment: 'prepaid' } },
			behind: () => [{ kind: 'gas' as const, troubles: [] }],
		} as const;
		run(all, (memory) => {
			for (const [owner, [sectors, keep]] of Object.entries(KEPT)) keep(memory.flash(owner, sectors), secretOf(owner));
		});
		const holders = (owner: string) => flashes().filter((name) => bytesOf(name).includes(secretOf(owner)));
		for (const owner of Object.keys(KEPT)) assert.deepEqual(holders(owner), [], owner);
		for (const name of flashes()) assert.equal(isSealedFlash(bytesOf(name)), true, name);
		unseal();
		for (const owner of Object.keys(KEPT)) assert.deepEqual(holders(owner), [`${owner}.flash`]);
		run(all);
		for (const owner of Object.keys(KEPT)) assert.deepEqual(holders(owner), [], owner);
		for (const name of flashes()) assert.equal(isSealedFlash(bytesOf(name)), true, name);
	});

	it('of a version that sealed nothing are left as they were by a start that is refused', async () => {
		run();
		unseal();
		await refused(/--contract 40: there is no switching unit/, '--contract', '40');
		assert.equal(existsSync(keyFile()), false);
		assert.equal(
			flashes().some((name) => isSealedFlash(bytesOf(name))),
			false,
		);
	});

	it('are refused without their key, under another one, and in the place of one another', async () => {
		run();
		const own = join(folder, 'own.key');
		copyFileSync(keyFile(), own);
		rmSync(keyFile());
		await refused(/its files are sealed, and their key is not in .*state\.key; put it back, or tell where it is with --state-key-file FILE/);
		writeFileSync(keyFile(), `${'0'.repeat(64)}\n`, { mode: 0o600 });
		await refused(/\.flash was altered, or sealed under another key than the one in .*state\.key/);
		writeFileSync(keyFile(), 'none', { mode: 0o600 });
		await refused(/--state-key-file .*state\.key: expected 64 hexadecimal digits/);
		rmSync(keyFile());
		copyFileSync(join(state, 'base.flash'), join(folder, 'base.flash'));
		copyFileSync(join(state, 'route-a.flash'), join(state, 'base.flash'));
		await refused(/base\.flash was altered/, '--state-key-file', own);
		await refused(/base\.flash: 改変されているか、.*own\.keyとは別の鍵で封印されています/, '--state-key-file', own, '--lang', 'ja');
		copyFileSync(join(folder, 'base.flash'), join(state, 'base.flash'));
		StateDirectory.open(state, () => {}, own).close();
	});

	it('have no key file without a state', async () => {
		const { status, stderr } = await keikiHere('run', '--state-key-file', join(folder, 'own.key'));
		assert.deepEqual([status, stderr], [2, 'keiki: --state-key-file: expected it with --state, whose files it is for\n']);
	});

	it('leave no key behind where a new state does not come about', () => {
		StateDirectory.open(state, () => {}).discard();
		assert.deepEqual(readdirSync(folder), []);
	});

	it('keep a key of a file of their own, wherever it is', () => {
		const own = join(folder, 'own.key');
		StateDirectory.open(state, () => {}, own).close();
		assert.deepEqual([existsSync(own), existsSync(keyFile())], [true, false]);
		StateDirectory.open(state, () => {}, own).close();
	});
});
