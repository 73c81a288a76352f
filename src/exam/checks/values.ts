/** Whether a program understands the values that it is served: what it shows, against what a Get_Res, a Get_SNA or an INF carried. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { Observable } from '../declaration.js';
import { stepsPlaying } from '../situations/playing.js';
import type { Served } from '../understanding/served.js';
import type { Shown } from '../understanding/understand.js';
import { judgeBooking } from './booking.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { unlessDenied } from './claimed.js';
import { judgeUndeclared } from './notified.js';
import { evidenceOf, gradedShown, isOfScale, isOfValue, shownIn, withheld } from './understood.js';
import { VALUES_WORDS } from './words/values.js';

const finding = findingsOf(VALUES_WORDS);

const ENERGIES: readonly Observable[] = Object.freeze(['energy', 'energyReverse', 'halfHour', 'halfHourReverse', 'history', 'use']);
const REGISTERS: readonly Observable[] = Object.freeze(['energy', 'energyReverse']);
const CURRENTS: readonly Observable[] = Object.freeze(['currentR', 'currentT']);
const PRESENT: readonly Observable[] = Object.freeze(['power', ...CURRENTS, ...REGISTERS]);
const BOOKED: readonly Observable[] = Object.freeze(['energy', 'use']);

const AIF_HISTORY = 'IIJ, a maker of HEMS; public programs';
const MRA = 'ECHONET Lite Appendix, class 0288';

export const VALUES_CHECKS = frozen({
	'scales-energy': {
		id: 'A15',
		is: 'energy is the counter times the unit (E1) times the coefficient (D3), which is 1 where there is none',
		obligation: 'must',
		source: `${MRA}: D3, E1`,
		confidence: 'stated',
		seenBy: ['output'],
		in: ['marker-loads', 'other-scale', 'two-wire', 'lacking-properties'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: ENERGIES,
		judge: judgeScale,
	},
	'shows-no-data-as-none': {
		id: 'A16',
		is: 'the codes for "no data" (FFFFFFFE, 7FFFFFFE, 7FFE) are no values',
		obligation: 'must',
		source: `${MRA}: no data`,
		confidence: 'stated',
		seenBy: ['output'],
		in: ['no-data', 'two-wire', 'gap-at-midnight'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: [...PRESENT, ...ENERGIES],
		judge: (look) => judgeCode(look, 'noData', [...PRESENT, ...ENERGIES]),
	},
	'shows-nothing-beyond-scale': {
		id: 'A17',
		is: 'the codes for above and below the scale (7FFFFFFF, 80000000; 7FFF, 8000) are no measurements',
		obligation: 'should',
		source: `${MRA}: ranges of E7 and E8; that meters send them is recalled`,
		confidence: 'stated',
		seenBy: ['output'],
		in: ['beyond-scale'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: ['power', ...CURRENTS],
		judge: (look) => judgeCode(look, 'beyond', ['power', ...CURRENTS]),
	},
	'shows-feed-in-negative': {
		id: 'A18',
		is: 'power and currents are signed: what is fed in is negative',
		obligation: 'must',
		source: `${MRA}: E7, E8`,
		confidence: 'stated',
		seenBy: ['output'],
		in: ['marker-loads', 'feed-in'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: ['power', ...CURRENTS],
		judge: (look) => gradedShown(look, shownIn(look, ['power', ...CURRENTS])),
	},
	'takes-wrap-of-register': {
		id: 'A19',
		is: 'behind the last digit (D7) a register begins again at 0: no negative step, and no huge one',
		obligation: 'should',
		source: `${MRA}: D7; that registers wrap is recalled`,
		confidence: 'recalled',
		seenBy: ['output'],
		in: ['full-register'],
		needs: BOOKED,
		judge: judgeBooking,
	},
	'books-no-lower-register': {
		id: 'A20',
		is: 'a counter that is lower than before is a new meter, a wrap or an error: what it lacks is booked as nothing',
		obligation: 'should',
		source: 'evcc-io/evcc PR 30592: 53.7 MWh by one wrong 0',
		confidence: 'stated',
		seenBy: ['output'],
		in: ['replaced-meter'],
		needs: BOOKED,
		judge: judgeBooking,
	},
	'uses-rest-of-get-sna': {
		id: 'A35',
		is: 'of a Get_SNA it uses the properties that came',
		obligation: 'must',
		source: 'ECHONET Lite Part 2, 4.2.3; GL 11',
		confidence: 'stated',
		seenBy: ['output'],
		in: stepsPlaying('B18'),
		limits: ['partialPolls'],
		needs: PRESENT,
		judge: judgePartial,
	},
	'takes-undeclared-notifications': {
		id: 'A42',
		is: 'it takes an INF of properties that map 9D does not have: EA, EB, 88',
		obligation: 'must',
		source: 'dump of a real meter, which notifies EA and EB and has neither in 9D',
		confidence: 'stated',
		seenBy: ['output'],
		applies: unlessDenied('notifications'),
		in: ['clock-ahead'],
		needs: ['halfHour', 'halfHourReverse', 'use'],
		judge: judgeUndeclared,
	},
	'drops-stale-values': {
		id: 'A46',
		is: 'a value that is too old is shown as unavailable, not as the present one',
		obligation: 'should',
		source: 'recalled',
		confidence: 'recalled',
		seenBy: ['output'],
		applies: ({ showsPresent }) => (showsPresent ? undefined : { kind: 'readings' }),
		in: ['long-power-cut'],
		limits: ['stalePolls', 'staleLeast'],
		needs: [...PRESENT, 'online'],
		judge: judgeSilence,
	},
	'does-without-d3-and-ec': {
		id: 'B19',
		is: 'a meter without D3, EC and ED is read all the same: × 1, and the history by E2',
		obligation: 'must',
		source: AIF_HISTORY,
		confidence: 'proposed',
		seenBy: ['output', 'air'],
		in: ['lacking-properties'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: ENERGIES,
		judge: judgeLacking,
	},
	'takes-other-scales': {
		id: 'B20',
		is: 'other units, coefficients and numbers of digits are understood',
		obligation: 'must',
		source: `${MRA}: D3, D7, E1`,
		confidence: 'proposed',
		seenBy: ['output'],
		in: ['other-scale', 'two-wire'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: ENERGIES,
		judge: (look) => gradedShown(look, shownIn(look, ENERGIES).filter(isOfScale)),
	},
	'shows-no-value-without-data': {
		id: 'B21',
		is: 'without a metering unit there are no values, and with it there are values again',
		obligation: 'must',
		source: 'three of four public programs show numbers',
		confidence: 'proposed',
		seenBy: ['output'],
		in: ['no-data'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: PRESENT,
		judge: (look) => judgeOpportunity(look, PRESENT, ({ is }) => is === 'noData'),
	},
	'takes-full-register': {
		id: 'B23',
		is: 'a register that begins again at 0 leads to no negative step, and to no huge one',
		obligation: 'must',
		source: `${MRA}: D7`,
		confidence: 'proposed',
		seenBy: ['output'],
		in: ['full-register'],
		needs: BOOKED,
		judge: judgeBooking,
	},
	'takes-replaced-meter': {
		id: 'B24',
		is: 'another metering unit is a new beginning: nothing is booked for it, and D3 and E1 are asked for again',
		obligation: 'must',
		source: 'evcc-io/evcc PR 30592',
		confidence: 'proposed',
		seenBy: ['output', 'air'],
		in: ['replaced-meter'],
		needs: BOOKED,
		judge: (look) => [...judgeBooking(look), ...judgeAskedAgain(look)],
	},
	'takes-feed-in': {
		id: 'B25',
		is: 'a house that feeds in has negative power, and the register of the reverse direction rises',
		obligation: 'must',
		source: `${MRA}: E3, E7; one of four public programs shows 4294966496 W`,
		confidence: 'proposed',
		seenBy: ['output'],
		in: ['feed-in'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: PRESENT,
		judge: (look) => judgeOpportunity(look, PRESENT, ({ what, raw }) => what === 'E7' && raw < 0),
	},
	'takes-two-wire-supply': {
		id: 'B26',
		is: 'a two-wire supply has one phase: T is no value',
		obligation: 'must',
		source: `${MRA}: E8`,
		confidence: 'proposed',
		seenBy: ['output'],
		in: ['two-wire'],
		limits: ['wrongTimes', 'wrongFactor'],
		needs: ['power', ...CURRENTS],
		judge: (look) => judgeOpportunity(look, ['power', ...CURRENTS], ({ what, is }) => what === 'E8T' && is === 'noData'),
	},
} satisfies Record<string, CheckRow>);

/** So often a value has to be served until a program that shows it is missed. */
const SERVED_OFTEN = 3;

