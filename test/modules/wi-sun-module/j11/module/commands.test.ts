import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { COMMAND, HAN_COMMAND } from '../../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame } from '../../../../../modules/wi-sun-module/j11/language/frame.js';
import { equal, hex } from '../../../../assert.js';
import { frameOf, J11_METER } from '../../../../vectors/j11.js';
import { AUTHENTICATED, dataOf, J11Rig, OPERATING, SET_UP } from '../module-rig.js';

const STATES: readonly (readonly string[])[] = [[], SET_UP, OPERATING, AUTHENTICATED];

/** Where each command is allowed, in mode Dual: not set up, set up, operating, authenticated (2.7, tables 18 and 19). */
const ALLOWED: readonly (readonly [codes: readonly number[], states: string])[] = [
	[[0x0001, 0x0009, 0x000e, 0x0011, 0x0100, 0x0102, 0x0107, 0x010b, 0x006b, 0x00d9], '○○○○'],
	[[0x005f, 0x0101, 0x010a], '○○××'],
	[[0x0051, 0x00db], '×○○○'],
	[[0x0005, 0x0006, 0x0007, 0x0008, 0x00d1], '××○○'],
	[[0x00f0], '○×××'],
	[[0x0054], '×○○×'],
	[[0x0053], '×○××'],
	[[0x0056, 0x0058], '××○×'],
	[[0x005e], '××○○'],
	[[0x0057, 0x0059, 0x00d2], '×××○'],
];

/** Data with which a command is carried out where it is allowed. */
const DATA: Readonly<Record<number, string>> = {
	5: '0E1B',
	6: '0E1A',
	8: `${J11_METER} 0E1A 0E1A 0001 00`,
	81: '0600001000 00',
	84: '3030313132323333343435353636373738383939414142424343444445454646303132333435363738394142',
	95: '05000C00',
	209: `${J11_METER} 0001 01`,
	219: '00001000',
	257: '01',
	266: '01',
};

/** Where it is not allowed: by state. `10` in the second state where it is for a later one, else `14`. */
const REFUSED: readonly string[] = ['37', '10', '34', '35'];

function rigIn(state: number): J11Rig {
	const rig = new J11Rig();
	rig.send(...STATES[state]!);
	return rig;
}

describe('The states of a J11 module', () => {
	it('are those of the table, for every command', () => {
		equal(ALLOWED.flatMap(([codes]) => codes).length, Object.keys(COMMAND).length);
		for (const [codes, states] of ALLOWED) {
			for (const code of codes) {
				for (let state = 0; state < 4; state++) {
					const what = `${code.toString(16)} in state ${state}`;
					const heard = rigIn(state).command(code, DATA[code])[0];
					const response = toUpperHex(Uint8Array.of((code >> 8) | 0x20, code));
					if (states[state] === '○') {
						const isRefusal = heard?.length === 7 && heard.slice(5) !== '01';
						equal(isRefusal, false, `${what}: ${heard}`);
						equal(heard?.slice(0, 4), code === 0x00d9 ? '6019' : code === 0x0051 ? '4051' : response, what);
					} else {
						const later = states.slice(2).includes('○');
						equal(heard, `${response} ${state === 1 && !later ? '14' : REFUSED[state]}`, what);
					}
				}
			}
		}
	});

	it('refuse HAN and updates: 37, then 14', () => {
		for (const code of Object.values(HAN_COMMAND)) {
			const response = toUpperHex(Uint8Array.of((code >> 8) | 0x20, code));
			for (let state = 0; state < 4; state++) equal(rigIn(state).command(code).join(), `${response} ${state === 0 ? '37' : '14'}`);
		}
	});

	it('have no Route B in any other mode', () => {
		for (const mode of ['01', '02', '03']) {
			const rig = new J11Rig();
			equal(rig.command(0x005f, `${mode}000C00`).join(), '205F 01');
			for (const code of [0x0053, 0x0054, 0x0056, 0x0057, 0x0058, 0x0059, 0x005e, 0x00d2])
				equal(rig.command(code, DATA[code]).join(), `20${toUpperHex(Uint8Array.of(code))} 14`);
			equal(rig.command(0x0005, '0E1A').join(), '2005 10');
			equal(rig.command(0x0100).join(), `2100 01${mode}00`);
		}
	});
});

