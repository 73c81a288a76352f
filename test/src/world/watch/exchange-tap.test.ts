import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { toHex } from '../../../../modules/bytes/hex.js';
import type { Datagrams, Delivery } from '../../../../modules/datagram/datagram.js';
import { type Exchange, ExchangeTap } from '../../../../src/world/watch/exchange-tap.js';
import { equal, hex } from '../../../assert.js';

const HEMS = hex('fe80 0000 0000 0000 021d 1291 4b45 0001');
const OTHER = hex('fe80 0000 0000 0000 021d 1291 4b45 0002');
const METER = hex('fe80 0000 0000 0000 021c 6400 4b45 0001');
const GET = hex('1081 0001 05ff01 028801 62 01 e700');
const GET_RES = hex('1081 0001 028801 05ff01 72 01 e704000001f4');

/** A tap between a link that delivers when told to and a meter that says what it is told to. */
class Rig {
	readonly scheduler = new VirtualScheduler();
	readonly exchanges: Exchange[] = [];
	readonly asked: string[] = [];
	readonly peers: string[] = [];
	readonly delivered: ((delivery: Delivery) => void)[] = [];
	readonly tap: ExchangeTap;

	constructor() {
		const link: Datagrams = {
			maxPayload: 1232,
			listener: { onDatagram() {}, onPeer() {} },
			send: (_to, _port, _bytes, done) => this.delivered.push(done),
			terminate() {},
			configure() {},
		};
		this.tap = new ExchangeTap(link, this.scheduler, {
			onExchange: (exchange) => this.exchanges.push(exchange),
			onAsked: ({ frame, bytes }) => this.asked.push(`${frame?.esv.toString(16)} ${toHex(bytes)}`),
			onPeer: (event) => this.peers.push(event),
		});
	}

	asks(bytes: Uint8Array, from = HEMS): void {
		this.tap.onDatagram(from, METER, 3610, bytes, true);
	}

	says(bytes: Uint8Array, to = HEMS): void {
		this.tap.send(to, 3610, bytes, () => {});
	}

	get told(): string {
		return this.exchanges
			.map(
				({ kind, properties }) => `${kind} ${properties.map(({ epc, edt, accepted }) => `${epc.toString(16)}=${toHex(edt)}${accepted ? '' : '!'}`)}`,
			)
			.join('; ');
	}
}

describe('what is seen of exchanges', () => {
	for (const [properties, request, answer, timer] of [
		['one property', GET, GET_RES, 20_000],
		['two properties', hex('1081 0001 05ff01 028801 62 02 e700 e800'), hex('1081 0001 028801 05ff01 72 02 e704000001f4 e80400140028'), 60_000],
	] as const) {
		it(`an answer that nobody waits for any more is late: ${properties}`, () => {
			const rig = new Rig();
			for (const time of [timer, timer + 1]) {
				rig.asks(request);
				rig.scheduler.runFor(time);
				rig.says(answer);
			}
			// One that comes twice belongs to no request any more.
			rig.says(answer);
			equal(rig.exchanges.map(({ late }) => late).join(), `,${timer + 1},`);
		});
	}

	it('what the meter asks of itself, and what is no frame', () => {
		const rig = new Rig();
		const asks = hex('1081 8000 0ef001 0ef001 62 01 d600');
		rig.says(asks);
		rig.says(hex('10'));
		equal(rig.asked.join('; '), `62 ${toHex(asks)}; undefined 10`);
		equal(rig.told, '');
	});

	it('a Get and its answer, once', () => {
		const rig = new Rig();
		rig.asks(GET);
		equal(rig.told, '');
		rig.says(GET_RES);
		equal(rig.told, 'get e7=000001f4');
		equal(rig.exchanges[0]!.request?.tid, 1);
	});

	it('a Set with what was asked for, and what of it was refused', () => {
		const rig = new Rig();
		rig.asks(hex('1081 0002 05ff01 028801 61 02 e50101 810160'));
		rig.says(hex('1081 0002 028801 05ff01 51 02 e500 810160'));
		equal(rig.told, 'set e5=01,81=60!');
	});

	it('a Get that is refused in part', () => {
		const rig = new Rig();
		rig.asks(hex('1081 0003 05ff01 028801 62 02 e700 c000'));
		rig.says(hex('1081 0003 028801 05ff01 52 02 e704000001f4 c000'));
		equal(rig.told, 'get e7=000001f4,c0=!');
	});

	it('a notification', () => {
		const rig = new Rig();
		rig.says(hex('1081 0001 028801 05ff01 73 01 ea0b07ea0b160c0000 00000001'));
		equal(rig.told.slice(0, 9), 'notify ea');
	});

	it('an INF that was asked for is a Get, to whomever it goes', () => {
		const rig = new Rig();
		rig.asks(hex('1081 0004 05ff01 0ef001 63 01 d500'));
		rig.says(hex('1081 0004 0ef001 05ff01 73 01 d50401028801'), hex('ff02 0000 0000 0000 0000 0000 0000 0001'));
		equal(rig.told, 'get d5=01028801');
	});

	it('the answer of one asker is not that of another with the same TID', () => {
		const rig = new Rig();
		rig.asks(hex('1081 0001 05ff01 028801 61 01 e50101'), OTHER);
		rig.asks(GET);
		rig.says(GET_RES);
		equal(rig.told, 'get e7=000001f4');
	});

	it('what is no ECHONET Lite frame, not at all', () => {
		const rig = new Rig();
		rig.asks(hex('1082 0001'));
		rig.says(hex('00'));
		equal(rig.told, '');
		equal(rig.delivered.length, 1);
	});

	it('an answer that comes after all patience', () => {
		const rig = new Rig();
		rig.asks(hex('1081 0002 05ff01 028801 61 01 e50101'));
		rig.scheduler.runFor(70_000);
		rig.says(hex('1081 0002 028801 05ff01 71 01 e500'));
		equal(rig.told, 'set e5=01');
	});
});

