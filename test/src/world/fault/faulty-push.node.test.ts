import type { PushCarrier } from '../../../../src/route-a/push-carrier.js';
import { FaultyPush } from '../../../../src/world/fault/faulty-push.js';
import { equal } from '../../../assert.js';
import { switchedOn } from './fault-rig.js';

function pushing(...texts: readonly string[]) {
	const sent: number[] = [];
	const inner: PushCarrier = {
		send: (_by, _to, _port, frame, done) => {
			sent.push(frame[0]!);
			done(undefined);
		},
		sendByLine: (client, apdu, done) => {
			sent.push(client, apdu[0]!);
			done(undefined);
		},
	};
	const switches = switchedOn(texts);
	const faulty = new FaultyPush(inner, switches);
	let told = 0;
	const send = (...bytes: readonly number[]): string => {
		for (const byte of bytes) faulty.send('udp', new Uint8Array(16), 4060, Uint8Array.of(byte), () => told++);
		return sent.splice(0).join();
	};
	const sendByLine = (byte: number): string => {
		faulty.sendByLine!(103, Uint8Array.of(byte), () => told++);
		return sent.splice(0).join();
	};
	return { faulty, switches, send, sendByLine, told: () => told };
}

describe('pushes with faults', () => {
	it('go as they are without any', () => equal(pushing().send(1, 2, 3), '1,2,3'));

	it('go twice, and are told of once', () => {
		const { send, told } = pushing('push-twice=always');
		equal(`${send(1, 2)} ${told()}`, '1,1,2,2 2');
	});

	it('are the one before', () => {
		const { send, switches } = pushing('push-stale=always');
		equal(send(1, 2, 3), '1,1,1');
		switches.set('push-stale', undefined);
		equal(send(4, 5), '4,5');
	});

	it('fail at the local port as over IP, with what went there; where there is none, there is none', () => {
		const { send, sendByLine, told } = pushing('push-stale=always', 'push-twice=always');
		equal(send(1), '1,1');
		equal(sendByLine(2), '103,2,103,2');
		equal(sendByLine(3), '103,2,103,2');
		equal(told(), 3);
		const { faulty } = pushing();
		equal(new FaultyPush({ send: () => {} }, switchedOn([])).sendByLine, undefined);
		equal(typeof faulty.sendByLine, 'function');
	});

	it('storm when the power has come, with the first', () => {
		const { faulty, send, switches } = pushing('push-storm');
		equal(send(1, 2), `${Array.from({ length: 50 }, () => 1).join()},2`);
		faulty.begin();
		equal(send(3).split(',').length, 50);
		equal(switches.find('push-storm')?.struck, 2);
	});
});
