import { MODELS, type ModelName } from '../../../../../modules/wi-sun-module/skstack/language/model.js';
import { equal } from '../../../../assert.js';
import { METER, METER_MAC, OWN, OWN_MAC, ROUTE_B_ID } from '../../../../vectors/skstack.js';
import { SkstackRig } from '../module-rig.js';

const KEY = '000102030405060708090A0B0C0D0E0F';
const NOBODY = '0000:0000:0000:0000:0000:0000:0000:0000';

const OK = 'OK\r\n';
const ER04 = 'FAIL ER04\r\n';
const ER05 = 'FAIL ER05\r\n';
const ER06 = 'FAIL ER06\r\n';
const ER10 = 'FAIL ER10\r\n';

/** What follows the echo of a line typed into a fresh module. */
function answer(line: string, model: ModelName, time = 5): string {
	const printed = new SkstackRig(model).ask(`${line}\r\n`, time);
	const echo = `${line}\r\n`;
	equal(printed.slice(0, echo.length), echo, 'echo');
	return printed.slice(echo.length);
}

/** Line and answer, the same in both grammars: BP35A1 command reference manual, chapter 4. */
const BOTH: readonly (readonly [string, string])[] = [
	['SKSREG', ER05],
	['SKSREG S2', 'ESREG 21\r\nOK\r\n'],
	['SKSREG S02', 'ESREG 21\r\nOK\r\n'],
	['SKSREG S2 31', OK],
	['SKSREG S2 3c', OK],
	['SKSREG S2 20', ER06],
	['SKSREG S2 3D', ER06],
	['SKSREG S2 031', ER06],
	['SKSREG S2 31 1', ER05],
	['SKSREG X2', ER06],
	['SKSREG S', ER06],
	['SKSREG S002', ER06],
	['SKSREG S4', ER06],
	['SKSREG S1', `ESREG ${OWN_MAC}\r\nOK\r\n`],
	['SKSREG S1 1', ER06],
	['SKSREG S3', 'ESREG FFFF\r\nOK\r\n'],
	['SKSREG S3 8888', OK],
	['SKSREG S3 1', OK],
	['SKSREG S3 12345', ER06],
	['SKSREG S3 G', ER06],
	['SKSREG S7', 'ESREG 01234567\r\nOK\r\n'],
	['SKSREG S7 0', ER06],
	['SKSREG SA', 'ESREG CCDDEEFF\r\nOK\r\n'],
	['SKSREG S0A 12345678', OK],
	['SKSREG S0A 123456789', ER06],
	['SKSREG S1C', 'ESREG 00000000\r\nOK\r\n'],
	['SKSREG S1F 0E10', OK],
	['SKSREG S20', ER06],
	['SKSREG S15', 'ESREG 0\r\nOK\r\n'],
	['SKSREG S15 1', OK],
	['SKSREG S15 01', OK],
	['SKSREG S15 2', ER06],
	['SKSREG S16', 'ESREG 00000384\r\nOK\r\n'],
	['SKSREG S16 3C', OK],
	['SKSREG S16 3B', ER06],
	['SKSREG S16 FFFFFFFF', OK],
	['SKSREG S17', 'ESREG 1\r\nOK\r\n'],
	['SKSREG SA0', 'ESREG 1\r\nOK\r\n'],
	['SKSREG SA1', 'ESREG 1\r\nOK\r\n'],
	['SKSREG SA9', 'ESREG 1\r\nOK\r\n'],
	['SKSREG SFB', 'ESREG 0\r\nOK\r\n'],
	['SKSREG SFB 0', ER06],
	['SKSREG SFD', 'ESREG 0000000000001234\r\nOK\r\n'],
	['SKSREG SFD 0', OK],
	['SKSREG SFD 1', ER06],
	['SKSREG SFE', 'ESREG 1\r\nOK\r\n'],
	['SKSREG SFF', 'ESREG 0\r\nOK\r\n'],
	['SKINFO 1', ER05],
	['SKSTART', OK],
	['SKSTART 1', ER05],
	['SKJOIN', ER05],
	['SKJOIN FE80::1', ER06],
	['SKJOIN FE80:0:0:0:21d:1290:1:2', OK],
	[`SKJOIN ${METER} 0`, ER05],
	['SKREJOIN', ER10],
	['SKREJOIN 1', ER05],
	['SKTERM', ER10],
	['SKTERM 1', ER05],
	['SKCONNECT', ER05],
	[`SKCONNECT ${METER} 0E1A 0E1A`, OK],
	[`SKCONNECT ${METER} 0 0E1A`, ER06],
	[`SKCONNECT ${METER} FFFF 0E1A`, ER06],
	['SKCLOSE 1', ER10],
	['SKCLOSE', ER05],
	['SKPING', ER05],
	[`SKPING ${METER}`, OK],
	['SKPING FE80', ER06],
	['SKSCAN', ER05],
	['SKSCAN 2', ER05],
	['SKREGDEV', ER05],
	['SKREGDEV 1', ER06],
	[`SKREGDEV ${METER}`, OK],
	[`SKRMDEV ${METER}`, OK],
	['SKRMDEV', ER05],
	[`SKSETKEY 1 ${KEY}`, OK],
	[`SKSETKEY 1 ${KEY}00`, ER06],
	['SKSETKEY 1', ER05],
	['SKRMKEY 1', ER10],
	['SKRMKEY', ER05],
	[`SKSECENABLE 1 ${METER} ${METER_MAC}`, ER10],
	[`SKSECENABLE 2 ${METER} ${METER_MAC}`, ER06],
	['SKSECENABLE 1', ER05],
	[`SKSETPSK 10 ${KEY}`, OK],
	[`SKSETPSK 11 ${KEY}`, ER06],
	[`SKSETPSK 10 ${KEY.slice(2)}`, ER06],
	['SKSETPSK 10', ER05],
	['SKSETPWD C 0123456789AB', OK],
	['SKSETPWD 12 0123456789AB', OK],
	['SKSETPWD B 0123456789AB', ER06],
	['SKSETPWD 0 0', ER06],
	['SKSETPWD 21 0123456789AB', ER06],
	['SKSETPWD C', ER05],
	[`SKSETRBID ${ROUTE_B_ID}`, OK],
	[`SKSETRBID ${ROUTE_B_ID}0`, ER06],
	['SKSETRBID', ER05],
	[`SKADDNBR ${METER} ${METER_MAC}`, OK],
	[`SKADDNBR ${METER} 1`, ER06],
	[`SKADDNBR ${METER}`, ER05],
	['SKUDPPORT 3 0050', OK],
	['SKUDPPORT 0 0050', ER06],
	['SKUDPPORT 7 0050', ER06],
	['SKUDPPORT 3', ER05],
	['SKTCPPORT 2 0050', OK],
	['SKTCPPORT 5 0050', ER06],
	['SKTCPPORT 2', ER05],
	['SKSAVE', OK],
	['SKSAVE 1', ER05],
	['SKLOAD', ER10],
	['SKLOAD 1', ER05],
	['SKERASE', OK],
	['SKERASE 1', ER05],
	['SKVER 1', ER05],
	['SKRESET', OK],
	['SKRESET 1', ER05],
	['SKTABLE', ER05],
	['SKTABLE 0', ER06],
	['SKTABLE 1', `EADDR\r\n${OWN}\r\nOK\r\n`],
	['SKTABLE 2', 'ENEIGHBOR\r\nOK\r\n'],
	['SKTABLE 9', 'ENBR\r\nOK\r\n'],
	['SKTABLE A', 'ESEC\r\nOK\r\n'],
	['SKTABLE E', 'EPORT\r\n3610\r\n716\r\n0\r\n0\r\n0\r\n0\r\n\r\n3610\r\n0\r\n0\r\n0\r\n0\r\nOK\r\n'],
	['SKTABLE F', `EHANDLE\r\n${[1, 2, 3, 4, 5, 6].map((n) => `${n} ${NOBODY} 0000 0000\r\n`).join('')}OK\r\n`],
	['SKDSLEEP', OK],
	['SKDSLEEP 1', ER05],
	['SKRFLO 00', OK],
	['SKRFLO 01', OK],
	['SKRFLO 2', ER06],
	['SKRFLO', ER05],
	['SKLL64', ER05],
	['SKLL64 12345678ABCDEF01', 'FE80:0000:0000:0000:1034:5678:ABCD:EF01\r\n'],
	['SKLL64 12345678ABCDEF', ER06],
	['SKLL64 12345678ABCDEF01 1', ER05],
	['skver', ER04],
	['SKNOTHING', ER04],
	['constructor', ER04],
	['S', ER04],
];

