import type { Ieee802154, Ieee802154Events } from '../../../hal/esp32-ieee802154/radio.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { immediateAck } from '../../../modules/ieee802154/ack.js';
import { hasGoodFcs, writeFcs } from '../../../modules/ieee802154/fcs.js';
import { BROADCAST, decodeFrame, encodeFrame, type Frame, FrameType, FrameVersion } from '../../../modules/ieee802154/frame.js';
import type { VirtualRadio } from '../../../modules/medium/virtual-radio.js';
import { toHex } from '../../assert.js';

/** aTurnaroundTime, and the driver's wait for an acknowledgement (108 symbols), ms. */
const TURNAROUND = 0.192;
const ACK_WAIT = 1.728;
/** From an interrupt to JavaScript, ms. */
const MESSAGE_DELAY = 0.5;
const FCS_LENGTH = 2;

/** The hardware of the C6 in a virtual air: it filters, acknowledges frames of version 0 and 1, waits for acknowledgements, and tells all by message. */
export class AirHardware implements Ieee802154 {
	acknowledged = 0;
	readonly #radio: VirtualRadio;
	readonly #scheduler: Scheduler;
	#events!: Ieee802154Events;
	#wanted: { readonly panId: number; readonly eui64: string } | undefined;
	#isSending = false;
	#isAcknowledging = false;
	/** Put off until an acknowledgement is out, as by the driver. */
	#putOff: (() => void) | undefined;
	#awaited: { readonly sequence: number; readonly timer: Timer } | undefined;

	constructor(radio: VirtualRadio, scheduler: Scheduler) {
		this.#radio = radio;
		this.#scheduler = scheduler;
		radio.onReceive = ({ psdu, rssi }) => this.#receive(psdu, rssi);
	}

	open(events: Ieee802154Events): void {
		this.#events = events;
	}

	close(): void {
		this.sleep();
	}

	readAddress(into: Uint8Array): void {
		into.set([0x60, 0x55, 0x4c, 0xff, 0xfe, 0, 0, 1]);
	}

	answerFor(panId: number, eui64: Uint8Array): void {
		this.#wanted = { panId, eui64: toHex(eui64) };
	}

	answerNobody(): void {
		this.#wanted = undefined;
	}

	listen(channel: number): void {
		this.#radio.listen(channel);
	}

	sleep(): void {
		this.#radio.sleep();
	}

	transmit(psdu: Uint8Array, cca: boolean): void {
		const sent = psdu.slice();
		sent.fill(0xa5, sent.length - FCS_LENGTH);
		writeFcs(sent, FCS_LENGTH);
		if (this.#isAcknowledging) this.#putOff = () => this.#send(sent, cca);
		else this.#send(sent, cca);
	}

	detectEnergy(duration: number): void {
		this.#radio.detectEnergy(duration, (level) => this.#tell(() => this.#events.onEnergy(level)));
	}

	overruns(): number {
		return 0;
	}

	#send(psdu: Uint8Array, cca: boolean): void {
		const { ackRequest, sequence } = decodeFrame(psdu.subarray(0, psdu.length - FCS_LENGTH));
		this.#isSending = true;
		this.#radio.transmit(psdu, cca, (result) => {
			this.#isSending = false;
			if (result !== 'sent' || !ackRequest || sequence === undefined) this.#tell(() => this.#events.onTransmitted(result === 'sent'));
			else this.#awaited = { sequence, timer: this.#scheduler.after(ACK_WAIT, () => this.#endWait()) };
		});
	}

	#receive(psdu: Uint8Array, rssi: number): void {
		if (!hasGoodFcs(psdu, FCS_LENGTH)) return;
		const frame = decodeFrame(psdu.subarray(0, psdu.length - FCS_LENGTH));
		if (frame.type === FrameType.ack) {
			if (frame.sequence !== this.#awaited?.sequence) return;
			this.#hand(psdu, rssi);
			this.#endWait();
		} else if (this.#wanted === undefined || this.#isForMe(frame)) {
			if (this.#wanted !== undefined && frame.ackRequest && frame.version !== FrameVersion.v2015) this.#acknowledge(frame);
			this.#hand(psdu, rssi);
		}
	}

	#isForMe({ destination, destinationPan }: Frame): boolean {
		const { panId, eui64 } = this.#wanted!;
		if (destinationPan !== undefined && destinationPan !== panId && destinationPan !== BROADCAST) return false;
		return typeof destination === 'object' ? toHex(destination) === eui64 : destination === BROADCAST;
	}

	#acknowledge(frame: Frame): void {
		const psdu = encodeFrame(immediateAck(frame.sequence), FCS_LENGTH);
		writeFcs(psdu, FCS_LENGTH);
		if (this.#isSending) return;
		this.acknowledged++;
		this.#isAcknowledging = true;
		this.#scheduler.after(TURNAROUND, () => this.#radio.transmit(psdu, false, () => this.#endAcknowledgement()));
	}

	#endAcknowledgement(): void {
		const putOff = this.#putOff;
		this.#isAcknowledging = false;
		this.#putOff = undefined;
		putOff?.();
	}

	#hand(psdu: Uint8Array, rssi: number): void {
		const { buffer } = psdu.slice();
		this.#tell(() => this.#events.onFrame(buffer, rssi));
	}

	#endWait(): void {
		this.#awaited?.timer.cancel();
		this.#awaited = undefined;
		this.#tell(() => this.#events.onTransmitted(true));
	}

	#tell(event: () => void): void {
		this.#scheduler.after(MESSAGE_DELAY, event);
	}
}
