/** Parts frames of a log into their fields, opened with what the log knows. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { dissect, type Opener } from '../../../modules/capture/fields/dissect.js';
import type { Dissection } from '../../../modules/capture/fields/field.js';
import type { CosemFrame } from './cosem-frame.js';
import type { CosemKeys } from './cosem-keys.js';
import { CosemOpener } from './cosem-opener.js';
import type { FrameLog, FrameOrigin, LoggedFrame } from './frame-log.js';
import { LinkOpener } from './link-opener.js';

/** How far back what belongs to a frame is looked for, in frames of all media: fragments, and what a connection told. */
const FRAGMENTS_BACK = 400;
const CONNECTION_BACK = 20_000;
const NOTHING: Opener = Object.freeze({});

export class FrameReader {
	readonly #log: FrameLog;
	readonly #cipher: Cipher;
	readonly #keys: CosemKeys;

	/** @param keys of Route A of all meters */
	constructor(log: FrameLog, cipher: Cipher, keys: CosemKeys) {
		this.#log = log;
		this.#cipher = cipher;
		this.#keys = keys;
	}

	read(frame: LoggedFrame): Dissection {
		return dissect(frame.kind, frame.bytes, this.#openerOf(frame), frame.data);
	}

	#openerOf(frame: LoggedFrame): Opener {
		if (frame.kind === 'ieee802154') {
			return new LinkOpener(
				this.#cipher,
				() => this.#log.keys,
				() =>
					this.#mapped(
						frame,
						FRAGMENTS_BACK,
						({ medium, channel }) => medium === frame.medium && channel === frame.channel,
						({ bytes }) => bytes,
					),
			);
		}
		const own = cosemOf(frame);
		if (own === undefined) return NOTHING;
		const isOfThis = ({ connection }: FrameOrigin) => connection === frame.connection;
		const keys = this.#keys.of(frame.meter ?? 1, frame.elapsed);
		return new CosemOpener(this.#cipher, keys, own, () => this.#mapped(frame, CONNECTION_BACK, isOfThis, cosemOf));
	}

	/** What `of` makes of the frames before this one that come from a place that `fits`, the newest first. */
	*#mapped<Item>(
		frame: LoggedFrame,
		back: number,
		fits: (origin: FrameOrigin) => boolean,
		of: (frame: LoggedFrame) => Item | undefined,
	): Iterable<Item> {
		const oldest = Math.max(this.#log.first, frame.id - back);
		for (let id = frame.id - 1; id >= oldest; id--) {
			const origin = this.#log.origin(id);
			if (origin === undefined || !fits(origin)) continue;
			const item = of(this.#log.get(id)!);
			if (item !== undefined) yield item;
		}
	}
}

function cosemOf({ kind, bytes, isServers }: LoggedFrame): CosemFrame | undefined {
	return kind === 'wrapper' || kind === 'hdlc' ? { kind, bytes, isServers: isServers === true } : undefined;
}