const SINGLE: readonly (readonly [string, string])[] = [
	['SKINFO', `EINFO ${OWN} ${OWN_MAC} 21 FFFF FFFE\r\nOK\r\n`],
	['SKVER', 'EVER 1.2.10\r\nOK\r\n'],
	['SKAPPVER', 'EAPPVER rev26e\r\nOK\r\n'],
	['SKSCAN 2 FFFFFFFF 6', OK],
	['SKSCAN 2 FFFFFFFF 6 ', OK],
	['SKSCAN 2 FFFFFFFF 6 0', ER05],
	['SKSCAN 2 FFFFFFFF E', OK],
	['SKSCAN 2 FFFFFFFF F', ER06],
	['SKSCAN 1 FFFFFFFF 6', ER06],
	['SKSCAN 4 FFFFFFFF 6', ER06],
	['SKSCAN 2 1FFFFFFFF 6', ER06],
	['SKSREG SA2', 'ESREG 0\r\nOK\r\n'],
	['SKSREG SA2 1', OK],
	['SKSREG SF0', ER06],
	['SKSREG S0B', ER06],
	['SKSETHPWD 1', ER04],
	['ROPT 1', 'FAIL ER05\r'],
	['ROPT', 'OK 01\r'],
	['RUART', 'OK 00\r'],
	['WUART 83', 'OK\r'],
	['WOPT', 'FAIL ER05\r'],
	['WOPT G', 'FAIL ER06\r'],
];

