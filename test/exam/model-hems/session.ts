/**
 * A session with the meter: found, joined, kept, and joined again whenever it is over.
 *
 * ```
 * off ─start─► setUp ─► scanning ─► joining ─EVENT 25─► joined ─stop─► leaving ─EVENT 27, 28─► off
 *                ▲         ▲  │        │  ▲               │
 *                │         └──┴─ pause ┘  └───────────────┤ EVENT 24, 26 to 29, lost requests: to the PAN that it knows, else it scans
 *                └────────────────────────────────────────┘ sends that the dongle refuses
 * ```
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress, parseAddress } from '../../../modules/ipv6/address.js';
import { toDigits } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { EVENT, TRANSMITTED } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { Behaviour, Shock } from './behaviour.js';
import { Dialogue } from './dialogue.js';
import type { Datagram } from './lines.js';
import { PanList, scanTime } from './scan.js';
import { type Account, SetUp } from './set-up.js';

export interface SessionOptions {
	readonly serial: Serial;
	readonly scheduler: Scheduler;
	readonly behaviour: Behaviour;
	readonly account: Account;
	readonly isInstalled: boolean;
	readonly listener: SessionListener;
}

export interface SessionListener {
	/** A session has begun, or begun anew. */
	onJoined(): void;
	onLost(): void;
	/** It may send again. */
	onFree(): void;
	onFrame(bytes: Uint8Array): void;
	say(line: string): void;
	onShock(shock: Shock): void;
	/** It does not try any more. */
	onGivenUp(): void;
}

export type Sent = 'sent' | 'failed' | 'refused';
type State = 'off' | 'setUp' | 'scanning' | 'joining' | 'joined' | 'leaving';

/** Behind an echo, until all that belongs to its command is there, ms. */
const ECHO_PAUSE = 3_000;
/** Before a dongle is set up, ms. */
const REST = 300;
/** Behind a request, ms: the dongle is asked whether its transmit time is used up. */
const LIMIT_LOOK = 2_000;
/** Beyond what a scan takes, ms. */
const SCAN_MARGIN = 5_000;
const LIMITED = 'SFB';
const ALL_NODES = 'FF02:0000:0000:0000:0000:0000:0000:0001';

export class Session {
	readonly #options: SessionOptions;
	readonly #dialogue: Dialogue;
	readonly #setUp: SetUp;
	readonly #pans = new PanList();
	#state: State = 'off';
	#timer: Timer | undefined;
	#look: Timer | undefined;
	#lookedAt = 0;
	/** Where the meter was found. */
	#pan: PanDescription | undefined;
	#isFresh = false;
	#address = '';
	/** By where it is in `scanDurations`, and the rounds that found nothing. */
	#scan = 0;
	#rounds = 0;
	#failures = 0;
	#refusals = 0;
	#isLimited = false;
	#isAuthenticating = false;
	#badSends = 0;
	#sentAs: number | undefined;
	#left: (() => void) | undefined;

