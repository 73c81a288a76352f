import { CONTROL, encodeHdlcFrame, shortAddress } from '../../../modules/hdlc/frame.js';
import { plainFrame } from '../../../modules/hdlc/link.js';
import { equal, hex, toHex } from '../../assert.js';
import { HdlcRig, type RigOptions } from './hdlc-rig.js';

/** Of the client's frames, and of the server's. */
const ENDS = { destination: shortAddress(1), source: shortAddress(16) };
const BACK = { destination: ENDS.source, source: ENDS.destination };
/** RR and RNR with N(R) in the upper three bits. */
const { rr: RR, rnr: RNR } = CONTROL;
const REJ = 0x09;

function bytes(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => i);
}

function connected(options: RigOptions = {}): HdlcRig {
	const rig = new HdlcRig(options);
	rig.client.connect();
	rig.run(100);
	equal(rig.events.join(), 'client connected');
	rig.events.length = 0;
	rig.controls.length = 0;
	return rig;
}

/** An I frame without P unless told. */
function information(ends: typeof ENDS, sent: number, received: number, text: string, { segmented = false, final = true } = {}): Uint8Array {
	const control = (received << 5) | (final ? CONTROL.pollFinal : 0) | (sent << 1);
	return encodeHdlcFrame({ segmented, ...ends, control, information: hex(text) });
}

function supervisory(ends: typeof ENDS, kind: number, received: number): Uint8Array {
	return plainFrame(ends, kind | (received << 5));
}

const ROWS = { serverWindow: 7, clientWindow: 7, mostApdus: 63 };

describe('HDLC link that is left', () => {
	it('says DISC and nothing else, though requests have gathered', () => {
		const rig = connected({ ...ROWS, answer: () => undefined });
		for (let length = 1; length < 4; length++) rig.client.send(bytes(length));
		rig.client.disconnect();
		rig.run();
		equal(rig.controls.join(' '), '>53 <73');
		equal(rig.events.join(), 'server lost 16,client asked');
	});

	it('says SNRM and nothing else, and sends what had gathered to no link behind it', () => {
		const rig = connected({ ...ROWS, answer: () => undefined });
		for (let length = 1; length < 4; length++) rig.client.send(bytes(length));
		rig.client.connect();
		rig.run(1000);
		equal(rig.controls.join(' '), '>93 <73');
		rig.client.send(bytes(9));
		rig.run(10);
		equal(rig.events.join(), 'server lost 16,client connected,server 16>1 9');
	});

	it('says DISC again, and no frame of before, where it is not heard', () => {
		const rig = connected({ ...ROWS, answer: () => undefined });
		rig.client.send(bytes(500));
		rig.client.send(bytes(500));
		rig.run(0);
		rig.isLost = (frame) => frame === '>53' && rig.controls.filter((each) => each.startsWith('>53')).length === 0;
		rig.client.disconnect();
		rig.run(10_000);
		equal(
			rig.controls
				.slice(rig.controls.indexOf('>53!'))
				.filter((each) => each.startsWith('>'))
				.join(' '),
			'>53! >53',
			rig.controls.join(' '),
		);
		equal(rig.events.at(-1), 'client asked');
	});

	it('forgets half a request at DISC, SNRM and FRMR, and takes the next as it is', () => {
		for (const [leave, back] of [
			[CONTROL.disc, ''],
			[CONTROL.snrm, ''],
			// A control field that nobody sends.
			[0xe3, 'e3'],
		] as const) {
			const rig = connected();
			rig.server.receive(information(ENDS, 0, 0, 'e6e600 0102', { segmented: true }));
			rig.server.receive(plainFrame(ENDS, leave));
			if (leave === CONTROL.disc) rig.server.receive(plainFrame(ENDS, CONTROL.snrm));
			const next = back === '' ? 0 : 1;
			rig.server.receive(information(ENDS, next, 0, 'e6e600 0304 05'));
			equal(rig.events.filter((event) => event.startsWith('server 16')).join(), 'server 16>1 3', `control ${leave.toString(16)}`);
		}
	});

	it('forgets half an answer, and takes the first of the next link as it is', () => {
		for (const again of [true, false]) {
			const rig = connected({ answer: (apdu) => (apdu.length === 3 ? bytes(300) : bytes(2)) });
			rig.client.send(bytes(3));
			rig.isLost = (frame) => frame === '>31';
			rig.run(100);
			equal(rig.controls.join(' '), '>10 <30s >31!');
			if (!again) {
				rig.client.disconnect();
				rig.run(10);
			}
			rig.client.connect();
			rig.run(10);
			rig.client.send(bytes(4));
			rig.run();
			equal(rig.events.at(-1), 'client 0001', again ? 'SNRM' : 'DISC');
		}
	});

	it('lets what comes behind an answer in segments wait for the last of them: a release in its midst is answered', () => {
		let answers = 0;
		const rig = connected({ ...ROWS, serverWindow: 1, answer: () => (answers++ === 0 ? bytes(600) : hex('6303 800100')) });
		rig.client.send(bytes(3));
		while (!rig.controls.includes('>31')) rig.scheduler.step();
		rig.client.send(hex('6203 800100'));
		rig.run();
		equal(rig.events.filter((event) => event.startsWith('client')).join(), `client ${toHex(bytes(600))},client 6303800100`, rig.controls.join(' '));
	});
});

