import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, encodeMbusFrame } from '../../../../modules/mbus/frame.js';
import type { MbusMeter } from '../../../../src/world/mbus/mbus-meter.js';
import { equal, hex } from '../../../assert.js';
import { ChannelsRig, named, SECOND } from './channels-rig.js';

const UNSIGNED = (value: number) => (w: DataWriter) => w.unsigned(value);
const [INSTALL, DEINSTALL, CAPTURE, SET_KEY] = [1, 2, 3, 7] as const;
const OUT_OF_SCOPE = 13;
const OTHER_REASON = 250;
/** By then the whole line was searched. */
const SEARCHED = 600 * SECOND;
const ANY_DATA_SEND = 0x51;

/** A channel for each, and all let go again: at the address of the factory. */
function letGo(kinds: ConstructorParameters<typeof ChannelsRig>[0]): ChannelsRig {
	const rig = new ChannelsRig(kinds).start().run();
	for (let channel = 1; channel <= rig.behind.meters.length; channel++) remove(rig, channel);
	return rig;
}

function remove(rig: ChannelsRig, channel: number): void {
	equal(rig.act(DEINSTALL, undefined, named('mbusClient', channel)), 0);
	rig.run();
}

function install(rig: ChannelsRig, channel: number, address = 0): void {
	equal(rig.act(INSTALL, UNSIGNED(address), named('mbusClient', channel)), 0);
	rig.run(SEARCHED);
}

const identify = (rig: ChannelsRig, channel: number, { secondary }: MbusMeter) =>
	equal(
		rig.set(6, (w) => w.doubleLongUnsigned(secondary.identification), named('mbusClient', channel)),
		0,
	);
const move = (meter: MbusMeter, address: number) => meter.onData(ANY_DATA_SEND, Uint8Array.of(0x01, 0x7a, address));
const addresses = (rig: ChannelsRig) => rig.behind.meters.map(({ address }) => address).join();

/** Whether a channel reads its meter. */
function isRead(rig: ChannelsRig, channel: number): boolean {
	const before = rig.client(10, channel);
	equal(rig.act(CAPTURE, undefined, named('mbusClient', channel)), 0);
	rig.run(60 * SECOND);
	return rig.client(10, channel) !== before;
}

