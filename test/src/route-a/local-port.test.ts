import type { Serial } from '../../../hal/ports/serial.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import type { ClientError } from '../../../modules/dlms/client/client-error.js';
import { HdlcClient } from '../../../modules/hdlc/client.js';
import { CONTROL, type HdlcAddress, HdlcStream, shortAddress } from '../../../modules/hdlc/frame.js';
import { plainFrame } from '../../../modules/hdlc/link.js';
import { ModeEClient } from '../../../modules/hdlc/mode-e.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import { LocalPort, type LocalPortWatcher } from '../../../src/route-a/local-port.js';
import { equal, hex, toHex } from '../../assert.js';
import { clientSecurity, MANAGEMENT_CONFORMANCE, PUBLIC_CONFORMANCE, type Rig, rig } from '../../modules/dlms/device-rig.js';
import { HDLC } from '../../vectors/cosem.js';
import { MANAGEMENT, NAMES, PUBLIC } from './transport-rig.js';

const PHYSICAL = 17;
const ENERGY_TARGET = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };
/** A value of 12345, double-long-unsigned. */
const ENERGY = '0600003039';
const REQUEST = '2f 3f 21 0d 0a';
// "/FLG5\2keiki" CR LF
const IDENTIFICATION = '2f464c47355c326b65696b690d0a';
const ACKNOWLEDGEMENT = toHex(hex(HDLC.modeEAcknowledgement));
const UA = toHex(hex(HDLC.ua));

/** A line with a meter on it, and what the hand-held heard. */
class LineRig implements Serial, LocalPortWatcher {
	onReceive: (bytes: Uint8Array) => void = () => {};
	readonly scheduler = new VirtualScheduler();
	readonly device: Rig;
	readonly port: LocalPort;
	readonly lines: string[] = [];
	readonly speeds: number[] = [];
	/** What the meter said since the last `say`. */
	heard = '';
	/** Times at which the meter was told that somebody speaks, ms. */
	readonly attempts: number[] = [];
	/** The hand-held's stack. */
	onHeard: (bytes: Uint8Array) => void = () => {};

	constructor() {
		this.device = rig();
		this.port = new LocalPort({
			server: this.device.server,
			serial: this,
			watcher: this,
			scheduler: this.scheduler,
			log: { write: (layer, text) => this.lines.push(`${layer}: ${text}`) },
			identification: { manufacturer: 'FLG', speed: 9600, binary: true, identity: 'keiki' },
			address: '00012',
			physicalDevice: PHYSICAL,
			setSpeed: (speed) => this.speeds.push(speed),
			limits: { ...TRANSPORT_LIMITS, opening: 10_000, localInactivity: 120_000 },
		});
	}

	write(bytes: Uint8Array): void {
		this.heard += toHex(bytes);
		const copy = bytes.slice();
		this.scheduler.after(1, () => this.onHeard(copy));
	}

	/** Says these bytes, and returns what the meter answers. */
	say(...parts: readonly Uint8Array[]): string {
		this.heard = '';
		for (const part of parts) this.onReceive(part);
		return this.heard;
	}

	onLocalAttempt(): void {
		this.attempts.push(this.scheduler.now());
	}

	run(): void {
		this.scheduler.runFor(500);
	}
}

/** A hand-held: HDLC and a client above it. */
class HandHeld {
	readonly hdlc: HdlcClient;
	readonly client: CosemClient;
	readonly events: string[] = [];

	constructor(line: LineRig, id: number, server: HdlcAddress = shortAddress(1)) {
		const { scheduler } = line;
		this.hdlc = new HdlcClient({
			scheduler,
			write: (bytes) => scheduler.after(1, () => line.onReceive(bytes)),
			client: id,
			server,
			maxApdu: 1100,
			onConnect: () => this.events.push('connected'),
			onApdu: (apdu) => this.client.receive(apdu),
			onDisconnect: (reason) => this.events.push(reason),
		});
		this.client = new CosemClient({
			random: new SeededRandom(id, 'client'),
			conformance: id === PUBLIC ? PUBLIC_CONFORMANCE : MANAGEMENT_CONFORMANCE,
			maxPdu: 1024,
			...(id === MANAGEMENT ? { security: clientSecurity() } : {}),
			// The client asks again from inside an answer: by then the link is not free yet.
			send: (apdu) => {
				const copy = apdu.slice();
				scheduler.after(0, () => this.hdlc.send(copy));
			},
		});
		line.onHeard = (bytes) => this.hdlc.receive(bytes);
	}

