import assert from 'node:assert/strict';
import { MOST_ATTEMPTS, MOST_RUNGS } from '../../../../../boards/host/panel/ladder/bounds.js';
import type { PanaRung, RequestsRung, Rung, ScanRung } from '../../../../../boards/host/panel/ladder/rung.js';
import { CREDENTIALS } from '../../../../src/world/simulation/hems-rig.js';
import { LadderRig } from './ladder-rig.js';

/** In short. */
function short(rung: Rung): string {
	switch (rung.sort) {
		case 'command':
			return `${rung.text}${rung.count > 1 ? ` ×${rung.count}` : ''} → ${rung.answer}`;
		case 'event':
			return `${rung.text} (${rung.meaning})`;
		case 'scan':
			return `scan ${rung.duration}: ${rung.found.map(({ meter }) => meter ?? 'a neighbour').join(', ') || 'nothing'}`;
		case 'pana':
			return `${rung.from === 'dongle' ? '→' : '←'} ${rung.name}${rung.eap === null ? '' : ` ${rung.eap}`}${rung.repeated ? ' again' : ''}`;
		case 'turn':
			return `${rung.from}: ${rung.turn}`;
		case 'requests':
			return `${rung.sent} requests, ${rung.received} received`;
		case 'unsent':
			return `unsent: ${rung.why}`;
		case 'port':
			return `port: ${rung.what}`;
	}
}

function shortOf(rig: LadderRig): string[] {
	return rig.rungs.map(short);
}

function of<Sort extends Rung['sort']>(rig: LadderRig, sort: Sort): (Rung & { readonly sort: Sort })[] {
	return rig.rungs.filter((rung): rung is Rung & { readonly sort: Sort } => rung.sort === sort);
}

