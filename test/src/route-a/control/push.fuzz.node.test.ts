import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { Reader } from '../../../../modules/bytes/reader.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { decodeDataNotification } from '../../../../modules/dlms/apdu/notification.js';
import { writeCaptureObject } from '../../../../modules/dlms/apdu/selective-access.js';
import { LARGE, readData } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount } from '../../../fuzz/campaign.js';
import { Mutations } from '../../../fuzz/mutations.js';
import { get } from '../route-a-rig.js';
import { SupplyRig } from './supply-rig.js';

const INPUTS = 100_000;
/** The share of values that nothing happens to. */
const WHOLE = 0.3;
const MINUTE = 60_000;
const MOST_A_MINUTE = 60;
const SETUPS = [NAME.alarmPush, NAME.intervalPush, NAME.connectivityPush, NAME.installationPush];

const put = (...objects: readonly (readonly [number, number])[]): Uint8Array => {
	const w = new DataWriter().array(objects.length);
	for (const [classId, name] of objects) writeCaptureObject(w, { classId, name, attribute: 2, dataIndex: 0 });
	return w.copy();
};
const destination = (text: string, service: number): Uint8Array =>
	new DataWriter().structure(3).enum(service).octetString(asciiBytes(text)).enum(0).copy();
const window = (from: string, to: string): Uint8Array =>
	new DataWriter()
		.array(1)
		.structure(2)
		.octetString(hex(`FFFFFFFFFF ${from} 00FF 8000FF`))
		.octetString(hex(`FFFFFFFFFF ${to} 00FF 8000FF`))
		.copy();

/** By attribute; of what it names nothing is too long to be sent, so that each is sent first under the id that it has then. */
const VALUES: Readonly<Record<number, readonly Uint8Array[]>> = {
	2: [
		put([1, NAME.serial]),
		put([40, NAME.alarmPush], [7, NAME.loadProfile], [8, NAME.clock]),
		put([7, NAME.fraudLog], [3, NAME.importPower]),
		put(),
	],
	3: [destination('[::1]:4060', 1), destination('192.0.2.7:4060', 0), destination('103', 5), destination('', 1)],
	4: [window('0C00', '0D00'), window('FF00', 'FF0A'), new DataWriter().array(0).copy()],
	5: [new DataWriter().longUnsigned(0).copy(), new DataWriter().longUnsigned(90).copy()],
	6: [new DataWriter().unsigned(0).copy(), new DataWriter().unsigned(3).copy()],
	7: [new DataWriter().longUnsigned(1).copy(), new DataWriter().longUnsigned(600).copy()],
};

describe('push set-ups under mutated values', () => {
	it('keep what was set before where a value is refused, send whole notifications alone, and never too many of them', () => {
		const rig = new SupplyRig({ policy: 0, pushVersion: 0 }).start();
		const mutations = Object.entries(VALUES).map(([index, values]) => [Number(index), new Mutations(`push ${index}`, values, WHOLE)] as const);
		const { random } = mutations[0]![1];
		const target = (name: number, index: number) => ({ classId: 40, name, index, selection: undefined });
		const told = (name: number, index: number): string => JSON.stringify(get(rig.line, 40, name, index));
		let lastId = 0;
		const ids = new Set<number>();
		let lastBase = 0;
		const check = (): void => {
			for (const [i, { by, frame, at }] of rig.pushed.entries()) {
				const { invoke, body } = decodeDataNotification(by === 'hdlc' ? frame : decodeWrapper(frame).apdu);
				const r = new Reader('A-XDR', body);
				readData(r, LARGE);
				r.end();
				// One that is tried again keeps its own.
				if (!ids.has(invoke) && invoke <= lastId) throw new Error(`id ${invoke} behind ${lastId}`);
				lastId = Math.max(lastId, invoke);
				ids.add(invoke);
				const most = rig.pushed[i + MOST_A_MINUTE];
				if (most !== undefined && Math.floor(most.at / MINUTE) === Math.floor(at / MINUTE)) throw new Error(`more than ${MOST_A_MINUTE} in a minute`);
			}
			lastBase += rig.pushed.length;
			rig.pushed.length = 0;
		};
		for (let i = 0; i < fuzzCount(INPUTS); i++) {
			const [index, values] = mutations[random.below(mutations.length)]!;
			const name = SETUPS[random.below(SETUPS.length)]!;
			const before = told(name, index);
			let result = -1;
			rig.line.set(target(name, index), values.next().slice(), (_, answer) => {
				result = answer ?? -1;
			});
			if (result !== 0) equal(told(name, index), before, `attribute ${index}, result ${result}`);
			rig.pushFailure = random.below(3) === 0 ? 'ECONNREFUSED' : undefined;
			if (random.below(3) === 0) rig.line.act({ classId: 40, name, index: 1 }, new DataWriter().integer(0).copy(), () => {});
			rig.run(random.below(20) === 0 ? random.below(10 * MINUTE) : random.below(50));
			if (i % 500 === 499) {
				check();
				const all = SETUPS.flatMap((setup) => [2, 3, 4, 5, 6, 7].map((each) => told(setup, each))).join();
				rig.restart(random.below(MINUTE));
				equal(SETUPS.flatMap((setup) => [2, 3, 4, 5, 6, 7].map((each) => told(setup, each))).join(), all, 'behind a restart');
				// What goes after it counts the minutes anew.
				rig.run(0);
				check();
			}
		}
		check();
		equal(lastBase > 0, true, 'some were sent');
	});
});
