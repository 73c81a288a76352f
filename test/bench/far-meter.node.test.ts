/** What lines that take their time make of a profile and an image, with the real meter and head-end and in virtual time: README's figures, the same on each machine. */
import { lineTime } from '../../bench/far-line.js';
import { FAR_NETWORK, IMAGE_SIZE, loadFarImage, readFarProfile, SLOW_LINE } from '../../bench/far-meter.js';
import { equal } from '../assert.js';

const ROWS = 2160;

describe('a meter far away', () => {
	it('tells 45 days in at most 4 round trips beside line time in general blocks, and a fifth of the time that GET in blocks takes', async () => {
		const general = await readFarProfile(FAR_NETWORK, true);
		const blocks = await readFarProfile(FAR_NETWORK, false);
		equal(`${general.rows}, ${blocks.rows}`, `${ROWS}, ${ROWS}`);
		equal(general.roundTrips <= 4, true, `${general.roundTrips.toFixed(1)} round trips`);
		equal(blocks.time / general.time >= 5, true, `${(blocks.time / general.time).toFixed(1)} times`);
	});

	it('takes an image of 256 KiB over 20 ms of round trip in 3 s', async () => {
		const { time } = await loadFarImage(FAR_NETWORK, true);
		equal(time <= 3000, true, `${time.toFixed(0)} ms`);
	});

	it('takes it over HDLC at 9,600 Bd in 5 % more than its own bytes take', async () => {
		const { time } = await loadFarImage(SLOW_LINE, true);
		const least = lineTime(SLOW_LINE, IMAGE_SIZE);
		equal(time <= 1.05 * least, true, `${(time / 1000).toFixed(1)} s, ratio ${(time / least).toFixed(3)}`);
	});

	it('takes it over HDLC in whole frames without general blocks, too', async () => {
		const { time, bytes } = await loadFarImage(SLOW_LINE, false);
		equal(time <= 1.05 * lineTime(SLOW_LINE, bytes), true, `${(time / 1000).toFixed(1)} s for ${bytes} bytes`);
	});
});
