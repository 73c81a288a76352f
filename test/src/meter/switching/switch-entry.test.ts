import { decodeSwitchEntry, encodeSwitchEntry, SWITCH_ENTRY_LENGTH, type SwitchEntry } from '../../../../src/meter/switching/switch-entry.js';
import { bytesEqual, equal, throws } from '../../../assert.js';

describe('switching log entry', () => {
	const entry: SwitchEntry = {
		time: 0x0123456789ab,
		action: 'open',
		origin: 'breaker',
		result: 'done',
		reason: '60.0 A of 30 A',
		closed: false,
		control: 2,
		locked: true,
	};
	const bytes = `0123456789ab 00 02 00 0c 0e 36302e302041206f662033302041 ${'00'.repeat(23)}`;

	it('is encoded', () => bytesEqual(encodeSwitchEntry(entry), bytes));

	it('is decoded', () => {
		equal(JSON.stringify(decodeSwitchEntry(encodeSwitchEntry(entry))), JSON.stringify(entry));
	});

	it('cuts off a long reason and keeps to ASCII', () => {
		const reason = decodeSwitchEntry(encodeSwitchEntry({ ...entry, reason: `\u505c\u6b62 ${'x'.repeat(50)}` })).reason;
		equal(reason, `?? ${'x'.repeat(34)}`);
	});

	it('refuses codes that are not in its tables, and a length that does not fit', () => {
		for (const [offset, value] of [
			[6, 5],
			[7, 5],
			[8, 4],
			[10, 38],
		] as const) {
			const wrong = encodeSwitchEntry(entry);
			equal(wrong.length, SWITCH_ENTRY_LENGTH);
			wrong[offset] = value;
			throws(() => decodeSwitchEntry(wrong), /^switching log: at byte/);
		}
	});
});