describe('A J11 command', () => {
	it('of the wrong length is refused, before its state is looked at', () => {
		for (const code of Object.values(COMMAND)) {
			if (code === COMMAND.send || code === COMMAND.ping) continue;
			const rig = new J11Rig();
			for (const data of [`${DATA[code] ?? ''} 00`, code in DATA ? DATA[code]!.replace(/\s/g, '').slice(2) : '0000'])
				equal(rig.command(code, data).join(), `${toUpperHex(Uint8Array.of((code >> 8) | 0x20, code))} 11`, `${code.toString(16)} ${data}`);
		}
	});

	it('of the wrong value is refused', () => {
		const rig = rigIn(1);
		for (const [code, data] of [
			[0x005f, '04000C00'],
			[0x005f, '00000C00'],
			[0x005f, '05020C00'],
			[0x005f, '05000300'],
			[0x005f, '05001200'],
			[0x005f, '05000C03'],
			[0x0101, '02'],
			[0x010a, '02'],
			[0x0051, '0000001000 00'],
			[0x0051, '0F00001000 00'],
			[0x0051, '0600000000 00'],
			[0x0051, '0600000008 00'],
			[0x0051, '0600040000 00'],
			[0x0051, '0680001000 00'],
			[0x0051, '0600001000 01'],
			[0x0051, '0600001000 02'],
			[0x0051, '0600001000 00 4141414141414141'],
			[0x00db, '00000000'],
			[0x00db, '00040000'],
			[0x00db, '80001000'],
			[0x0054, `${'47'.repeat(32)}${'41'.repeat(12)}`],
			[0x0054, `${'61'.repeat(32)}${'41'.repeat(12)}`],
			[0x0054, `${'41'.repeat(32)}${'2D'.repeat(12)}`],
		] as const)
			equal(rig.command(code, data).join(), `${toUpperHex(Uint8Array.of((code >> 8) | 0x20, code))} 04`, `${code.toString(16)} ${data}`);
	});

	it('that no host may send is unknown', () => {
		const rig = new J11Rig();
		for (const code of [0x0000, 0x0002, 0x2001, 0x6018, 0xffff]) equal(rig.command(code).join(), 'FFFF 03');
		equal(rig.refusals[0], '0000 3');
	});

	it('meets 3D while another one is not answered, but for 00D9', () => {
		const rig = rigIn(1);
		rig.module.receive(hex(frameOf('scan D=6 all, pairing id')));
		equal(rig.command(0x005f, DATA[0x005f], 0).join(), '205F 3D');
		equal(rig.command(0x0001, '', 0).join(), '2001 3D');
		equal(rig.command(0x0002, '', 0).join(), 'FFFF 03');
		equal(rig.ask(frameOf('reset')).map(dataOf).join(), '6019');
		equal(rig.refusals.join(), 'setUp 3d,status 3d,0002 3');
	});

	it('with a wrong checksum or length is answered by what is wrong', () => {
		const rig = new J11Rig();
		equal(rig.ask(frameOf('reset').replace('0416', '0417')).join(), frameOf('error: header checksum'));
		equal(rig.ask(frameOf('init Dual ch4').replace('0009', '000A')).join(), frameOf('error: data checksum of 005F'));
		equal(rig.ask(frameOf('init Dual ch4').slice(0, -2), 999).length, 0);
		equal(rig.ask('', 1).join(), frameOf('error: receive time-out of 005F'));
		equal(rig.ask('D0EA83FC0001000303 3D0000').map(dataOf).join(), '2001 F2');
		equal(rig.ask('D0EA83FC0001054A0389 0000').map(dataOf).join(), '2001 F3');
		equal(rig.ask('D0EA83FC0002000403 3F0001').map(dataOf).join(), 'FFFF F1');
		equal(rig.ask('D0EA83FC00', 5_000).length, 0, 'a header that stops');
		equal(rig.ask('534B5645520D0A').length, 0, 'SKVER');
		equal(rig.module.problems, 6);
	});

	it('without checksums is taken, unless the module is strict', () => {
		const reset = frameOf('field: reset with checksum 0 (ak1211)');
		equal(new J11Rig().ask(reset).join(), frameOf('started'));
		equal(new J11Rig({ strict: true }).ask(reset).join(), frameOf('error: header checksum'));
	});

	it('begun by one program is not ended by the next', () => {
		const rig = new J11Rig();
		rig.module.receive(hex(frameOf('status?').slice(0, -2)));
		rig.module.restartInput();
		equal(rig.ask('00', 5_000).length, 0);
		equal(rig.command(0x0001).join(), '2001 01020101');
	});
});

describe('The UDP ports of J11', () => {
	it('are at most 10, none twice, none of the stack', () => {
		const rig = rigIn(2);
		equal(rig.command(0x0005, '0E1A').join(), '2005 0A');
		for (const port of ['0000', '02CC', '4D4C']) {
			equal(rig.command(0x0005, port).join(), '2005 04');
			equal(rig.command(0x0006, port).join(), '2006 04');
		}
		for (let port = 1; port < 10; port++) equal(rig.command(0x0005, `100${port}`).join(), '2005 01');
		equal(rig.command(0x0005, '2000').join(), '2005 12');
		equal(rig.command(0x0006, '2000').join(), '2006 0B');
		equal(rig.command(0x0006, '1001').join(), '2006 01');
		equal(rig.command(0x0007).join(), '2007 01090E1A10021003100410051006100710081009');
		rig.command(0x0058);
		rig.ask(frameOf('Route B start'));
		equal(rig.command(0x0007).join(), '2007 0100', 'closed with Route B');
	});
});

describe('What may go wrong with J11', () => {
	it('comes in place of an effect, of a response, or of both', () => {
		const met: Record<number, number | 'silence'> = { 9: 0x3d, 14: 'silence' };
		const rig = new J11Rig({}, { commandMeets: (code) => met[code], losesResponse: (code) => code === 0x0101 });
		equal(rig.command(0x0009).join(), '2009 3D');
		equal(rig.command(0x000e).length, 0);
		equal(rig.command(0x0101, '01').length, 0);
		equal(rig.command(0x0102).join(), '2102 0101', 'done all the same');
		equal(
			rig
				.ask(toUpperHex(encodeFrame('request', 0x0001, new Uint8Array(0))))
				.map(dataOf)
				.join(),
			'2001 01020101',
		);
	});
});
