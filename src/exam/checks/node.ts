/** A program as a node that others ask, and what it keeps to itself. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { addresses, ESV, type Frame } from '../../../modules/echonet-lite/frame.js';
import { INSTANCE_LIST, NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { SECOND } from '../../../modules/time/durations.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { isMetersQuestion } from '../record/questions.js';
import { carriesPresentValue } from '../record/served-value.js';
import { deathsIn } from '../record/survival.js';
import { stepsPlaying } from '../situations/playing.js';
import { type About, type CheckRow, type Finding, findingsOf, type Look, type NotApplicable } from './check.js';
import { NODE_WORDS } from './words/node.js';

const finding = findingsOf(NODE_WORDS);

export const NODE_CHECKS = frozen({
	'keeps-password': {
		id: 'A2',
		is: 'it never puts out the password, nor the key that is made from it',
		obligation: 'mustNot',
		source: 'pages of the utilities: to be kept secret',
		confidence: 'stated',
		seenBy: ['output'],
		in: 'sessions',
		judge: judgeSecrets,
	},
	'answers-infc': {
		id: 'A26',
		is: 'it confirms an INFC by INFC_Res: the same TID and EPCs, without data, to the sender, objects exchanged',
		obligation: 'must',
		source: 'EL2',
		confidence: 'stated',
		seenBy: ['air'],
		claim: 'infc',
		applies: ({ claims }: About): NotApplicable | undefined => (claims.infc === false ? { kind: 'claims', claim: 'infc' } : undefined),
		in: ['full-register', ...stepsPlaying('B29')],
		judge: judgeConfirmations,
	},
	'answers-as-node': {
		id: 'A40',
		is: 'its node profile answers, and announces 05FF01 after the join; what it has not it refuses, for other objects it says nothing',
		obligation: 'should',
		source: 'EL2: every node; that a meter asks is not read anywhere',
		confidence: 'recalled',
		seenBy: ['air'],
		claim: 'answers',
		applies: ({ claims }: About): NotApplicable | undefined => (claims.answers === false ? { kind: 'claims', claim: 'answers' } : undefined),
		in: ['first-join', ...stepsPlaying('B30')],
		judge: (look) => (look.step.name === 'first-join' ? judgeAnnouncement(look) : judgeAnswers(look)),
	},
	'discards-malformed': {
		id: 'A41',
		is: 'what is no frame it discards, and goes on',
		obligation: 'must',
		source: 'EL2',
		confidence: 'stated',
		seenBy: ['air', 'output'],
		in: stepsPlaying('B31'),
		limits: ['recoveryPass'],
		judge: judgeMalformed,
	},
} satisfies Record<string, CheckRow>);

function judgeSecrets({ entries }: Look): readonly Finding[] {
	const outputs = entries.filter((entry) => entry.kind === 'output');
	const leaky = outputs.find((entry) => entry.kind === 'output' && entry.leak.some((secret) => secret !== 'id'));
	if (leaky?.kind === 'output') {
		const what = leaky.leak.includes('password') ? 'password' : 'key';
		return [finding('fail', 'toldPassword', { stream: leaky.stream, what }, [leaky.number])];
	}
	// Of a program that a person starts, nobody sees the lines.
	const isByHand = entries.some(({ kind }) => kind === 'asked');
	const started = entries.find((entry) => entry.kind === 'program' && entry.state === 'started');
	const first = outputs[0] ?? (isByHand ? undefined : started);
	return first === undefined ? [] : [finding('pass', 'keptPassword', { lines: outputs.length }, [first.number])];
}

/** A node answers at once; beyond it, it has not, ms. */
const ANSWER_TIME = 5 * SECOND;

interface Received extends Place {
	readonly frame: Frame;
}

function judgeConfirmations({ step, claims, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at >= step.from && at <= step.to);
	const infcs = receivedIn(lines, ({ esv }) => esv === ESV.INFC).filter(({ at }) => at + ANSWER_TIME <= step.to);
	if (infcs.length === 0) return [];
	const confirmations = sentIn(lines, ({ esv }) => esv === ESV.INFC_Res);
	const evidence: number[] = [];
	const missing: number[] = [];
	for (const infc of infcs) {
		const near = confirmations.filter(({ entry, at }) => entry > infc.entry && at <= infc.at + ANSWER_TIME);
		const right = near.find(({ frame }) => wrongIn(frame, infc.frame) === undefined);
		const wrong = near[0] && wrongIn(near[0].frame, infc.frame);
		if (right !== undefined) evidence.push(infc.entry, right.entry);
		else if (wrong !== undefined) return [finding('fail', 'infcConfirmedWrong', { what: wrong }, [infc.entry, near[0]!.entry])];
		else missing.push(infc.entry);
	}
	if (missing.length === 0) return [finding('pass', 'infcAnswered', { times: infcs.length }, evidence)];
	// No capture shows a meter that sends INFC: who does not say that it confirms them is warned alone.
	const verdict = claims.infc === true ? 'fail' : 'warning';
	return [finding(verdict, 'infcUnanswered', { times: infcs.length, missing: missing.length }, missing)];
}

function wrongIn(confirmation: Frame, infc: Frame): 'tid' | 'objects' | 'properties' | undefined {
	if (confirmation.tid !== infc.tid) return 'tid';
	if (!addresses(infc.deoj, confirmation.seoj) || confirmation.deoj !== infc.seoj) return 'objects';
	const epcs = ({ properties }: Frame) => properties.map(({ epc }) => epc).join(' ');
	const isBare = confirmation.properties.every(({ edt }) => edt.length === 0);
	return isBare && epcs(confirmation) === epcs(infc) ? undefined : 'properties';
}

