/** References to scripts in slots: script table 6, identifier 2. */
import { putUint16, putUint48, uint16, uint48 } from '../../../modules/bytes/uint.js';
import type { ScriptReference } from '../../../modules/cosem/value-parts.js';

/** Bytes of one. */
export const SCRIPT_LENGTH = 8;
const SELECTOR = 6;

export function scriptAt(bytes: Uint8Array, offset: number): ScriptReference {
	return { script: uint48(bytes, offset), selector: uint16(bytes, offset + SELECTOR) };
}

export function putScriptAt(bytes: Uint8Array, offset: number, { script, selector }: ScriptReference): void {
	putUint48(bytes, offset, script);
	putUint16(bytes, offset + SELECTOR, selector);
}