describe('a tap is busy', () => {
	it('from a request to its answer, and until that is delivered', () => {
		const rig = new Rig();
		equal(rig.tap.isBusy, false);
		rig.asks(GET);
		equal(rig.tap.isBusy, true);
		rig.says(GET_RES);
		equal(rig.tap.isBusy, true);
		rig.delivered[0]!('sent');
		equal(rig.tap.isBusy, false);
	});

	it('for 20 s and no longer where no answer comes, and gives time a place to stop there', () => {
		const rig = new Rig();
		rig.asks(GET);
		rig.scheduler.runFor(15_000);
		rig.asks(GET);
		while (rig.tap.isBusy && rig.scheduler.step());
		equal(rig.scheduler.now(), 35_000);
		equal(rig.tap.isBusy, false);
	});

	it('for 20 s, to the last fraction of a ms, whatever it is rounded to', () => {
		for (let i = 0; i < 1000; i++) {
			const rig = new Rig();
			// Numbers from 32,768 on are twice as coarse as those below.
			rig.scheduler.runFor(13_000 + 19.123456789 * i);
			rig.asks(GET);
			let steps = 0;
			while (rig.tap.isBusy && steps < 10 && rig.scheduler.step()) steps++;
			equal(steps, 1);
		}
	});

	it('for the younger of two requests, when the older one is answered or given up', () => {
		const rig = new Rig();
		rig.asks(GET);
		rig.scheduler.runFor(5000);
		rig.asks(hex('1081 0005 05ff01 028801 62 01 e700'));
		rig.scheduler.runFor(1000);
		rig.asks(hex('1081 0006 05ff01 028801 62 01 e700'));
		rig.says(hex('1081 0006 028801 05ff01 72 01 e704000001f4'));
		rig.delivered[0]!('sent');
		rig.scheduler.runFor(15_000);
		equal(rig.tap.isBusy, true);
		while (rig.tap.isBusy && rig.scheduler.step());
		equal(rig.scheduler.now(), 25_000);
	});

	it('not with a SetI, which nobody answers', () => {
		const rig = new Rig();
		rig.asks(hex('1081 0002 05ff01 028801 60 01 e50101'));
		equal(rig.tap.isBusy, false);
	});

	it('no more when the session is over', () => {
		const rig = new Rig();
		rig.asks(GET);
		rig.tap.onPeer('left', HEMS, 'PTR');
		equal(rig.tap.isBusy, false);
		equal(rig.peers.join(), 'left');
	});
});
