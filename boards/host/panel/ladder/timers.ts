/** What runs at a dongle, and until when. */
import { J11_PCI_TIMING, J11_REQUEST_TIMING, type RetransmissionTiming, SKSTACK_TIMING } from '../../../../modules/pana/retransmission.js';
import type { DongleLadder } from './dongle-ladder.js';
import type { LadderTimer, Rung } from './rung.js';

/** How long SKSTACK tries to get in, ms. */
const AUTHENTICATION_TIME = 40_000;
/** What a dongle sends again by itself. */
const REPEATED: readonly string[] = Object.freeze(['PCI', 'PNR[A]', 'PNR[P]', 'PTR']);

/** Those that are still to come. */
export function timersOf({ dongle, attempts, seen, now }: DongleLadder): readonly LadderTimer[] {
	const timers: LadderTimer[] = [];
	const { current } = attempts;
	const rungs = current?.rungs ?? [];
	if (dongle.isScanning) {
		const running = lastScan(rungs);
		if (running !== undefined) timers.push({ timer: 'scan', until: running });
	}
	if (seen.join?.state === 'running') {
		if (dongle.model.dialect === 'skstack') timers.push({ timer: 'authentication', until: seen.join.began + AUTHENTICATION_TIME });
		const again = againAt(rungs, dongle.model.dialect === 'j11');
		if (again !== undefined) timers.push({ timer: 'retransmission', until: again });
	}
	const session = current?.session;
	if (session !== null && session !== undefined && session.endedAt === null) {
		if (session.againAt !== null) timers.push({ timer: 'reauthentication', until: session.againAt });
		timers.push({ timer: 'lifetime', until: session.until });
	}
	return timers.filter(({ until }) => until > now);
}

function lastScan(rungs: readonly Rung[]): number | undefined {
	for (let i = rungs.length - 1; i >= 0; i--) {
		const rung = rungs[i]!;
		if (rung.sort === 'scan') return rung.endedAt === null ? rung.until : undefined;
	}
	return undefined;
}

/** When the message that waits for its answer goes out again, without the tenth by which chance moves it. */
function againAt(rungs: readonly Rung[], isJ11: boolean): number | undefined {
	const messages = rungs.filter((rung) => rung.sort === 'pana');
	const last = messages.at(-1);
	if (last === undefined || last.from !== 'dongle' || !REPEATED.includes(last.name)) return undefined;
	let times = 0;
	for (let i = messages.length - 1; i >= 0 && messages[i]!.name === last.name; i--) times++;
	const timing = isJ11 ? (last.name === 'PCI' ? J11_PCI_TIMING : J11_REQUEST_TIMING) : SKSTACK_TIMING;
	return last.at + waitAfter(timing, times);
}

function waitAfter({ IRT, MRT, doublesFirst }: RetransmissionTiming, times: number): number {
	return Math.min(MRT, IRT * 2 ** (times - (doublesFirst === true ? 0 : 1)));
}
