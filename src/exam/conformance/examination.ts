/** Examines a meter: check by check, each in associations of its own. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { isHls } from '../../../modules/dlms/security/mechanisms.js';
import { HeadEndError, type HeadEndFailure } from '../../head-end/head-end-error.js';
import { PUBLIC_CLIENT } from '../../head-end/meter-session.js';
import type { EvidenceLine } from '../report/report.js';
import { type Verdict, worse } from '../verdict.js';
import type { Need } from './check.js';
import { METER_CHECK_NAMES, type MeterCheckName, meterCheck } from './checks.js';
import { type Found, found, type MeterFinding, NoAnswer, ofNoAnswer } from './finding.js';
import { Interrupted } from './halt.js';
import type { Site } from './site.js';
import { Visit } from './visit.js';

export interface MeterOutcome {
	readonly name: MeterCheckName;
	readonly verdict: Verdict;
	readonly findings: readonly MeterFinding[];
}

export interface ExaminationOptions {
	/** Whether a check is left out. */
	readonly isLeftOut: (name: MeterCheckName) => boolean;
	readonly onOutcome: (outcome: MeterOutcome) => void;
	/** Words for why there is no connection. */
	readonly why: (failure: HeadEndFailure) => string;
}

/** Lines of evidence at the beginning and at the end of a check; what is between them is left out. */
const MOST_LINES = 12;
/** Without these a check is left out on purpose; without others the rule is none for this meter or client. */
const LEFT_OUT: readonly Need[] = Object.freeze(['mayWrite', 'mayDisconnect']);

/** Of all checks that there are, in their order; those that a halt leaves undone say so. */
export async function examineMeter(site: Site, { isLeftOut, onOutcome, why }: ExaminationOptions): Promise<readonly MeterOutcome[]> {
	const visit = new Visit(site);
	const outcomes: MeterOutcome[] = [];
	for (const name of METER_CHECK_NAMES) {
		const mark = site.dialogue.mark;
		const findings = isLeftOut(name) ? [found('notSeen', 'only', {})] : await judged(name, visit, why);
		const verdict = findings.reduce<Verdict>((worst, each) => worse(worst, each.verdict), 'notApplicable');
		const evidence = verdict === 'pass' ? [] : shortened(site.dialogue.since(mark));
		const outcome = { name, verdict, findings: findings.map((each) => ({ ...each, evidence })) };
		outcomes.push(outcome);
		onOutcome(outcome);
	}
	return outcomes;
}

async function judged(name: MeterCheckName, visit: Visit, why: ExaminationOptions['why']): Promise<readonly Found[]> {
	const { needs = [], run } = meterCheck(name);
	try {
		visit.site.halt.check();
		for (const need of needs) {
			if (await has(need, visit)) continue;
			return [found(LEFT_OUT.includes(need) ? 'notSeen' : 'notApplicable', need, {})];
		}
		return await run(visit);
	} catch (error) {
		if (error instanceof Interrupted) return [found('notSeen', 'interrupted', {})];
		if (error instanceof NoAnswer) return [ofNoAnswer(error)];
		// Something that a check took apart itself.
		if (error instanceof DecodeError) return [found('fail', 'malformed', { what: error.format })];
		if (error instanceof HeadEndError) return [found('inconclusive', 'noConnection', { why: why(error.failure) })];
		throw error;
	}
}

async function has(need: Need, visit: Visit): Promise<boolean> {
	const { site } = visit;
	const { security, password, hls, client } = site.session;
	const isGmac = security !== undefined && password === undefined && hls === undefined;
	switch (need) {
		case 'ciphered':
			return security !== undefined;
		case 'hls':
			return isGmac || (hls !== undefined && isHls(hls.mechanism));
		case 'authentication':
			return isGmac || hls !== undefined || password !== undefined;
		case 'privileged':
			return client !== PUBLIC_CLIENT;
		case 'public':
			return visit.hasPublic();
		case 'wrapper':
			return site.wire.kind !== 'hdlc';
		case 'stream':
			return site.wire.kind === 'tcp';
		case 'hdlc':
			return site.wire.kind === 'hdlc' && site.wire.open !== undefined;
		case 'mayWrite':
			return site.mayWrite;
		case 'mayDisconnect':
			return site.mayDisconnect;
	}
}

function shortened(lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
	return lines.length <= 2 * MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), ...lines.slice(-MOST_LINES)];
}
