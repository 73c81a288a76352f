import { RamFlash } from '../../../../hal/virtual/flash.js';
import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { p1Telegram } from '../../../../src/route-a/customer-port/p1-telegram.js';
import { ConsumerMessage, MOST_MESSAGE } from '../../../../src/route-a/household/consumer-message.js';
import { HOUSEHOLD_SECTORS, HOUSEHOLD_SLOT, HouseholdMemory } from '../../../../src/route-a/household/household-memory.js';
import { equal } from '../../../assert.js';
import { type Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { associated, bytesIn, get, type Meter, meter } from '../route-a-rig.js';

interface MessageRig {
	readonly flash: RamFlash;
	readonly meter: Meter;
	readonly line: Line;
}

function rigOn(flash = new RamFlash(HOUSEHOLD_SECTORS)): MessageRig {
	const made = meter({ household: { flash } });
	return { flash, meter: made, line: associated(made, MANAGEMENT) };
}

function set({ line }: MessageRig, name: number, value: DataWriter): number {
	let result = -1;
	line.set({ classId: 1, name, index: 2, selection: undefined }, value.copy(), (_, answer) => {
		result = answer ?? -1;
	});
	return result;
}

const octets = (text: string): DataWriter => new DataWriter().octetString(asciiBytes(text));
const message = ({ line }: MessageRig): string => asciiText(bytesIn(get(line, 1, NAME.consumerMessage, 2)));
const telegram = ({ meter: { routeA } }: MessageRig): string =>
	asciiText(p1Telegram(routeA, { manufacturer: 'KEI', speed: 9600, binary: true, identity: 'KEIKI' }));

describe('Route A: what the customer is told', () => {
	it('is told in telegrams, and stays through a restart', () => {
		const rig = rigOn();
		equal(telegram(rig).includes('\r\n0-0:96.13.1()\r\n0-0:96.13.0()\r\n'), true);
		equal([set(rig, NAME.consumerMessage, octets('No power, 1:00')), set(rig, NAME.consumerCode, octets('17'))].join(), '0,0');
		const told = '\r\n0-0:96.13.1(3137)\r\n0-0:96.13.0(4E6F20706F7765722C20313A3030)\r\n';
		equal(telegram(rig).includes(told), true);
		const again = rigOn(rig.flash);
		equal(message(again), 'No power, 1:00');
		equal(telegram(again).includes(told), true);
		equal(set(again, NAME.consumerMessage, octets('')), 0);
		equal(telegram(again).includes('\r\n0-0:96.13.1(3137)\r\n0-0:96.13.0()\r\n'), true);
	});

	it('takes as much as it keeps, whatever the bytes are, and refuses more, and what is no octet-string', () => {
		const rig = rigOn();
		const most = new Uint8Array(180).fill(0xff);
		equal(set(rig, NAME.consumerMessage, new DataWriter().octetString(most)), 0);
		equal(set(rig, NAME.consumerMessage, new DataWriter().octetString(new Uint8Array(181))), 13);
		equal(set(rig, NAME.consumerMessage, new DataWriter().unsigned(1)), 12);
		equal(set(rig, NAME.consumerCode, octets('123456789')), 13);
		equal(bytesIn(get(rig.line, 1, NAME.consumerMessage, 2)).join() === most.join(), true);
	});

	it('is the one before or the new one after a power cut at any moment', () => {
		const texts = ['first', 'a second one that is longer', 'third'];
		const messageOn = (flash: RamFlash) => new ConsumerMessage(new HouseholdMemory(flash).values, HOUSEHOLD_SLOT.message, MOST_MESSAGE);
		cutEach({
			seed: 9,
			least: 2,
			started: () => {
				const flash = new RamFlash(HOUSEHOLD_SECTORS);
				const message = messageOn(flash);
				message.set(asciiBytes(texts[0]!));
				return { flash, message };
			},
			flash: ({ flash }) => flash,
			steps: ({ message: each }) => {
				for (const text of texts.slice(1)) each.set(asciiBytes(text));
			},
			check: ({ flash }, cut) => equal(texts.includes(asciiText(messageOn(flash).value)), true, `cut ${cut}`),
		});
	});
});
