/** The meter against the definitions of its class, property by property. */
import { decodeFrame, ESV } from '../../../modules/echonet-lite/frame.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { GEN1, GEN2, type MeterProfile } from '../../../src/route-b/meter-profile.js';
import { equal, hex, toHex } from '../../assert.js';
import { AIF_READABLE, OBJECT_0288, type PropertyFact, type Rule } from '../../vectors/object-0288.js';
import { connected } from './route-b-rig.js';

const EPCS = Array.from({ length: 0x80 }, (_, i) => 0x80 + i);

function text(epc: number): string {
	return epc.toString(16).padStart(2, '0');
}

/** A meter of this kind in use: what it answers to a Get, and to a Set of what it has already. */
function meter(profile: MeterProfile) {
	const { ask, readings } = connected({ profile });
	readings.counter = profile.counter;
	const get = (epc: number) => decodeFrame(hex(ask(`1081 0001 05ff01 028801 62 01 ${text(epc)} 00`)[0]!));
	const map = (epc: number) => decodePropertyMap(get(epc).properties[0]!.edt);
	return { ask, get, readable: map(0x9f), settable: map(0x9e), announced: map(0x9d) };
}

/** All that Keiki's meters are: of Japan, and of both directions. */
function isRequired(rule: Rule): boolean {
	return rule === 'required' || rule === 'required_c';
}

for (const profile of [GEN1, GEN2]) {
	describe(`the object definitions of Release ${profile.release.letter} and a ${profile.name} meter`, () => {
		const known = OBJECT_0288.filter(({ from }) => from <= profile.release.letter);
		const factOf = (epc: number): PropertyFact | undefined => known.find((fact) => fact.epc === epc);
		const { ask, get, readable, settable, announced } = meter(profile);

		it('has in its maps what is required, and nothing that they do not know', () => {
			for (const epc of EPCS) {
				const fact = factOf(epc);
				if (fact === undefined)
					equal(
						[readable, settable, announced].some((map) => map.includes(epc)),
						false,
						text(epc),
					);
				else {
					if (isRequired(fact.get)) equal(readable.includes(epc), true, `get ${text(epc)}`);
					if (isRequired(fact.set)) equal(settable.includes(epc), true, `set ${text(epc)}`);
					if (isRequired(fact.inf)) equal(announced.includes(epc), true, `announce ${text(epc)}`);
					if (fact.set === 'notApplicable') equal(settable.includes(epc), false, `set ${text(epc)}`);
				}
			}
		});

		it('answers each Get with as many bytes as they say', () => {
			for (const { epc, sizes } of known) {
				const { esv, properties } = get(epc);
				equal(esv, readable.includes(epc) ? ESV.Get_Res : ESV.Get_SNA, text(epc));
				const { length } = properties[0]!.edt;
				const right = !readable.includes(epc) ? length === 0 : sizes === 'many' ? length > 7 && (length - 7) % 8 === 0 : sizes.includes(length);
				equal(right, true, `${length} bytes of ${text(epc)}`);
			}
		});

		it('takes a Set of what it has where they allow it, and of nothing else', () => {
			for (const { epc, set } of known) {
				const { edt } = get(epc).properties[0]!;
				if (epc === 0xe5 || epc === 0xed || epc === 0xef || !readable.includes(epc)) continue;
				const answer = ask(`1081 0001 05ff01 028801 61 01 ${text(epc)} ${text(edt.length)} ${toHex(edt)}`)[0]!;
				equal(answer.slice(20, 22), settable.includes(epc) && set !== 'notApplicable' ? '71' : '51', text(epc));
			}
		});
	});
}

describe('the interface specification for one-minute values and a gen2 meter', () => {
	const { get, readable } = meter(GEN2);

	it('can be read in all that it lists', () => {
		for (const epc of AIF_READABLE) equal(readable.includes(epc), true, text(epc));
	});

	it('has a Route B identification number of 16 bytes: 00, manufacturer, 12 of its own', () => {
		const { edt } = get(0xc0).properties[0]!;
		equal(toHex(edt), `00${toHex(get(0x8a).properties[0]!.edt)}${toHex(get(0x8d).properties[0]!.edt)}`);
	});
});
