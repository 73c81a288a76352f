/** Looks on at one dongle, and writes the ladder of each attempt of its programs; with it, what has been seen, from which the cause of a failure follows. */
import { asciiText } from '../../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { eui64Of } from '../../../../modules/ipv6/address.js';
import type { FoundPan } from '../../../../modules/wi-sun-module/network.js';
import type { Dongle } from '../../../../src/world/dongle/dongle.js';
import type { DongleActivity } from '../../../../src/world/dongle/dongle-activity.js';
import { REAUTHENTICATE_AT } from '../../../../src/world/dongle/dongle-pac.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { panText } from '../../shared/pan-text.js';
import { Attempts } from './attempts.js';
import { beginsAttempt, THAT_MATTER } from './commands.js';
import { type Dialogue, type DialogueListener, dialogueOf, type SaidCommand, shownLine } from './dialogue.js';
import { meaningOfEvent, meaningOfNotification } from './event-meaning.js';
import { type PanaTold, panaTold } from './pana-rung.js';
import type { CommandRung, PanaRung, PortRung, RequestsRung, RungState, ScanRung, TurnRung, UnsentRung } from './rung.js';
import { EVENT_STATES, PORT_STATES } from './rung-states.js';
import { type JoinSeen, newSeen, type Seen, scanOfWords } from './seen.js';

export interface DongleLadderOptions {
	readonly dongle: Dongle;
	/** Virtual ms since the start. */
	readonly now: () => number;
	/** All meters of the world, as they are now. */
	readonly meters: () => readonly EmulatedMeter[];
	/** Something is other than it was. */
	readonly onChange: () => void;
}

/** One channel of a scan takes 9.6 ms · (2^duration + 1). */
const SCAN_UNIT = 9.6;
/** The answer to this one is no OK, but the address. */
const WITHOUT_OK = 'SKLL64';
const ID_LENGTH = 32;
const SENDING = Object.freeze({ skstack: 'SKSENDTO', j11: 'send' });

type Join = DongleActivity & { readonly kind: 'join' };

export class DongleLadder implements DialogueListener {
	readonly attempts: Attempts;
	readonly #options: DongleLadderOptions;
	#dialogue: Dialogue;
	#model: Dongle['model'];
	#seen: Seen = newSeen();
	#scan: ScanRung | undefined;
	/** Of the PAR[C] that came last. */
	#granted: PanaTold | undefined;
	/** The last message each way, to tell one that comes again. */
	readonly #messages = new Map<string, string>();
	readonly #end: () => void;

