import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { equal, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { NAMES } from '../../modules/dlms/device-rig.js';
import { SerialRig, type SerialRigOptions } from './serial-rig.js';

const EXCHANGES = 12_000;
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const METHOD = { classId: 1, name: NAMES.echo, index: 1 };
const SPEEDS = [2400, 9600, 115_200];
const SIZES = [32, 64, 128, 250, 512, 2030];
/** What a link that gave up tells. */
const GIVEN_UP = ['frameUnanswered', 'linkUnanswered', 'linkEnded', 'lost', 'noAnswer'];

/** What became of it: `ok`, or the failure that a spoilt line may make. Anything else is thrown. */
async function outcomeOf(rig: SerialRig, work: Promise<string>, expected: string): Promise<string> {
	try {
		equal(await rig.during(work), expected);
		return 'ok';
	} catch (error) {
		if (!(error instanceof HeadEndError) || !GIVEN_UP.includes(error.failure.kind)) throw error;
		return error.failure.kind;
	}
}

describe('sessions over HDLC on a line that spoils frames', () => {
	it('bring what was sent or say that they could not, call methods once, and are as good as new afterwards', async () => {
		const random = fuzzRandom(1, 'serial-session');
		const count = fuzzCount(EXCHANGES);
		const outcomes: Record<string, number> = {};
		for (let i = 0; i < count; i++) {
			const of = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
			const options: SerialRigOptions = {
				speed: of(SPEEDS),
				window: 1 + random.below(7),
				information: of(SIZES),
				maxPdu: 128 + random.below(1900),
				maxSend: 128 + random.below(8000),
				blockWindow: 1 + random.below(63),
				blocks: random.below(5) === 0 ? undefined : 1 + random.below(63),
			};
			const told = tried(`${i}: ${JSON.stringify(options)}`);
			const rig = new SerialRig(options);
			const loss = of([0, 0.01, 0.04]);
			const isSpoilt = () => random.fraction() < loss;
			const bytes = new Uint8Array(random.below(9000));
			random.fill(bytes);
			const value = new DataWriter().octetString(bytes).copy();
			await rig.during(rig.session.open());
			rig.down.isSpoilt = rig.up.isSpoilt = isSpoilt;
			let outcome: string;
			try {
				if (random.below(2) === 0) {
					const called = rig.session.act(METHOD, value).then(({ returned }) => toHex(returned as Uint8Array));
					outcome = await outcomeOf(rig, called, toHex(value));
					equal(rig.device.echo.calls <= 1 && (outcome !== 'ok' || rig.device.echo.calls === 1), true, `${rig.device.echo.calls} calls`);
				} else {
					rig.device.echo.value = { tag: DataTag.octetString, bytes };
					outcome = await outcomeOf(
						rig,
						rig.session.getBytes(ECHO).then((read) => toHex(read as Uint8Array)),
						toHex(value),
					);
				}
				outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
				if (loss === 0) equal(`${outcome}, ${rig.up.collisions + rig.down.collisions}`, 'ok, 0');
				await rig.during(rig.session.close());
				rig.down.isSpoilt = rig.up.isSpoilt = () => false;
				rig.device.echo.value = { tag: DataTag.octetString, bytes: bytes.subarray(1) };
				const expected = toHex(new DataWriter().octetString(bytes.subarray(1)).bytes);
				equal(
					await outcomeOf(
						rig,
						rig.session.getBytes(ECHO).then((read) => toHex(read as Uint8Array)),
						expected,
					),
					'ok',
				);
				await rig.during(rig.session.close());
				equal(rig.port.connected, false);
				equal(rig.port.associations, 0);
			} catch (error) {
				throw new Error(`${told}, ${bytes.length} bytes, loss ${loss}: ${(error as Error).stack}`);
			}
		}
		equal((outcomes.ok ?? 0) > 0.9 * count, true, JSON.stringify(outcomes));
	});
});