const DUAL: readonly (readonly [string, string])[] = [
	['SKINFO', `EINFO ${OWN} ${OWN_MAC} 21 FFFF 0\r\nOK\r\n`],
	['SKVER', 'EVER 1.5.2\r\nOK\r\n'],
	['SKAPPVER', 'EAPPVER rev15\r\nOK\r\n'],
	['SKSCAN 2 FFFFFFFF 6', ER05],
	// A trailing space: as programs in the field write it.
	['SKSCAN 2 FFFFFFFF 6 0 ', OK],
	['SKSCAN 2 FFFFFFFF 6 2', ER06],
	['SKSCAN 2 FFFFFFFF A 0', OK],
	['SKSCAN 2 FFFFFFFF B 0', ER06],
	// A program for the RL7023 DSS splits the line of S0B, and dies of blanks.
	['SKSREG S0B', 'ESREG 0000000000000000\r\nOK\r\n'],
	['SKSREG S0B 0123456789ABCDEF', OK],
	['SKSREG S0B 0123456789ABCDEF0', ER06],
	[`SKPING 1 ${METER}`, ER10],
	[`SKPING 0 ${METER}`, OK],
	['SKSREG SA2', 'ESREG 0\r\nOK\r\n'],
	['SKSREG SA2 1', OK],
	['SKSREG SF0', 'ESREG 0\r\nOK\r\n'],
	['SKSETHPWD 1', ER10],
	['SKJOINFOR', ER05],
	['SKTERMFOR 1', ER10],
	['ROPT', 'OK 00\r'],
	['WOPT 01', 'OK\r'],
];

