import { toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import { EVENT } from '../../../../../modules/wi-sun-module/skstack/language/event.js';
import { equal, hex } from '../../../../assert.js';
import { METER, METER_MAC, OWN, POWER, ROUTE_B_ID } from '../../../../vectors/skstack.js';
import { Bench, Memory } from '../module-rig.js';
import { address } from '../network-rig.js';

describe('A module', () => {
	it('prints nothing by itself', () => equal(new Bench().ask('', 10_000), ''));

	it('echoes blank lines, and LF alone not at all', () => {
		const bench = new Bench();
		equal(bench.ask('\r\n\r\r\n'), '\r\n\r\n\r\n');
		equal(bench.ask('\n\n'), '');
		equal(bench.ask('   \r\n'), '   \r\n');
	});

	it('echoes each character at once, before the answer', () => {
		const bench = new Bench();
		bench.type('SK');
		equal(bench.printed(), 'SK');
		bench.type('VER\r');
		equal(bench.printed(), 'VER\r\nEVER 1.2.10\r\nOK\r\n');
	});

	it('takes characters back', () => {
		equal(new Bench().ask('SKVEX\bR\r'), 'SKVEX\b \bR\r\nEVER 1.2.10\r\nOK\r\n');
		equal(new Bench().ask('\b\x7fSKTERM\r'), 'SKTERM\r\nFAIL ER10\r\n');
	});

	it('forgets half a command, the data of one, and what was typed ahead, when another program begins', () => {
		const bench = new Bench();
		bench.ask('SKSREG S');
		bench.module.restartInput();
		equal(bench.ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\nOK\r\n');
		bench.ask(`SKSENDTO 1 ${METER} 0E1A 1 000E abc`);
		bench.module.restartInput();
		equal(bench.ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\nOK\r\n');
		bench.type(`SKSENDTO 1 ${METER} 0E1A 1 0001 aSKVER\r\n`);
		bench.module.restartInput();
		equal(bench.ask('').endsWith('OK\r\n'), true);
		equal(bench.network.sent.length, 1);
		equal(bench.ask(''), '');
	});

	it('does not echo with SFE 0, until it is reset', () => {
		const bench = new Bench();
		equal(bench.ask('SKSREG SFE 0\r\n'), 'SKSREG SFE 0\r\nOK\r\n');
		equal(bench.ask('SKVER\r\n\r\n'), 'EVER 1.2.10\r\nOK\r\n');
		equal(bench.ask('SKRESET\r\n'), 'OK\r\n');
		equal(bench.ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\nOK\r\n');
	});

	it('says ER09 to a line longer than 256 characters, and goes on after its end', () => {
		const bench = new Bench();
		equal(bench.ask('x'.repeat(300)), `${'x'.repeat(256)}\r\nFAIL ER09\r\n`);
		equal(bench.ask('xx\r\nSKTERM\r\n'), 'SKTERM\r\nFAIL ER10\r\n');
	});

	it('tells the network its registers at power on and on change', () => {
		const bench = new Bench();
		equal(
			bench.network.calls.join(', '),
			'reset, register 2 21, register 3 ffff, register 15 0, register 16 384, register 17 1, register a0 1, register a1 1, register a9 1, pairing CCDDEEFF',
		);
		bench.network.calls.length = 0;
		bench.ask(`SKSREG S2 31\r\nSKSREG SFE 1\r\nSKSREG SA AB\r\nSKSREG SFD 0\r\nSKSETRBID ${ROUTE_B_ID}\r\nSKSETPWD C 0123456789AB\r\n`);
		equal(
			bench.network.calls.join(', '),
			`register 2 31, pairing AB      , register fd 0, id ${ROUTE_B_ID}, pairing CCDDEEFF, password 0123456789AB`,
		);
	});

	it('shows neighbours, devices and keys', () => {
		const bench = new Bench();
		bench.ask(`SKADDNBR ${METER} ${METER_MAC}\r\nSKREGDEV ${METER}\r\nSKSECENABLE 1 ${METER} ${METER_MAC}\r\nSKSETKEY 1A ${'0'.repeat(32)}\r\n`);
		equal(bench.ask('SKTABLE 2\r\n'), `SKTABLE 2\r\nENEIGHBOR\r\n${METER} ${METER_MAC} FFFF\r\nOK\r\n`);
		equal(bench.ask('SKTABLE 9\r\n'), `SKTABLE 9\r\nENBR\r\n${METER} ${METER_MAC} 1\r\nOK\r\n`);
		equal(bench.ask('SKTABLE A\r\n'), 'SKTABLE A\r\nESEC\r\n1A\r\nOK\r\n');
		equal(bench.ask('SKRMKEY 1A\r\n'), 'SKRMKEY 1A\r\nOK\r\n');
		equal(bench.ask(`SKRMDEV ${METER}\r\nSKTABLE 2\r\n`), `SKRMDEV ${METER}\r\nOK\r\nSKTABLE 2\r\nENEIGHBOR\r\nOK\r\n`);
	});

	it('answers SKPING with EPONG, as soon as there is an answer', () => {
		equal(new Bench().ask(`SKPING ${METER}\r\n`), `SKPING ${METER}\r\nOK\r\nEPONG ${METER}\r\n`);
	});

	it('gives SKCONNECT 12 s, in which another one fails', () => {
		const bench = new Bench();
		const line = `SKCONNECT ${METER} 0E1A 0E1A\r\n`;
		equal(bench.ask(line, 11_000), `${line}OK\r\n`);
		equal(bench.ask(line, 500), `${line}FAIL ER10\r\n`);
		equal(bench.ask('', 500), 'ETCP 03 00\r\n');
		equal(bench.ask(line, 0), `${line}OK\r\n`);
	});

	it('sleeps deaf until it is woken', () => {
		const bench = new Bench();
		equal(bench.ask('SKDSLEEP\r\nSKVER\r\n'), 'SKDSLEEP\r\nOK\r\n');
		equal(bench.ask('SKVER\r\n'), '');
		bench.module.wake();
		equal(bench.printed(), 'EVENT C0\r\n');
		equal(bench.ask('SKTERM\r\n'), 'SKTERM\r\nFAIL ER10\r\n');
		bench.module.wake();
		equal(bench.printed(), '', 'already awake');
		equal(bench.network.calls.slice(-2).join(), 'sleep,wake');
	});

	it('becomes coordinator with SKSTART', () => {
		const bench = new Bench();
		equal(bench.ask('SKSTART\r\nSKSREG S15\r\n'), 'SKSTART\r\nOK\r\nSKSREG S15\r\nESREG 1\r\nOK\r\n');
		bench.network.accepts = false;
		equal(bench.ask('SKSTART\r\n'), 'SKSTART\r\nFAIL ER10\r\n');
	});
});

describe('A scan', () => {
	it('shows every PAN, and one without pairing id as such', () => {
		const bench = new Bench('bp35c0');
		bench.network.pans.push({ channel: 0x21, panId: 0x8888, mac: new Uint8Array(8), lqi: 0x0e });
		const printed = bench.ask('SKSCAN 3 FFFFFFFF 4 0\r\n');
		equal(
			printed.slice(printed.indexOf('  PairID')),
			`  PairID:CCDDEEFF\r\nEVENT 20 ${OWN} 0\r\nEPANDESC\r\n  Channel:21\r\n  Channel Page:09\r\n  Pan ID:8888\r\n  Addr:0000000000000000\r\n  LQI:0E\r\n  Side:0\r\nEVENT 22 ${OWN} 0\r\n`,
		);
		equal(bench.network.calls[bench.network.calls.length - 1], 'scan 28 4 false');
	});

	it('searches the channels of its mask, and only one scan at a time', () => {
		const bench = new Bench();
		equal(bench.ask('SKSCAN 2 5 6\r\n', 5), 'SKSCAN 2 5 6\r\nOK\r\n');
		equal(bench.network.calls[bench.network.calls.length - 1], 'scan 2 6 true');
		equal(bench.ask('SKSCAN 2 5 6\r\n', 0), 'SKSCAN 2 5 6\r\nFAIL ER10\r\n');
		bench.scheduler.runFor(1_000);
		bench.printed();
		equal(bench.ask('SKSCAN 2 5 6\r\n', 0), 'SKSCAN 2 5 6\r\nOK\r\n');
	});

	it('measures energy in mode 0, with rev26e’s empty line', () => {
		equal(new Bench().ask('SKSCAN 0 3 4\r\n'), `SKSCAN 0 3 4\r\nOK\r\nEVENT 1F ${OWN}\r\nEEDSCAN\r\n21 04 22 04\r\n\r\n`);
		equal(new Bench('bp35c0').ask('SKSCAN 0 3 4 0\r\n'), `SKSCAN 0 3 4 0\r\nOK\r\nEVENT 1F ${OWN} 0\r\nEEDSCAN\r\n0 21 04 22 04\r\n`);
	});

	it('finds nothing on the HAN, and takes as long', () => {
		const bench = new Bench('bp35c0');
		equal(bench.ask('SKSCAN 2 FFFFFFFF 4 1\r\n'), `SKSCAN 2 FFFFFFFF 4 1\r\nOK\r\nEVENT 22 ${OWN} 1\r\n`);
		equal(bench.network.calls.includes('energy 28 4'), true);
		equal(bench.ask('SKSCAN 0 3 4 1\r\n'), `SKSCAN 0 3 4 1\r\nOK\r\nEVENT 1F ${OWN} 1\r\nEEDSCAN\r\n1 21 04 22 04\r\n`);
	});

	it('is over with SKRESET', () => {
		const bench = new Bench();
		equal(bench.ask('SKSCAN 2 5 6\r\nSKRESET\r\n'), 'SKSCAN 2 5 6\r\nOK\r\nSKRESET\r\nOK\r\n');
		equal(bench.ask('SKSCAN 2 5 6\r\n', 0), 'SKSCAN 2 5 6\r\nOK\r\n');
	});
});

describe('Events', () => {
	it('come as the network has them', () => {
		for (const [model, side] of [
			['bp35a1', ''],
			['bp35c2', ' 0'],
		] as const) {
			const bench = new Bench(model);
			for (const event of [EVENT.joinFailed, EVENT.terminationRequested, EVENT.terminationTimeout, EVENT.expired]) {
				bench.network.listener.onEvent(event, address(METER));
				equal(bench.printed(), `EVENT ${event.toString(16)} ${METER}${side}\r\n`);
			}
			bench.network.listener.onEvent(EVENT.limited, address(OWN));
			equal(bench.printed(), `EVENT 32 ${OWN}${side}\r\n`);
		}
	});

	it('end SKJOIN with 24 and SKTERM with 28 as well', () => {
		const bench = new Bench();
		bench.network.joinEvent = EVENT.joinFailed;
		equal(bench.ask(`SKJOIN ${METER}\r\n`).slice(-60).trim().split('\r\n').pop(), `EVENT 24 ${METER}`);
		bench.network.joinEvent = EVENT.joined;
		bench.network.terminateEvent = EVENT.terminationTimeout;
		bench.ask(`SKJOIN ${METER}\r\n`);
		equal(bench.ask('SKTERM\r\n'), `SKTERM\r\nOK\r\nEVENT 28 ${METER}\r\n`);
	});

	it('need Route B: with SF0 1 nobody is joined', () => {
		const bench = new Bench('bp35c2');
		bench.ask('SKSREG SF0 1\r\n');
		for (const line of [`SKJOIN ${METER}`, 'SKSTART']) equal(bench.ask(`${line}\r\n`), `${line}\r\nFAIL ER10\r\n`);
		bench.ask('SKSREG SF0 0\r\n');
		equal(bench.ask(`SKJOIN ${METER}\r\n`).includes('EVENT 25'), true);
	});

	it('SKJOIN without credentials is refused', () => {
		const bench = new Bench();
		bench.network.accepts = false;
		equal(bench.ask(`SKJOIN ${METER}\r\n`), `SKJOIN ${METER}\r\nFAIL ER10\r\n`);
	});
});

describe('ERXUDP', () => {
	const head = `ERXUDP ${METER} ${OWN} 0E1A 0E1A ${METER_MAC}`;
	const raw = toText(hex(POWER));

	// Programs that wait for the echo of ROPT and WOPT, and the fakes of modules that test others, agree on it.
	it('echoes product commands as all others, and answers them with CR alone', () => {
		const bench = new Bench('bp35a1');
		equal(bench.ask('RO'), 'RO');
		equal(bench.ask('PT\r\n'), 'PT\r\nOK 01\r');
		equal(bench.ask('WOPT 01\rWUART 80\rRUART\r'), 'WOPT 01\r\nOK\rWUART 80\r\nOK\rRUART\r\nOK 80\r');
		equal(bench.ask('SKSREG SFE 0\rROPT\r'), 'SKSREG SFE 0\r\nOK\r\nOK 01\r', 'not with SFE 0');
	});

	it('shows digits or raw bytes as WOPT says, and the LQI as SA2 does', () => {
		const bench = new Bench('bp35c2');
		bench.network.deliver(3610, POWER);
		equal(bench.printed(), `${head} 1 0 0012 ${raw}\r\n`);
		equal(bench.ask('WOPT 1\rROPT\r'), 'WOPT 1\r\nOK\rROPT\r\nOK 01\r');
		bench.ask('SKSREG SA2 1\r\n');
		bench.network.deliver(3610, POWER);
		equal(bench.printed(), `${head} DD 1 0 0012 ${POWER}\r\n`);
	});

	// momonga sets SA2 on a BP35A1 and reads lines without it.
	it('never shows the LQI in the single grammar', () => {
		const bench = new Bench();
		bench.ask('SKSREG SA2 1\r\n');
		bench.network.deliver(3610, POWER);
		equal(bench.printed(), `${head} 1 0012 ${POWER}\r\n`);
	});

	it('is there for listening ports only', () => {
		const bench = new Bench();
		bench.network.deliver(80, '00');
		bench.network.deliver(0, '00');
		equal(bench.printed(), '');
		bench.ask('SKUDPPORT 3 0050\r\n');
		bench.network.deliver(80, '00');
		equal(bench.printed(), `ERXUDP ${METER} ${OWN} 0050 0050 ${METER_MAC} 1 0001 00\r\n`);
		bench.ask('SKUDPPORT 1 0\r\n');
		bench.network.deliver(3610, '00');
		equal(bench.printed(), '');
	});
});

describe('What survives a power cut', () => {
	it('is nothing without SKSAVE, and SFF decides whether it is loaded', () => {
		const memory = new Memory();
		const first = new Bench('bp35a1', undefined, memory);
		first.ask('SKSREG S2 31\r\nSKSREG S3 B5FB\r\nSKSREG S17 0\r\nSKUDPPORT 3 0050\r\nSKTCPPORT 2 0051\r\nSKSAVE\r\n');
		const second = new Bench('bp35a1', undefined, memory);
		equal(second.ask('SKSREG S2\r\n'), 'SKSREG S2\r\nESREG 21\r\nOK\r\n');
		equal(second.ask('SKLOAD\r\n'), 'SKLOAD\r\nOK\r\n');
		equal(second.ask('SKSREG S2\r\nSKSREG S17\r\n'), 'SKSREG S2\r\nESREG 31\r\nOK\r\nSKSREG S17\r\nESREG 1\r\nOK\r\n');
		second.ask('SKSREG SFF 1\r\nSKSAVE\r\n');
		const third = new Bench('bp35a1', undefined, memory);
		equal(third.ask('SKTABLE E\r\n').split('\r\n').slice(2, 12).join(), '3610,716,80,0,0,0,,3610,81,0');
		third.ask('SKERASE\r\n');
		equal(third.ask('SKLOAD\r\n'), 'SKLOAD\r\nFAIL ER10\r\n');
	});

	it('are the product settings at once', () => {
		const memory = new Memory();
		new Bench('bp35c2', undefined, memory).ask('WOPT 01\rWUART 80\r');
		equal(new Bench('bp35c2', undefined, memory).ask('ROPT\rRUART\r'), 'ROPT\r\nOK 01\rRUART\r\nOK 80\r');
	});

	it('is refused by a flash that fails', () => {
		const bench = new Bench('bp35c2');
		bench.memory.broken = true;
		equal(bench.ask('SKSAVE\r\nWOPT 01\r'), 'SKSAVE\r\nFAIL ER10\r\nWOPT 01\r\nFAIL ER10\r');
		equal(bench.ask('ROPT\r'), 'ROPT\r\nOK 00\r');
	});

	it('is ignored where it is no image of ours', () => {
		const memory = new Memory();
		for (const image of [new Uint8Array(0), new Uint8Array(25).fill(0xa5), Uint8Array.of(1, 0x31), new Uint8Array(40).fill(1)]) {
			memory.items.registers = image;
			memory.items.options = image;
			equal(new Bench('bp35c2', undefined, memory).ask('SKLOAD\r\nROPT\r'), 'SKLOAD\r\nFAIL ER10\r\nROPT\r\nOK 00\r');
		}
	});
});
