/** A town for an office that has nothing yet: `keiki office demo`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from 'kysely';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { KEY_LENGTH } from '../../../../modules/crypto/lengths.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { DAY, HALF_HOUR, HOUR, MINUTE } from '../../../../modules/time/durations.js';
import type { Actor, Role } from '../../../../src/operations/access/roles.js';
import { type RecordName, recordKind } from '../../../../src/operations/records/record-kinds.js';
import type { Values } from '../../../../src/operations/records/record-reader.js';
import { newContracts, townApplications } from '../../../../src/operations/town/applications.js';
import { contractCode, contractRecords, LIVING, shelfRecords, transformerRecords } from '../../../../src/operations/town/town.js';
import type { TownOptions } from '../../../../src/operations/town/town-options.js';
import { identityOf } from '../../../../src/world/meter/identity.js';
import { SERIAL_LETTERS } from '../../../../src/world/units/meter-units.js';
import { type CredentialKey, credentialText } from '../../shared/credential-file.js';
import { createWhole } from '../../shared/durable-file.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { nextId, nextNumber, type Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { masterKeyPlace, readMasterKey } from '../password/master-key.js';
import { keyRecord } from './credential-keys.js';
import { Importer } from './importer.js';

export interface Town {
	readonly contracts: number;
	readonly applications: number;
	readonly staff: readonly string[];
	/** With the credential keys of the living meters, for `keiki run`. */
	readonly credentialFile: string;
}

/** Of the living meters. */
const CREDENTIAL_FILE = 'demo.credential';
/** One of so many units with Route B has a pair of keys, of which the stock has the public half. */
const PAIRS = 5;
/** Contracts of which a day is read. */
const READ = 50;
/** How old what each system told is. */
const AGE = Object.freeze({ customer: 6 * HOUR, distribution: 3 * DAY, supervision: 20 * MINUTE, metering: 5 * DAY });

const STAFF: readonly (readonly [name: string, shown: string, roles: readonly Role[]])[] = Object.freeze([
	['sekkei', '設計 担当', ['designer']],
	['madoguchi', '窓口 担当', ['clerk']],
	['madoguchi2', '窓口 副担当', ['clerk']],
	['sagyo', '作業 担当', ['worker']],
	['kansa', '監査 担当', ['auditor']],
]);

/** What chance decides is the seed's. @param credentialKey of a unit, as the stock keeps it */
export function townOptions(seed: number, now: number, credentialKey: (number: number) => string): TownOptions {
	return {
		now,
		draw: (purpose, number) => new SeededRandom(seed, `${purpose} ${number}`),
		identity: (number) => {
			const { systemTitle, unitDigits } = identityOf(seed, number);
			return { title: toUpperHex(systemTitle), digits: unitDigits };
		},
		letters: SERIAL_LETTERS,
		credentialKey,
	};
}

/**
 * @param seed of `keiki run`, too: its meters 1 to 20 are those of the first contracts
 * @throws OfficeRefusal where there are contracts already; UsageError
 */
export async function makeTown(office: Office, actor: Actor, contracts: number, seed: number): Promise<Town> {
	const master = readMasterKey(masterKeyPlace(office.data));
	const now = office.now();
	const keys = new Map<number, CredentialKey>();
	const options = townOptions(seed, now, (number) => {
		const key = number % PAIRS === 0 && number > LIVING ? publicKey() : secretKey();
		if (number <= LIVING) keys.set(number, { systemTitle: identityOf(seed, number).systemTitle, key, sealed: 0 });
		return keyRecord({ key, sealed: 0 }, master);
	});
	return await office.act(
		actor,
		'records.import',
		'demo',
		async ({ at }) => {
			if ((await at.selectFrom('contract').select('code').limit(1).executeTakeFirst()) !== undefined) throw hasContracts(office.data);
			await putRecords(at, actor, contracts, options);
			const applications = await putApplications(at, contracts, options);
			const staff = await putStaff(at, now);
			// The last of it: what is written outside the transaction.
			const credentialFile = join(office.data, CREDENTIAL_FILE);
			rmSync(credentialFile, { force: true });
			createWhole(credentialFile, credentialText([...keys.values()]));
			return { contracts: contracts + 4, applications, staff, credentialFile };
		},
		{ contracts, seed },
	);
}

