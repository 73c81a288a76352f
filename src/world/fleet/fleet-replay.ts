/** What happened to a fleet behind its image, again. */
import type { Changes } from './changes.js';
import { type Columns, STATE } from './columns.js';
import { type FleetRecord, ownerIn } from './fleet-records.js';

/** What records do to a fleet again, at their time. */
export interface Replayed {
	readonly columns: Pick<Columns, 'state' | 'reserved'>;
	readonly changes: Pick<Changes, 'addOwner' | 'restore'>;
	advance(): void;
	powerOff(number: number, orderly: boolean): unknown;
	powerOn(number: number): unknown;
	setSilent(number: number, isSilent: boolean): unknown;
	setClock(number: number, time: number): void;
	exchange(number: number): unknown;
	setLoss(number: number, share: number): unknown;
}

export function replay(fleet: Replayed, record: FleetRecord): void {
	const { kind, number, value, bytes } = record;
	const { state, reserved } = fleet.columns;
	switch (kind) {
		case 'time':
			fleet.advance();
			break;
		case 'owner': {
			const { name, sectors } = ownerIn(record);
			fleet.changes.addOwner(name, sectors);
			break;
		}
		case 'kept':
			if (value === 1) state[number - 1]! |= STATE.wakeful;
			else state[number - 1]! &= ~STATE.wakeful;
			fleet.changes.restore(number, bytes);
			break;
		case 'reserved':
			reserved[number - 1] = value;
			break;
		case 'off':
			fleet.powerOff(number, value === 1);
			break;
		case 'on':
			fleet.powerOn(number);
			break;
		case 'silent':
			fleet.setSilent(number, value === 1);
			break;
		case 'clock':
			fleet.setClock(number, value);
			break;
		case 'exchange':
			fleet.exchange(number);
			break;
		case 'loss':
			fleet.setLoss(number, value);
			break;
	}
}