describe('HDLC link that is not ready', () => {
	it('of a server that says RNR gets no I frame before RR, and is asked in a while', () => {
		const rig = connected({ ...ROWS, answer: () => undefined });
		for (let length = 1; length < 10; length++) rig.client.send(bytes(length));
		rig.run(0);
		rig.isLost = () => true;
		rig.run(10);
		rig.controls.length = 0;
		rig.client.receive(supervisory(BACK, RNR, 3));
		rig.run(2900);
		equal(rig.controls.join(' '), '');
		rig.run(200);
		equal(rig.controls.join(' '), '>11!');
		rig.client.receive(supervisory(BACK, RR, 3));
		rig.run(0);
		equal(rig.controls.slice(1).join(' '), '>06! >08! >0a! >0c! >0e! >10!');
	});

	it('of a server that says RNR for ever is given up', () => {
		const rig = connected({ answer: () => undefined });
		rig.isLost = (frame) => {
			if (frame.startsWith('>')) rig.scheduler.after(5, () => rig.client.receive(supervisory(BACK, RNR, 0)));
			return true;
		};
		rig.client.send(bytes(3));
		rig.run(60_000);
		equal(rig.events.join(), 'client silent');
		equal(rig.controls.join(' '), '>10! >11! >11! >11!');
	});

	it('of a client that says RNR gets no I frame before RR', () => {
		const rig = connected({ serverWindow: 7, clientWindow: 7, answer: () => bytes(300) });
		rig.server.receive(information(ENDS, 0, 0, 'e6e600 0102'));
		rig.controls.length = 0;
		rig.server.receive(supervisory(ENDS, RNR, 1));
		equal(rig.controls.join(' '), '<31');
		rig.server.receive(supervisory(ENDS, RR, 1));
		equal(rig.controls.slice(1).join(' '), '<22s <34');
	});

	it('takes REJ as what it asks for: the row again from the frame that is missing', () => {
		const rig = connected({ serverWindow: 7, clientWindow: 7, answer: () => bytes(300) });
		rig.server.receive(information(ENDS, 0, 0, 'e6e600 0102'));
		equal(rig.controls.join(' '), '<20s <22s <34');
		rig.server.receive(supervisory(ENDS, REJ, 1));
		equal(rig.controls.slice(3).join(' '), '<22s <34');
		const other = connected({ ...ROWS, answer: () => undefined });
		other.client.send(bytes(300));
		other.run(0);
		other.isLost = () => true;
		other.client.receive(supervisory(BACK, REJ, 1));
		equal(other.controls.slice(3).join(' '), '>02s! >14!');
	});
});

describe('HDLC link on a slow line', () => {
	it('asks for what is missing of a row, not for all of it, and not while the rest is under way', () => {
		const rig = connected({ serverWindow: 7, clientWindow: 7, answer: () => bytes(600) });
		rig.isLost = (frame) => frame === '<38';
		rig.client.send(bytes(3));
		rig.run(2000);
		rig.isLost = () => false;
		rig.run(10_000);
		equal(rig.events.at(-1), `client ${toHex(bytes(600))}`);
		equal(rig.controls.join(' '), '>10 <20s <22s <24s <26s <38! >91 <38');
	});

	it('waits for the end of a row whose first frames were lost, however long it takes', () => {
		const rig = connected({ serverWindow: 7, clientWindow: 7 });
		rig.client.send(bytes(3));
		rig.isLost = (frame) => frame.startsWith('<');
		rig.run(10);
		rig.controls.length = 0;
		for (let number = 1; number < 5; number++) {
			rig.scheduler.runFor(2500);
			rig.client.receive(information(BACK, number, 1, '0102', { segmented: true, final: number === 4 }));
		}
		equal(rig.controls.join(' '), '>11');
	});

	it('does not speak into a frame that is under way, and gives up one that never ends', () => {
		const rig = connected();
		rig.client.send(bytes(3));
		rig.isLost = () => true;
		rig.run(10);
		rig.controls.length = 0;
		const frame = information(BACK, 0, 1, 'e6e700 0102');
		rig.scheduler.runFor(2900);
		rig.client.receive(frame.subarray(0, 9));
		rig.scheduler.runFor(2900);
		equal(rig.controls.join(' '), '');
		rig.client.receive(frame.subarray(9));
		equal(rig.events.at(-1), 'client 0102');
		rig.client.send(bytes(3));
		for (let i = 0; i < 12; i++) {
			rig.client.receive(i === 0 ? frame.subarray(0, 9) : Uint8Array.of(0));
			rig.scheduler.runFor(2900);
		}
		equal(rig.events.at(-1), 'client silent');
	});

	it('ends after long silence of its client, though others speak on the line', () => {
		const rig = connected();
		const other = { destination: shortAddress(1), source: shortAddress(1) };
		for (let i = 0; i < 5; i++) {
			rig.scheduler.runFor(30_000);
			rig.server.receive(supervisory(other, RR, 0));
			rig.server.receive(plainFrame({ destination: shortAddress(9), source: shortAddress(16) }, CONTROL.snrm));
		}
		equal(rig.server.connected, false);
		equal(rig.events.at(-1), 'server lost 16');
	});
});