async function putRecords(at: Transaction<Tables>, actor: Actor, contracts: number, options: TownOptions): Promise<void> {
	const { now, draw } = options;
	const importers = new Map<RecordName, Importer>();
	const put = async (name: RecordName, records: readonly Values[]) => {
		const kind = recordKind(name)!;
		const importer = importers.get(name) ?? new Importer(at, kind, now - AGE[kind.system], now);
		importers.set(name, importer);
		for (const record of records) importer.add(record);
		if (importer.isFull) await importer.flush();
	};
	await put('transformer', transformerRecords(contracts + 4, draw));
	for (let number = 1; number <= contracts; number++) {
		const bundle = contractRecords(number, options);
		if (bundle.contract !== undefined) await put('contract', [bundle.contract]);
		await put('site', bundle.sites);
		await put('mounted', bundle.mounted);
		await put('stock', bundle.stock);
		await put('supervision', bundle.supervision);
		await put('construction', bundle.constructions);
		if (number <= READ) await put('reading', dayOf(number, options));
	}
	await put('stock', shelfRecords(options));
	const fresh = newContracts(contracts, options);
	await put('contract', fresh.contracts);
	await put('site', fresh.sites);
	await put('meter_event', [{ meter: options.identity(21).title, at: now - AGE.metering, type: '3.26.0.85', text: '' }]);
	for (const [name, importer] of importers) {
		await importer.flush();
		const { system } = recordKind(name)!;
		const row = { id: await nextId(at, 'import'), system, records: name, file: 'demo', as_of: now - AGE[system], at: now, by: actor.name };
		await at
			.insertInto('import')
			.values({ ...row, rows: importer.rows, refused: 0 })
			.execute();
	}
}

/** Registers of the day that was told last, 0.1 kWh. */
function dayOf(number: number, { now, draw }: TownOptions): Values[] {
	const end = Math.floor((now - AGE.metering) / HALF_HOUR) * HALF_HOUR;
	const chance = draw('readings', number);
	let register = 10_000 + chance.below(500_000);
	return Array.from({ length: 48 }, (_, i) => {
		register += chance.below(8);
		return { contract: contractCode(number), at: end - (48 - i) * HALF_HOUR, import: register, export: null };
	});
}

async function putApplications(at: Transaction<Tables>, contracts: number, options: TownOptions): Promise<number> {
	const all = townApplications(contracts, options);
	for (const { contract, kind, wishes, received_at } of all) {
		const row = { number: await nextNumber(at, 'application'), contract, kind: kind as never, wishes: JSON.stringify(wishes), received_at };
		await at
			.insertInto('application')
			.values({ ...row, state: 'received', reason: '', decided_at: null, decided_by: null, as_of: received_at })
			.execute();
	}
	return all.length;
}

/** Nobody of them gets in by a password before one was set. */
async function putStaff(at: Transaction<Tables>, now: number): Promise<string[]> {
	for (const [name, shown, roles] of STAFF) {
		await at
			.insertInto('staff')
			.values({ name, shown, password: null, roles: JSON.stringify(roles), state: 'active', at: now, failures: 0, locked_until: null })
			.onConflict((conflict) => conflict.column('name').doNothing())
			.execute();
	}
	return STAFF.map(([name, , roles]) => `${name} (${roles.join(', ')})`);
}

function secretKey(): Uint8Array {
	const key = new Uint8Array(KEY_LENGTH);
	SYSTEM_RANDOM.fill(key);
	return key;
}

/** Of a pair of which nobody has the private half: no living meter has such a unit. */
function publicKey(): Uint8Array {
	return drawnPair(newHostCipher(), SYSTEM_RANDOM, 1)!.publicKey;
}

function hasContracts(data: string): OfficeRefusal {
	return new OfficeRefusal({
		kind: 'hasContracts',
		words: {
			en: `${data}: there are contracts already; a town is for an office of its own: keiki office demo --data ANOTHER`,
			ja: `${data}: すでに契約があります。町は別の事務所に作ってください: keiki office demo --data 別のフォルダー`,
		},
	});
}
