/** Lines as a program and a module may spoil them: every one is an act or none, and nothing throws. */
import type { SeededRandom } from '../../../../hal/virtual/random.js';
import { fromText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { Dialogue } from '../../../../src/exam/record/dialogue.js';
import { J11Tap } from '../../../../src/world/dongle/j11-tap.js';
import { openLines, type SerialListener } from '../../../../src/world/dongle/serial-line.js';
import { type DialogueTap, SerialTap } from '../../../../src/world/dongle/serial-tap.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { FRAMES } from '../../../vectors/j11.js';

const INPUTS = fuzzCount(200_000);
const METER = 'FE80:0000:0000:0000:021D:1290:1234:5678';
const LINES = [
	...['SKVER', 'SKSREG S2 21', 'SKSCAN 2 FFFFFFFF 6 0', `SKJOIN ${METER}`, 'SKSETPWD C 0123456789AB', `SKSENDTO 1 ${METER} 0E1A 1 0 0002 \x10\x81`],
	...[
		'OK',
		'FAIL ER04',
		`EVENT 21 ${METER} 0 02`,
		'EPANDESC',
		'  Channel:31',
		'  Pan ID:B5FB',
		'  Addr:001D129012345678',
		'  PairID:CCDDEEFF',
		'OK 01',
	],
	`ERXUDP ${METER} ${METER} 0E1A 0E1A 001D129012345678 1 0 0002 1081`,
	`ERXUDP ${METER} ${METER} 0E1A 0E1A 001D129012345678 7A 1 0 0002 \x10\x81`,
].map((line) => fromText(`${line}\r\n`));

function spoilt(bytes: Uint8Array, random: SeededRandom): Uint8Array {
	const copy = bytes.slice(0, random.below(4) === 0 ? random.below(bytes.length) : bytes.length);
	for (let i = random.below(3); i > 0 && copy.length > 0; i--) copy[random.below(copy.length)] = random.below(256);
	return copy;
}

function run(name: string, tapOf: (listener: SerialListener) => DialogueTap, seeds: readonly Uint8Array[]): void {
	const random = fuzzRandom(12, name);
	const dialogue = new Dialogue();
	let number = 0;
	let acts = 0;
	const listener = openLines(({ direction, text, hex, data, length, frame }) => {
		const line = { direction, text, hex, data, length, ...(frame && { frame }) };
		const place = { number: ++number, session: 1, at: number * 100 };
		for (const act of dialogue.onSerial(place, { event: 'serial', time: '', elapsedMs: place.at, node: 'dongle', ...line })) {
			acts++;
			equal(act.entry <= number && typeof act.kind === 'string', true);
		}
	});
	const tap = tapOf(listener);
	for (let i = 0; i < INPUTS; i++) {
		const bytes = tried(spoilt(seeds[random.below(seeds.length)]!, random));
		if (random.below(2) === 0) tap.toModule(bytes);
		else tap.toHost(bytes);
	}
	equal(acts > INPUTS / 4, true, `${acts} acts`);
}

describe('Acts of a spoilt dialogue', () => {
	it('are read of SKSTACK', () => run('acts of SKSTACK', (listener) => new SerialTap(MODELS.bp35c2, listener), LINES));

	it('are read of J11', () =>
		run(
			'acts of J11',
			(listener) => new J11Tap(listener),
			FRAMES.map(([, , frame]) => withoutSums(hex(frame))),
		));
});

/** Checksums of 0 stand for none, so that what is spoilt is read all the same. */
function withoutSums(frame: Uint8Array): Uint8Array {
	return frame.fill(0, 8, 12);
}
