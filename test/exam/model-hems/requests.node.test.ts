/** What the model asks, when, and what it takes for an answer. */
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { equal } from '../../assert.js';
import { type Heard, ModelRig } from './model-rig.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NODE_PROFILE = 0x0ef001;

const epcs = ({ properties }: Heard) => properties.map(({ epc }) => epc.toString(16)).join();
const polls = (rig: ModelRig, from = 0) => rig.sent(ESV.Get, from).filter(({ properties }) => properties[0]!.epc === 0xe7);
const values = (rig: ModelRig, from = 0) => rig.lines('power', from).filter((line) => line === 'power 1237 W').length;

/** Faults through which all values come, each poll one. */
const HARMLESS = [
	...[
		'stale-reply=always',
		'duplicate-reply=always',
		'interleaved-inf=always',
		'interleaved-echo=1/2',
		'event-burst=always',
		'undeclared-inf=always',
	],
	...['partial-sna=1/2', 'partial-sna=always', 'short-sna=always', 'meter-asks=30s', 'malformed=always', 'set-refused=always', 'er10=1/20'],
	...['missing-ok=always', 'chunked-serial=20ms', 'noise=always', 'drop=10%', 'corrupt=1%', 'reorder=5%', 'delay=200ms'],
];

describe('The model HEMS asks', () => {
	it('in the order of the start, then for all present values at once, every 10 s, with TIDs that count', () => {
		const rig = new ModelRig().run(65 * SECOND);
		const all = rig.requests;
		equal(all.slice(0, 4).map(epcs).join(' '), 'd5 82,9d,9e,9f 8d,d3,d7,e1,ea,eb e7,e8,e0,e3');
		equal(all[0]!.esv, ESV.INF);
		equal(all.map(({ tid }) => tid).join(), all.map((_, i) => i + 1).join(), 'TIDs');
		equal(polls(rig).length, 6);
		equal(
			all.every(({ properties }) => properties.length <= 6),
			true,
			'OPC',
		);
	});

	it('for the announcement of the meter where none has come', () => {
		const rig = new ModelRig();
		const { scheduler } = rig.world.simulator;
		scheduler.runWhile(() => rig.commands('SKJOIN').length === 0, MINUTE);
		rig
			.run(400)
			.do('power cut')
			.run(30 * SECOND);
		const [request] = rig.sent(ESV.INF_REQ);
		equal(request?.deoj, NODE_PROFILE);
		const waited = request!.at - rig.commands('SKJOIN')[0]!.at;
		equal(waited >= 20 * SECOND && waited < 22 * SECOND, true, `waited: ${waited} ms`);
	});

	it('again after 60 s, then for the power alone after 20 s, thrice, with TIDs of their own, and joins then', () => {
		const rig = new ModelRig().run(30 * SECOND).fault('no-reply', 'always');
		const from = rig.now;
		rig.run(3 * MINUTE);
		const asked = rig.sent(ESV.Get, from).slice(0, 4);
		equal(asked.map(epcs).join(' '), 'e7,e8,e0,e3 e7 e7 e7');
		const gaps = asked.slice(1).map(({ at }, i) => Math.floor((at - asked[i]!.at) / SECOND));
		equal(gaps.join(), '60,20,20');
		equal(new Set(asked.map(({ tid }) => tid)).size, 4, 'TIDs');
		equal(rig.commands('SKJOIN', from).length, 1);
	});

	it('one thing at a time, whatever time the answer takes', () => {
		const rig = new ModelRig().run(30 * SECOND).fault('slow-reply', '18s');
		const from = rig.now;
		rig.run(5 * MINUTE);
		const asked = rig.sent(ESV.Get, from);
		equal(
			asked.slice(1).every(({ at }, i) => at - asked[i]!.at > 18 * SECOND),
			true,
			'apart',
		);
		equal(values(rig, from) >= asked.length - 1, true, 'values');
		rig.fault('slow-reply', undefined).fault('late-reply', '55s');
		const later = rig.now;
		rig.run(5 * MINUTE);
		equal(values(rig, later + MINUTE) >= 4, true, 'values after 55 s');
	});

	it('takes no reply that is not the one to its request', () => {
		const rig = new ModelRig()
			.run(30 * SECOND)
			.fault('late-reply', '70s')
			.do('load 43');
		const from = rig.now;
		rig.run(75 * SECOND);
		equal(rig.lines('power 43', from).length, 0);
	});

	for (const fault of HARMLESS)
		it(`takes each value in spite of ${fault}`, () => {
			const [name, value] = fault.split('=') as ['drop', string];
			const rig = new ModelRig().run(30 * SECOND).fault(name, value);
			const from = rig.now;
			rig.run(10 * MINUTE);
			equal(rig.exit, undefined);
			equal(rig.commands('SKJOIN', from).length, 0, 'joins');
			equal(values(rig, from) >= (fault.includes('sna') ? 20 : 57), true, `values: ${values(rig, from)}`);
		});

	it('leaves out what was refused for longer and longer, and uses the rest', () => {
		const rig = new ModelRig({ behaviour: { pollAlso: [] } })
			.run(30 * SECOND)
			.fault('short-sna', 'always')
			.fault('partial-sna', '1/3');
		const from = rig.now;
		rig.run(10 * MINUTE);
		equal(
			polls(rig, from).some(({ properties }) => properties.length < 4),
			true,
		);
		equal(rig.lines('energy ', from).length > 10, true);
	});

	it('goes on with the power where long replies do not come', () => {
		const rig = new ModelRig({ faults: ['long-reply-lost=always'] }).run(15 * MINUTE);
		equal(values(rig) > 60, true, `values: ${values(rig)}`);
		equal(rig.commands('SKJOIN').length, 1);
	});

	it('comes through a dongle that refuses, is silent, or swallows OK, from the start', () => {
		for (const fault of ['er10=1/5', 'missing-ok=1/3', 'silent-dongle=1/10']) {
			const rig = new ModelRig({ faults: [fault] }).run(10 * MINUTE);
			equal(values(rig) > 30, true, `${fault}: ${values(rig)}`);
		}
	});

	it('ages: what is old is shown as none', () => {
		const rig = new ModelRig().run(30 * SECOND).do('power cut');
		const from = rig.now;
		rig.run(2 * MINUTE);
		for (const line of ['power none', 'current R none T none', 'energy none', 'offline']) equal(rig.lines(line, from).length, 1, line);
	});
});

describe('The model HEMS answers', () => {
	it('Get of its node, refuses what it has not, and is silent for other objects', () => {
		const rig = new ModelRig({ faults: ['meter-asks=30s'] }).run(5 * MINUTE);
		equal(rig.sent(ESV.Get_Res).slice(0, 5).map(epcs).join(), 'd6,9f,82,83,8a');
		equal(
			rig.sent(ESV.Get_Res).every(({ properties }) => properties[0]!.edt.length > 0),
			true,
		);
		equal(rig.sent(ESV.INF).length, 2, 'D5');
		equal(rig.sent(ESV.SetC_SNA).length, 1);
		equal(rig.sent(ESV.Get_SNA).length, 0);
	});
});
