import { toHex as hexOf } from '../../../../modules/bytes/hex.js';
import { equal, hex } from '../../../assert.js';
import { faultsOf } from '../fault/fault-rig.js';
import { HemsRig } from './hems-rig.js';

const GET_POWER = hex('1081 0001 05ff01 028801 62 01 e700');
const SET_DAY = hex('1081 0002 05ff01 028801 61 01 e50101');
const GET_HISTORY = hex('1081 0003 05ff01 028801 62 01 e200');

const LOSSY = faultsOf('drop=20%', 'corrupt=5%', 'duplicate=10%', 'reorder=10%');

function session(seed: number): { ok: boolean; capture: string } {
	const capture: string[] = [];
	const hems = new HemsRig({ seed, faults: LOSSY, pastDays: 2, capture: (bytes) => capture.push(hexOf(bytes)) });
	let joined = false;
	for (let i = 0; i < 5 && !joined; i++) joined = hems.join();
	const power = hems.ask(GET_POWER);
	const day = hems.ask(SET_DAY);
	const history = hems.ask(GET_HISTORY);
	const ok = joined && hexOf(power ?? hex('')) === '1081000102880105ff017201e704000001f4' && day?.[10] === 0x71 && history?.length === 208;
	return { ok, capture: capture.join('') };
}

describe('a lossy air (20 % loss, corruption, duplicates, reordering)', () => {
	it('lets a HEMS join and read, fragments included, whatever the seed', () => {
		for (let seed = 1; seed <= 40; seed++) equal(session(seed).ok, true, `seed ${seed}`);
	});

	it('gives the same capture for the same seed, byte for byte, and another for another', () => {
		const first = session(7).capture;
		const again = session(7).capture;
		equal(again === first, true);
		equal(session(8).capture === first, false);
	});
});
