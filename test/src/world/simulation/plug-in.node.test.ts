import { ESV, encodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { equal } from '../../../assert.js';
import { PlugInRig } from './plug-in-rig.js';

const METER = 0x028801;
const HEMS = 0x05ff01;
const HISTORY = 0xe2;
const HISTORY_DAY = 0xe5;
const POWER = 0xe7;

let tid = 0;

function get(...epcs: number[]): Uint8Array {
	const properties = epcs.map((epc) => ({ epc, edt: new Uint8Array(0) }));
	return encodeFrame({ tid: ++tid & 0xffff, seoj: HEMS, deoj: METER, esv: ESV.Get, properties });
}

/** Watts, by E7. */
function power(rig: PlugInRig): number | undefined {
	const answer = rig.hems.ask(get(POWER), 3);
	if (answer === undefined || answer[10] !== ESV.Get_Res) return undefined;
	return new DataView(answer.buffer, answer.byteOffset).getInt32(14);
}

/** Frames that a join takes. */
function framesOfJoin(units?: string): number {
	const rig = new PlugInRig(units);
	let frames = 0;
	rig.hems.simulator.air.tap(() => frames++);
	equal(rig.hems.join(), true);
	return frames;
}

/** Does something right after frame number `frame` of a join that is under way. */
function atFrame(rig: PlugInRig, frame: number, action: () => void): void {
	let frames = 0;
	rig.hems.simulator.air.tap(() => {
		if (++frames === frame) rig.scheduler.after(0, action);
	});
}

describe('plug-in meter: swaps during a join', () => {
	const frames = framesOfJoin();

	it('takes some frames', () => {
		equal(frames > 15, true, `${frames}`);
	});

	it('of the metering unit, at each frame, leave the session as it is', () => {
		for (let frame = 1; frame <= frames; frame++) {
			const rig = new PlugInRig();
			atFrame(rig, frame, () => rig.does('swap 1p3w-60-2way'));
			equal(rig.hems.join(), true, `frame ${frame}`);
			equal(power(rig), 500, `frame ${frame}`);
			equal(rig.events.filter((text) => text.includes('isolated')).join(), '');
		}
	});

	it('of the communication unit, at each frame, cost no more than a new join, and nothing of what was measured', () => {
		for (let frame = 1; frame <= frames; frame++) {
			const rig = new PlugInRig();
			atFrame(rig, frame, () => {
				rig.does('pull communication');
				rig.does('plug communication');
			});
			rig.hems.join();
			rig.hems.powerUp();
			equal(rig.hems.join() || rig.hems.join(), true, `frame ${frame}`);
			equal(power(rig), 500, `frame ${frame}`);
			equal(rig.entries.length, 1, 'the metering unit was not touched');
		}
	});

	it('by a communication unit of its own: the HEMS finds it under a new address', () => {
		const rig = new PlugInRig();
		equal(rig.hems.join(), true);
		rig.does('swap rf-b');
		rig.run(1000);
		equal(rig.find(), true);
		equal(power(rig), 500);
	});

	it('of the cover and of the optional unit do not touch it', () => {
		for (let frame = 1; frame <= frames; frame += 3) {
			const rig = new PlugInRig('rf-b,1p3w-60-2way,switch-60,normal');
			atFrame(rig, frame, () => {
				rig.does('swap rain');
				rig.does('swap voltage-60');
			});
			equal(rig.hems.join(), true, `frame ${frame}`);
			equal(rig.meter.supply, true);
		}
	});
});

describe('plug-in meter: a unit that was pulled and plugged in again', () => {
	it('is not the one that was pulled last', () => {
		const rig = new PlugInRig();
		rig.does('pull metering');
		equal(rig.does('plug metering'), 'plugged 1p3w-60-2way M0001001 in');
		equal(rig.ask('swap metering').refusal, 'no unit was pulled from the place for metering');
	});

	it('leaves the one that lies beside the meter to be swapped in', () => {
		const rig = new PlugInRig();
		rig.does('swap 1p3w-60-2way');
		rig.does('pull metering');
		rig.does('plug metering');
		equal(rig.does('swap metering').includes('M0001001 in, in place of'), true);
	});
});

describe('plug-in meter: swaps during a history read', () => {
	/** From now on it is yesterday's half-hours that are read. */
	function chooseDay(rig: PlugInRig): void {
		const properties = [{ epc: HISTORY_DAY, edt: Uint8Array.of(1) }];
		rig.hems.ask(encodeFrame({ tid: ++tid & 0xffff, seoj: HEMS, deoj: METER, esv: ESV.SetC, properties }), 3);
	}

	/** A day of half-hours that the meter has, read whole. */
	function history(rig: PlugInRig): Uint8Array | undefined {
		return rig.hems.ask(get(HISTORY), 3)?.slice(12);
	}

	function joined(): PlugInRig {
		const rig = new PlugInRig(undefined, { pastDays: 2 });
		equal(rig.hems.join(), true);
		chooseDay(rig);
		return rig;
	}

	it('of the communication unit: the answer is lost or whole, and the next one is the same', () => {
		const reference = joined();
		let frames = 0;
		reference.hems.simulator.air.tap(() => frames++);
		const expected = history(reference)!;
		for (let frame = 1; frame <= frames; frame++) {
			const rig = joined();
			atFrame(rig, frame, () => {
				rig.does('pull communication');
				rig.does('plug communication');
			});
			const answer = rig.hems.ask(get(HISTORY), 1);
			if (answer !== undefined) equal(answer.slice(12).join(), expected.join(), `frame ${frame}`);
			rig.hems.powerUp();
			equal(rig.hems.join() || rig.hems.join(), true, `frame ${frame}`);
			chooseDay(rig);
			equal(history(rig)?.join(), expected.join(), `frame ${frame}`);
		}
	});

	it('of the metering unit: no answer mixes two of them, and the old one brings its history back', () => {
		const reference = joined();
		let frames = 0;
		reference.hems.simulator.air.tap(() => frames++);
		const old = history(reference)!.join();
		const last = frames;
		reference.does('swap 1p3w-60-2way');
		const fresh = history(reference)!.join();
		equal(old === fresh, false);
		for (let frame = 1; frame <= last; frame++) {
			const rig = joined();
			atFrame(rig, frame, () => rig.does('swap 1p3w-60-2way'));
			const answer = history(rig)!.join();
			rig.run(100);
			equal(answer === old || answer === fresh, true, `frame ${frame}`);
			rig.does('swap metering');
			equal(history(rig)?.join(), old, `frame ${frame}`);
		}
	});
});

describe('plug-in meter: swaps around the close of a half-hour', () => {
	for (const offset of [-1000, -20, -1, 0, 1, 20, 1000]) {
		it(`${offset} ms from it lose and double nothing`, () => {
			const rig = new PlugInRig(undefined, { load: constantLoad(3600) });
			rig.run(1_800_000 + offset - rig.scheduler.now());
			rig.does('swap 1p3w-60-2way');
			rig.run(1_800_000 - offset);
			rig.does('pull metering');
			rig.run(0);
			const [first, out, next, end] = rig.entries;
			equal(`${first!.mark} ${out!.mark} ${next!.mark} ${end!.mark}`, 'in out in out');
			// 3,600 W are 1 mWh each ms.
			equal(out!.import - first!.import, 1_800_000 + offset);
			equal(end!.import - next!.import, 1_800_000 - offset);
			equal(out!.lastKnown || end!.lastKnown, false);
		});
	}
});