	constructor(options: DongleLadderOptions) {
		const { dongle, now, onChange } = options;
		this.#options = options;
		this.attempts = new Attempts(now);
		this.attempts.onChange = onChange;
		this.#model = dongle.model;
		this.#dialogue = dialogueOf(this.#model, this);
		this.#end = dongle.watch({
			onBytes: (direction, bytes) => this.#onBytes(direction, bytes),
			lines: {
				onLine: (direction, line, length, data) => this.#dialogue.onLine(direction, line, length, data),
				onFrame: (direction, code, frame) => this.#dialogue.onFrame(direction, code, frame),
				onUnreadable: (direction, length) => this.#dialogue.onUnreadable(direction, length),
			},
			onActivity: (activity) => this.#onActivity(activity),
			onOpened: () => this.#onOpened(),
			onExchanged: () => this.#onExchanged(),
			onPower: (what) => this.#onPower(what),
		});
	}

	/** Looks on no more. */
	close(): void {
		this.#end();
	}

	get dongle(): Dongle {
		return this.#options.dongle;
	}

	get seen(): Seen {
		return this.#seen;
	}

	/** Virtual ms since the start. */
	get now(): number {
		return this.#options.now();
	}

	/** A datagram did not leave the dongle, or was not acknowledged. */
	onUnsent(why: UnsentRung['why']): void {
		this.#seen.unsent = why;
		const { last } = this.attempts;
		if (last?.sort === 'requests') {
			last.unsent++;
			this.attempts.changed(last);
		} else if (last?.sort === 'unsent' && last.why === why) {
			last.count++;
			this.attempts.changed(last);
		} else this.attempts.add({ sort: 'unsent', from: 'dongle', to: 'meter', state: 'bad', why, count: 1 });
	}

	/** The meter has sent a notification to this dongle. */
	onNotified(): void {
		const { last } = this.attempts;
		if (last?.sort !== 'requests') return;
		last.notified++;
		last.until = this.now;
		this.attempts.changed(last);
	}

	/** What a meter tells of this dongle. */
	onMeter(meter: string, step: string, detail: string): void {
		if (step !== 'joined' && step !== 'failed') return;
		this.attempts.set({ meter });
		const turn = step === 'joined' ? 'meterJoined' : 'meterFailed';
		this.attempts.add({ sort: 'turn', from: 'meter', to: 'meter', state: step === 'failed' ? 'bad' : 'good', turn, detail });
	}

	onPort(what: PortRung['what']): void {
		if (what === 'limited' || what === 'unlimited') this.#seen.limited = what === 'limited';
		this.attempts.add({ sort: 'port', from: 'dongle', to: 'dongle', state: PORT_STATES[what], what });
	}

	onCommand({ word, line, data }: SaidCommand): void {
		const state = this.attempts.current?.state ?? 'under way';
		if (beginsAttempt(word, state)) this.#begin();
		const seen = this.#seen;
		seen.commands++;
		this.#heed(word, line, data);
		const text = line === '' ? word : shownLine(line);
		const { last } = this.attempts;
		seen.last = { word, answer: word === WITHOUT_OK ? 'OK' : null, at: this.now };
		if (last?.sort === 'command' && last.text === text) {
			last.count++;
			last.answer = seen.last.answer;
			last.state = 'plain';
			this.attempts.changed(last);
		} else this.attempts.add({ sort: 'command', from: 'hems', to: 'dongle', state: 'plain', word, text, count: 1, answer: seen.last.answer });
	}

	onRequest(): void {
		const seen = this.#seen;
		seen.commands++;
		seen.last = { word: SENDING[this.#model.dialect], answer: null, at: this.now };
		if (seen.unansweredSince === undefined) seen.unansweredSince = this.now;
		seen.unanswered++;
		this.#requests().sent++;
	}

	onDatagram(): void {
		const seen = this.#seen;
		seen.unansweredSince = undefined;
		seen.unanswered = 0;
		seen.unsent = undefined;
		const { last } = this.attempts;
		if (last?.sort !== 'requests') return;
		last.received++;
		last.until = this.now;
		this.attempts.changed(last);
	}

	onAnswer(answer: string, failed: boolean, word: string | undefined): void {
		const { last: command } = this.#seen;
		if (command === undefined || (word !== undefined && word !== command.word)) return;
		if (command.answer === null) command.answer = answer;
		if (failed && THAT_MATTER.includes(command.word)) this.#seen.refused = { word: command.word, answer };
		else if (this.#seen.refused?.word === command.word) this.#seen.refused = undefined;
		if (!failed && command.word === 'SKRESET') this.#forget();
		// Requests are no rungs of commands, and there are many.
		const rung = command.word === SENDING[this.#model.dialect] ? undefined : this.#commandRung(command.word);
		if (rung === undefined) return;
		rung.answer = answer;
		rung.state = failed ? 'bad' : 'plain';
		this.attempts.changed(rung);
	}

	#commandRung(word: string): CommandRung | undefined {
		const rungs = this.attempts.current?.rungs ?? [];
		for (let i = rungs.length - 1; i >= 0; i--) {
			const rung = rungs[i]!;
			if (rung.sort === 'command' && rung.word === word) return rung;
		}
		return undefined;
	}

	onEvent(code: string, parameter: number | undefined): void {
		const isSkstack = code.length === 2;
		const meaning = isSkstack ? meaningOfEvent(code) : meaningOfNotification(code, parameter);
		if (meaning === undefined) return;
		const text = isSkstack ? `EVENT ${code}` : `${code}${parameter === undefined ? '' : ` ${parameter.toString(16).toUpperCase().padStart(2, '0')}`}`;
		this.attempts.add({ sort: 'event', from: 'dongle', to: 'hems', state: EVENT_STATES[meaning], text, meaning });
	}

	onGibberish(): void {
		this.#seen.gibberish++;
		const { last } = this.attempts;
		if (last?.sort === 'port' && last.what === 'gibberish') return;
		this.attempts.add({ sort: 'port', from: 'hems', to: 'dongle', state: PORT_STATES.gibberish, what: 'gibberish' });
	}

	#onBytes(direction: 'toModule' | 'toHost', bytes: Uint8Array): void {
		if (direction === 'toHost') return;
		this.#seen.wrote = true;
		this.#dialogue.onWritten(bytes);
	}

	/** It may speak another grammar now. */
	#onExchanged(): void {
		this.#model = this.dongle.model;
		this.#dialogue = dialogueOf(this.#model, this);
	}

	#onOpened(): void {
		this.#dialogue.restart();
		const { current } = this.attempts;
		if (current === undefined || current.rungs.some(({ sort }) => sort !== 'port')) this.#begin();
		this.#seen.opened = true;
		this.attempts.add({ sort: 'port', from: 'hems', to: 'dongle', state: 'plain', what: 'opened' });
	}

	#onPower(what: 'unplugged' | 'plugged' | 'reset'): void {
		this.#forget();
		const { session, state } = this.attempts.current ?? {};
		const now = this.now;
		if (state === 'joined') this.attempts.set({ state: 'ended', ...(session && { session: { ...session, endedAt: now } }) });
		this.#seen.ended = 'power';
		this.onPort(what);
	}

	/** What the dongle was told is gone. */
	#forget(): void {
		this.#seen = { ...newSeen(), opened: this.#seen.opened, wrote: this.#seen.wrote, commands: this.#seen.commands, last: this.#seen.last };
		this.#scan = undefined;
	}

	#begin(): void {
		const { id, password, opened, wrote, commands, limited } = this.#seen;
		this.#seen = { ...newSeen(), id, password, opened, wrote, commands, limited };
		this.#messages.clear();
		this.attempts.begin();
	}

	/** What matters of a command, of either dialect. */
	#heed(word: string, line: string, data: Uint8Array | undefined): void {
		const words = line.split(/ +/);
		if (word === 'SKSETRBID') this.#takeId(words[1] ?? '');
		else if (word === 'SKSETPWD') this.#takePassword(words[2] ?? '');
		else if (word === 'setCredentials' && data !== undefined) {
			this.#takeId(asciiText(data.subarray(0, ID_LENGTH)));
			this.#takePassword(asciiText(data.subarray(ID_LENGTH)));
		} else if (word === 'SKSCAN') this.#seen.asked = scanOfWords(words);
	}

	#takeId(text: string): void {
		const id = text.toUpperCase();
		const meter = this.#options.meters().find(({ credentials }) => credentials.id === id);
		this.#seen.id = meter === undefined ? 'other' : 'right';
		if (meter !== undefined) this.attempts.set({ meter: meter.name });
	}

	/** All meters of a world have one password, as `World` makes them; but of the first one that which came sealed. */
	#takePassword(text: string): void {
		this.#seen.password = this.#options.meters()[0]?.isPassword(text) ? 'right' : 'wrong';
	}

	#requests(): RequestsRung {
		const { last } = this.attempts;
		const now = this.now;
		if (last?.sort === 'requests') {
			last.until = now;
			this.attempts.changed(last);
			return last;
		}
		const counts = { sent: 0, received: 0, unsent: 0, notified: 0 };
		return this.attempts.add({ sort: 'requests', from: 'hems', to: 'meter', state: 'plain', ...counts, until: now }) as RequestsRung;
	}

	#onActivity(activity: DongleActivity): void {
		if (activity.kind === 'join') this.#onJoin(activity);
		else if (activity.state === 'started') this.#onScan(activity);
		else this.#onScanned(activity.found);
	}

	#onScan({ duration, channels, paired }: DongleActivity & { readonly kind: 'scan' }): void {
		const until = this.now + SCAN_UNIT * (2 ** duration + 1) * channels;
		const scan = { duration, channels, paired, until, endedAt: null, found: [], count: 1 };
		this.#scan = this.attempts.add({ sort: 'scan', from: 'dongle', to: 'meter', state: 'plain', ...scan }) as ScanRung;
		this.#seen.scan = { state: 'running', found: 0, foundMeter: false, paired, duration, asked: this.#seen.asked };
		this.#seen.asked = undefined;
	}

	#onScanned(found: readonly FoundPan[]): void {
		const rung = this.#scan;
		const { scan } = this.#seen;
		if (rung === undefined || scan === undefined) return;
		const meters = this.#options.meters();
		for (const { channel, panId, mac, rssi } of found) {
			const meter = meters.find((each) => equalBytes(each.macAddress, mac))?.name ?? null;
			rung.found.push({ channel, panId: panText(panId), macAddress: toUpperHex(mac), rssi, meter });
			if (meter !== null) scan.foundMeter = true;
		}
		rung.endedAt = this.now;
		rung.state = found.length === 0 ? 'bad' : 'good';
		scan.state = 'done';
		scan.found = found.length;
		scan.endedAt = this.now;
		this.attempts.changed(rung);
	}

	#onJoin(activity: Join): void {
		const { step, detail, peer, message } = activity;
		if (step === 'sent' || step === 'received') this.#onMessage(step, detail, peer, panaTold(message));
		else if (step === 'authenticated') this.#onAuthenticated();
		else this.#onOver(step, detail, peer);
	}

	#onMessage(step: 'sent' | 'received', name: string, peer: Uint8Array, told: PanaTold): void {
		if (name === 'PCI' && this.#seen.join?.state !== 'running') this.#onJoinBegun(peer);
		const { join } = this.#seen;
		if (join !== undefined && step === 'received') {
			join.received++;
			if (told.result !== null) join.result = told.result;
		}
		if (name === 'PAR[C]') this.#granted = told;
		const text = `${name} ${told.sequence} ${told.sessionId}`;
		const repeated = this.#messages.get(step) === text;
		this.#messages.set(step, text);
		const [from, to] = step === 'sent' ? (['dongle', 'meter'] as const) : (['meter', 'dongle'] as const);
		const refused = told.result !== null && told.result !== 0;
		const rung: Omit<PanaRung, 'id' | 'at'> = {
			...{ sort: 'pana', from, to, name, repeated, state: refused ? 'bad' : 'plain' },
			...{ sequence: told.sequence, eap: told.eap, result: told.result },
		};
		this.attempts.add(rung);
	}

	#onJoinBegun(peer: Uint8Array): void {
		this.#messages.clear();
		const mac = eui64Of(peer);
		const meter = mac && this.#options.meters().find((each) => equalBytes(each.macAddress, mac));
		const { channel, panId } = this.dongle.network.told;
		const place = meter && meter.channel === channel && meter.panId === panId ? 'right' : 'other';
		const join: JoinSeen = { state: 'running', meter: meter?.name ?? null, place, received: 0, result: null, began: this.now };
		this.#seen.join = join;
		if (meter !== undefined) this.attempts.set({ meter: meter.name });
	}

	#onAuthenticated(): void {
		const now = this.now;
		const granted = this.#granted;
		const lifetime = granted?.lifetime ?? 0;
		const until = now + lifetime * 1000;
		const againAt = this.dongle.network.told.automatic ? now + lifetime * 1000 * REAUTHENTICATE_AT : null;
		const { session } = this.attempts.current ?? {};
		const isAgain = session?.endedAt === null && session.sessionId === granted?.sessionId;
		const keyId = granted?.keyId ?? 0;
		const next = isAgain
			? { ...session, keyId, lifetime, until, againAt, again: session.again + 1 }
			: { sessionId: granted?.sessionId ?? 0, keyId, lifetime, since: now, until, againAt, again: 0, endedAt: null };
		this.attempts.set({ state: 'joined', session: next });
		if (this.#seen.join !== undefined) this.#seen.join.state = 'joined';
		this.#seen.ended = undefined;
		this.#turn(isAgain ? 'reauthenticated' : 'authenticated', '', 'good');
	}

	#onOver(step: Exclude<Join['step'], 'sent' | 'received' | 'authenticated'>, detail: string, peer: Uint8Array): void {
		const { state, session } = this.attempts.current ?? {};
		const wasJoined = state === 'joined';
		if (step === 'failed') {
			// One whose peer was not found on the air has sent nothing.
			if (!wasJoined && this.#seen.join?.state !== 'running') this.#onJoinBegun(peer);
			if (this.#seen.join !== undefined) this.#seen.join.state = 'failed';
		}
		if (step !== 'failed' || wasJoined) this.#seen.ended = step;
		this.#seen.unansweredSince = undefined;
		this.#seen.unanswered = 0;
		const over = session === null || session === undefined ? {} : { session: { ...session, endedAt: session.endedAt ?? this.now } };
		this.attempts.set({ state: wasJoined || state === 'ended' ? 'ended' : 'failed', ...over });
		this.#turn(step, detail, step === 'terminated' ? 'plain' : 'bad');
	}

	#turn(turn: TurnRung['turn'], detail: string, state: RungState): void {
		this.attempts.add({ sort: 'turn', from: 'dongle', to: 'dongle', state, turn, detail });
	}
}
