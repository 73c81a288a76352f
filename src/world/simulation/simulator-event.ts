import type { DongleActivity, Unsent } from '../dongle/dongle-activity.js';
import type { SerialLine } from '../dongle/serial-line.js';
import type { MeterEvent } from '../meter/meter-event.js';
import type { EventFields } from '../schema/event-rows.js';

/** What a person who watches is told, as it happens. */
export type SimulatorEvent =
	| MeterEvent
	| { readonly kind: 'scan' | 'join'; readonly node: string; readonly activity: DongleActivity }
	| { readonly kind: 'serial'; readonly node: string; readonly line: SerialLine }
	| { readonly kind: 'unsent'; readonly node: string; readonly unsent: Unsent }
	/** Of the wire at a dongle. */
	| { readonly kind: 'port'; readonly node: string; readonly port: EventFields<'port'> };
