import { packetComments } from '../../../../modules/capture/pcapng.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { equal } from '../../../assert.js';
import { HemsRig } from '../simulation/hems-rig.js';

const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
/** Of an IDB: where the name stands, its first option, and how long it is. */
const NAME = Object.freeze({ length: 18, at: 20 });

/** What stands in a capture of a HEMS that joins twice: names of interfaces, frames of each, keys. */
function captured(units: string) {
	const pieces: number[] = [];
	const rig = new HemsRig({ combination: parseCombination(units), capture: (bytes) => void pieces.push(...bytes) });
	for (let i = 0; i < 2; i++) {
		equal(rig.join(), true);
		rig.powerUp();
	}
	const file = Uint8Array.from(pieces);
	const view = new DataView(file.buffer);
	const names: string[] = [];
	const frames: number[] = [];
	for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
		const type = view.getUint32(at, true);
		if (type === INTERFACE_DESCRIPTION) {
			const length = view.getUint16(at + NAME.length, true);
			names.push(String.fromCharCode(...file.subarray(at + NAME.at, at + NAME.at + length)));
			frames.push(0);
		} else if (type === ENHANCED_PACKET) frames[view.getUint32(at + 8, true)]!++;
	}
	return { names: names.join(), many: frames.every((count) => count > 20), keys: packetComments(file).length };
}

describe('a capture', () => {
	for (const [name, units] of [
		['air', 'rf-b,1p3w-60-2way,normal'],
		['power line', 'plc-bplc,1p3w-60-2way,normal'],
	] as const) {
		it(`holds the frames of the ${name}, and the key of each session`, () => {
			equal(JSON.stringify(captured(units)), JSON.stringify({ names: name, many: true, keys: 2 }));
		});
	}
});