describe('Route A: how a channel comes to its meter', () => {
	it('is by maker, version and kind alone, where no identification number was set', () => {
		for (const [i, type] of [3, 7, 4].entries()) {
			const rig = letGo(['gas', 'water', 'heat']);
			rig.set(9, UNSIGNED(type));
			install(rig, 1);
			equal([rig.client(9), rig.client(6)].join(), [type, rig.behind.meters[i]!.secondary.identification].join());
		}
		const rig = letGo(['gas', 'water']);
		rig.set(8, UNSIGNED(rig.behind.meters[1]!.secondary.version));
		install(rig, 1);
		equal(rig.client(9), '7');
	});

	it('is none that is of another kind, at whichever address it answers', () => {
		for (const address of [1, 0, 9]) {
			const rig = letGo(['gas']);
			move(rig.first, address);
			rig.set(9, UNSIGNED(7));
			install(rig, 1);
			equal([rig.client(5), addresses(rig), rig.codes].join(), ['0', address, '105', '100'].join());
			// What was set stays set when the power has been away, and is as little found then.
			rig.restart().run();
			equal(rig.client(5), '0');
		}
		const rig = letGo(['gas']);
		rig.set(7, (w) => w.longUnsigned(1));
		install(rig, 1);
		equal(rig.client(5), '0');
	});

	it('leaves another channel its meter, even where its identification number was set', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		identify(rig, 2, rig.first);
		install(rig, 2);
		equal([rig.client(5), rig.client(5, 2), rig.first.address, rig.codes].join(), '1,0,1,105,110');
		equal(isRead(rig, 1), true);
	});

	it('gives no address that another channel has', () => {
		const rig = new ChannelsRig(['gas', 'water']).start().run();
		remove(rig, 2);
		equal(rig.act(INSTALL, UNSIGNED(1), 'mbusClient2'), OTHER_REASON);
		rig.set(5, UNSIGNED(1), 'mbusClient2');
		equal(rig.act(INSTALL, UNSIGNED(0), 'mbusClient2'), OTHER_REASON);
		rig.set(5, UNSIGNED(0), 'mbusClient2');
		install(rig, 2);
		equal(addresses(rig), '1,2');
		equal([1, 0].map((address) => rig.set(5, UNSIGNED(address), 'mbusClient2')).join(), `${OUT_OF_SCOPE},${OUT_OF_SCOPE}`);
		equal(rig.set(5, UNSIGNED(2), 'mbusClient2'), 0, 'its own');
		equal([isRead(rig, 1), isRead(rig, 2)].join(), 'true,true');
	});

	it('is at another address than that of its number where that is taken, by a channel or by whoever is on the line', () => {
		const rig = letGo(['gas', 'water']);
		identify(rig, 1, rig.first);
		install(rig, 1, 2);
		install(rig, 2);
		equal(addresses(rig), '2,1');
		equal([isRead(rig, 1), isRead(rig, 2)].join(), 'true,true');

		const other = letGo(['gas', 'water', 'heat']);
		const [gas, water, heat] = other.behind.meters as [MbusMeter, MbusMeter, MbusMeter];
		move(gas, 1);
		move(heat, 2);
		identify(other, 1, water);
		install(other, 1);
		equal([addresses(other), other.client(5), other.client(9)].join(), '1,3,2,3,7');
		// What is at the address of the channel's number, and is not meant, is not read again and again either.
		equal([gas.address, heat.address].join(), '1,2');
	});

	it('leaves another channel the address of its meter, even while that does not answer', () => {
		// At the address of the factory, at that very address, and with no other address to have.
		for (const [own, told, expected] of [
			[0, 0, '2,1,1'],
			[2, 0, '2,1,1'],
			[0, 2, '2,0,0'],
		] as const) {
			const rig = letGo(['gas', 'water']);
			const [gas, water] = rig.behind.meters as [MbusMeter, MbusMeter];
			identify(rig, 1, gas);
			install(rig, 1, 2);
			// It is away, and comes back.
			move(gas, 99);
			move(water, own);
			if (told === 0) install(rig, 2);
			else equal(rig.act(INSTALL, UNSIGNED(told), 'mbusClient2'), OTHER_REASON);
			move(gas, 2);
			equal([addresses(rig), rig.client(5, 2)].join(), expected);
			equal(isRead(rig, 1), true);
			if (told === 0) equal(isRead(rig, 2), true);
		}
	});

	it('is at none but the address that was told, and not at all where that is taken', () => {
		const rig = letGo(['gas', 'water', 'heat']);
		const [gas, water, heat] = rig.behind.meters as [MbusMeter, MbusMeter, MbusMeter];
		move(gas, 30);
		identify(rig, 1, water);
		install(rig, 1, 30);
		equal([addresses(rig), rig.client(5), rig.codes.slice(-3)].join(), '30,0,0,0,100');
		// Two that answer at once are no telegram, and are there all the same.
		move(heat, 30);
		install(rig, 1, 30);
		equal([addresses(rig), rig.client(5)].join(), '30,0,30,0');
		move(heat, 31);
		install(rig, 1, 32);
		equal([addresses(rig), rig.client(5)].join(), '30,32,31,32');
	});

	it('is none where nobody answers at the address that it was given, or another does', () => {
		for (const address of [1, 20]) {
			const rig = letGo(['gas']);
			// It hears what is for whoever is selected, and nothing else.
			rig.cutOff.add(rig.first);
			identify(rig, 1, rig.first);
			install(rig, 1, address);
			equal([rig.client(5), rig.first.address, rig.codes].join(), `0,${address},105,100`, 'nobody');
		}
		for (const [own, address] of [
			[0, 1],
			[9, 9],
		] as const) {
			const rig = letGo(['gas', 'water']);
			const [gas, water] = rig.behind.meters as [MbusMeter, MbusMeter];
			move(gas, own);
			const { behind } = rig;
			const answer = behind.answer.bind(behind);
			behind.answer = (frame) => {
				const said = answer(frame);
				const isRead = frame.kind === 'short' && frame.address === address && (frame.control & ~CONTROL.frameCount) === CONTROL.reqUd2;
				return isRead && said !== undefined ? encodeMbusFrame({ kind: 'long', control: CONTROL.rspUd, address, ...water.answer() }) : said;
			};
			identify(rig, 1, gas);
			install(rig, 1, address);
			equal([rig.client(5), rig.codes].join(), '0,105,115,100', 'another');
		}
	});

	it('keeps the address that a meter has alone already', () => {
		const rig = letGo(['gas', 'water']);
		move(rig.first, 1);
		identify(rig, 1, rig.first);
		install(rig, 1);
		equal([addresses(rig), rig.client(5)].join(), '1,0,1');
	});

	it('takes keys once there is a meter: before, they would be lost with its coming', () => {
		const rig = letGo(['gas']);
		equal(
			rig.act(SET_KEY, (w) => w.octetString(hex('000102030405060708090a0b0c0d0e0f'))),
			OTHER_REASON,
		);
		install(rig, 1);
		equal(
			rig.act(SET_KEY, (w) => w.octetString(hex('000102030405060708090a0b0c0d0e0f'))),
			0,
		);
	});
});
