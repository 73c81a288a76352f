/** What Wireshark needs to read Route B: a profile with the link keys, and a dissector for ECHONET Lite, which it has none for. */
import { toHex } from '../bytes/hex.js';

/** A link key of IEEE 802.15.4 security. */
export interface LinkKey {
	/** 16 bytes. */
	readonly key: Uint8Array;
	readonly index: number;
}

const KEY_COMMENT = /^link key (\d+): ([0-9a-f]{32})$/;

/** The comment on a frame from which on `key` is in use; `keysInComments` finds it again. */
export function keyComment({ key, index }: LinkKey): string {
	return `link key ${index}: ${toHex(key)}`;
}

/** All link keys told in packet comments, each once. */
export function keysInComments(comments: readonly string[]): LinkKey[] {
	const found = new Map<string, LinkKey>();
	for (const comment of comments) {
		const match = KEY_COMMENT.exec(comment);
		if (match === null) continue;
		const key = Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(match[2]!.slice(2 * i, 2 * i + 2), 16));
		found.set(comment, { key, index: Number(match[1]) });
	}
	return [...found.values()];
}

/** The profile's file `ieee802154_keys`: key, key index, how it is hashed. */
export function keysFile(keys: readonly LinkKey[]): string {
	return keys.map(({ key, index }) => `"${toHex(key)}","${index}","No hash"\n`).join('');
}
