/** A head-end that reads a meter of the world over the meter's own transport: a connection, an association by HLS, values and rows, and the end. */
import { SeededRandom } from '../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import type { VirtualStream } from '../../hal/virtual/streams.js';
import { Reader } from '../../modules/bytes/reader.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { type CaptureObject, encodeRange, SELECTOR, selectionOf } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, LARGE, numberOf, readData } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, timeOf } from '../../modules/dlms/axdr/date-time.js';
import { CosemClient } from '../../modules/dlms/client/client.js';
import { Suite0 } from '../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../modules/dlms/security/counters.js';
import { ClientSecurity, type Keys } from '../../modules/dlms/security/security.js';
import { encodeWrapper, WrapperStream } from '../../modules/dlms/wrapper.js';

import { Broken } from './world-checks.js';

const CONFORMANCE = 0x405e9f;
const MANAGEMENT = 1;
const DEVICE = 1;
const DEVIATION = -540;
const MINUTE = 60_000;
/** How long an answer may take, ms. */
const TIMEOUT = 30_000;
const CLOCK: CaptureObject = { classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 };
/** Of the columns of the load profile. */
const IMPORT_COLUMN = 2;
const EXPORT_COLUMN = 3;

/** One row of the load profile. */
export interface Row {
	/** Minute of the boundary. */
	readonly at: number;
	readonly import: number;
	readonly export: number;
}

/** What one visit read. */
export interface Visit {
	/** What the import register shows; undefined: it is refused. */
	readonly energy: number | undefined;
	/** Undefined: they are refused. */
	readonly rows: readonly Row[] | undefined;
}

export interface UtilityOptions {
	readonly scheduler: VirtualScheduler;
	readonly seed: number;
	readonly keys: Keys;
	/** 8 bytes. */
	readonly title: Uint8Array;
	/** A connection to the meter; undefined where the network does not reach it. */
	readonly connect: () => VirtualStream | undefined;
	/** Every APDU, as it is on the line. */
	readonly onApdu: (byMeter: boolean, apdu: Uint8Array) => void;
}

class Counters implements CounterStore {
	readonly #values = new Map<string, number>();

	read(name: string): number | undefined {
		return this.#values.get(name);
	}

	write(name: string, value: number): void {
		this.#values.set(name, value);
	}
}

export class WorldUtility {
	readonly #options: UtilityOptions;
	readonly #security: ClientSecurity;
	readonly #random: SeededRandom;

	constructor(options: UtilityOptions) {
		this.#options = options;
		const { keys, title, seed } = options;
		this.#random = new SeededRandom(seed, 'utility');
		this.#security = new ClientSecurity({
			suite: new Suite0(new PortableCipher()),
			title,
			keys,
			policy: 3,
			counters: new Counters(),
			name: 'u',
		});
	}

	/** Reads the energy, and the rows from `from` to `to` (ms since 1970). `done` is called once: with undefined where the meter could not be read. */
	visit(from: number, to: number, done: (visit: Visit | undefined) => void): void {
		const stream = this.#options.connect();
		if (stream === undefined) {
			done(undefined);
			return;
		}
		let isOver = false;
		const end = (visit: Visit | undefined) => {
			if (isOver) return;
			isOver = true;
			timer.cancel();
			stream.close();
			done(visit);
		};
		const timer = this.#options.scheduler.after(TIMEOUT, () => end(undefined));
		stream.onClosed = () => end(undefined);
		const client = this.#client(stream);
		const rows = (energy: number | undefined) =>
			client.get(loadProfile(from, to), (error, value) => {
				if (error !== undefined) end(undefined);
				else client.release(() => end({ energy, rows: typeof value === 'object' ? rowsIn(value) : undefined }));
			});
		client.associate((error) => {
			if (error !== undefined) {
				end(undefined);
				return;
			}
			client.get({ classId: 3, name: NAME.importEnergy, index: 2, selection: undefined }, (failure, value) => {
				if (failure !== undefined || value === undefined) end(undefined);
				else if (typeof value === 'number') rows(undefined);
				else rows(numberOf(decoded(value)));
			});
		});
	}

	#client(stream: VirtualStream): CosemClient {
		const { onApdu } = this.#options;
		const client = new CosemClient({
			random: this.#random,
			conformance: CONFORMANCE,
			maxPdu: 0xffff,
			security: this.#security,
			send: (apdu) => {
				onApdu(false, apdu);
				stream.send(encodeWrapper({ source: MANAGEMENT, destination: DEVICE, apdu }));
			},
		});
		const frames = new WrapperStream({
			maxApdu: 0xffff,
			onFrame: (_source, _destination, apdu) => {
				onApdu(true, apdu);
				client.receive(apdu);
			},
			onError: () => stream.close(),
		});
		stream.onReceive = (bytes) => void frames.receive(bytes);
		return client;
	}
}

function loadProfile(from: number, to: number) {
	const w = new DataWriter();
	const bound = (time: number): Data => ({ tag: DataTag.octetString, bytes: dateTimeOf(time, DEVIATION, 0) });
	encodeRange(w, { restricting: CLOCK, from: bound(from), to: bound(to), columns: [] });
	return { classId: 7, name: NAME.loadProfile, index: 2, selection: selectionOf(SELECTOR.range, w) };
}

function decoded(bytes: Uint8Array): Data {
	return readData(new Reader('A-XDR', bytes), LARGE);
}

function rowsIn(bytes: Uint8Array): Row[] {
	const data = decoded(bytes);
	if (!('items' in data)) throw new Broken('intervals', 'the load profile is no array');
	return data.items.map((row) => {
		const cells = 'items' in row ? row.items : [];
		const clock = cells[0];
		const time = clock !== undefined && 'bytes' in clock ? timeOf(clock.bytes, DEVIATION) : undefined;
		if (time === undefined) throw new Broken('intervals', 'a row of the load profile has no time');
		return { at: time / MINUTE, import: numberOf(cells[IMPORT_COLUMN]!)!, export: numberOf(cells[EXPORT_COLUMN]!)! };
	});
}
