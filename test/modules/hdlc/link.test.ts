import { CONTROL, encodeHdlcFrame, shortAddress } from '../../../modules/hdlc/frame.js';
import { plainFrame } from '../../../modules/hdlc/link.js';
import { equal, hex, throws, toHex } from '../../assert.js';
import { HdlcRig } from './hdlc-rig.js';

const ENDS = { destination: shortAddress(1), source: shortAddress(16) };

function bytes(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => i);
}

function connected(options: ConstructorParameters<typeof HdlcRig>[0] = {}): HdlcRig {
	const rig = new HdlcRig(options);
	rig.client.connect();
	rig.run(100);
	equal(rig.events.join(), 'client connected');
	rig.events.length = 0;
	rig.controls.length = 0;
	return rig;
}

/** An I frame of the client, LLC header included. */
function information(sent: number, received: number, text: string, segmented = false, poll = true): Uint8Array {
	const control = (received << 5) | (poll ? CONTROL.pollFinal : 0) | (sent << 1);
	return encodeHdlcFrame({ segmented, ...ENDS, control, information: hex(text) });
}

describe('HDLC link', () => {
	it('connects, with the defaults, as was seen', () => {
		const rig = new HdlcRig();
		rig.client.connect();
		rig.run();
		equal(rig.controls.join(' '), '>93 <73');
		equal(rig.client.state, 'connected');
		equal(rig.server.connected, true);
	});

	for (const server of [shortAddress(1), { upper: 1, lower: 17, length: 2 }, { upper: 1, lower: 17, length: 4 }]) {
		it(`carries an APDU each way to an address of ${server.length} bytes, ${server.lower}`, () => {
			const rig = connected({ server });
			rig.client.send(bytes(20));
			rig.run();
			equal(rig.events.join(), `server 16>1 20,client ${toHex(bytes(20))}`);
			equal(rig.controls.join(' '), '>10 <30');
		});
	}

	it('goes on with numbers modulo 8', () => {
		const rig = connected();
		for (let i = 0; i < 20; i++) {
			rig.client.send(bytes(20));
			rig.run(100);
		}
		equal(rig.events.length, 40);
		equal(rig.controls.slice(0, 18).join(' '), '>10 <30 >32 <52 >54 <74 >76 <96 >98 <b8 >ba <da >dc <fc >fe <1e >10 <30');
	});

	it('cuts APDUs into segments both ways, each acknowledged', () => {
		const rig = connected();
		rig.client.send(bytes(300));
		rig.run();
		equal(rig.controls.join(' '), '>10s <31 >12s <51 >14 <70s >31 <72s >51 <74');
		equal(rig.events.join(), `server 16>1 300,client ${toHex(bytes(300))}`);
	});

	it('uses the sizes that both agree on', () => {
		const rig = connected({ serverInformation: 512, clientInformation: 400 });
		rig.client.send(bytes(500));
		rig.run();
		equal(rig.controls.join(' '), '>10s <31 >12 <50s >31 <52');
	});

	it('takes a client that says nothing of sizes at 128, whatever the server has', () => {
		const rig = connected({ serverInformation: 512 });
		rig.client.send(bytes(200));
		rig.run();
		equal(rig.controls.join(' '), '>10s <31 >12 <50s >31 <52');
	});

	it('is lost and found at every single frame', () => {
		for (let lost = 0; lost < 12; lost++) {
			const rig = new HdlcRig();
			rig.lost.add(lost);
			rig.client.connect();
			rig.run(10_000);
			rig.client.send(bytes(300));
			rig.run(60_000);
			const apdus = rig.events.filter((event) => !event.includes('connected'));
			equal(apdus.filter((event) => event.startsWith('client ')).join(), `client ${toHex(bytes(300))}`, `frame ${lost}: ${rig.controls.join(' ')}`);
			equal(apdus.filter((event) => event.startsWith('server 16')).length, 1, `requests with frame ${lost} lost`);
		}
	});

	it('sends as many frames in a row as both agree on, and yields with the last', () => {
		const rig = connected({ serverWindow: 7, clientWindow: 3 });
		rig.client.send(bytes(600));
		rig.run();
		equal(rig.controls.join(' '), '>00s >02s >14s <71 >06s >18 <a0s <a2s <b4s >71 <a6s <b8');
		equal(rig.events.join(), `server 16>1 600,client ${toHex(bytes(600))}`);
		const one = connected({ serverWindow: 1, clientWindow: 7 });
		one.client.send(bytes(300));
		one.run();
		equal(one.controls.join(' '), '>10s <31 >12s <51 >14 <70s >31 <72s >51 <74');
	});

	for (const [serverWindow, clientWindow] of [
		[7, 7],
		[7, 3],
		[2, 7],
	] as const) {
		it(`of windows of ${serverWindow} and ${clientWindow} is lost and found at every single frame, and every two`, () => {
			for (let first = 0; first < 26; first++) {
				for (let second = first; second < 26; second++) {
					const rig = new HdlcRig({ serverWindow, clientWindow });
					rig.lost.add(first).add(second);
					rig.client.connect();
					rig.run(10_000);
					rig.client.send(bytes(900));
					rig.run(60_000);
					const apdus = rig.events.filter((event) => !event.includes('connected'));
					const told = `frames ${first}, ${second}: ${rig.controls.join(' ')}`;
					equal(apdus.filter((event) => event.startsWith('client ')).join(), `client ${toHex(bytes(900))}`, told);
					equal(apdus.filter((event) => event.startsWith('server 16')).length, 1, told);
				}
			}
		});
	}

	it('carries several requests in a row, of which the last has an answer, whatever is lost', () => {
		const options = { serverWindow: 7, clientWindow: 7, mostApdus: 63, answer: (apdu: Uint8Array) => (apdu.length === 9 ? apdu.slice() : undefined) };
		const rig = connected(options);
		for (let length = 1; length < 10; length++) rig.client.send(bytes(length));
		rig.run(100);
		equal(rig.controls.join(' '), '>00 >02 >04 >06 >08 >0a >1c <f1 >0e >10 <30');
		for (let lost = 0; lost < 20; lost++) {
			const lossy = new HdlcRig(options);
			lossy.lost.add(lost);
			lossy.client.connect();
			lossy.run(10_000);
			for (let length = 1; length < 10; length++) lossy.client.send(bytes(length));
			lossy.run(60_000);
			const lengths = lossy.events.filter((event) => event.startsWith('server 16>')).map((event) => event.split(' ')[2]);
			equal(lengths.join(), '1,2,3,4,5,6,7,8,9', `frame ${lost}: ${lossy.controls.join(' ')}`);
			equal(lossy.events.at(-1), `client ${toHex(bytes(9))}`);
		}
	});

	it('takes no more requests at once than may be', () => {
		const rig = connected({ mostApdus: 3 });
		for (let i = 0; i < 3; i++) rig.client.send(bytes(3));
		throws(() => rig.client.send(bytes(3)), /^HDLC: expected a link that is free/);
	});

	it('does not send again what is on a slow line still', () => {
		const sizes = { clientInformation: 1000, serverInformation: 1000 };
		for (const [speed, expected] of [
			[undefined, '>10 >10 >10'],
			[1200, '>10'],
		] as const) {
			const rig = connected({ ...sizes, ...(speed !== undefined && { speed }) });
			rig.delay = 7000;
			rig.client.send(bytes(900));
			rig.run(6900);
			equal(rig.controls.join(' '), expected);
		}
	});

	it('waits for an answer that comes late, and asks for it', () => {
		const rig = connected({ answer: () => undefined });
		rig.client.send(bytes(20));
		rig.run(4000);
		equal(rig.controls.slice(0, 3).join(' '), '>10 >10 <31');
		rig.server.send(bytes(5));
		rig.run(10_000);
		equal(rig.events.join(), `server 16>1 20,client ${toHex(bytes(5))}`);
	});

	it('gives up where nobody answers', () => {
		const rig = new HdlcRig();
		for (let i = 0; i < 10; i++) rig.lost.add(i);
		rig.client.connect();
		rig.run(20_000);
		equal(rig.controls.join(' '), '>93! >93! >93! >93!');
		equal(rig.events.join(), 'client silent');
		equal(rig.client.state, 'disconnected');
	});

	it('is disconnected by the client', () => {
		const rig = connected();
		rig.client.disconnect();
		rig.run();
		equal(rig.controls.join(' '), '>53 <73');
		equal(rig.events.join(), 'server lost 16,client asked');
		equal(rig.server.connected, false);
	});

	it('that is down answers with DM', () => {
		const rig = new HdlcRig();
		rig.client.disconnect();
		rig.server.receive(plainFrame(ENDS, CONTROL.disc));
		rig.server.receive(information(0, 0, 'e6e600 c0'));
		equal(rig.controls.join(' '), '<1f <1f');
		equal(rig.events.length, 0);
	});

	it('ends after long silence, not before', () => {
		const rig = connected();
		rig.run(119_000);
		equal(rig.server.connected, true);
		rig.client.send(bytes(1));
		rig.run(119_000);
		equal(rig.server.connected, true);
		rig.run(2000);
		equal(rig.server.connected, false);
		equal(rig.events.at(-1), 'server lost 16');
		rig.client.send(bytes(1));
		rig.run();
		equal(rig.events.at(-1), 'client refused');
	});

	it('begins anew with each SNRM', () => {
		const rig = connected();
		rig.client.send(bytes(1));
		rig.run(100);
		rig.client.connect();
		rig.run(100);
		rig.client.send(bytes(2));
		rig.run(100);
		equal(rig.events.join(), 'server 16>1 1,client 00,server lost 16,client connected,server 16>1 2,client 0001');
	});

	it('belongs to one client at a time: another takes it over with SNRM, and gets DM without', () => {
		const rig = connected();
		const other = { destination: shortAddress(1), source: shortAddress(1) };
		rig.server.receive(plainFrame(other, CONTROL.rr));
		equal(rig.controls.at(-1), '<1f');
		rig.server.receive(plainFrame(other, CONTROL.snrm));
		equal(rig.controls.at(-1), '<73');
		equal(rig.events.join(), 'server lost 16');
	});

	it('says nothing to what is for all stations, or comes from none or from all of them', () => {
		const rig = new HdlcRig();
		const frames = ['7EA00802FF2193114E7E', '7EA0070301933C227E'].map((text) => hex(text));
		for (const lower of [0x7f, 0x3fff])
			frames.push(plainFrame({ destination: { upper: 1, lower, length: lower === 0x7f ? 2 : 4 }, source: shortAddress(16) }, CONTROL.snrm));
		frames.push(plainFrame({ destination: shortAddress(1), source: shortAddress(0x7f) }, CONTROL.snrm));
		for (const frame of frames) rig.server.receive(frame);
		rig.run();
		equal(rig.controls.length, 0);
		equal(rig.server.connected, false);
		equal(rig.server.dropped, frames.length);
	});

	it('says nothing to frames for another station, and to UI', () => {
		const rig = connected();
		const { dropped } = rig.server;
		rig.server.receive(plainFrame({ destination: shortAddress(2), source: shortAddress(16) }, CONTROL.snrm));
		rig.server.receive(plainFrame({ destination: { upper: 1, lower: 18, length: 2 }, source: shortAddress(16) }, CONTROL.snrm));
		rig.server.receive(plainFrame(ENDS, CONTROL.ui));
		equal(rig.controls.length, 0);
		equal(rig.server.dropped, dropped + 3);
		equal(rig.events.length, 1);
		equal(/^HDLC: dropped: a frame for another station/.test(rig.events[0]!), true, rig.events[0]!);
	});

	it('rejects with FRMR what cannot be: a control field, a number, too much information', () => {
		const rig = connected();
		rig.server.receive(plainFrame(ENDS, 0xe3));
		equal(rig.controls.at(-1), '<97');
		rig.server.receive(plainFrame(ENDS, CONTROL.rr | (5 << 5)));
		equal(rig.controls.at(-1), '<97');
		rig.server.receive(information(0, 0, `e6e600${'00'.repeat(140)}`));
		equal(rig.server.connected, true);
		rig.run(10);
		rig.client.send(bytes(3));
		rig.run();
		equal(rig.events.at(-1), 'client 000102');
	});

	it('rejects an APDU that is longer than it takes, and goes on', () => {
		const rig = connected({ maxApdu: 200 });
		rig.client.send(bytes(300));
		rig.run();
		equal(rig.controls.join(' '), '>10s <31 >12s <97');
		equal(rig.events.at(-1), 'client refused');
		rig.client.connect();
		rig.run();
		rig.client.send(bytes(150));
		rig.run();
		equal(rig.events.at(-1), `client ${toHex(bytes(150))}`);
	});

	it('drops an APDU without its LLC header', () => {
		const rig = connected();
		rig.server.receive(information(0, 0, 'e6e700 c0'));
		equal(rig.controls.join(), '<31');
		equal(
			rig.events.some((event) => event.startsWith('server')),
			false,
		);
	});

	it('speaks only when asked: not without P', () => {
		const rig = connected();
		rig.server.receive(information(0, 0, 'e6e600 c001', false, false));
		equal(rig.controls.length, 0);
		rig.server.receive(plainFrame(ENDS, CONTROL.rr));
		equal(rig.controls.join(), '<30');
	});

	it('forgets an unfinished frame after a pause', () => {
		const rig = connected();
		rig.server.receive(hex('7e a0 70 03 21'));
		rig.run(1000);
		rig.client.send(bytes(3));
		rig.run(500);
		equal(rig.events.at(-1), 'client 000102');
		equal(rig.controls.join(' '), '>10 <30');
	});

	it('takes one request at a time', () => {
		const rig = connected();
		rig.client.send(bytes(3));
		throws(() => rig.client.send(bytes(3)), /^HDLC: expected a link that is free/);
	});

	it('is over without a word when its line goes', () => {
		const rig = connected();
		rig.server.close();
		equal(rig.controls.length, 0);
		equal(rig.events.join(), 'server lost 16');
		rig.server.send(bytes(3));
		equal(rig.controls.length, 0);
	});
});
