/** Flags and type of a PANA message stand at offsets 4 and 6 (RFC 5191 §6.2). */
const REQUEST = 0x80;
const TERMINATION = 3;

/** Whether a PANA message asks to end the session (PTR). */
export function isTerminationRequest(message: Uint8Array): boolean {
	return message.length >= 8 && (message[4]! & REQUEST) !== 0 && message[6] === 0 && message[7] === TERMINATION;
}