describe('SKSTACK-IP commands', () => {
	for (const [line, expected] of BOTH) {
		it(`${line} → ${expected.replace(/\r\n/g, ' ')}`, () => {
			equal(answer(line, 'bp35a1'), expected, 'bp35a1');
			equal(answer(line, 'bp35c2'), expected, 'bp35c2');
		});
	}
	for (const [line, expected] of SINGLE) it(`single: ${line} → ${expected.trim()}`, () => equal(answer(line, 'bp35a1'), expected));
	for (const [line, expected] of DUAL) it(`side: ${line} → ${expected.trim()}`, () => equal(answer(line, 'bp35c0'), expected));

	it('shows S0B as it was written, zeros behind a shorter one', () => {
		equal(new SkstackRig('rl7023-dss').ask('SKSREG S0B 12\rSKSREG SB\r').includes('ESREG 1200000000000000\r\n'), true);
	});

	it('has neither product commands nor SKAPPVER in an RL7023', () => {
		for (const model of ['rl7023-ips', 'rl7023-dss'] as const) {
			for (const line of ['ROPT', 'WOPT 01', 'RUART', 'WUART 0', 'SKAPPVER']) equal(answer(line, model), ER04, line);
		}
	});

	it('knows every model by its own name', () => {
		for (const name of Object.keys(MODELS) as ModelName[]) equal(MODELS[name].name, name);
	});
});

