/** The supply, as the disconnect control tells of it, and as it obeys. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { numberOf } from '../../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { HeadEndError } from '../../../head-end/head-end-error.js';
import type { MeterCheck } from '../check.js';
import { type Found, found, NoAnswer, ofNoAnswer } from '../finding.js';
import { Interrupted } from '../halt.js';
import { kept, placeText, resultText } from '../judging.js';
import type { Probe } from '../probe.js';
import { act, dataOf, get, set, target } from '../requests.js';
import type { Visit } from '../visit.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const DISCONNECT_CONTROL = 70;
const WHAT = placeText(DISCONNECT_CONTROL, NAME.disconnectControl, 3);
const DISCONNECTED = 0;
const CONNECTED = 1;
const READY = 2;
/** 7 is in newer editions only. */
const MODES = 7;
/** The mode in which the supply is always connected. */
const ALWAYS = 0;
/** Modes in which a remote reconnection waits for a hand, and one in which it does not. */
const BY_HAND: readonly number[] = Object.freeze([1, 3, 5, 6]);
const REMOTELY = 4;
const METHOD = Object.freeze({ disconnect: 1, reconnect: 2 });
/** How often it is looked whether the contact has moved, and how long after, ms. */
const LOOKS = 20;
const PAUSE = 500;

interface Supply {
	readonly output: boolean | undefined;
	readonly control: number | undefined;
	readonly mode: number | undefined;
}

interface Switched {
	/** From the order to open on until it is seen closed. */
	mayBeOpen: boolean;
	/** The mode that it had, while it has another one. */
	mode: number | undefined;
}

export const SUPPLY_CHECKS = frozen({
	supplyState: {
		id: 'C81',
		is: 'tells of its disconnect control states and a mode that go together',
		obligation: 'must',
		source: `${BLUE}, Disconnect control`,
		confidence: 'stated',
		run: async (visit) => {
			const there = await visit.values(DISCONNECT_CONTROL, 3);
			if (there.length === 0) return [found('notApplicable', 'absent', { what: WHAT })];
			return visit.within({}, async (probe) => {
				const { output, control, mode } = await supplyOf(probe);
				if (control === undefined || control > READY) return [found('fail', 'differs', { what: WHAT, found: control ?? '?', expected: '0…2' })];
				if (mode !== undefined && mode > MODES) return [found('fail', 'differs', { what: 'control_mode', found: mode, expected: '0…7' })];
				if (mode === ALWAYS && control !== CONNECTED) return [found('fail', 'differs', { what: WHAT, found: control, expected: CONNECTED })];
				return output === undefined || output === (control === CONNECTED)
					? kept()
					: [found('warning', 'differs', { what: 'output_state', found: String(output), expected: String(!output) })];
			});
		},
	},
	supplySwitches: {
		id: 'C82',
		is: 'opens and closes the supply when it says that it does',
		obligation: 'must',
		source: `${BLUE}, Disconnect control, remote_disconnect, remote_reconnect`,
		confidence: 'stated',
		needs: ['mayWrite', 'mayDisconnect', 'privileged'],
		run: async (visit) => {
			const there = await visit.values(DISCONNECT_CONTROL, 3);
			if (there.length === 0) return [found('notApplicable', 'absent', { what: WHAT })];
			const supply: Switched = { mayBeOpen: false, mode: undefined };
			let findings: readonly Found[];
			try {
				findings = await visit.within({}, (probe) => openedAndClosed(visit, probe, supply));
			} catch (error) {
				const left = await putBack(visit, supply);
				if (left.length === 0 || !(error instanceof NoAnswer || error instanceof HeadEndError || error instanceof Interrupted)) throw error;
				return [...(error instanceof NoAnswer ? [ofNoAnswer(error)] : []), ...left];
			}
			return [...findings, ...(await putBack(visit, supply))];
		},
	},
} satisfies Record<string, MeterCheck>);

function order(probe: Probe, what: keyof typeof METHOD): Promise<number> {
	return act(probe, { classId: DISCONNECT_CONTROL, name: NAME.disconnectControl, index: METHOD[what] }, new DataWriter().integer(0).copy());
}

