import type { Verdict } from '../../../src/meter/communication/status-information.js';
import { AUTHENTICATION_MEMORY, diagnose, type Findings } from '../../../src/route-b/diagnosis.js';
import type { RouteBService } from '../../../src/route-b/route-b-service.js';
import type { RouteBReport } from '../../../src/route-b/status.js';
import { equal } from '../../assert.js';
import { at, BackplaneRig, type Communication, Metering } from '../meter/backplane/backplane-rig.js';
import { HEMS } from './route-b-rig.js';

const blank: RouteBReport = {
	...{ startedAt: 1, authentication: undefined, connection: undefined, hems: undefined, heardAt: undefined },
	...{
		sent: 0,
		failed: 0,
		limited: 0,
		undelivered: 0,
		refused: 0,
		overrun: 0,
		received: 0,
		counts: { joined: 0, rejoined: 0, left: 0, expired: 0, failed: 0 },
		events: [],
	},
};
const failed = { at: 1000, event: 'failed' as const, peer: HEMS, evidence: 'PANA_AUTHENTICATION_REJECTED' };
const joined = { at: 2000, event: 'joined' as const, peer: HEMS, evidence: 'PANA_SUCCESS' };

function verdictOf(report: Partial<RouteBReport> | undefined, more: Partial<Findings> = {}): Verdict {
	const findings: Findings = { report: report && { ...blank, ...report }, working: true, medium: 'radio', signal: undefined, now: 3000, ...more };
	return diagnose(findings).verdict;
}

describe('diagnosis: when a verdict ends', () => {
	it('HEMS is failure: with a success, or half an hour after the last failure', () => {
		equal(verdictOf({ authentication: failed }), 'HEMS is failure');
		equal(verdictOf({ authentication: joined, connection: joined, hems: HEMS }), 'active');
		equal(verdictOf({ authentication: failed }, { now: 1000 + AUTHENTICATION_MEMORY - 1 }), 'HEMS is failure');
		equal(verdictOf({ authentication: failed }, { now: 1000 + AUTHENTICATION_MEMORY }), 'HEMS is unconnected');
	});

	it('a stranger that fails beside a session that stands changes nothing', () => {
		equal(verdictOf({ authentication: failed, hems: HEMS }), 'active');
		equal(verdictOf({ authentication: failed, hems: HEMS, undelivered: 2 }), 'HEMS is failure', 'that HEMS itself, which forgot its session');
	});

	it('HEMS is unconnected: with a session, and in it once a datagram arrives', () => {
		equal(verdictOf({}), 'HEMS is unconnected');
		equal(verdictOf({ connection: joined, hems: HEMS, undelivered: 1 }), 'active');
		equal(verdictOf({ connection: joined, hems: HEMS, undelivered: 2 }), 'HEMS is unconnected');
	});

	it('abnormality: when the unit works and Route B runs', () => {
		equal(verdictOf(undefined, { working: false }), 'abnormality');
		equal(verdictOf({}, { working: false }), 'undetermined', 'it runs, but is isolated: Table 2 has no such state');
	});

	it('shows the evidence', () => {
		const report = { ...blank, authentication: failed, connection: { ...joined, event: 'expired' as const }, heardAt: 7, undelivered: 3 };
		const { evidence } = diagnose({ report, working: true, medium: 'radio', signal: -71, now: 3000 });
		equal(evidence.authentication, 'failed: PANA_AUTHENTICATION_REJECTED');
		equal(evidence.authenticatedAt, 1000);
		equal(evidence.connection, 'expired: PANA_SUCCESS');
		equal(evidence.connectedAt, 2000);
		equal(evidence.startedAt, 1);
		equal(evidence.heardAt, 7);
		equal(evidence.signal, -71);
		equal(evidence.undelivered, 3);
	});
});

function meter(): { rig: BackplaneRig; radio: Communication; verdict: () => Verdict } {
	const rig = new BackplaneRig(at(10), 1200);
	const radio = rig.communication('C1');
	rig.base.plug('metering', new Metering('M1').unit);
	rig.base.plug('communication', radio.unit);
	rig.base.start();
	rig.run(0);
	const verdict = () => {
		const report = (radio.unit.services[0] as RouteBService).routeB?.status.report();
		const working = rig.base.report('communication').state === 'working';
		return diagnose({ report, working, medium: 'radio', signal: -60, now: rig.clock.now() }).verdict;
	};
	return { rig, radio, verdict };
}

describe('diagnosis: of a running meter', () => {
	it('follows a HEMS through wrong password, join, silence and return; the log shows each verdict', () => {
		const { rig, radio, verdict } = meter();
		equal(verdict(), 'HEMS is unconnected');
		rig.minutes(2);
		radio.datagrams.listener.onPeer('failed', HEMS, 'EAP failure');
		equal(verdict(), 'HEMS is failure');
		rig.minutes(2);
		radio.join();
		equal(verdict(), 'active');
		rig.minutes(2);
		radio.datagrams.delivery = 'failed';
		rig.minutes(65);
		equal(verdict(), 'HEMS is unconnected', 'two notifications were not delivered');
		radio.ask('1081000105FF010288016201E700');
		equal(verdict(), 'active', 'it was heard');
		rig.minutes(2);
		const shown = rig.base.events.events().filter(({ event }) => event === 'status');
		equal(
			shown.map(({ detail }) => detail).join(),
			'HEMS: HEMS is unconnected,HEMS: HEMS is failure,HEMS: active,HEMS: HEMS is unconnected,HEMS: active',
		);
	});

	it('says abnormality while the unit is out, and unconnected once it is back', () => {
		const { rig, radio, verdict } = meter();
		radio.join();
		rig.base.pull('communication');
		rig.run(0);
		equal(verdict(), 'abnormality');
		rig.base.plug('communication', radio.unit);
		rig.run(0);
		equal(verdict(), 'HEMS is unconnected');
	});
});
