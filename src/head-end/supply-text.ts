/** The state of a supply in words, which are those of its attributes. */
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import { specialOf } from './attribute-texts.js';
import { DISCONNECT_CONTROL, type SupplyState } from './supply-control.js';
import { inEnglish, type Say } from './value-words.js';

const CONTROL_STATE = 3;

/** `open, disconnected (0), control mode 6`. */
export function supplyText({ output, control, mode }: SupplyState, say: Say = inEnglish): string {
	const contact = output === undefined ? [] : [say(output ? 'closed' : 'open')];
	const state = specialOf(DISCONNECT_CONTROL, CONTROL_STATE)!({ tag: DataTag.enum, value: control }, say)!;
	return [...contact, state, ...(mode === undefined ? [] : [`${say('control mode')} ${mode}`])].join(', ');
}