/** One instance, 05FF01. */
const INSTANCES = '0105FF01';

function judgeAnnouncement({ step, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at >= step.from && at <= step.to);
	const announced = sentIn(lines, isOwnAnnouncement)[0];
	if (announced !== undefined) return [finding('pass', 'announcedItself', {}, [announced.entry])];
	const values = receivedIn(lines, carriesPresentValue);
	return values.length < 2
		? []
		: [
				finding(
					'fail',
					'unannounced',
					{},
					values.slice(0, 2).map(({ entry }) => entry),
				),
			];
}

function isOwnAnnouncement({ esv, seoj, properties }: Frame): boolean {
	if (esv !== ESV.INF || seoj !== NODE_PROFILE) return false;
	return properties.some(({ epc, edt }) => epc === INSTANCE_LIST && toUpperHex(edt) === INSTANCES);
}

const CONTROLLER = 0x05ff01;

function judgeAnswers({ step, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at >= step.from && at <= step.to);
	const answerTo = ({ entry, at, frame }: Received) =>
		sentIn(lines, (sent) => answers(sent, frame)).find((sent) => sent.entry > entry && sent.at <= at + ANSWER_TIME);
	const asked = receivedIn(lines, (frame) => isMetersQuestion(frame));
	const questions = asked.filter((question) => question.at + ANSWER_TIME <= step.to || answerTo(question) !== undefined);
	if (questions.length === 0) return [];
	const found: Finding[] = [];
	const evidence: number[] = [];
	const ofNode = questions.filter(({ frame }) => frame.deoj >> 8 === NODE_PROFILE >> 8);
	const missing = ofNode.filter((question) => !isGranted(answerTo(question)));
	const [first] = missing;
	if (first !== undefined) {
		const fields = { questions: ofNode.length, missing: missing.length, epc: epcOf(first.frame) };
		found.push(
			finding(
				'fail',
				'questionUnanswered',
				fields,
				missing.map(({ entry }) => entry),
			),
		);
	}
	for (const question of questions) {
		const { entry, frame } = question;
		const answer = answerTo(question);
		if (answer !== undefined) evidence.push(entry, answer.entry);
		if (ofNode.includes(question)) continue;
		const isOwn = frame.deoj >> 8 === CONTROLLER >> 8;
		if (isOwn && answer === undefined && found.every(({ kind }) => kind !== 'notRefused'))
			found.push(finding('fail', 'notRefused', { epc: epcOf(frame) }, [entry]));
		if (!isOwn && answer !== undefined) found.push(finding('fail', 'answeredForOthers', { eoj: toDigits(frame.deoj, 6) }, [entry, answer.entry]));
	}
	return found.length > 0 ? found : [finding('pass', 'questionsAnswered', { questions: questions.length }, evidence)];
}

/** Whatever it says to it; what INF_REQ asks for goes to all nodes, perhaps with another TID. */
function answers(sent: Frame, question: Frame): boolean {
	if (question.esv === ESV.INF_REQ) return sent.esv === ESV.INF && sent.properties.some(({ epc }) => epc === question.properties[0]!.epc);
	return sent.tid === question.tid && !ASKING.includes(sent.esv);
}

const ASKING: readonly number[] = Object.freeze([ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet, ESV.INF_REQ]);

function isGranted(answer: Received | undefined): boolean {
	return answer !== undefined && (answer.frame.esv === ESV.Get_Res || answer.frame.esv === ESV.INF);
}

function epcOf({ properties }: Frame): string {
	return toDigits(properties[0]!.epc, 2);
}

function judgeMalformed({ step, limits, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at >= step.from && at <= step.to);
	const malformed = lines.filter((line) => line.kind === 'receives' && line.frame === undefined);
	const [first] = malformed;
	const last = malformed.at(-1);
	if (first === undefined || last === undefined) return [];
	const death = deathsIn(look.entries, first.at, step.to)[0];
	if (death !== undefined) return [finding('fail', 'diedOfMalformed', { code: death.code }, [first.entry, death.entry])];
	const next = receivedIn(lines, carriesPresentValue).find(({ entry }) => entry > last.entry);
	const evidence = malformed.map(({ entry }) => entry);
	if (next !== undefined) return [finding('pass', 'discardedMalformed', { frames: malformed.length }, [...evidence, next.entry])];
	const ms = step.to - last.at;
	if (ms < limits.recoveryPass) return [];
	return [finding('fail', 'stoppedAtMalformed', { ms }, evidence, { value: ms, limit: limits.recoveryPass, unit: 'ms' })];
}

function receivedIn(lines: readonly Line[], isMeant: (frame: Frame) => boolean): readonly Received[] {
	return lines.flatMap((line) =>
		line.kind === 'receives' && line.frame !== undefined && isMeant(line.frame) ? [{ entry: line.entry, at: line.at, frame: line.frame }] : [],
	);
}

function sentIn(lines: readonly Line[], isMeant: (frame: Frame) => boolean): readonly Received[] {
	return lines.flatMap((line) =>
		line.kind === 'sends' && line.frame !== undefined && isMeant(line.frame) ? [{ entry: line.entry, at: line.at, frame: line.frame }] : [],
	);
}
