/** What stands at a rung, in words. */
import type { Rung } from '../../ladder/rung.js';
import { clockText } from '../clock.js';
import type { LadderWords } from '../views/ladder-words.js';

export interface RungText {
	/** In the type of code where it is what was said on a wire. */
	readonly main: string;
	readonly isCode: boolean;
	/** Behind it, in small. */
	readonly notes: readonly string[];
}

/** @param start the world's time when the run began, ms since 1970-01-01T00:00:00Z */
export function rungText(rung: Rung, words: LadderWords, start: number): RungText {
	switch (rung.sort) {
		case 'command':
			return code(rung.text, [...(rung.count > 1 ? [words.times(rung.count)] : []), rung.answer === null ? words.noAnswer : `→ ${rung.answer}`]);
		case 'event':
			return code(rung.text, [words.meanings[rung.meaning]]);
		case 'scan':
			return { main: words.scanning(rung.duration, rung.channels, rung.paired), isCode: false, notes: foundText(rung, words) };
		case 'pana': {
			const notes = [rung.eap === null ? '' : `EAP ${rung.eap}`, rung.result === null ? '' : words.result(rung.result)];
			return code(rung.name, [...notes, rung.repeated ? words.repeated : '']);
		}
		case 'turn':
			return { main: words.turns[rung.turn], isCode: false, notes: [rung.detail] };
		case 'requests': {
			const { sent, received, unsent, notified, until, at } = rung;
			const notes = [until > at ? words.until(clockText(start + until)) : '', unsent > 0 ? words.unsentOf(unsent) : ''];
			return { main: words.requests(sent, received), isCode: false, notes: [...notes, notified > 0 ? words.notified(notified) : ''] };
		}
		case 'unsent':
			return { main: words.unsent[rung.why], isCode: false, notes: rung.count > 1 ? [words.times(rung.count)] : [] };
		case 'port':
			return { main: words.ports[rung.what], isCode: false, notes: [] };
	}
}

function code(main: string, notes: readonly string[]): RungText {
	return { main, isCode: true, notes };
}

function foundText({ found, endedAt }: Rung & { readonly sort: 'scan' }, words: LadderWords): readonly string[] {
	if (found.length > 0) return found.map(({ meter, channel, panId, rssi }) => words.found(meter, channel, panId, rssi));
	return [endedAt === null ? words.stillScanning : words.foundNothing];
}