function judgeScale(look: Look): Finding[] {
	const shown = shownIn(look, ENERGIES).filter(isOfScale);
	const hidden = look.step.name === 'lacking-properties' ? withheld(look, shown, 'energy', ['E0'], SERVED_OFTEN) : undefined;
	return hidden === undefined ? gradedShown(look, shown) : [hidden];
}

/** What was served in the step. */
function servedIn({ served, step }: Look, from = step.from): readonly Served[] {
	return served.filter(({ at, isStale }) => at >= from && at <= step.to && !isStale);
}

/** All that was shown since that came to the test. */
function judgeOpportunity(look: Look, of: readonly Observable[], test: (served: Served) => boolean): Finding[] {
	const first = servedIn(look).find(test);
	return first === undefined ? [] : gradedShown(look, shownIn(look, of, first.at).filter(isOfValue));
}

/** A code that stands for no value: shown as a number it fails, as nothing it passes. */
function judgeCode(look: Look, is: 'noData' | 'beyond', of: readonly Observable[]): Finding[] {
	const told = servedIn(look).filter((each) => each.is === is);
	if (told.length === 0) return [];
	const shown = shownIn(look, of);
	const misread = shown.filter(({ understood }) => understood.is === 'wrong' && isMisread(understood, is));
	if (misread.length > 0) return gradedShown(look, misread);
	const none = shown.filter(({ understood }) => understood.is === 'none' && understood.isRight);
	return [finding('pass', 'codeIsNone', { times: told.length, code: is }, [told[0]!.entry, ...evidenceOf(none)].slice(0, 8))];
}