async function openedAndClosed(visit: Visit, probe: Probe, supply: Switched): Promise<readonly Found[]> {
	const { control, mode } = await supplyOf(probe);
	// Whoever lives there has no supply for a reason.
	if (control !== CONNECTED) return [found('notApplicable', 'differs', { what: WHAT, found: control ?? '?', expected: CONNECTED })];
	// There, an order has no effect, which a meter may say or not.
	if (mode === ALWAYS) return [found('notApplicable', 'differs', { what: 'control_mode', found: mode, expected: '1…7' })];
	if (mode !== undefined && BY_HAND.includes(mode)) {
		supply.mode = mode;
		if ((await setMode(probe, REMOTELY)) !== 0) {
			supply.mode = undefined;
			return [found('notApplicable', 'byHand', { mode })];
		}
	}
	supply.mayBeOpen = true;
	const refused = await order(probe, 'disconnect');
	if (refused !== 0) {
		supply.mayBeOpen = false;
		return [found('notApplicable', 'refused', { what: 'remote_disconnect', result: resultText(refused) })];
	}
	const opened = await reaches(visit, probe, (now) => now.control === DISCONNECTED && now.output !== true);
	const closed = await isReconnected(visit, probe);
	supply.mayBeOpen = !closed;
	if (!opened) return [found('fail', 'differs', { what: 'remote_disconnect', found: 'control_state ≠ 0', expected: DISCONNECTED })];
	return closed ? kept(2) : [found('fail', 'differs', { what: 'remote_reconnect', found: 'control_state ≠ 1', expected: CONNECTED })];
}

async function isReconnected(visit: Visit, probe: Probe): Promise<boolean> {
	return (await order(probe, 'reconnect')) === 0 && (await reaches(visit, probe, ({ control }) => control === CONNECTED));
}

/** Closes the supply and sets the mode as it was, even where the association broke off or nobody wants to know more. What could not be put back. */
async function putBack(visit: Visit, supply: Switched): Promise<readonly Found[]> {
	if (!supply.mayBeOpen && supply.mode === undefined) return [];
	try {
		await visit.site.halt.restoring(() =>
			visit.within({}, async (probe) => {
				if (supply.mayBeOpen && (await isReconnected(visit, probe))) supply.mayBeOpen = false;
				if (supply.mode !== undefined && (await setMode(probe, supply.mode)) === 0) supply.mode = undefined;
			}),
		);
	} catch (error) {
		if (!(error instanceof NoAnswer || error instanceof HeadEndError)) throw error;
	}
	return [
		...(supply.mayBeOpen ? [found('fail', 'leftOpen', {})] : []),
		...(supply.mode === undefined ? [] : [found('fail', 'modeLeft', { mode: supply.mode })]),
	];
}

function setMode(probe: Probe, mode: number): Promise<number> {
	return set(probe, target(DISCONNECT_CONTROL, NAME.disconnectControl, 4), new DataWriter().enum(mode).copy());
}

async function supplyOf(probe: Probe): Promise<Supply> {
	const [output, control, mode] = [
		await get(probe, target(DISCONNECT_CONTROL, NAME.disconnectControl, 2)),
		await get(probe, target(DISCONNECT_CONTROL, NAME.disconnectControl, 3)),
		await get(probe, target(DISCONNECT_CONTROL, NAME.disconnectControl, 4)),
	].map((result) => (typeof result === 'number' ? undefined : dataOf(result)));
	return {
		output: output?.tag === DataTag.boolean ? output.value : undefined,
		control: control && numberOf(control),
		mode: mode && numberOf(mode),
	};
}

async function reaches({ site }: Visit, probe: Probe, isThere: (supply: Supply) => boolean): Promise<boolean> {
	for (let look = 0; look < LOOKS; look++) {
		if (isThere(await supplyOf(probe))) return true;
		await new Promise<void>((resolve) => site.session.scheduler.after(PAUSE, resolve));
	}
	return false;
}
