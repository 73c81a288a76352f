/** Each row of the table of causes, by a world in which it happens. */
import assert from 'node:assert/strict';
import { CAUSE_WORDS } from '../../../../../boards/host/panel/ladder/cause-words.js';
import { CAUSE_IDS, type CauseId } from '../../../../../boards/host/panel/ladder/causes.js';
import type { RungSort } from '../../../../../boards/host/panel/ladder/rung.js';
import { fromText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import type { FaultName } from '../../../../../src/world/fault/fault-table.js';
import { CREDENTIALS } from '../../../../src/world/simulation/hems-rig.js';
import { credentialsOf, LadderRig, type LadderRigOptions } from './ladder-rig.js';

interface Case extends LadderRigOptions {
	readonly does: (rig: LadderRig) => void;
	readonly at?: RungSort;
	readonly names?: readonly FaultName[];
}

const OTHER_ID = `${'0'.repeat(31)}1`;
const FAR = 'FE80:0000:0000:0000:021C:6400:4B45:0099';

function ready(rig: LadderRig): void {
	rig.setPassword();
	rig.setId();
	rig.goTo();
}

const CASES: Readonly<Record<CauseId, readonly Case[]>> = {
	unplugged: [
		{
			does: (rig) => {
				rig.begin();
				rig.dongle.unplug();
			},
			at: 'port',
		},
	],
	unopened: [{ does: () => {} }],
	openedOnly: [{ does: (rig) => rig.dongle.restartInput(), at: 'port' }],
	gibberish: [
		{ does: (rig) => rig.dongle.receive(Uint8Array.from({ length: 400 }, (_, i) => 0x80 + (i % 0x60))), at: 'port' },
		{ model: 'bp35c0-j11', does: (rig) => rig.dongle.receive(fromText('SKVER\r\nSKINFO\r\n')), at: 'port' },
	],
	meterOff: [
		{
			does: (rig) => {
				rig.meter.powerOff(true);
				rig.setId();
				rig.scan();
			},
		},
	],
	unitGone: [
		{
			does: (rig) => {
				rig.meter.pull('communication');
				rig.setId();
				rig.scan();
			},
		},
	],
	limited: [
		{
			faults: ['transmit-limit=400ms'],
			does: (rig) => {
				rig.begin();
				for (let i = 0; i < 60; i++) rig.ask(1000);
			},
			names: ['transmit-limit'],
		},
	],
	sessionLost: [
		{
			faults: ['lost-session=10s'],
			does: (rig) => {
				rig.begin();
				rig.wait(15_000);
			},
			names: ['lost-session'],
		},
	],
	unanswered: [
		{
			faults: ['no-reply'],
			does: (rig) => {
				rig.begin();
				rig.wait(5000);
				for (let i = 0; i < 3; i++) rig.ask(10_000);
			},
			at: 'requests',
			names: ['no-reply'],
		},
	],
	reauthenticationFailed: [
		{
			faults: ['short-lifetime=10min', 'failed-reauthentication'],
			does: (rig) => {
				rig.begin();
				rig.wait(550_000);
			},
			at: 'turn',
			names: ['failed-reauthentication'],
		},
	],
	endedByMeter: [
		{
			faults: ['end-session=10s'],
			does: (rig) => {
				rig.begin();
				rig.wait(15_000);
			},
			at: 'turn',
			names: ['end-session'],
		},
	],
	endedHere: [
		{
			does: (rig) => {
				rig.begin();
				rig.type('SKTERM', 'EVENT 27');
				rig.wait(1000);
			},
			at: 'turn',
		},
	],
	endUnanswered: [
		{
			faults: ['ignored-termination'],
			does: (rig) => {
				rig.begin();
				rig.type('SKTERM', 'EVENT 28');
				rig.wait(1000);
			},
			at: 'turn',
			names: ['ignored-termination'],
		},
	],
	expired: [
		{
			faults: ['short-lifetime=60s'],
			does: (rig) => {
				rig.type('SKSREG S17 0');
				rig.begin();
				// The meter would end the session itself.
				rig.dongle.move(80);
				rig.wait(70_000);
			},
			at: 'turn',
			names: ['short-lifetime'],
		},
	],
	powerFailed: [
		{
			does: (rig) => {
				rig.begin();
				rig.dongle.reset();
			},
			at: 'port',
		},
	],
	joinOther: [
		{
			does: (rig) => {
				ready(rig);
				rig.join(FAR);
			},
			at: 'turn',
		},
	],
	wrongPassword: [
		{
			does: (rig) => {
				rig.setPassword('ZZZZZZZZZZZZ');
				rig.setId();
				rig.goTo();
				rig.join();
			},
			at: 'turn',
		},
		{ model: 'bp35c0-j11', does: (rig) => rig.beginJ11(CREDENTIALS.id, 'ZZZZZZZZZZZZ'), at: 'turn' },
	],
	wrongId: [
		{
			does: (rig) => {
				rig.setPassword();
				rig.setId(OTHER_ID);
				rig.goTo();
				rig.join();
			},
			at: 'turn',
		},
	],
	refused: [
		{
			faults: ['wrong-password'],
			does: (rig) => {
				ready(rig);
				rig.join();
			},
			at: 'turn',
			names: ['wrong-password'],
		},
	],
	joinElsewhere: [
		{
			does: (rig) => {
				rig.setPassword();
				rig.setId();
				rig.join();
			},
			at: 'turn',
		},
	],
	joinSilence: [
		{
			faults: ['refused-join=always'],
			does: (rig) => {
				ready(rig);
				rig.join();
			},
			at: 'turn',
			names: ['refused-join'],
		},
	],
	joinBroken: [
		{
			does: (rig) => {
				ready(rig);
				rig.dongle.receive(fromText(`SKJOIN ${rig.address}\r\n`));
				rig.world.simulator.scheduler.runWhile(() => !rig.rungs.some((rung) => rung.sort === 'pana' && rung.from === 'meter'), 10_000);
				rig.dongle.move(80);
				rig.wait(60_000);
			},
			at: 'turn',
		},
	],
	dongleSilent: [
		{
			faults: ['silent-dongle=always'],
			does: (rig) => {
				rig.setPassword();
				rig.wait(6000);
			},
			at: 'command',
			names: ['silent-dongle'],
		},
	],
	joinWithoutId: [
		{
			does: (rig) => {
				rig.setPassword();
				rig.goTo();
				rig.type(`SKJOIN ${rig.address}`);
			},
			at: 'command',
		},
	],
	joinWithoutPassword: [
		{
			does: (rig) => {
				rig.setId();
				rig.goTo();
				rig.type(`SKJOIN ${rig.address}`);
			},
			at: 'command',
		},
		{
			model: 'bp35c0-j11',
			does: (rig) => {
				rig.setUpJ11();
				rig.scanJ11();
				rig.request('setCredentials', credentialsOf());
				rig.request('startRouteB', undefined, 10_000);
				rig.dongle.reset();
				rig.wait(1000);
				rig.setUpJ11();
				rig.request('startRouteB', undefined, 10_000);
				rig.request('startPana');
			},
			at: 'command',
		},
	],
	otherGrammar: [
		{
			model: 'bp35c2',
			does: (rig) => {
				rig.setPassword();
				rig.setId();
				rig.type('SKSCAN 2 FFFFFFFF 6');
			},
			at: 'command',
		},
		{
			faults: ['other-grammar'],
			does: (rig) => {
				rig.setPassword();
				rig.setId();
				rig.type('SKSCAN 2 FFFFFFFF 6');
			},
			at: 'command',
			names: ['other-grammar'],
		},
	],
	startUnheard: [
		{
			model: 'bp35c0-j11',
			faults: ['failed-start'],
			does: (rig) => {
				rig.setUpJ11();
				rig.request('setCredentials', credentialsOf());
				rig.request('startRouteB', undefined, 10_000);
			},
			at: 'command',
			names: ['failed-start'],
		},
	],
	refusedCommand: [
		{
			faults: ['er10=always'],
			does: (rig) => {
				rig.setPassword();
			},
			at: 'command',
			names: ['er10'],
		},
		{
			model: 'bp35c0-j11',
			does: (rig) => {
				rig.request('setCredentials', credentialsOf());
			},
			at: 'command',
		},
	],
	scanOtherId: [
		{
			does: (rig) => {
				rig.setPassword();
				rig.setId(OTHER_ID);
				rig.scan();
			},
			at: 'scan',
		},
	],
	scanChannels: [
		{
			does: (rig) => {
				rig.setId();
				rig.scan(6, 2, '00000003');
			},
			at: 'scan',
		},
	],
	scanTooShort: [
		{
			faults: ['slow-beacon'],
			does: (rig) => {
				rig.setId();
				rig.scan(3);
			},
			at: 'scan',
			names: ['slow-beacon'],
		},
	],
	scanNothing: [
		{
			faults: ['missing-beacon=always'],
			does: (rig) => {
				rig.setId();
				rig.scan();
			},
			at: 'scan',
			names: ['missing-beacon'],
		},
		{
			faults: ['slow-beacon'],
			does: (rig) => {
				rig.setId();
				rig.scan(4);
			},
			at: 'scan',
			names: ['slow-beacon'],
		},
		{
			faults: ['distance'],
			does: (rig) => {
				rig.setId();
				rig.scan();
			},
			at: 'scan',
			names: ['distance'],
		},
	],
	scanOnlyOthers: [
		{
			faults: ['neighbour-pans', 'missing-beacon=always'],
			does: (rig) => {
				rig.setId();
				rig.scan();
			},
			at: 'scan',
			names: ['neighbour-pans', 'missing-beacon'],
		},
	],
	noJoin: [
		{
			does: (rig) => {
				rig.setPassword();
				rig.setId();
				rig.scan();
				rig.wait(20_000);
			},
			at: 'scan',
		},
	],
	noCredentials: [
		{
			does: (rig) => {
				rig.type('SKVER');
				rig.type('SKINFO');
			},
			at: 'command',
		},
	],
	noPassword: [{ does: (rig) => rig.setId(), at: 'command' }],
	noId: [{ does: (rig) => rig.setPassword(), at: 'command' }],
	noScan: [
		{
			does: (rig) => {
				rig.setPassword();
				rig.setId();
			},
			at: 'command',
		},
	],
};

describe('Where a join stopped', () => {
	for (const id of CAUSE_IDS) {
		for (const [i, { does, at, names = [], ...options }] of CASES[id].entries()) {
			it(`${id}${i === 0 ? '' : `, ${i + 1}`}: ${CAUSE_WORDS.en[id]('skstack').why}`, () => {
				const rig = new LadderRig(options);
				does(rig);
				assert.equal(rig.stopped?.cause, id);
				assert.deepEqual(new Set(rig.stopped?.faults), new Set(names));
				if (at !== undefined) assert.equal(rig.stoppedAt?.sort, at);
			});
		}
	}

	it('is nowhere while a scan or a join goes on', () => {
		const rig = new LadderRig({ faults: ['refused-join=always'] });
		rig.setPassword();
		rig.setId();
		rig.dongle.receive(fromText('SKSCAN 2 FFFFFFFF 6\r\n'));
		rig.wait(1000);
		assert.equal(rig.stopped, undefined);
		rig.wait(60_000);
		rig.goTo();
		rig.dongle.receive(fromText(`SKJOIN ${rig.address}\r\n`));
		rig.wait(5000);
		assert.equal(rig.stopped, undefined);
	});

	it('is nowhere any more when the next attempt gets in', () => {
		const rig = new LadderRig({ faults: ['refused-join=always'] });
		rig.begin();
		assert.equal(rig.stopped?.cause, 'joinSilence');
		rig.world.setFault('refused-join', undefined);
		rig.join();
		assert.equal(rig.stopped, undefined);
		assert.deepEqual(
			rig.ladder.attempts.all.map(({ state }) => state),
			['failed', 'joined'],
		);
	});
});