	/** Connects and associates. */
	open(line: LineRig): void {
		this.hdlc.connect();
		line.run();
		this.client.associate((error) => this.#told(error, 'associated'));
		line.run();
	}

	get(line: LineRig, target: Parameters<CosemClient['get']>[0]): string {
		let outcome = 'no answer';
		this.client.get(target, (error, value) => {
			outcome = error?.text ?? (typeof value === 'number' ? `error ${value}` : toHex(value!));
		});
		line.run();
		return outcome;
	}

	#told(error: ClientError | undefined, what: string): void {
		this.events.push(error?.text ?? what);
	}
}

describe('the local port, by HDLC at once', () => {
	it('connects a hand-held and answers it', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.open(line);
		equal(handHeld.get(line, ENERGY_TARGET), ENERGY);
		equal(handHeld.events.join(), 'connected,associated');
		equal(line.port.associations, 1);
		const { received, octetsReceived, sent, octetsSent, framesReceived, framesSent } = line.device.server.statistics;
		// SNRM and UA besides.
		equal([framesReceived, framesSent].join(), '3,3');
		equal([received, sent].join(), '2,2');
		// An AARQ of 31 octets and a GET of 13; answers of 43 and 9.
		equal([octetsReceived, octetsSent].join(), '44,52');
	});

	it('knows the client by its address: the keys of the management client open its association', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, MANAGEMENT);
		handHeld.open(line);
		equal(handHeld.events.join(), 'connected,associated');
		equal(handHeld.get(line, ENERGY_TARGET), ENERGY);
	});

	it('carries an object list in segments', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.open(line);
		const list = handHeld.get(line, { classId: 15, name: 0x0000280000ff, index: 2, selection: undefined });
		equal(list.slice(0, 4), '0103');
		equal(list.length > 256, true);
	});

	it('answers to its physical address, and to no other', () => {
		for (const [lower, answers] of [
			[PHYSICAL, true],
			[0x7f, false],
			[18, false],
		] as const) {
			const line = new LineRig();
			const snrm = plainFrame({ destination: { upper: 1, lower, length: 2 }, source: shortAddress(PUBLIC) }, CONTROL.snrm);
			equal(line.say(snrm) !== '', answers, `physical device ${lower}`);
		}
		const line = new LineRig();
		equal(line.say(plainFrame({ destination: shortAddress(2), source: shortAddress(PUBLIC) }, CONTROL.snrm)), '');
	});

	it('ends the association with the link: DISC, a new SNRM, silence', () => {
		for (const end of [
			(line: LineRig, { hdlc }: HandHeld) => {
				hdlc.disconnect();
				line.run();
			},
			(line: LineRig) => void line.say(hex(HDLC.snrm)),
			(line: LineRig) => line.scheduler.runFor(121_000),
			(line: LineRig) => line.port.close(),
		]) {
			const line = new LineRig();
			const handHeld = new HandHeld(line, PUBLIC);
			handHeld.open(line);
			equal(line.port.associations, 1);
			end(line, handHeld);
			equal(line.port.associations, 0);
		}
	});

	it('begins anew for another hand-held: no link, no association and no half request of the one before', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.open(line);
		line.onReceive(hex('2f'));
		line.port.begin();
		equal(line.port.connected, false);
		equal(line.port.associations, 0);
		equal(line.say(hex('3f 21 0d 0a')), '', 'the end of a request');
		equal(line.say(hex(REQUEST)), IDENTIFICATION);
		const next = new HandHeld(line, PUBLIC);
		next.open(line);
		equal(next.get(line, ENERGY_TARGET), ENERGY);
	});

	it('drops requests of a client that there is not, and says so once', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, 5);
		handHeld.open(line);
		equal(handHeld.events.join(), 'connected');
		equal(line.port.statistics.dropped, 1);
		equal(line.lines.join(), 'Route A local port: dropped: request of client 5; counted only from here on');
	});

	it('sends what nobody asked for in a UI frame, while no hand-held is there and it fits', () => {
		const line = new LineRig();
		const apdu = hex('0F 00000001 00 1101');
		equal(line.port.notify(103, apdu), undefined);
		// A0, length; client 103; logical device 1, physical device 17; UI; HCS; LLC; APDU; FCS.
		const body = 'a015 cf 0223 13'.replaceAll(' ', '');
		equal(line.heard.slice(0, 2 + body.length), `7e${body}`);
		equal(line.heard.includes('e6e700 0f00000001 00 1101'.replaceAll(' ', '')), true);
		const frames: number[] = [];
		const stream = new HdlcStream({ maxInformation: 128, onFrame: ({ control }) => frames.push(control), onError: () => frames.push(-1) });
		stream.receive(hex(line.heard));
		equal(frames.join(), String(CONTROL.ui | CONTROL.pollFinal));
		equal(line.port.notify(103, new Uint8Array(126)), 'longer than a frame of 128 bytes');
		equal(line.port.notify(103, new Uint8Array(125)), undefined);
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.open(line);
		line.heard = '';
		equal(line.port.notify(103, apdu), 'a client is at the local port');
		equal(line.heard, '');
		equal(handHeld.events.join(), 'connected,associated');
	});

	it('tells the meter of each client that begins to speak over a link, and of none that there is not', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.hdlc.connect();
		line.run();
		equal(line.attempts.length, 0);
		handHeld.open(line);
		handHeld.get(line, ENERGY_TARGET);
		equal(line.attempts.length, 1);
		handHeld.hdlc.disconnect();
		line.run();
		handHeld.open(line);
		equal(line.attempts.length, 2);
		new HandHeld(line, 99).open(line);
		equal(line.attempts.length, 2);
	});

	it('says nothing any more once it is closed', () => {
		const line = new LineRig();
		line.port.close();
		equal(line.say(hex(HDLC.snrm)), '');
	});
});

