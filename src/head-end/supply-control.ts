/** The supply of a meter by its disconnect control (class 70): where it stands, and the order to open or close it. */
import { NAME } from '../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

export const DISCONNECT_CONTROL = 70;
const OUTPUT_STATE = 2;
const CONTROL_STATE = 3;
const CONTROL_MODE = 4;
const METHODS = Object.freeze({ disconnect: 1, reconnect: 2 });

export type SupplyOrder = keyof typeof METHODS;

export interface SupplyState {
	/** Whether the contact is closed; undefined: the meter does not tell. */
	readonly output: boolean | undefined;
	/** 0 disconnected, 1 connected, 2 ready for reconnection. */
	readonly control: number;
	/** 0 to 6; undefined: the meter does not tell. */
	readonly mode: number | undefined;
}

/** Where an order leads: a reconnection may have to wait for a hand, as the control mode says. */
const REACHED: Readonly<Record<SupplyOrder, (state: SupplyState) => boolean>> = Object.freeze({
	disconnect: ({ output, control }: SupplyState) => control === 0 && output !== true,
	reconnect: ({ output, control }: SupplyState) => control === 2 || (control === 1 && output !== false),
});

export async function readSupply(session: MeterSession): Promise<SupplyState> {
	const attributes = [OUTPUT_STATE, CONTROL_STATE, CONTROL_MODE].map((index) => attributeTarget(DISCONNECT_CONTROL, NAME.disconnectControl, index));
	const [output, state, mode] = await session.getAll(attributes);
	const control = typeof state === 'object' ? numberOf(state) : undefined;
	if (control === undefined)
		throw new HeadEndError({ kind: 'supplyUnreadable', result: typeof state === 'number' ? state : ACCESS_RESULT.typeUnmatched });
	return {
		output: typeof output === 'object' && output.tag === DataTag.boolean ? output.value : undefined,
		control,
		mode: typeof mode === 'object' ? numberOf(mode) : undefined,
	};
}

/** The meter takes the order; what its contact does takes longer. Throws HeadEndError. */
export async function orderSupply(session: MeterSession, order: SupplyOrder): Promise<void> {
	const target = { classId: DISCONNECT_CONTROL, name: NAME.disconnectControl, index: METHODS[order] };
	const { result } = await session.act(target, new DataWriter().integer(0).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'supplyNotSwitched', result });
}

export function isReached(order: SupplyOrder, state: SupplyState): boolean {
	return REACHED[order](state);
}