describe('SKSENDTO', () => {
	const head = `SKSENDTO 1 ${METER} 0E1A 1 0003 `;

	it('takes CR, LF and spaces as data, and does not echo them', () => {
		const rig = new SkstackRig();
		equal(rig.ask(`${head}\r\n `), `${head}\r\nEVENT 21 ${METER} 00\r\nOK\r\n`);
		equal(String(rig.network.sent[0]!.payload), '13,10,32');
		equal(rig.network.sent[0]!.localPort, 3610);
		equal(rig.network.sent[0]!.remotePort, 0x0e1a);
		equal(rig.network.sent[0]!.security, 'required');
	});

	it('waits for its data where CR stands in place of the space before them', () => {
		const rig = new SkstackRig();
		equal(rig.ask(`${head.trimEnd()}\r\n`), `${head.trimEnd()}\r\n`);
		equal(rig.network.sent.length, 0);
		equal(rig.ask('ab'), `\r\nEVENT 21 ${METER} 00\r\nOK\r\n`);
		equal(String(rig.network.sent[0]!.payload), '10,97,98', 'LF is the first of them');
	});

	it('waits for its data with a space before its name, too', () => {
		const rig = new SkstackRig();
		equal(rig.ask(` ${head}\r\r\r`), ` ${head}\r\nEVENT 21 ${METER} 00\r\nOK\r\n`);
		equal(String(rig.network.sent[0]!.payload), '13,13,13');
	});

	it('gives a program that ends it with CR LF one empty line more, after OK', () => {
		equal(new SkstackRig().ask(`${head}abc\r\n`), `${head}\r\nEVENT 21 ${METER} 00\r\nOK\r\n\r\n`);
	});

	it('echoes what is typed meanwhile after its OK', () => {
		// RS-WSUHA-P (BP35C0), log of its user: "…OK\r\nSKSENDTO" where SKSENDTO was typed right after the data.
		const rig = new SkstackRig();
		rig.type(`${head}abcSKVER`);
		equal(rig.printed(), `${head}\r\n`);
		equal(rig.ask('\r\n'), `EVENT 21 ${METER} 00\r\nOK\r\nSKVER\r\nEVER 1.2.10\r\nOK\r\n`);
	});

	it('ends its line even without echo', () => {
		const rig = new SkstackRig();
		rig.ask('SKSREG SFE 0\r\n');
		equal(rig.ask(`${head}abc`), `\r\nEVENT 21 ${METER} 00\r\nOK\r\n`);
	});

	it('says in EVENT 21 what became of it', () => {
		for (const [result, parameter] of [
			['failed', '01'],
			['limited', '01'],
			['solicited', '02'],
		] as const) {
			const rig = new SkstackRig();
			rig.network.sendResult = result;
			equal(rig.ask(`${head}abc`), `${head}\r\nEVENT 21 ${METER} ${parameter}\r\nOK\r\n`);
		}
	});

	it('refuses an unused handle with ER10, a wrong field with ER06, once its data is there', () => {
		const tries: readonly (readonly [string, string])[] = [
			[`SKSENDTO 3 ${METER} 0E1A 1 0003 `, ER10],
			[`SKSENDTO 7 ${METER} 0E1A 1 0003 `, ER06],
			[`SKSENDTO 1 ${METER} E1A 1 0003 `, ER06],
			[`SKSENDTO 1 ${METER} 0E1A 3 0003 `, ER06],
			['SKSENDTO 1 FE80::1 0E1A 1 0003 ', ER06],
		];
		for (const [line, expected] of tries) {
			const rig = new SkstackRig();
			rig.type(`${line}ab`);
			equal(rig.printed(), line, 'waits for its data');
			equal(rig.ask('cSKRESET\r\n'), `\r\n${expected}SKRESET\r\nOK\r\n`);
		}
	});

	it('refuses 0 bytes and more than 1,232, and finds the next command all the same', () => {
		equal(new SkstackRig().ask(`SKSENDTO 1 ${METER} 0E1A 1 0000 `), `SKSENDTO 1 ${METER} 0E1A 1 0000 \r\n${ER06}`);
		const long = `SKSENDTO 1 ${METER} 0E1A 1 04D1 `;
		equal(new SkstackRig().ask(`${long}${'x'.repeat(0x4d1)}SKTERM\r\n`), `${long}\r\n${ER06}SKTERM\r\n${ER10}`);
	});

	it('reaches nobody on the HAN', () => {
		const rig = new SkstackRig('bp35c0');
		const line = `SKSENDTO 1 ${METER} 0E1A 1 1 0003 `;
		equal(rig.ask(`${line}abc`), `${line}\r\n${ER10}`);
		equal(rig.network.sent.length, 0);
	});

	it('sends 1,232 bytes', () => {
		const rig = new SkstackRig();
		rig.ask(`SKSENDTO 1 ${METER} 0E1A 1 04D0 ${'x'.repeat(0x4d0)}`);
		equal(rig.network.sent[0]!.payload.length, 0x4d0);
	});

	it('is ER05 without its length, and in the other grammar no SKSENDTO before CR', () => {
		equal(answer(`SKSENDTO 1 ${METER} 0E1A`, 'bp35a1'), ER05);
		equal(answer(`SKSENDTO 1 ${METER} 0E1A 1 0 000E xyz`, 'bp35a1'), ER05);
		equal(answer(`SKSENDTO 1 ${METER} 0E1A 1 000E xyz`, 'bp35c0'), ER06);
	});

	it('keeps 1,024 bytes while it is busy, and says ER09 about more', () => {
		const rig = new SkstackRig();
		const printed = rig.ask(`${head}abc${'\r'.repeat(1_024)}lost`);
		equal(printed, `${head}\r\nEVENT 21 ${METER} 00\r\nOK\r\n${'\r\n'.repeat(1_024)}\r\nFAIL ER09\r\n`);
		equal(rig.module.overruns, 1);
		equal(rig.ask('half a line\rSKTERM\r\n'), `SKTERM\r\n${ER10}`);
	});
});

describe('SKSEND', () => {
	it('takes its data, and fails: there is no connection', () => {
		equal(new SkstackRig().ask('SKSEND 1 0005 01234SKTERM\r\n'), `SKSEND 1 0005 \r\n${ER10}SKTERM\r\n${ER10}`);
	});
});
