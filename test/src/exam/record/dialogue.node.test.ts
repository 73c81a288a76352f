/** The acts of a HEMS at work in a world, with each module, beside what the meter tells of the same. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { ESV } from '../../../../modules/echonet-lite/frame.js';
import { MODULES, type ModuleName } from '../../../../modules/wi-sun-module/models.js';
import type { Act } from '../../../../src/exam/record/act.js';
import { equal } from '../../../assert.js';
import { CREDENTIALS } from '../../world/simulation/hems-rig.js';
import { METER, POLLS, runHems } from './hems-run.js';

const models = Object.keys(MODULES) as ModuleName[];

describe('The dialogue of an exam', () => {
	for (const model of models) {
		it(`has each request and each datagram of the meter with a ${model}`, () => {
			const { acts, events, received, pans, meter } = runHems(model);
			const of = <Kind extends Act['kind']>(kind: Kind) => acts.filter((act): act is Extract<Act, { kind: Kind }> => act.kind === kind);
			equal(
				of('sends')
					.map(({ peer, frame }) => `${peer === meter} ${frame?.tid} ${frame?.properties.length}`)
					.join(),
				Array.from({ length: POLLS }, (_, i) => `true ${i + 1} 2`).join(),
			);
			const told = of('receives').filter(({ ownPort }) => ownPort === 3610);
			equal(told.length, received.length);
			for (const [i, { bytes }] of told.entries()) equal(equalBytes(bytes, received[i]!), true, `datagram ${i + 1}: ${toUpperHex(bytes)}`);
			// Beside the announcement of its instances, to all nodes, and what it notified: what the meter says of itself.
			const served = events.filter((event) => event.event === 'get' || event.event === 'notify');
			equal(told.map(({ frame }) => frame?.tid).join(), served.map(({ tid }) => tid).join());
			equal(told.filter(({ frame }) => frame?.esv === ESV.Get_Res).length, POLLS);
			equal(told.filter(({ frame }) => frame?.esv === ESV.INF && frame.seoj === METER).length, 1, 'the notification of 12:30');
			equal(
				of('found').length > 0 &&
					of('found').every(({ channel, panId }) => channel === pans[0]!.channel && Number.parseInt(panId, 16) === pans[0]!.panId),
				true,
			);
			equal(`${of('joins').length} ${of('setsId')[0]!.id} ${of('setsPassword')[0]!.length} ${of('terminates').length}`, `1 ${CREDENTIALS.id} 12 1`);
			equal(of('setsChannel').at(-1)!.channel, pans[0]!.channel);
			const numbers = of('event').map((act) => act.number);
			for (const number of [0x21, 0x22, 0x25, 0x27]) equal(numbers.includes(number), true, `EVENT ${number.toString(16)}`);
			equal(of('other').filter(({ text }) => !['startRouteB', 'endRouteB'].includes(text)).length, 0);
			equal(
				of('ok').every(({ name }) => name !== null),
				true,
				'each OK belongs to a command',
			);
			for (const act of acts) equal(events[act.entry - 1]!.event, 'serial');
		});
	}

	it('has the datagrams of a module whose payloads come as they are, whatever its grammar', () => {
		const { acts, received } = runHems('bp35c2', ['binary-payload', 'other-grammar']);
		const told = acts.filter((act) => act.kind === 'receives' && act.ownPort === 3610);
		equal(told.length, received.length);
		equal(told.length > POLLS, true);
	});

	it('has what a meter asks, and what is malformed, byte by byte as the meter tells it', () => {
		const { acts, events } = runHems('bp35a1', ['meter-asks=7s', 'malformed=always']);
		const asked = events.filter((event) => event.event === 'asked');
		const bytes = acts.flatMap((act) => (act.kind === 'receives' && act.ownPort === 3610 ? [toUpperHex(act.bytes)] : []));
		for (const each of asked) equal(bytes.includes(each.bytes), true, each.bytes);
		equal(asked.filter(({ service }) => service === null).length, POLLS);
		equal(asked.find(({ service }) => service === 'Get')?.bytes.endsWith('0EF0010EF0016201D600'), true);
		equal(asked.length - POLLS > POLLS, true);
	});

	it('has an answer that the meter tells as late when it comes', () => {
		const { acts, events } = runHems('bp35a1', ['late-reply=61s']);
		const late = events.filter((event) => event.event === 'get' && event.object === '028801');
		equal(late.length > 0 && late.every((event) => event.event === 'get' && event.late! > 60_000), true);
		equal(
			acts.some((act) => act.kind === 'receives' && act.frame?.esv === ESV.Get_Res),
			true,
		);
	});
});
