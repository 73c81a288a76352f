/** A metering unit that does not measure the reverse direction, as Route B shows it. E3, E4 and EB are required of others only (Appendix, class 0x0288). */
import { decodeFrame, ESV, encodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { decodePropertyMap } from '../../../../modules/echonet-lite/property-map.js';
import { EPC } from '../../../../src/route-b/epc.js';
import { GEN2 } from '../../../../src/route-b/meter-profile.js';
import { equal, toHex } from '../../../assert.js';
import { PlugInRig } from './plug-in-rig.js';

const REVERSE: readonly number[] = [EPC.exportEnergy, EPC.exportHistory1, EPC.fixedTimeExport];
const TWO_WAY = 'rf-b,1p3w-60-2way,normal';

let tid = 0;

function get(rig: PlugInRig, epc: number) {
	const request = encodeFrame({ tid: ++tid, seoj: 0x05ff01, deoj: 0x028801, esv: ESV.Get, properties: [{ epc, edt: new Uint8Array(0) }] });
	const { esv, properties } = decodeFrame(rig.hems.ask(request)!);
	return { esv, edt: properties[0]!.edt };
}

/** Which of the three it lists, and what it says when asked for them. */
function shown(rig: PlugInRig): string {
	const listed = decodePropertyMap(get(rig, EPC.readableMap).edt).filter((epc) => REVERSE.includes(epc));
	const services = REVERSE.map((epc) => get(rig, epc).esv.toString(16));
	return `${listed.length} ${services.join()}`;
}

/** The properties that its half-hourly notifications carry. */
function notified(rig: PlugInRig): string {
	rig.hems.received.length = 0;
	rig.run(35 * 60_000);
	const informs = rig.hems.received.map((bytes) => decodeFrame(bytes)).filter(({ esv, seoj }) => esv === ESV.INF && seoj === 0x028801);
	return [...new Set(informs.map(({ properties }) => properties.map(({ epc }) => epc.toString(16)).join()))].join(' ');
}

describe('one-way metering unit', () => {
	for (const code of ['1p2w-30-1way', '1p3w-60-1way']) {
		it(`${code} has no reverse direction`, () => {
			const rig = new PlugInRig(`rf-b,${code},normal`);
			equal(rig.hems.join(), true);
			equal(shown(rig), '0 52,52,52');
			equal(notified(rig), 'ea');
		});
	}

	it('has no data where both directions stand side by side', () => {
		const rig = new PlugInRig('rf-b,1p3w-60-1way,normal', { profile: GEN2 });
		equal(rig.hems.join(), true);
		rig.run(90_000);
		equal(toHex(get(rig, EPC.minuteEnergy).edt).slice(-8), 'fffffffe');
	});

	it('is seen as soon as it is plugged in, and until it is replaced', () => {
		const rig = new PlugInRig(TWO_WAY);
		equal(rig.hems.join(), true);
		equal(shown(rig), '3 72,72,72');
		rig.does('swap 1p3w-60-1way');
		rig.run(1000);
		equal(shown(rig), '0 52,52,52');
		equal(notified(rig), 'ea');
		rig.does('swap 1p3w-60-2way');
		rig.run(1000);
		equal(shown(rig), '3 72,72,72');
	});

	it('decides as long as no other one is in its place', () => {
		const rig = new PlugInRig('rf-b,1p3w-60-1way,normal');
		equal(rig.hems.join(), true);
		rig.does('pull metering');
		rig.run(1000);
		equal(shown(rig), '0 52,52,52');
	});
});