describe('the local port, in a flood', () => {
	/** So many frames in one piece. */
	function frames(count: number): Uint8Array {
		const snrm = hex(HDLC.snrm);
		const bytes = new Uint8Array(snrm.length * count);
		for (let i = 0; i < count; i++) bytes.set(snrm, i * snrm.length);
		return bytes;
	}

	it('takes so many bytes in a row, keeps some for the next turns and loses the rest, and serves the next client', () => {
		const line = new LineRig();
		const write = line.write.bind(line);
		let answers = 0;
		line.write = () => {
			answers++;
		};
		const flood = frames(1000);
		line.onReceive(flood);
		equal(answers, Math.floor(512 / 9));
		equal(line.port.statistics.overrun, flood.length - 512 - 4096);
		line.run();
		equal(answers, 512);
		line.write = write;
		const hand = new HandHeld(line, MANAGEMENT);
		hand.open(line);
		equal(hand.get(line, ENERGY_TARGET), ENERGY);
	});

	it('loses nothing of what comes in one piece and is longer than a turn', () => {
		const line = new LineRig();
		let answers = 0;
		line.write = () => {
			answers++;
		};
		line.onReceive(frames(400));
		line.run();
		equal(answers, 400);
		equal(line.port.statistics.overrun, 0);
	});
});