	constructor(options: SessionOptions) {
		const { serial, scheduler, behaviour, account, isInstalled, listener } = options;
		this.#options = options;
		this.#dialogue = new Dialogue(serial, scheduler, behaviour, {
			onEvent: (event, parameter) => this.#onEvent(event, parameter),
			onDatagram: (datagram) => this.#onDatagram(datagram),
			onPan: (line) => this.#pans.take(line),
			onEcho: () => this.#onEcho(),
			onShock: (shock) => listener.onShock(shock),
		});
		this.#setUp = new SetUp(this.#dialogue, behaviour, account, isInstalled);
	}

	get isJoined(): boolean {
		return this.#state === 'joined';
	}

	get mayBeSent(): boolean {
		return this.isJoined && !this.#isLimited && !this.#isAuthenticating;
	}

	/** @param pause before it begins, ms */
	start(pause: number): void {
		this.#scan = 0;
		if (pause > 0) this.#wait(pause, () => this.#begin());
		else this.#begin();
	}

	/** Ends the session where there is one, and all else. */
	stop(done: () => void): void {
		this.#timer?.cancel();
		const { terminatesOnExit, terminationMs } = this.#options.behaviour;
		const isJoined = this.#state === 'joined';
		this.#state = 'leaving';
		const leave = () => {
			this.halt();
			done();
		};
		if (!isJoined || !terminatesOnExit) {
			leave();
			return;
		}
		this.#left = leave;
		this.#wait(terminationMs, leave);
		this.#dialogue.run('SKTERM', ({ error }) => {
			if (error !== undefined) leave();
		});
	}

	/** The port is gone. */
	halt(): void {
		this.#timer?.cancel();
		this.#look?.cancel();
		this.#dialogue.clear();
		this.#state = 'off';
		this.#isLimited = false;
		this.#left = undefined;
	}

	/** Requests are not answered: what there is of a session is none. */
	lost(): void {
		if (this.#options.behaviour.rejoinsAfterLoss) this.#rejoin('no answer from the meter');
	}

	send(payload: Uint8Array, done: (sent: Sent) => void, toAll = false): void {
		const { security, port } = this.#options.behaviour;
		const side = this.#dialogue.form.side ? ' 0' : '';
		const to = toAll ? ALL_NODES : this.#address;
		const text = `SKSENDTO 1 ${to} ${toDigits(port, 4)} ${security}${side} ${toDigits(payload.length, 4)}`;
		this.#sentAs = undefined;
		this.#dialogue.send(text, payload, this.#options.behaviour.sendMs, ({ ok }) => {
			const as = this.#sentAs;
			if (as === TRANSMITTED.solicited && !this.#options.behaviour.knowsSolicited) {
				this.send(payload, done, toAll);
				return;
			}
			const isBad = !ok || as === TRANSMITTED.failed;
			this.#badSends = isBad ? this.#badSends + 1 : 0;
			done(!ok ? 'refused' : isBad ? 'failed' : 'sent');
			this.#lookAtLimit();
			const { refusedSends } = this.#options.behaviour;
			if (this.isJoined && !this.#isLimited && refusedSends > 0 && this.#badSends >= refusedSends) this.#restart('the dongle does not send');
		});
	}

	#begin(): void {
		this.#dialogue.clear();
		this.#state = 'setUp';
		this.#isAuthenticating = false;
		this.#badSends = 0;
		// Whoever was there before may have left a command whose answer is to come.
		this.#wait(REST, () => this.#prepare());
	}

	#prepare(): void {
		const { behaviour } = this.#options;
		this.#setUp.run((trouble) => {
			if (trouble === undefined) this.#seek();
			else {
				this.#fail(`dongle: ${trouble}`);
				if (behaviour.resetsDongle) this.#wait(behaviour.resetPauseMs, () => this.#begin());
			}
		});
	}

	#seek(): void {
		if (this.#pan === undefined) this.#startScan();
		else this.#authenticate(this.#pan);
	}

	#startScan(): void {
		const { scanDurations, scanMode } = this.#options.behaviour;
		this.#state = 'scanning';
		this.#pans.clear();
		const duration = scanDurations[this.#scan]!;
		const side = this.#dialogue.form.side ? ' 0' : '';
		this.#dialogue.run(`SKSCAN ${scanMode} FFFFFFFF ${toDigits(duration, 1)}${side}`, ({ error }) => this.#onScanAnswer(error), { tries: 1 });
		this.#wait(scanTime(duration) + SCAN_MARGIN, () => this.#onScanned());
	}

	#onScanAnswer(error: string | undefined): void {
		if (error === undefined || this.#state !== 'scanning') return;
		if (error === 'ER05' && this.#options.behaviour.knowsBothGrammars) this.#dialogue.form.side = !this.#dialogue.form.side;
		this.#refuse(() => this.#startScan());
	}

	/** The dongle did not take a command: once more, and from the beginning after some. */
	#refuse(again: () => void): void {
		const { commandTries, commandPauseMs } = this.#options.behaviour;
		if (++this.#refusals < commandTries) this.#wait(commandPauseMs, again);
		else {
			this.#refusals = 0;
			this.#restart('the dongle refuses');
		}
	}

	#onScanned(): void {
		const { behaviour, account } = this.#options;
		this.#timer?.cancel();
		const pan = this.#pans.choose(account.id, behaviour);
		if (pan !== undefined) {
			this.#scan = 0;
			this.#rounds = 0;
			this.#pan = pan;
			this.#isFresh = true;
			this.#authenticate(pan);
		} else if (++this.#scan < behaviour.scanDurations.length) this.#startScan();
		else {
			this.#scan = 0;
			const pause = atOrLast(behaviour.scanPausesMs, this.#rounds++);
			this.#fail('no meter found');
			if (this.#rounds >= behaviour.givesUpAfter) this.#options.listener.onGivenUp();
			else this.#wait(pause, () => this.#startScan());
		}
	}

	#authenticate(pan: PanDescription): void {
		if (this.#options.behaviour.credentialsFirst) this.#join(pan);
		else this.#setUp.giveCredentials(() => this.#join(pan));
	}

	#join(pan: PanDescription): void {
		this.#state = 'joining';
		const { waitsForEvent, joinMs } = this.#options.behaviour;
		this.#address = formatFullAddress(linkLocalAddress(pan.mac));
		this.#dialogue.run(`SKSREG S2 ${toDigits(pan.channel, 2)}`, () => {});
		this.#dialogue.run(`SKSREG S3 ${toDigits(pan.panId, 4)}`, () => {});
		const locate = `SKLL64 ${toUpperHex(pan.mac)}`;
		this.#dialogue.run(locate, ({ lines }) => this.#onAddress(lines[0], waitsForEvent), { address: true });
		this.#wait(joinMs, () => this.#onJoinFailed('no answer'));
	}

	#onAddress(address: string | undefined, waitsForEvent: boolean): void {
		if (address !== undefined) this.#address = address;
		this.#dialogue.run(
			`SKJOIN ${this.#address}`,
			({ ok, error }) => {
				if (this.#state !== 'joining') return;
				if (error !== undefined) this.#refuse(() => this.#seek());
				else if (ok && !waitsForEvent) this.#onJoined();
			},
			{ tries: 1 },
		);
	}

	#onJoined(): void {
		this.#timer?.cancel();
		this.#state = 'joined';
		this.#failures = 0;
		this.#refusals = 0;
		this.#badSends = 0;
		this.#isFresh = false;
		this.#isAuthenticating = false;
		this.#options.listener.onJoined();
	}

	#onJoinFailed(why: string): void {
		const { behaviour, listener } = this.#options;
		this.#fail(why);
		const wasFresh = this.#isFresh;
		this.#isFresh = false;
		if (behaviour.scansAfterFailure && (!wasFresh || this.#failures > 0)) this.#pan = undefined;
		const pause = atOrLast(behaviour.joinPausesMs, this.#failures++);
		if (this.#failures >= behaviour.givesUpAfter) listener.onGivenUp();
		else this.#wait(pause, () => this.#seek());
	}

	#fail(why: string): void {
		if (this.#options.behaviour.tellsUser) this.#options.listener.say(`cannot join: ${why}`);
	}

	#onEvent(event: number, parameter: number | undefined): void {
		if (event === EVENT.transmitted) this.#onTransmitted(parameter);
		else if (event === EVENT.scanDone && this.#state === 'scanning') this.#onScanned();
		else if (event === EVENT.limited || event === EVENT.unlimited) this.#onLimit(event === EVENT.limited);
		else if (event === EVENT.joined) this.#onAuthenticated();
		else if (event === EVENT.joinFailed && this.#state === 'joining') this.#onJoinFailed('the meter refuses; id and password right?');
		else if (event === EVENT.expired && this.isJoined) this.#onExpiry();
		else if (event === EVENT.terminated || event === EVENT.terminationTimeout || event === EVENT.terminationRequested) this.#onEnd(event);
		else if (event === EVENT.joinFailed) this.#onEnd(event);
	}

	#onTransmitted(as: number | undefined): void {
		this.#sentAs = as;
		if (as === TRANSMITTED.solicited && this.#state === 'joining' && !this.#options.behaviour.knowsSolicited) this.#seek();
	}

	/** EVENT 25 of a join, or of an authentication anew. */
	#onAuthenticated(): void {
		if (this.#state === 'joining') this.#onJoined();
		else if (this.isJoined && this.#isAuthenticating) {
			this.#timer?.cancel();
			this.#isAuthenticating = false;
			this.#options.listener.onFree();
		}
	}

	/** EVENT 29: the dongle authenticates again, if it does. */
	#onExpiry(): void {
		const { holdsOn29, reauthenticationMs, rejoinsOn } = this.#options.behaviour;
		this.#isAuthenticating = holdsOn29;
		if (rejoinsOn.includes(EVENT.expired)) this.#wait(reauthenticationMs, () => this.#rejoin('the session expired'));
	}

	#onEnd(event: number): void {
		if (this.#state === 'leaving') {
			if (event === EVENT.terminationTimeout) this.#options.listener.onShock('termination');
			if (event !== EVENT.joinFailed) this.#left?.();
		} else if (this.isJoined && this.#options.behaviour.rejoinsOn.includes(event)) this.#rejoin('the session is over');
	}

	/** EVENT 33 may have been lost. */
	#lookAtLimit(): void {
		const { scheduler, behaviour } = this.#options;
		if (!this.isJoined || scheduler.now() - this.#lookedAt < behaviour.looksMs) return;
		this.#lookedAt = scheduler.now();
		this.#look?.cancel();
		this.#look = scheduler.after(LIMIT_LOOK, () => {
			if (!this.isJoined) return;
			this.#dialogue.run(`SKSREG ${LIMITED}`, ({ ok, lines }) => ok && this.#onLimit(lines[0] === 'ESREG 1'), { tries: 1 });
		});
	}

	#onLimit(limited: boolean): void {
		if (!this.#options.behaviour.holdsOn32) return;
		this.#isLimited = limited;
		if (!limited && this.mayBeSent) this.#options.listener.onFree();
	}

	/** An echo that was switched off: the dongle has started anew. */
	#onEcho(): void {
		const isUnderWay = this.isJoined || this.#state === 'scanning' || this.#state === 'joining';
		if (!this.#options.behaviour.noticesRestart || !isUnderWay) return;
		// What is left of the answer to that command is not the answer to the next one.
		this.#wait(ECHO_PAUSE, () => this.#restart('the dongle has started anew'));
	}

	#rejoin(why: string): void {
		if (!this.isJoined) return;
		this.#end(why);
		this.#wait(this.#options.behaviour.rejoinPauseMs, () => this.#seek());
	}

	#restart(why: string): void {
		if (this.isJoined) this.#end(why);
		this.#timer?.cancel();
		this.#begin();
	}

	#end(_why: string): void {
		this.#dialogue.clear();
		this.#isAuthenticating = false;
		this.#state = 'joining';
		this.#options.listener.onLost();
	}

	#onDatagram({ from, remotePort, payload }: Datagram): void {
		if (remotePort !== this.#options.behaviour.port || !this.isJoined) return;
		const meter = parseAddress(this.#address);
		if (meter && equalBytes(meter, from)) this.#options.listener.onFrame(payload);
	}

	/** The one thing that it waits for. */
	#wait(time: number, then: () => void): void {
		this.#timer?.cancel();
		this.#timer = this.#options.scheduler.after(time, then);
	}
}

function atOrLast(list: readonly number[], index: number): number {
	return list[Math.min(index, list.length - 1)]!;
}