describe('The ladder of a join', () => {
	it('has a rung for each command, the scan, each message of PANA with its EAP round, and each EVENT', () => {
		const rig = new LadderRig();
		rig.begin();
		assert.deepEqual(shortOf(rig), [
			'SKSETPWD C … → OK',
			`SKSETRBID ${CREDENTIALS.id} → OK`,
			'SKSCAN 2 FFFFFFFF 6 → OK',
			'scan 6: meter',
			'EVENT 22 (scanDone)',
			'SKSREG S2 31 → OK',
			`SKSREG S3 ${rig.meter.panId.toString(16).toUpperCase()} → OK`,
			`SKJOIN ${rig.address} → OK`,
			'→ PCI',
			'← PAR[S]',
			'→ PAN[S]',
			'← PAR PSK 1',
			'→ PAN PSK 2',
			'← PAR PSK 3',
			'→ PAN PSK 4',
			'← PAR[C] Success',
			'→ PAN[C]',
			'meter: meterJoined',
			'dongle: authenticated',
			'EVENT 25 (joined)',
		]);
		const { state, session, meter } = rig.ladder.attempts.current!;
		assert.deepEqual([state, meter], ['joined', 'meter']);
		assert.deepEqual(session!.until - session!.since, session!.lifetime * 1000);
		assert.deepEqual(session!.againAt! - session!.since, session!.lifetime * 800);
		assert.deepEqual(session!.keyId, rig.world.state.meters[0]!.session!.keyId);
		assert.deepEqual(session!.sessionId, rig.world.state.meters[0]!.session!.sessionId);
		assert.deepEqual(rig.stopped, undefined);
	});

	it('never has a password in it', () => {
		const rig = new LadderRig();
		rig.type(`SKSETPWD C ${CREDENTIALS.password}`);
		rig.type(`XSKSETPWD C ${CREDENTIALS.password}`);
		rig.type(`sksetpwd C ${CREDENTIALS.password}`, 'FAIL');
		rig.type('SKSETPSK 10 00112233445566778899AABBCCDDEEFF');
		const text = JSON.stringify(rig.ladders.told(rig.ladder, 'meter'));
		assert.ok(!text.includes(CREDENTIALS.password), text);
		assert.ok(!text.includes('00112233445566778899AABBCCDDEEFF'), text);
	});

	it('marks what is sent again', () => {
		const rig = new LadderRig({ faults: ['refused-join=always'] });
		rig.begin();
		const pci = of(rig, 'pana') as PanaRung[];
		assert.ok(pci.length > 3);
		assert.deepEqual(
			pci.map(({ repeated }) => repeated),
			[false, ...Array(pci.length - 1).fill(true)],
		);
	});

	it('folds a steady session into one rung', () => {
		const rig = new LadderRig();
		rig.begin();
		rig.wait(3000);
		for (let i = 0; i < 214; i++) rig.ask();
		const [requests, ...more] = of(rig, 'requests') as RequestsRung[];
		assert.deepEqual(more, []);
		assert.deepEqual(requests!.sent, 214);
		assert.ok(requests!.received >= 214, `${requests!.received}`);
	});

	it('begins anew with each attempt, and keeps the last ones', () => {
		const rig = new LadderRig({ faults: ['refused-join=always'] });
		rig.setPassword();
		rig.setId();
		rig.goTo();
		for (let i = 0; i < MOST_ATTEMPTS + 3; i++) rig.join();
		const { all } = rig.ladder.attempts;
		assert.deepEqual(all.length, MOST_ATTEMPTS);
		assert.deepEqual(all.at(-1)!.number, MOST_ATTEMPTS + 3);
		assert.deepEqual(new Set(all.map(({ state }) => state)), new Set(['failed']));
	});

	it('keeps the beginning and the end of a long one', () => {
		const rig = new LadderRig();
		for (let i = 0; i < 200; i++) rig.type(`SKSREG S2 ${(33 + (i % 28)).toString(16)}`);
		assert.deepEqual(rig.rungs.length, MOST_RUNGS);
		assert.deepEqual(rig.ladder.attempts.current!.dropped, 200 - MOST_RUNGS);
		assert.deepEqual(rig.rungs[0]!.id, 1);
		assert.deepEqual(rig.rungs.at(-1)!.id, 200);
	});

	it('tells the session that was authenticated again', () => {
		const rig = new LadderRig({ faults: ['short-lifetime=60s'] });
		rig.begin();
		rig.wait(55_000);
		const { session, state } = rig.ladder.attempts.current!;
		assert.deepEqual([state, session!.again, session!.endedAt], ['joined', 1, null]);
	});

	it('is made of the frames of a J11 dongle likewise', () => {
		const rig = new LadderRig({ model: 'bp35c0-j11' });
		rig.beginJ11();
		const told = shortOf(rig);
		assert.deepEqual(told.slice(0, 5), ['setUp → 01', 'setCredentials → 01', 'scan → 01', 'scan 6: meter', 'startRouteB → 01']);
		for (const rung of ['→ PCI', '← PAR PSK 1', '→ PAN[C]', 'meter: meterJoined', 'dongle: authenticated', '6028 01 (joined)'])
			assert.ok(told.includes(rung), `${rung} in ${told.join('; ')}`);
		assert.equal(rig.ladder.attempts.current!.state, 'joined');
		assert.equal(rig.stopped, undefined);
		assert.ok(!JSON.stringify(rig.ladders.told(rig.ladder, 'meter')).includes(CREDENTIALS.password));
	});

	it('tells the place and the meter of what a scan finds, and of neighbours that they are none', () => {
		const rig = new LadderRig({ neighbours: 2 });
		rig.setId();
		rig.scan(6, 3);
		const [{ found }] = of(rig, 'scan') as [ScanRung];
		assert.deepEqual(
			found.filter(({ meter }) => meter === 'meter').map(({ channel }) => channel),
			[rig.meter.channel],
		);
		assert.deepEqual(found.filter(({ meter }) => meter === null).length, 2);
	});
});
