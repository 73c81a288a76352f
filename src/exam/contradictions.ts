/** Claims of a declaration that what was seen contradicts. */
import { ESV, type Frame } from '../../modules/echonet-lite/frame.js';
import { EPC } from '../route-b/epc.js';
import type { Language } from '../world/schema/language.js';
import type { Claims } from './declaration.js';
import type { Act } from './record/act.js';
import type { SessionRecord } from './record/chronicle.js';
import { linesOf } from './record/lines.js';
import { type Request, requestsIn } from './record/requests.js';

export type Contradiction =
	| { readonly kind: 'does'; readonly claim: 'history' | 'infc' | 'answers' }
	| { readonly kind: 'doesNot'; readonly claim: 'history' | 'infc' | 'answers' }
	| { readonly kind: 'poll'; readonly claimedMs: number; readonly seenMs: number };

const OWN_OBJECTS: readonly number[] = Object.freeze([0x0ef0, 0x05ff]);
const HISTORY: readonly number[] = Object.freeze([EPC.history1Day, EPC.history2Time, EPC.importHistory1, EPC.exportHistory1, EPC.history2]);
/** Of present values: what is polled. */
const POLLED: readonly number[] = Object.freeze([EPC.power, EPC.currents, EPC.importEnergy]);
/** Fewer polls tell nothing of their period. */
const LEAST_POLLS = 6;
const FACTOR = 2;

export function contradictionsOf(sessions: readonly SessionRecord[], claims: Claims): readonly Contradiction[] {
	const lines = sessions.map(linesOf);
	const requests = lines.flatMap((each) => requestsIn(each).requests);
	const sent = framesOf(sessions, 'sends');
	const told = framesOf(sessions, 'receives');
	const seen = {
		history: requests.some(({ frame }) => frame.properties.some(({ epc }) => HISTORY.includes(epc))),
		infc: sent.some(({ esv }) => esv === ESV.INFC_Res),
		answers: sent.some(({ esv, seoj }) => (esv === ESV.Get_Res || esv === ESV.Get_SNA) && OWN_OBJECTS.includes(seoj >> 8)),
	};
	const asked = {
		history: requests.length > 0,
		infc: told.some(({ esv }) => esv === ESV.INFC),
		answers: told.some(({ esv, deoj }) => esv === ESV.Get && OWN_OBJECTS.includes(deoj >> 8)),
	};
	const contradictions: Contradiction[] = [];
	for (const claim of ['history', 'infc', 'answers'] as const) {
		if (claims[claim] === false && seen[claim]) contradictions.push({ kind: 'does', claim });
		if (claims[claim] === true && asked[claim] && !seen[claim]) contradictions.push({ kind: 'doesNot', claim });
	}
	const seenMs = periodOf(requests);
	if (seenMs !== undefined && (seenMs > FACTOR * claims.pollMs || seenMs * FACTOR < claims.pollMs)) {
		contradictions.push({ kind: 'poll', claimedMs: claims.pollMs, seenMs });
	}
	return contradictions;
}

/** The median of the times between polls that follow each other in a session, ms. */
function periodOf(requests: readonly Request[]): number | undefined {
	const polls = requests.filter(({ frame, reply }) => reply !== undefined && frame.properties.some(({ epc }) => POLLED.includes(epc)));
	const times: number[] = [];
	for (const [i, poll] of polls.entries()) {
		const before = polls[i - 1];
		if (before !== undefined && poll.at > before.at) times.push(poll.at - before.at);
	}
	if (times.length < LEAST_POLLS) return undefined;
	return times.sort((one, other) => one - other)[times.length >> 1];
}

function framesOf(sessions: readonly SessionRecord[], kind: 'sends' | 'receives'): readonly Frame[] {
	return sessions.flatMap(({ acts }) => acts.flatMap((act: Act) => (act.kind === kind && act.frame !== undefined ? [act.frame] : [])));
}

const seconds = (ms: number) => Math.round(ms / 1000);

const WORDS: Readonly<Record<Language, (contradiction: Contradiction) => string>> = Object.freeze({
	en: (contradiction) => {
		if (contradiction.kind === 'poll')
			return `claims.poll is ${seconds(contradiction.claimedMs)} s, and it polled every ${seconds(contradiction.seenMs)} s`;
		return contradiction.kind === 'does'
			? `claims.${contradiction.claim} is no, and the program does it all the same`
			: `claims.${contradiction.claim} is yes, and the program never did it`;
	},
	ja: (contradiction) => {
		if (contradiction.kind === 'poll')
			return `claims.pollは${seconds(contradiction.claimedMs)}秒ですが、実際は${seconds(contradiction.seenMs)}秒ごとに読みました`;
		return contradiction.kind === 'does'
			? `claims.${contradiction.claim}はnoですが、プログラムは行っています`
			: `claims.${contradiction.claim}はyesですが、プログラムは一度も行っていません`;
	},
});

/** In words. */
export function contradictionsIn(sessions: readonly SessionRecord[], claims: Claims, language: Language): readonly string[] {
	return contradictionsOf(sessions, claims).map(WORDS[language]);
}
