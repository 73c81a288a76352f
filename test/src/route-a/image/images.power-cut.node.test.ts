/** Power cuts at each operation of the flash of images: nothing that was loaded is lost, and nothing comes about twice. */
import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { equal } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { bytesIn, get } from '../route-a-rig.js';
import { ImageRig, imageOf } from './image-rig.js';

/** Name of the passive calendar. */
const TARIFF = { target: { classId: 20, name: NAME.activityCalendar, index: 6 }, value: new DataWriter().octetString(asciiBytes('two')).copy() };
const IMAGE = imageOf({ settings: [TARIFF] }, 2500);
const BLOCKS = 3;
/** By then all pieces are checked, ms. */
const SOON = 10;
const OLD = imageOf({ version: '1.2.9' }, 3000).fill(0x5a, 100, 2900);

/** As a client that knows the state of the meter goes on. */
function goOn(rig: ImageRig): void {
	const { bits } = get(rig.line, 18, NAME.imageTransfer, 3) as { readonly bits: number };
	if (bits !== BLOCKS || [0, 4, 7].includes(rig.status)) equal(rig.initiate(IMAGE), 0);
	if (rig.status === 1) {
		if (rig.number(4) * rig.blockSize < IMAGE.length) rig.send(IMAGE);
		equal([0, 2].includes(rig.act(3)), true);
	}
	rig.scheduler.runFor(SOON);
	if (rig.status === 3) equal(rig.act(4), 2);
	rig.leave().associate();
	rig.scheduler.runFor(SOON);
}

const count = (rig: ImageRig, code: string): number => rig.codes.split(',').filter((each) => each === code).length;

describe('Route A images: power cuts', () => {
	for (const [hasOld, imageBytesPerTurn] of [
		[false, undefined],
		[true, undefined],
		[false, 512],
		[true, 512],
	] as const)
		it(`end with the version in force and each event once, ${hasOld ? 'behind another image that was loaded in part' : 'on a blank flash'}${imageBytesPerTurn === undefined ? '' : ', checked in pieces'}`, () => {
			const started = (): ImageRig => {
				const rig = new ImageRig({ imageBytesPerTurn }).start();
				if (hasOld) {
					rig.initiate(OLD);
					rig.transfer(0, rig.blockOf(OLD, 0));
					rig.transfer(2, rig.blockOf(OLD, 2));
				}
				return rig;
			};
			cutEach({
				seed: 18,
				least: 15,
				started,
				flash: (rig) => rig.flash,
				steps: (rig) => {
					rig.initiate(IMAGE);
					rig.send(IMAGE);
					rig.act(3);
					rig.scheduler.runFor(SOON);
					rig.act(4);
					rig.leave();
					rig.scheduler.runFor(SOON);
				},
				check: (rig, cut) => {
					rig.restart();
					const what = `cut ${cut}`;
					goOn(rig);
					equal([rig.status, rig.version].join(), '6,1.3.0', what);
					equal(asciiText(bytesIn(get(rig.line, 20, NAME.activityCalendar, 6))), 'two', what);
					equal([count(rig, '18'), count(rig, '51')].join(), '1,0', what);
					equal(count(rig, '17'), 1, what);
					rig.restart();
					equal([rig.status, rig.version, count(rig, '18')].join(), '6,1.3.0,1', what);
				},
			});
		});
});
