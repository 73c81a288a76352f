/** Situations in which the dongle, or the line to it, fails: B35 to B39. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { isJ11, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import { MODELS } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { linesOf } from '../record/lines.js';
import { servedBehind } from '../record/recovery.js';
import { type CheckRow, type Finding, findingsOf, type Look } from './check.js';
import { allTaken, phaseOf, recovered, type Span, struck, survived, under } from './judgements.js';
import { DONGLE_WORDS } from './words/dongle.js';

const finding = findingsOf(DONGLE_WORDS);

const NEVER: Span = Object.freeze({ from: 0, to: -1 });
const RECOVERY = ['recoveryPass', 'recoveryWarning'] as const;

export const DONGLE_CHECKS = frozen({
	'goes-on-after-dongle-errors': {
		id: 'B35',
		is: 'goes on where the dongle refuses a command, does not answer one, or does nothing',
		obligation: 'must',
		source: 'SKSTACK-IP command reference: FAIL ER10; field: dongles that fall silent',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['dongle-errors', 'failed-start'],
		limits: RECOVERY,
		judge: (look) => afterFaults(look, ['er10', 'missing-ok', 'silent-dongle', 'failed-start']),
	},
	'reopens-unplugged-dongle': {
		id: 'B36',
		is: 'opens the port again where the dongle was pulled out and plugged in, and begins anew; by its supervisor, where it has one',
		obligation: 'must',
		source: 'field: USB ports that lose their device for a moment',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['unplugged-dongle'],
		limits: ['recoveryPlugged', 'recoveryWarning'],
		judge: plugged,
	},
	'notices-dongle-reset': {
		id: 'B37',
		is: 'notices that the dongle has started anew, and sets it up again',
		obligation: 'must',
		source: 'field: dongles whose supply is too weak',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['dongle-reset'],
		limits: RECOVERY,
		judge: (look) => {
			const from = phaseOf(look, 'strikes');
			return from === undefined ? [] : [...recovered(look, from, look.limits.recoveryPass), ...survived(look, look.step)];
		},
	},
	'sets-up-fresh-dongle': {
		id: 'B38',
		is: 'reads with a dongle fresh from the shop, whose payloads are raw bytes',
		obligation: 'must',
		source: 'command references of BP35A1 and RL7023: ROPT, WOPT',
		confidence: 'stated',
		seenBy: ['uart', 'output'],
		applies: ({ model }) => (hasOptions(model) ? undefined : { kind: 'model', model }),
		in: ['fresh-dongle'],
		limits: ['recoveryPass'],
		judge: (look) => {
			const from = phaseOf(look, 'strikes');
			const { recoveryPass } = look.limits;
			return from === undefined ? [] : [...recovered(look, from, recoveryPass, recoveryPass), ...survived(look, look.step)];
		},
	},
	'reads-pieces-and-noise': {
		id: 'B39',
		is: 'reads lines that come in pieces, or with bytes before them that are no characters',
		obligation: 'must',
		source: 'field: USB serial ports, and lines at 115,200 baud',
		confidence: 'proposed',
		seenBy: ['uart', 'output'],
		in: ['serial-noise'],
		limits: RECOVERY,
		judge: (look) => [
			...afterFaults(look, ['chunked-serial', 'noise']),
			...['chunked-serial', 'noise'].flatMap((fault) => allTaken(look, under(look, fault) ?? NEVER)),
		],
	},
} satisfies Record<string, CheckRow>);

/** From the command that lets each of them strike to the next value that it was the turn of. */
function afterFaults(look: Look, faults: readonly string[]): readonly Finding[] {
	const { limits, step } = look;
	const span = struck(look);
	if (span === undefined) return [];
	const findings = faults.flatMap((fault) => {
		const turn = under(look, fault);
		if (turn === undefined) return [];
		const served = servedBehind(linesOf(look), turn, step.to);
		const ms = (served?.at ?? turn.to) - turn.from;
		const measured = { value: ms, limit: limits.recoveryPass, unit: 'ms' };
		if (served === undefined) {
			const isOver = ms >= limits.recoveryPass;
			return isOver ? [finding('fail', 'stoppedAfter', { fault, ms }, [turn.entry], { ...measured, limit: limits.recoveryWarning })] : [];
		}
		const evidence = [turn.entry, served.entry];
		if (ms <= limits.recoveryPass) return [finding('pass', 'wentOnAfter', { fault, ms }, evidence, measured)];
		const verdict = ms <= limits.recoveryWarning ? 'warning' : 'fail';
		return [finding(verdict, 'wentOnLateAfter', { fault, ms, limit: limits.recoveryPass }, evidence, measured)];
	});
	return [...findings, ...survived(look, span)];
}

/** Whoever starts the program again when its port is gone has opened it again. */
function plugged(look: Look): readonly Finding[] {
	const from = phaseOf(look, 'lifted');
	if (from === undefined) return [];
	const { recoveryPlugged } = look.limits;
	const lived = survived(look, look.step).map((each) => (each.kind === 'diedAndRestarted' ? { ...each, verdict: 'pass' as const } : each));
	return [...recovered(look, from, recoveryPlugged), ...lived];
}

/** WOPT, which one fresh from the shop has at 00. */
function hasOptions(model: string): boolean {
	const name = model as ModuleName;
	return !isJ11(name) && MODELS[name].wopt !== undefined;
}
