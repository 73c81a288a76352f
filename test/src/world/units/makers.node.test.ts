/** Makers of units: what they are called by, and what each of them does otherwise. */
import { asciiText } from '../../../../modules/bytes/ascii.js';
import { toHex } from '../../../../modules/bytes/hex.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { MAKERS } from '../../../../src/meter/catalogue/makers.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { RamUnitMemory } from '../../../../src/world/units/unit-memory.js';
import { equal, hex } from '../../../assert.js';
import { Line, MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { bytesIn, get, itemsIn, keysOf, numberIn, securityOf } from '../../route-a/route-a-rig.js';
import { HemsRig } from '../simulation/hems-rig.js';

const MULTIPLE_REFERENCES = 0x000200;
const ENTRIES = 8;
const IN_USE = 7;

class MakerRig extends HemsRig {
	readonly line: Line;

	constructor(maker: string | undefined) {
		super({ pastDays: 45, makers: maker === undefined ? {} : { communication: maker, metering: maker, cover: maker } });
		// Route A is there a task behind the power.
		this.simulator.scheduler.runFor(1000);
		this.line = new Line(this.first.routeA!.server, MANAGEMENT, { security: securityOf(keysOf(DEMO_KEYS, MANAGEMENT), new MemoryCounters()) });
		equal(this.line.associate(), 'ok');
	}

	number(classId: number, name: number, attribute: number): number {
		return numberIn(get(this.line, classId, name, attribute));
	}

	/** ms until Route B has answered. */
	get answerTime(): number {
		const { scheduler } = this.simulator;
		const start = scheduler.now();
		this.ask(hex('1081 0009 05FF01 028801 62 01 80 00'));
		return scheduler.now() - start;
	}
}

/** What is told and done, by quirk; of a unit that tells no maker first. */
const USUAL = { pdu: 1024, lists: true, isSlow: false, rows: 2160, events: 26 };
const QUIRKS: Readonly<Record<string, Partial<typeof USUAL>>> = {
	'': {},
	aobori: { pdu: 256 },
	hinoki: { lists: false },
	kaede: { isSlow: true },
	matsuba: { rows: 1440 },
	sakaki: { events: 20 },
};

describe('Makers of units', () => {
	it('have letters, codes, firmware and quirks of their own', () => {
		equal(MAKERS.length, 5);
		for (const key of ['name', 'letters', 'manufacturer'] as const) equal(new Set(MAKERS.map((maker) => maker[key])).size, 5, key);
		equal(new Set(MAKERS.flatMap(({ firmware }) => Object.values(firmware))).size, 25);
		equal(new Set(MAKERS.map(({ quirks }) => Object.keys(quirks).join())).size, 5);
		equal(Object.keys(QUIRKS).join(), ['', ...MAKERS.map(({ name }) => name)].join());
	});

	for (const [name, quirk] of Object.entries(QUIRKS)) {
		const maker = MAKERS.find((each) => each.name === name);
		it(`${name || 'none'}: tells itself on both routes, and does ${JSON.stringify(quirk)} otherwise`, () => {
			const rig = new MakerRig(maker?.name);
			const { line } = rig;
			const expected = { ...USUAL, ...quirk };
			equal(rig.first.unitsText, `rf-b@${name},1p3w-60-2way@${name},normal@${name}`.replaceAll(/@(?=,|$)/g, ''));
			equal(asciiText(bytesIn(get(line, 1, NAME.logicalDevice, 2))).slice(0, 3), maker?.letters ?? 'JPM');
			equal(asciiText(bytesIn(get(line, 1, NAME.meteringFirmware, 2))), maker?.firmware.metering ?? '1.0.0');
			equal(asciiText(bytesIn(get(line, 1, NAME.communicationFirmware, 2))), maker?.firmware.communication ?? '1.0.0');
			const [, receive, send] = itemsIn(get(line, 15, NAME.association, 5));
			equal([receive, send].map((item) => numberIn(item)).join(), `${expected.pdu},${expected.pdu}`);
			equal((line.client.conformance & MULTIPLE_REFERENCES) !== 0, expected.lists);
			equal(rig.number(7, NAME.loadProfile, ENTRIES), expected.rows);
			equal(rig.number(7, NAME.loadProfile, IN_USE) <= expected.rows, true);
			for (let i = 0; i < 25; i++) rig.first.routeA!.record(47);
			equal(rig.number(7, NAME.eventLog, IN_USE), expected.events);
			equal(rig.join(), true);
			const answer = rig.ask(hex('1081 0008 05FF01 028801 62 01 8A 00'))!;
			equal(toHex(answer.subarray(-3)), (maker?.manufacturer ?? 0x16).toString(16).padStart(6, '0'));
			const time = rig.answerTime;
			equal(time >= 800, expected.isSlow, `${time} ms`);
		});
	}

	it('stay with the unit, in the memory and beside the meter', () => {
		const memory = new RamUnitMemory();
		const before = new HemsRig({ memory, makers: { communication: 'kaede' } });
		equal(memory.units.map(({ code, maker }) => `${code}@${maker}`).join(), '1p3w-60-2way@undefined,rf-b@kaede,normal@undefined');
		const { shelf } = before.first;
		const other = shelf.find('rf-b@hinoki', '1p3w', () => true);
		if ('kind' in other) throw new Error(other.kind);
		before.first.pull('communication');
		before.first.plug(other);
		equal(before.first.unitsText, 'rf-b@hinoki,1p3w-60-2way,normal');
		const after = new HemsRig({ memory });
		equal(after.first.unitsText, 'rf-b@hinoki,1p3w-60-2way,normal');
		after.first.pull('communication');
		const back = after.first.shelf.find(memory.units.find(({ maker }) => maker === 'kaede')!.serial, '1p3w', () => true);
		if ('kind' in back) throw new Error(back.kind);
		after.first.plug(back);
		equal(after.first.unitsText, 'rf-b@kaede,1p3w-60-2way,normal');
	});
});
