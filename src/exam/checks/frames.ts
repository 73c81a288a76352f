/** The frames of a program, and what it makes of those that it did not ask for. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { formatFullAddress, linkLocalAddress } from '../../../modules/ipv6/address.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import { type Line, linesOf, type Place } from '../record/lines.js';
import { requestsIn } from '../record/requests.js';
import { carriesPresentValue } from '../record/served-value.js';
import { deathsIn } from '../record/survival.js';
import { stepsPlaying } from '../situations/playing.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { REQUEST_WORDS } from './words/requests.js';

const finding = findingsOf(REQUEST_WORDS);

export const FRAME_CHECKS = frozen({
	'bears-unmatched-replies': {
		id: 'A34',
		is: 'a reply that no request waits for, a second one, an INF between request and reply: it neither answers them nor dies of them',
		obligation: 'must',
		source: 'EL2 3.2.2; seen in the field',
		confidence: 'stated',
		seenBy: ['air', 'output'],
		in: stepsPlaying('B14', 'B15', 'B16'),
		judge: judgeStrays,
	},
	'addresses-as-agreed': {
		id: 'A39',
		is: 'its requests go from 05FF01 to 028801, from and to port 3610, secured, to its meter alone',
		obligation: 'must',
		source: 'AIF 2.1; EL2; specification of Route B',
		confidence: 'stated',
		seenBy: ['uart', 'air'],
		in: 'sessions',
		judge: judgeAddresses,
	},
} satisfies Record<string, CheckRow>);

/** Services that only answer. INF may be told at any time, INFC_Res has a rule of its own. */
const REPLYING: readonly number[] = Object.freeze([
	ESV.Get_Res,
	ESV.Get_SNA,
	ESV.Set_Res,
	ESV.SetC_SNA,
	ESV.SetI_SNA,
	ESV.SetGet_Res,
	ESV.SetGet_SNA,
	ESV.INF_SNA,
	ESV.INFC_Res,
]);
const ASKING: readonly number[] = Object.freeze([ESV.Get, ESV.SetC, ESV.SetI, ESV.SetGet, ESV.INF_REQ, ESV.INFC]);

function judgeStrays({ step, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look).filter(({ at }) => at <= step.to);
	const { strays } = requestsIn(lines);
	const between: readonly Place[] = infsBetween(lines);
	const tests = [...strays, ...between].filter(({ at }) => at >= step.from).sort((a, b) => a.entry - b.entry);
	const [first] = tests;
	if (first === undefined) return [];
	const unasked = unaskedReply(lines, first);
	if (unasked !== undefined) return [finding('fail', 'answeredUnasked', { service: toDigits(unasked.esv, 2) }, [first.entry, unasked.entry])];
	const death = deathsIn(look.entries, first.at, step.to)[0];
	if (death !== undefined) return [finding('fail', 'diedOfStray', { code: death.code }, [first.entry, death.entry])];
	const next = lines.find(
		(line) =>
			line.entry > first.entry && line.kind === 'receives' && line.frame !== undefined && carriesPresentValue(line.frame) && !tests.includes(line),
	);
	if (next === undefined) return [];
	return [finding('pass', 'unmovedByStrays', { strays: tests.length }, [...tests.slice(0, MOST_EVIDENCE).map(({ entry }) => entry), next.entry])];
}

const MOST_EVIDENCE = 8;

/** INFs that came while a request was open. */
function infsBetween(lines: readonly Line[]): readonly Place[] {
	const { requests } = requestsIn(lines);
	return lines.filter(
		(line) =>
			line.kind === 'receives' &&
			line.frame?.esv === ESV.INF &&
			requests.some(({ entry, reply, frame }) => reply !== undefined && frame.esv !== ESV.INF_REQ && entry < line.entry && line.entry < reply.entry),
	);
}

/** The first frame behind a place that answers what nobody asked. */
function unaskedReply(lines: readonly Line[], from: Place): (Place & { readonly esv: number }) | undefined {
	const asked = new Set<number>();
	for (const line of lines) {
		if (line.kind === 'receives' && line.frame !== undefined && ASKING.includes(line.frame.esv)) asked.add(line.frame.tid);
		if (line.kind !== 'sends' || line.frame === undefined || line.entry < from.entry) continue;
		const { esv, tid } = line.frame;
		if (REPLYING.includes(esv) && !asked.has(tid)) return { entry: line.entry, at: line.at, esv };
	}
	return undefined;
}

const CONTROLLER = 0x05ff01;

function judgeAddresses({ macAddress, ...look }: Look): readonly Finding[] {
	const lines = linesOf(look);
	const meters = new Set(lines.flatMap((line) => (line.kind === 'joins' && line.peer !== null ? [line.peer] : [])));
	meters.add(formatFullAddress(linkLocalAddress(fromHex(macAddress))));
	const found = new Map<string, Finding>();
	const add = (one: Finding) => {
		if (!found.has(one.kind)) found.set(one.kind, one);
	};
	let requests = 0;
	let first: number | undefined;
	for (const line of lines) {
		if (line.kind !== 'sends' || !isEchonet(line)) continue;
		const { entry } = line;
		if (line.frame === undefined) add(finding('fail', 'noFrame', {}, [entry]));
		if (line.frame === undefined || !ASKING.includes(line.frame.esv)) continue;
		const { seoj, deoj } = line.frame;
		const isOfNode = deoj >> 8 === NODE_PROFILE >> 8;
		if (seoj !== CONTROLLER && !(isOfNode && seoj === NODE_PROFILE)) add(finding('fail', 'wrongSource', { eoj: toDigits(seoj, 6) }, [entry]));
		if (deoj !== SMART_METER && !isOfNode) add(finding('fail', 'wrongDestination', { eoj: toDigits(deoj, 6) }, [entry]));
		for (const port of [line.port, line.ownPort])
			if (port !== null && port !== ECHONET_LITE_PORT) add(finding('fail', 'wrongPort', { port }, [entry]));
		if (!line.secured) add(finding('fail', 'unsecuredRequest', {}, [entry]));
		if (!meters.has(line.peer)) add(finding('fail', 'wrongPeer', { peer: line.peer }, [entry]));
		requests++;
		first ??= entry;
	}
	if (found.size > 0 || first === undefined) return [...found.values()];
	return [finding('pass', 'addressedRight', { requests }, [first])];
}

function isEchonet({ port, ownPort }: Extract<Line, { readonly kind: 'sends' }>): boolean {
	return port === ECHONET_LITE_PORT || ownPort === ECHONET_LITE_PORT;
}
