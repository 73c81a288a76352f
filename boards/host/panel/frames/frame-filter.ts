/** Which frames somebody asks for: of a medium, with a layer, of a node, with a property, a transaction, a text. All that are given must fit. */
import type { FrameOrigin } from '../../../../src/world/watch/frame-log.js';
import { FRAME_MEDIA } from '../../../../src/world/watch/frame-log.js';
import { type Asked, Refusal } from '../../web/app.js';
import type { FrameRow } from './frame-row.js';
import { type Expected, FRAMES_WORDS } from './frames-words.js';

const MAX_TEXT = 100;
const HIGHEST_TID = 0xffff;

export interface FrameFilter {
	/** What needs no fields; false: it is none of them. */
	readonly mayFit: (origin: FrameOrigin) => boolean;
	readonly fits: (row: FrameRow) => boolean;
	/** All frames fit. */
	readonly isOpen: boolean;
}

/** Of `medium`, `layer`, `node`, `epc`, `tid`, `text`. Throws Refusal. */
export function filterAsked({ query, language }: Pick<Asked, 'query' | 'language'>): FrameFilter {
	const words = FRAMES_WORDS[language];
	const text = (name: string) => {
		const value = query.get(name) ?? '';
		if (value.length > MAX_TEXT) throw new Refusal(words.tooLong(name, MAX_TEXT));
		return value.trim().toLowerCase();
	};
	const [medium, layer, node, wanted] = [text('medium'), text('layer'), text('node'), text('text')];
	if (medium !== '' && !FRAME_MEDIA.some((each) => each.toLowerCase() === medium)) {
		throw new Refusal(words.wrongMedium(medium, FRAME_MEDIA));
	}
	const epc = numberOf('epc', text('epc'), /^(?:0x)?([0-9a-f]{2})$/, 16, 0xff, language);
	const tid = numberOf('tid', text('tid'), /^(\d{1,5})$/, 10, HIGHEST_TID, language);
	return {
		isOpen: medium === '' && layer === '' && node === '' && wanted === '' && epc === undefined && tid === undefined,
		mayFit: (origin) => medium === '' || origin.medium.toLowerCase() === medium,
		fits: (row) =>
			(layer === '' || row.layers.some((each) => each.toLowerCase() === layer || each.toLowerCase().startsWith(`${layer} `))) &&
			(node === '' || [row.node, row.source, row.destination].some((each) => each.toLowerCase() === node)) &&
			(epc === undefined || row.epcs.includes(epc)) &&
			(tid === undefined || row.tid === tid) &&
			(wanted === '' || `${row.source} ${row.destination} ${row.protocol} ${row.info}`.toLowerCase().includes(wanted)),
	};
}

function numberOf(name: Expected, text: string, form: RegExp, radix: number, highest: number, language: Asked['language']): number | undefined {
	if (text === '') return undefined;
	const digits = form.exec(text)?.[1];
	const value = digits === undefined ? Number.NaN : Number.parseInt(digits, radix);
	if (value <= highest) return value;
	throw new Refusal(FRAMES_WORDS[language].wrong(name, text, name));
}
