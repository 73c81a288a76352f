/** A message of PANA as a rung tells it. */
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { decodeEap, EapCode, EapType } from '../../../../modules/eap-psk/eap.js';
import { AvpCode, avpNumber, avpValue, decodeMessage, type Message } from '../../../../modules/pana/message.js';

export interface PanaTold {
	readonly sequence: number | null;
	readonly eap: string | null;
	readonly result: number | null;
	readonly sessionId: number;
	/** Of PAR[C]; undefined where it has none. */
	readonly keyId: number | undefined;
	/** s. */
	readonly lifetime: number | undefined;
}

const NOTHING: PanaTold = Object.freeze({ sequence: null, eap: null, result: null, sessionId: 0, keyId: undefined, lifetime: undefined });
const PSK_ROUND = 6;

/** What a message says; nothing where it cannot be read. */
export function panaTold(bytes: Uint8Array | undefined): PanaTold {
	const message = bytes && read(() => decodeMessage(bytes));
	if (message === undefined) return NOTHING;
	return {
		sequence: message.sequence,
		eap: eapOf(message),
		result: avpNumber(message, AvpCode.ResultCode) ?? null,
		sessionId: message.sessionId,
		keyId: avpNumber(message, AvpCode.KeyId),
		lifetime: avpNumber(message, AvpCode.SessionLifetime),
	};
}

/** `PSK 1` to `PSK 4`, `Identity`, `Success`, …; null without. */
function eapOf(message: Message): string | null {
	const payload = avpValue(message, AvpCode.EapPayload);
	const packet = payload && read(() => decodeEap(payload));
	if (packet === undefined) return null;
	const { code, type, data } = packet;
	if (type === EapType.PSK) return `PSK ${((data[0] ?? 0) >> PSK_ROUND) + 1}`;
	const names: Readonly<Record<string, number>> = type === undefined ? EapCode : EapType;
	return Object.entries(names).find(([, value]) => value === (type ?? code))?.[0] ?? `${type ?? code}`;
}

function read<Decoded>(decode: () => Decoded): Decoded | undefined {
	try {
		return decode();
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
