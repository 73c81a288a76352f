/**
 * Messages with a signature: who holds the key has said it, and nobody in between has changed it. ECDSA over P-256 with SHA-256 (FIPS 186-4), of
 * `keiki job 1`, a line feed and the canonical text of the content; the kind is in it, so that none is taken for one of another kind.
 *
 * ```
 * {"kind":"job","content":{…},"signature":"128 hexadecimal digits"}
 * ```
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { canonicalText } from './canonical.js';
import { checkRecord, FlawError } from './fields.js';
import { type Contents, contentOf, type MessageKind } from './messages.js';

/** The kinds that each party signs. */
export const SIGNED_BY = Object.freeze({
	office: Object.freeze(['job', 'withdrawal', 'head'] as const),
	control: Object.freeze(['answer', 'report'] as const),
});
export type Party = keyof typeof SIGNED_BY;

type SignedOf<Kind extends MessageKind> = {
	readonly kind: Kind;
	readonly content: Contents[Kind];
	/** r ‖ s, upper-case hexadecimal. */
	readonly signature: string;
};
export type Signed<Kind extends MessageKind = MessageKind> = { [Each in Kind]: SignedOf<Each> }[Kind];

const SIGNATURE_BYTES = 64;
const VERSION = 1;

/**
 * @param privateKey of P-256, 32 bytes
 * @throws FlawError for a content that its reader would not take, RangeError where the platform cannot sign
 */
export function sign<Kind extends MessageKind>(cipher: Cipher, privateKey: Uint8Array, kind: Kind, content: Contents[Kind]): Signed<Kind> {
	contentOf(kind, content);
	const signature = cipher.sign?.(privateKey, signedBytes(kind, content));
	if (signature === undefined) throw new RangeError('jobs: expected a platform that signs');
	return { kind, content, signature: toUpperHex(signature) } as Signed<Kind>;
}

/**
 * A message that one of `kinds` is, whoever may have signed it: the relay reads so much.
 * @throws FlawError
 */
export function readUnproven<Kind extends MessageKind>(value: unknown, kinds: readonly Kind[]): Signed<Kind> {
	const content = { is: 'record', of: {} } as const;
	const { content: inner } = (value ?? {}) as Partial<Signed>;
	checkRecord(typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, ...(isRecord(inner) && { content: {} }) } : value, {
		kind: { is: 'word', of: kinds },
		content,
		signature: { is: 'hex', bytes: [SIGNATURE_BYTES] },
	});
	const { kind, signature } = value as Signed<Kind>;
	return { kind, content: contentOf(kind, inner), signature } as Signed<Kind>;
}

/**
 * Likewise, and one of `publicKeys` proves it.
 * @param publicKeys of P-256, 64 bytes each: several while one takes the place of another
 * @throws FlawError
 */
export function readSigned<Kind extends MessageKind>(
	cipher: Cipher,
	publicKeys: readonly Uint8Array[],
	value: unknown,
	kinds: readonly Kind[],
): Signed<Kind> {
	const message = readUnproven(value, kinds);
	const bytes = signedBytes(message.kind, message.content);
	const signature = fromHex(message.signature);
	if (!publicKeys.some((key) => cipher.verify?.(key, bytes, signature) === true)) throw new FlawError({ kind: 'unsigned', where: 'signature' });
	return message;
}

function signedBytes(kind: MessageKind, content: unknown): Uint8Array {
	return asciiBytes(`keiki ${kind} ${VERSION}\n${canonicalText(content)}`);
}

function isRecord(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