function isMisread({ explanation, of, expected }: Shown['understood'] & { readonly is: 'wrong' }, is: 'noData' | 'beyond'): boolean {
	if (is === 'beyond') return explanation === 'overTop';
	return explanation === 'noDataAsNumber' || explanation === 'tFromNoData' || (expected === undefined && of === undefined);
}

/** Values that came in a Get_SNA are shown; those that were refused are none. */
function judgePartial(look: Look): Finding[] {
	const { acts, limits, step } = look;
	const partial = acts.filter(
		(act) =>
			act.kind === 'receives' &&
			act.at >= step.from &&
			act.at <= step.to &&
			act.frame?.esv === ESV.Get_SNA &&
			act.frame.properties.some(({ edt }) => edt.length > 0),
	);
	const entries = partial.map(({ entry }) => entry);
	const values = look.served.filter(({ entry, is, isStale }) => entries.includes(entry) && is === 'value' && !isStale);
	if (values.length === 0) return [];
	const used = shownIn(look, PRESENT, partial[0]!.at).filter(({ understood }) => understood.is === 'right' && entries.includes(understood.of.entry));
	if (used.length > 0) return [finding('pass', 'partialUsed', { answers: partial.length, values: used.length }, evidenceOf(used).slice(0, 8))];
	const measured = { value: partial.length, limit: limits.partialPolls, unit: 'count' };
	if (partial.length <= limits.partialPolls) return [];
	return [finding('fail', 'partialDropped', { answers: partial.length }, entries.slice(0, 8), measured)];
}

/** No request is answered: until it shows that, or for too long as if nothing were. */
function judgeSilence(look: Look): Finding[] {
	const { entries, served, step, limits, claims } = look;
	const last = served.filter(({ at }) => step.strikes !== undefined && at <= step.strikes).at(-1);
	if (last === undefined) return [];
	const limit = Math.max(limits.staleLeast, limits.stalePolls * claims.pollMs);
	const told = entries.find(
		(entry) =>
			entry.kind === 'shown' &&
			entry.at > last.at &&
			entry.at <= step.to &&
			(entry.observation.what === 'online' ? entry.observation.value === 0 : entry.observation.value === 'none'),
	);
	const ms = (told?.at ?? step.to) - last.at;
	const measured = { value: ms, limit, unit: 'ms' };
	if (told !== undefined && ms <= limit) return [finding('pass', 'saidUnavailable', { ms }, [last.entry, told.number], measured)];
	return ms <= limit ? [] : [finding('fail', 'keptStale', { ms, limit }, told === undefined ? [last.entry] : [last.entry, told.number], measured)];
}

/** Energy is right, and so is history where it reads any; by EC, which is not there, it can only fail. */
function judgeLacking(look: Look): Finding[] {
	const shown = shownIn(look, ENERGIES, 0).filter(isOfScale);
	const hidden = withheld(look, shown, 'energy', ['E0'], SERVED_OFTEN);
	const history = look.claims.history === true ? judgeFallback(look) : [];
	return [...(hidden === undefined ? gradedShown(look, shown) : [hidden]), ...history];
}

function judgeFallback({ served, acts }: Look): Finding[] {
	const day = served.find(({ what, is }) => what === 'E2' && is === 'value');
	if (day !== undefined) return [finding('pass', 'historyByDay', {}, [day.entry])];
	const joined = acts.find(({ kind }) => kind === 'joins');
	return [finding('warning', 'historyNotRead', {}, joined === undefined ? [] : [joined.entry])];
}

function judgeAskedAgain({ acts, step }: Look): Finding[] {
	if (step.strikes === undefined) return [];
	const asked = acts.find(
		(act) =>
			act.kind === 'sends' &&
			act.at > step.strikes! &&
			act.at <= step.to &&
			act.frame?.deoj === SMART_METER &&
			act.frame.properties.some(({ epc }) => epc === EPC.energyUnit || epc === EPC.coefficient),
	);
	const begun = acts.find(({ at }) => at >= step.strikes!);
	if (asked !== undefined) return [finding('pass', 'scaleAskedAgain', { ms: asked.at - step.strikes }, [asked.entry])];
	return begun === undefined ? [] : [finding('warning', 'scaleNotAsked', {}, [begun.entry])];
}
