import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PANA_PORT } from '../../../../modules/datagram/ports.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { Link } from '../../../../modules/ipv6/link.js';
import { encodePacket, NEXT_HEADER } from '../../../../modules/ipv6/packet.js';
import { encodeUdp } from '../../../../modules/ipv6/udp.js';
import { AvpCode, encodeMessage, type MessageName, numberAvp, TerminationCause } from '../../../../modules/pana/message.js';
import { compress } from '../../../../modules/sixlowpan/iphc.js';
import { DeafLink } from '../../../../src/world/fault/deaf-link.js';
import { equal, hex, throws } from '../../../assert.js';
import { switchedOn, switchOn } from './fault-rig.js';

const METER = hex('001c64004b450001');
const HEMS = hex('001d12914b450001');
const OTHER = hex('001d12914b450002');

/** As the payload of a frame to the meter. */
function frame(data: Uint8Array, from = HEMS, destinationPort = PANA_PORT): Uint8Array {
	const [source, destination] = [linkLocalAddress(from), linkLocalAddress(METER)];
	const payload = encodeUdp({ sourcePort: PANA_PORT, destinationPort, data }, source, destination);
	return compress(encodePacket({ nextHeader: NEXT_HEADER.UDP, hopLimit: 64, source, destination, payload }), from, METER);
}

/** PCI has neither session nor number; PTR has its cause (RFC 5191 §4.4). */
function pana(name: MessageName, sequence: number): Uint8Array {
	const avps = name === 'PTR' ? [numberAvp(AvpCode.TerminationCause, TerminationCause.LOGOUT)] : [];
	return encodeMessage({ name, sessionId: name === 'PCI' ? 0 : 1, sequence: name === 'PCI' ? 0 : sequence, avps });
}

const LOOKED_INTO = /^looked into$/;

/** A payload that tells when somebody looks into it. */
function opaque(): Uint8Array {
	return new Proxy(new Uint8Array(8), {
		get() {
			throw new Error('looked into');
		},
	});
}

function setUp(...faults: readonly string[]) {
	const scheduler = new VirtualScheduler();
	const switches = switchedOn(faults);
	const inner: Link = { eui64: METER, capacity: () => 100, send() {}, onPayload() {} };
	const link = new DeafLink(inner, scheduler, switches);
	let count = 0;
	link.onPayload = () => count++;
	/** Whether what a frame carries gets through. */
	const hears = (payload: Uint8Array, from = HEMS, broadcast = false): boolean => {
		const before = count;
		inner.onPayload(from, payload, false, broadcast);
		return count > before;
	};
	return { scheduler, switches, hears };
}

describe('a deaf link', () => {
	for (const [fault, name] of [
		['refused-join', 'PCI'],
		['ignored-termination', 'PTR'],
		['failed-reauthentication', 'PNR[A]'],
	] as const) {
		it(`loses ${name} by ${fault}, and nothing else`, () => {
			const { hears } = setUp(`${fault}=always`);
			for (const each of ['PCI', 'PTR', 'PNR[A]', 'PNR[P]', 'PAN'] as const) equal(hears(frame(pana(each, 7))), each !== name, each);
		});
	}

	it('lets pass what is no PANA: another port, fragments, and what is damaged', () => {
		const { hears } = setUp('refused-join=always', 'ignored-termination=always');
		const ptr = pana('PTR', 7);
		equal(hears(frame(ptr, HEMS, 3610)), true, 'another port');
		equal(hears(hex('c0a800010000')), true, 'a fragment');
		equal(hears(frame(ptr.subarray(0, ptr.length - 1))), true, 'too short for what it says');
		equal(hears(frame(ptr).subarray(0, 4)), true, 'a header that ends early');
		equal(hears(new Uint8Array(0)), true, 'nothing');
	});

	it('loses each repetition of what it lost once, of this sender, and hears the next request', () => {
		const { hears, switches, scheduler } = setUp();
		equal(hears(frame(pana('PTR', 1))), true);
		switchOn(switches, 'ignored-termination=always', true);
		for (let i = 0; i < 3; i++) equal(hears(frame(pana('PTR', 2))), false, `time ${i + 1}`);
		equal(hears(frame(pana('PTR', 2), OTHER), OTHER), true, 'of another');
		scheduler.runFor(40_000);
		equal(hears(frame(pana('PTR', 2))), true, 'when nobody repeats it any more');
		equal(hears(frame(pana('PTR', 3))), true, 'the next one');
	});

	it('looks into nothing while none of its faults is on, and no repetition is to come', () => {
		const { hears, switches, scheduler } = setUp('drop=always', 'mute=10s');
		equal(hears(opaque()), true, 'no fault of its own');
		switchOn(switches, 'ignored-termination=always', true);
		throws(() => hears(opaque()), LOOKED_INTO);
		equal(hears(frame(pana('PTR', 1))), false);
		throws(() => hears(opaque()), LOOKED_INTO);
		scheduler.runFor(40_000);
		equal(hears(opaque()), true, 'its once has struck');
		switchOn(switches, 'refused-join=always');
		throws(() => hears(opaque()), LOOKED_INTO);
		switches.set('refused-join', undefined);
		equal(hears(opaque()), true, 'switched off');
	});

	it('hears what it was deaf to when the fault is switched off', () => {
		const { hears, switches } = setUp('refused-join=always');
		equal(hears(frame(pana('PCI', 0))), false);
		switches.set('refused-join', undefined);
		equal(hears(frame(pana('PCI', 0))), true);
		switchOn(switches, 'refused-join=always');
		equal(hears(frame(pana('PCI', 0))), false);
	});
});
