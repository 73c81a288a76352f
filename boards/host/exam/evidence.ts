/** Lines of the record for people: what a finding rests on. */
import { asciiText } from '../../../modules/bytes/ascii.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import type { Entry } from '../../../src/exam/record/entry.js';
import type { EvidenceLine } from '../../../src/exam/report/report.js';
import type { Language } from '../../../src/world/schema/language.js';
import { timelineLine } from '../shared/timeline.js';
import { EXAM_TEXTS } from './exam-texts.js';

/** Characters; a binary frame may begin with some that look like fewer. */
const LEAST_TEXT = 6;

export interface Evidence {
	/** Of a session. */
	readonly byNumber: ReadonlyMap<number, Entry>;
	/** What one count of its meter's energies is worth. */
	readonly wattHours: number;
}

/** Numbers that are none of the session are left out. */
export function evidenceLines(numbers: readonly number[], { byNumber, wattHours }: Evidence, language: Language): readonly EvidenceLine[] {
	const lines = [...new Set(numbers)].sort((one, other) => one - other).map((number) => byNumber.get(number));
	return lines.flatMap((entry) => (entry === undefined ? [] : [evidenceLine(entry, wattHours, language)]));
}

/** @param wattHours what one count of the meter's energies is worth */
export function evidenceLine(entry: Entry, wattHours: number, language: Language): EvidenceLine {
	return { number: entry.number, at: Math.round(entry.at), ...told(entry, wattHours, language) };
}

function told(entry: Entry, wattHours: number, language: Language): { readonly who: string; readonly text: string } {
	const words = EXAM_TEXTS[language];
	switch (entry.kind) {
		case 'world': {
			const { event } = entry;
			if (event.event !== 'serial') return timelineLine(event, wattHours, language);
			const { direction, text, hex, data, frame, node, length } = event;
			const said = text ?? (hex === null ? words.unreadable(length) : [frame, legible(hex)].filter(Boolean).join(' '));
			return {
				who: direction === 'toModule' ? `${words.program} → ${node}` : `${words.program} ← ${node}`,
				text: data === null ? said : `${said} ${data}`,
			};
		}
		case 'output':
			return { who: `${words.program} ${entry.stream}`, text: entry.text };
		case 'shown': {
			const { what, text, time } = entry.observation;
			return { who: words.program, text: words.shows(what, text, time) };
		}
		case 'program':
			return { who: words.program, text: words.programIs[entry.state](entry.code, entry.signal, entry.detail) };
		case 'step':
			return { who: words.exam, text: words.phase[entry.phase](entry.step) };
		case 'command':
			return { who: words.exam, text: entry.refusal === undefined ? entry.line : `${entry.line}: ${entry.refusal}` };
		case 'asked':
			return { who: words.exam, text: words.asked[entry.what]() };
		case 'trouble':
			return { who: words.exam, text: words.trouble[entry.trouble](entry.ms, entry.detail) };
	}
}

/** What a line begins with is read as text, as that of ERXUDP with a binary payload; what stands behind it stays hexadecimal. */
function legible(hex: string): string {
	const bytes = fromHex(hex);
	const binary = bytes.findIndex((byte) => byte < 0x20 || byte > 0x7e);
	const text = asciiText(bytes.subarray(0, binary === -1 ? bytes.length : binary));
	return LEAST_TEXT <= text.length ? `${text}${hex.slice(2 * text.length)}` : hex;
}