describe('the local port, opened by mode E', () => {
	it('identifies itself, acknowledges, changes its speed, and goes on with HDLC', () => {
		const line = new LineRig();
		equal(line.say(hex(REQUEST)), IDENTIFICATION);
		equal(line.say(hex(HDLC.modeEAcknowledgement)), ACKNOWLEDGEMENT);
		equal(line.speeds.join(), '9600');
		equal(line.say(hex(HDLC.snrm)), UA);
	});

	it('does so byte by byte and in one piece', () => {
		const all = hex(`${REQUEST} ${HDLC.modeEAcknowledgement} ${HDLC.snrm}`);
		equal(new LineRig().say(all), IDENTIFICATION + ACKNOWLEDGEMENT + UA);
		equal(new LineRig().say(...Array.from(all, (byte) => Uint8Array.of(byte))), IDENTIFICATION + ACKNOWLEDGEMENT + UA);
	});

	it('serves a hand-held that opens so', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, PUBLIC);
		const speeds: number[] = [];
		const opening = new ModeEClient({
			write: (bytes) => line.scheduler.after(1, () => line.onReceive(bytes)),
			setSpeed: (speed) => speeds.push(speed),
			onBinary: () => {
				line.onHeard = (bytes) => handHeld.hdlc.receive(bytes);
			},
			onRefused: () => speeds.push(-1),
		});
		line.onHeard = (bytes) => opening.receive(bytes);
		opening.open();
		line.run();
		equal(speeds.join(), '300,9600');
		handHeld.open(line);
		equal(handHeld.get(line, ENERGY_TARGET), ENERGY);
		handHeld.hdlc.disconnect();
		line.run();
		equal(line.speeds.join(), '9600,300');
		equal(line.say(hex(REQUEST)), IDENTIFICATION);
	});

	it('answers to its device address, and to no other', () => {
		equal(new LineRig().say(hex('2f 3f 3132 21 0d 0a')), IDENTIFICATION);
		equal(new LineRig().say(hex('2f 3f 3133 21 0d 0a')), '');
	});

	it('stays at the opening when it is not acknowledged, or for something else', () => {
		const line = new LineRig();
		line.say(hex(REQUEST));
		equal(line.say(hex('06 30 35 30 0d 0a')), '');
		equal(line.say(hex(REQUEST)), IDENTIFICATION);
		equal(line.say(hex(HDLC.snrm)), UA);
		equal(line.speeds.join(), '');
	});

	it('opens anew in the midst of a link, whose association is over', () => {
		const line = new LineRig();
		line.say(hex(REQUEST), hex(HDLC.modeEAcknowledgement));
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.open(line);
		equal(line.port.associations, 1);
		equal(line.say(hex(REQUEST)), IDENTIFICATION);
		equal(line.port.associations, 0);
		equal(line.port.connected, false);
		equal(line.speeds.join(), '9600,300');
		equal(line.port.statistics.brokenOff, 1);
		equal(line.say(hex(HDLC.modeEAcknowledgement)), ACKNOWLEDGEMENT);
		equal(line.say(hex(HDLC.snrm)), UA);
	});

	it('opens anew from a link that came without an opening', () => {
		const line = new LineRig();
		new HandHeld(line, PUBLIC).open(line);
		equal(line.say(hex(`${REQUEST} ${HDLC.modeEAcknowledgement} ${HDLC.snrm}`)), IDENTIFICATION + ACKNOWLEDGEMENT + UA);
		equal(line.port.associations, 0);
		equal(line.speeds.join(), '9600');
	});

	it('opens anew from the same piece of bytes that ended the link', () => {
		const line = new LineRig();
		new HandHeld(line, PUBLIC).open(line);
		const disc = plainFrame({ destination: shortAddress(1), source: shortAddress(PUBLIC) }, CONTROL.disc);
		equal(line.say(Uint8Array.of(...disc, ...hex(REQUEST))).endsWith(IDENTIFICATION), true);
		equal(line.port.connected, false);
	});

	it('goes back to the speed of the opening when no link follows', () => {
		const line = new LineRig();
		line.say(hex(REQUEST), hex(HDLC.modeEAcknowledgement));
		line.scheduler.runFor(9000);
		equal(line.speeds.join(), '9600');
		line.scheduler.runFor(2000);
		equal(line.speeds.join(), '9600,300');
		equal(line.scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('does not mind noise between frames', () => {
		const line = new LineRig();
		const handHeld = new HandHeld(line, PUBLIC);
		handHeld.open(line);
		const bytes = new Uint8Array(200);
		new SeededRandom(1, 'noise').fill(bytes);
		line.say(hex('00 2f ff 3f 55 0d 0a'), bytes);
		line.scheduler.runFor(1000);
		equal(handHeld.get(line, ENERGY_TARGET), ENERGY);
		equal(line.port.statistics.brokenOff, 0);
	});

	it('does not take what stands in a frame for a request', () => {
		const line = new LineRig();
		equal(line.say(plainFrame({ destination: shortAddress(1), source: shortAddress(PUBLIC) }, CONTROL.snrm, hex(REQUEST))), UA);
	});
});
