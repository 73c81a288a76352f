/**
 * A meter that asks its HEMS, as any node of ECHONET Lite may ask any other: a device that wraps a device.
 *
 * | in turn | from   | to     | service | EPC                   | what is right (Part 2)                    |
 * |---------|--------|--------|---------|-----------------------|-------------------------------------------|
 * | 1 to 5  | 0EF001 | 0EF001 | Get     | D6, 9F, 82, 83, 8A    | Get_Res: every node has them              |
 * | 6       | 0EF001 | 0EF001 | INF_REQ | D5                    | INF, to all nodes                         |
 * | 7       | 0EF001 | 05FF01 | SetC    | F0, which no class has | SetC_SNA with the EDT that came           |
 * | 8       | 028801 | 013001 | Get     | 80                    | nothing: a HEMS is no air conditioner     |
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Address, DatagramListener, Datagrams, Delivery, PeerEvent, Secret } from '../../../modules/datagram/datagram.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { decodeFrame, ESV, encodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import { INSTANCE_LIST, NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { SMART_METER } from '../../route-b/smart-meter.js';
import type { FaultSwitches } from './fault-switches.js';

export interface AskingMeterOptions {
	readonly inner: Datagrams;
	readonly scheduler: Scheduler;
	readonly switches: FaultSwitches;
	/** As long as it holds, nothing that the meter says leaves. */
	readonly isMute: () => boolean;
}

type Question = Omit<Frame, 'tid'>;

const CONTROLLER = 0x05ff01;
const AIR_CONDITIONER = 0x013001;
const OPERATION_STATUS = 0x80;
const UNKNOWN = 0xf0;
const NOTHING = new Uint8Array(0);

const QUESTIONS: readonly Question[] = Object.freeze([
	...[0xd6, 0x9f, 0x82, 0x83, 0x8a].map((epc) => question(NODE_PROFILE, NODE_PROFILE, ESV.Get, epc)),
	question(NODE_PROFILE, NODE_PROFILE, ESV.INF_REQ, INSTANCE_LIST),
	question(NODE_PROFILE, CONTROLLER, ESV.SetC, UNKNOWN, Uint8Array.of(0x00)),
	question(SMART_METER, AIR_CONDITIONER, ESV.Get, OPERATION_STATUS),
]);
/** TID of the first question; those of the meter itself count up from 0 in each session. */
const FIRST_TID = 0x8000;
const ANSWERS: readonly number[] = Object.freeze([ESV.Get_Res, ESV.Get_SNA, ESV.Set_Res, ESV.SetC_SNA, ESV.INF_SNA]);

export class AskingMeter implements Datagrams {
	readonly #options: AskingMeterOptions;
	#listener: DatagramListener;
	#hems: Address | undefined;
	#timer: Timer | undefined;
	/** Number of questions that went out. */
	#asked = 0;

	constructor(options: AskingMeterOptions) {
		this.#options = options;
		this.#listener = options.inner.listener;
	}

	get maxPayload(): number {
		return this.#options.inner.maxPayload;
	}

	get listener(): DatagramListener {
		return this.#listener;
	}

	set listener(listener: DatagramListener) {
		this.#listener = listener;
		this.#options.inner.listener = {
			// The meter's own objects have asked nothing.
			onDatagram: (...datagram) => {
				if (!this.#isAnswer(datagram[3])) listener.onDatagram(...datagram);
			},
			onPeer: (event, peer, evidence) => {
				this.#onPeer(event, peer);
				listener.onPeer(event, peer, evidence);
			},
		};
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		this.#options.inner.send(to, port, bytes, done);
	}

	terminate(peer: Address): void {
		this.#options.inner.terminate(peer);
	}

	configure(id: string, secret: Secret): void {
		this.#options.inner.configure(id, secret);
	}

	/** Begins anew where the fault was switched. */
	onChange(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#arm();
	}

	#onPeer(event: PeerEvent, peer: Address): void {
		if (event === 'joined') this.#hems = peer.slice();
		else if ((event === 'left' || event === 'expired') && this.#hems && equalBytes(this.#hems, peer)) this.#hems = undefined;
		else return;
		this.onChange();
	}

	#arm(): void {
		const { scheduler, switches, isMute } = this.#options;
		const hems = this.#hems;
		const fault = hems && switches.draw('meter-asks');
		if (hems === undefined || fault === undefined) return;
		this.#timer = scheduler.after(switches.delayOf(fault), () => {
			if (!isMute()) {
				fault.strike();
				this.#ask(hems);
			}
			this.#arm();
		});
	}

	#ask(hems: Address): void {
		const turn = this.#asked++;
		const frame = { tid: FIRST_TID + (turn % FIRST_TID), ...QUESTIONS[turn % QUESTIONS.length]! };
		this.#options.inner.send(hems, ECHONET_LITE_PORT, encodeFrame(frame), ignore);
	}

	/** Whether it answers one of these questions, the last ones asked. */
	#isAnswer(bytes: Uint8Array): boolean {
		if (this.#asked === 0) return false;
		try {
			const { esv, tid } = decodeFrame(bytes);
			const turn = tid - FIRST_TID;
			return ANSWERS.includes(esv) && turn >= 0 && turn < this.#asked;
		} catch (error) {
			if (error instanceof DecodeError) return false;
			throw error;
		}
	}
}

function question(seoj: number, deoj: number, esv: number, epc: number, edt = NOTHING): Question {
	return { seoj, deoj, esv, properties: [{ epc, edt }] };
}

function ignore(): void {}
