/** The state of a supply in words, which are those of its attributes. */
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import { specialOf } from './attribute-texts.js';
import { DISCONNECT_CONTROL, type SupplyState } from './supply-control.js';

const CONTROL_STATE = 3;

/** `open, disconnected (0), control mode 6`. */
export function supplyText({ output, control, mode }: SupplyState): string {
	const contact = output === undefined ? [] : [output ? 'closed' : 'open'];
	const state = specialOf(DISCONNECT_CONTROL, CONTROL_STATE)!({ tag: DataTag.enum, value: control })!;
	return [...contact, state, ...(mode === undefined ? [] : [`control mode ${mode}`])].join(', ');
}
