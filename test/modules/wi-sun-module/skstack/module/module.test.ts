import { toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import { rssiOf } from '../../../../../modules/wi-sun-module/skstack/language/lqi.js';
import { equal, hex } from '../../../../assert.js';
import { METER, METER_MAC, OWN, POWER, ROUTE_B_ID } from '../../../../vectors/skstack.js';
import { address } from '../../network-rig.js';
import { Memory, SkstackRig } from '../module-rig.js';

describe('A module', () => {
	it('prints nothing by itself', () => equal(new SkstackRig().ask('', 10_000), ''));

	it('echoes blank lines, and LF alone not at all', () => {
		const rig = new SkstackRig();
		equal(rig.ask('\r\n\r\r\n'), '\r\n\r\n\r\n');
		equal(rig.ask('\n\n'), '');
		equal(rig.ask('   \r\n'), '   \r\n');
	});

	it('echoes each character at once, before the answer', () => {
		const rig = new SkstackRig();
		rig.type('SK');
		equal(rig.printed(), 'SK');
		rig.type('VER\r');
		equal(rig.printed(), 'VER\r\nEVER 1.2.10\r\nOK\r\n');
	});

	it('takes characters back', () => {
		equal(new SkstackRig().ask('SKVEX\bR\r'), 'SKVEX\b \bR\r\nEVER 1.2.10\r\nOK\r\n');
		equal(new SkstackRig().ask('\b\x7fSKTERM\r'), 'SKTERM\r\nFAIL ER10\r\n');
	});

	it('forgets half a command, the data of one, and what was typed ahead, when another program begins', () => {
		const rig = new SkstackRig();
		rig.ask('SKSREG S');
		rig.module.restartInput();
		equal(rig.ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\nOK\r\n');
		rig.ask(`SKSENDTO 1 ${METER} 0E1A 1 000E abc`);
		rig.module.restartInput();
		equal(rig.ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\nOK\r\n');
		rig.type(`SKSENDTO 1 ${METER} 0E1A 1 0001 aSKVER\r\n`);
		rig.module.restartInput();
		equal(rig.ask('').endsWith('OK\r\n'), true);
		equal(rig.network.sent.length, 1);
		equal(rig.ask(''), '');
	});

	it('does not echo with SFE 0, until it is reset', () => {
		const rig = new SkstackRig();
		equal(rig.ask('SKSREG SFE 0\r\n'), 'SKSREG SFE 0\r\nOK\r\n');
		equal(rig.ask('SKVER\r\n\r\n'), 'EVER 1.2.10\r\nOK\r\n');
		equal(rig.ask('SKRESET\r\n'), 'OK\r\n');
		equal(rig.ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\nOK\r\n');
	});

	it('says ER09 to a line longer than 256 characters, and goes on after its end', () => {
		const rig = new SkstackRig();
		equal(rig.ask('x'.repeat(300)), `${'x'.repeat(256)}\r\nFAIL ER09\r\n`);
		equal(rig.ask('xx\r\nSKTERM\r\n'), 'SKTERM\r\nFAIL ER10\r\n');
	});

	it('tells the network its registers at power on and on change', () => {
		const rig = new SkstackRig();
		equal(
			rig.network.calls.join(', '),
			'reset, channel 33, panId 65535, beacons false, lifetime 900, automatic true, securesBroadcasts true, answersEcho true, transceiver true, pairingId CCDDEEFF',
		);
		rig.network.calls.length = 0;
		rig.ask(`SKSREG S2 31\r\nSKSREG SFE 1\r\nSKSREG SA AB\r\nSKSREG SFD 0\r\nSKSETRBID ${ROUTE_B_ID}\r\nSKSETPWD C 0123456789AB\r\n`);
		equal(
			rig.network.calls.join(', '),
			`channel 49, pairingId AB      , reset transmit time, id ${ROUTE_B_ID}, pairingId CCDDEEFF, password 0123456789AB`,
		);
	});

	it('shows neighbours, devices and keys', () => {
		const rig = new SkstackRig();
		rig.ask(`SKADDNBR ${METER} ${METER_MAC}\r\nSKREGDEV ${METER}\r\nSKSECENABLE 1 ${METER} ${METER_MAC}\r\nSKSETKEY 1A ${'0'.repeat(32)}\r\n`);
		equal(rig.ask('SKTABLE 2\r\n'), `SKTABLE 2\r\nENEIGHBOR\r\n${METER} ${METER_MAC} FFFF\r\nOK\r\n`);
		equal(rig.ask('SKTABLE 9\r\n'), `SKTABLE 9\r\nENBR\r\n${METER} ${METER_MAC} 1\r\nOK\r\n`);
		equal(rig.ask('SKTABLE A\r\n'), 'SKTABLE A\r\nESEC\r\n1A\r\nOK\r\n');
		equal(rig.ask('SKRMKEY 1A\r\n'), 'SKRMKEY 1A\r\nOK\r\n');
		equal(rig.ask(`SKRMDEV ${METER}\r\nSKTABLE 2\r\n`), `SKRMDEV ${METER}\r\nOK\r\nSKTABLE 2\r\nENEIGHBOR\r\nOK\r\n`);
	});

	it('answers SKPING with EPONG, as soon as there is an answer', () => {
		equal(new SkstackRig().ask(`SKPING ${METER}\r\n`), `SKPING ${METER}\r\nOK\r\nEPONG ${METER}\r\n`);
	});

	it('gives SKCONNECT 12 s, in which another one fails', () => {
		const rig = new SkstackRig();
		const line = `SKCONNECT ${METER} 0E1A 0E1A\r\n`;
		equal(rig.ask(line, 11_000), `${line}OK\r\n`);
		equal(rig.ask(line, 500), `${line}FAIL ER10\r\n`);
		equal(rig.ask('', 500), 'ETCP 03 00\r\n');
		equal(rig.ask(line, 0), `${line}OK\r\n`);
	});

	it('sleeps deaf until it is woken', () => {
		const rig = new SkstackRig();
		equal(rig.ask('SKDSLEEP\r\nSKVER\r\n'), 'SKDSLEEP\r\nOK\r\n');
		equal(rig.ask('SKVER\r\n'), '');
		rig.module.wake();
		equal(rig.printed(), 'EVENT C0\r\n');
		equal(rig.ask('SKTERM\r\n'), 'SKTERM\r\nFAIL ER10\r\n');
		rig.module.wake();
		equal(rig.printed(), '', 'already awake');
		equal(rig.network.calls.slice(-2).join(), 'sleep,wake');
	});

	it('becomes coordinator with SKSTART', () => {
		const rig = new SkstackRig();
		equal(rig.ask('SKSTART\r\nSKSREG S15\r\n'), 'SKSTART\r\nOK\r\nSKSREG S15\r\nESREG 1\r\nOK\r\n');
		rig.network.accepts = false;
		equal(rig.ask('SKSTART\r\n'), 'SKSTART\r\nFAIL ER10\r\n');
	});
});

describe('A scan', () => {
	it('shows every PAN, and one without pairing id as such', () => {
		const rig = new SkstackRig('bp35c0');
		rig.network.pans.push({ channel: 0x21, panId: 0x8888, mac: new Uint8Array(8), rssi: rssiOf(0x0e) });
		const printed = rig.ask('SKSCAN 3 FFFFFFFF 4 0\r\n');
		equal(
			printed.slice(printed.indexOf('  PairID')),
			`  PairID:CCDDEEFF\r\nEVENT 20 ${OWN} 0\r\nEPANDESC\r\n  Channel:21\r\n  Channel Page:09\r\n  Pan ID:8888\r\n  Addr:0000000000000000\r\n  LQI:0E\r\n  Side:0\r\nEVENT 22 ${OWN} 0\r\n`,
		);
		equal(rig.network.calls[rig.network.calls.length - 1], 'scan 28 4 false');
	});

	it('searches the channels of its mask, and only one scan at a time', () => {
		const rig = new SkstackRig();
		equal(rig.ask('SKSCAN 2 5 6\r\n', 5), 'SKSCAN 2 5 6\r\nOK\r\n');
		equal(rig.network.calls[rig.network.calls.length - 1], 'scan 2 6 true');
		equal(rig.ask('SKSCAN 2 5 6\r\n', 0), 'SKSCAN 2 5 6\r\nFAIL ER10\r\n');
		rig.scheduler.runFor(1_000);
		rig.printed();
		equal(rig.ask('SKSCAN 2 5 6\r\n', 0), 'SKSCAN 2 5 6\r\nOK\r\n');
	});

	it('measures energy in mode 0, with rev26e’s empty line', () => {
		equal(new SkstackRig().ask('SKSCAN 0 3 4\r\n'), `SKSCAN 0 3 4\r\nOK\r\nEVENT 1F ${OWN}\r\nEEDSCAN\r\n21 04 22 04\r\n\r\n`);
		equal(new SkstackRig('bp35c0').ask('SKSCAN 0 3 4 0\r\n'), `SKSCAN 0 3 4 0\r\nOK\r\nEVENT 1F ${OWN} 0\r\nEEDSCAN\r\n0 21 04 22 04\r\n`);
	});

	it('finds nothing on the HAN, and takes as long', () => {
		const rig = new SkstackRig('bp35c0');
		equal(rig.ask('SKSCAN 2 FFFFFFFF 4 1\r\n'), `SKSCAN 2 FFFFFFFF 4 1\r\nOK\r\nEVENT 22 ${OWN} 1\r\n`);
		equal(rig.network.calls.includes(`energy 28 ${9.6 * 17}`), true);
		equal(rig.ask('SKSCAN 0 3 4 1\r\n'), `SKSCAN 0 3 4 1\r\nOK\r\nEVENT 1F ${OWN} 1\r\nEEDSCAN\r\n1 21 04 22 04\r\n`);
	});

	it('is over with SKRESET', () => {
		const rig = new SkstackRig();
		equal(rig.ask('SKSCAN 2 5 6\r\nSKRESET\r\n'), 'SKSCAN 2 5 6\r\nOK\r\nSKRESET\r\nOK\r\n');
		equal(rig.ask('SKSCAN 2 5 6\r\n', 0), 'SKSCAN 2 5 6\r\nOK\r\n');
	});
});

describe('Events', () => {
	it('come as the network has them', () => {
		for (const [model, side] of [
			['bp35a1', ''],
			['bp35c2', ' 0'],
		] as const) {
			const rig = new SkstackRig(model);
			for (const [kind, event] of [
				['terminatedByPeer', '26'],
				['terminationTimeout', '28'],
				['expired', '29'],
				['reauthenticating', '29'],
			] as const) {
				rig.network.listener.onEvent({ kind, peer: address(METER) });
				equal(rig.printed(), `EVENT ${event} ${METER}${side}\r\n`);
			}
			rig.network.listener.onEvent({ kind: 'joinFailed', peer: address(METER), refused: true });
			equal(rig.printed(), `EVENT 24 ${METER}${side}\r\n`);
			rig.network.listener.onEvent({ kind: 'limited', peer: address(OWN) });
			equal(rig.printed(), `EVENT 32 ${OWN}${side}\r\n`);
		}
	});

	it('end SKJOIN with 24 and SKTERM with 28 as well', () => {
		const rig = new SkstackRig();
		rig.network.joinEvent = 'joinFailed';
		equal(rig.ask(`SKJOIN ${METER}\r\n`).slice(-60).trim().split('\r\n').pop(), `EVENT 24 ${METER}`);
		rig.network.joinEvent = 'joined';
		rig.network.terminateEvent = 'terminationTimeout';
		rig.ask(`SKJOIN ${METER}\r\n`);
		equal(rig.ask('SKTERM\r\n'), `SKTERM\r\nOK\r\nEVENT 28 ${METER}\r\n`);
	});

	it('need Route B: with SF0 1 nobody is joined', () => {
		const rig = new SkstackRig('bp35c2');
		rig.ask('SKSREG SF0 1\r\n');
		for (const line of [`SKJOIN ${METER}`, 'SKSTART']) equal(rig.ask(`${line}\r\n`), `${line}\r\nFAIL ER10\r\n`);
		rig.ask('SKSREG SF0 0\r\n');
		equal(rig.ask(`SKJOIN ${METER}\r\n`).includes('EVENT 25'), true);
	});

	it('SKJOIN without credentials is refused', () => {
		const rig = new SkstackRig();
		rig.network.accepts = false;
		equal(rig.ask(`SKJOIN ${METER}\r\n`), `SKJOIN ${METER}\r\nFAIL ER10\r\n`);
	});
});

describe('ERXUDP', () => {
	const head = `ERXUDP ${METER} ${OWN} 0E1A 0E1A ${METER_MAC}`;
	const raw = toText(hex(POWER));

	// Programs that wait for the echo of ROPT and WOPT, and the fakes of modules that test others, agree on it.
	it('echoes product commands as all others, and answers them with CR alone', () => {
		const rig = new SkstackRig('bp35a1');
		equal(rig.ask('RO'), 'RO');
		equal(rig.ask('PT\r\n'), 'PT\r\nOK 01\r');
		equal(rig.ask('WOPT 01\rWUART 80\rRUART\r'), 'WOPT 01\r\nOK\rWUART 80\r\nOK\rRUART\r\nOK 80\r');
		equal(rig.ask('SKSREG SFE 0\rROPT\r'), 'SKSREG SFE 0\r\nOK\r\nOK 01\r', 'not with SFE 0');
	});

	it('shows digits or raw bytes as WOPT says, and the LQI as SA2 does', () => {
		const rig = new SkstackRig('bp35c2');
		rig.network.deliver(3610, POWER);
		equal(rig.printed(), `${head} 1 0 0012 ${raw}\r\n`);
		equal(rig.ask('WOPT 1\rROPT\r'), 'WOPT 1\r\nOK\rROPT\r\nOK 01\r');
		rig.ask('SKSREG SA2 1\r\n');
		rig.network.deliver(3610, POWER);
		equal(rig.printed(), `${head} DD 1 0 0012 ${POWER}\r\n`);
	});

	// momonga sets SA2 on a BP35A1 and reads lines without it.
	it('never shows the LQI in the single grammar', () => {
		const rig = new SkstackRig();
		rig.ask('SKSREG SA2 1\r\n');
		rig.network.deliver(3610, POWER);
		equal(rig.printed(), `${head} 1 0012 ${POWER}\r\n`);
	});

	it('is there for listening ports only', () => {
		const rig = new SkstackRig();
		rig.network.deliver(80, '00');
		rig.network.deliver(0, '00');
		equal(rig.printed(), '');
		rig.ask('SKUDPPORT 3 0050\r\n');
		rig.network.deliver(80, '00');
		equal(rig.printed(), `ERXUDP ${METER} ${OWN} 0050 0050 ${METER_MAC} 1 0001 00\r\n`);
		rig.ask('SKUDPPORT 1 0\r\n');
		rig.network.deliver(3610, '00');
		equal(rig.printed(), '');
	});
});

describe('What survives a power cut', () => {
	it('is nothing without SKSAVE, and SFF decides whether it is loaded', () => {
		const memory = new Memory();
		const first = new SkstackRig('bp35a1', undefined, memory);
		first.ask('SKSREG S2 31\r\nSKSREG S3 B5FB\r\nSKSREG S17 0\r\nSKUDPPORT 3 0050\r\nSKTCPPORT 2 0051\r\nSKSAVE\r\n');
		const second = new SkstackRig('bp35a1', undefined, memory);
		equal(second.ask('SKSREG S2\r\n'), 'SKSREG S2\r\nESREG 21\r\nOK\r\n');
		equal(second.ask('SKLOAD\r\n'), 'SKLOAD\r\nOK\r\n');
		equal(second.ask('SKSREG S2\r\nSKSREG S17\r\n'), 'SKSREG S2\r\nESREG 31\r\nOK\r\nSKSREG S17\r\nESREG 1\r\nOK\r\n');
		second.ask('SKSREG SFF 1\r\nSKSAVE\r\n');
		const third = new SkstackRig('bp35a1', undefined, memory);
		equal(third.ask('SKTABLE E\r\n').split('\r\n').slice(2, 12).join(), '3610,716,80,0,0,0,,3610,81,0');
		third.ask('SKERASE\r\n');
		equal(third.ask('SKLOAD\r\n'), 'SKLOAD\r\nFAIL ER10\r\n');
	});

	it('are the product settings at once', () => {
		const memory = new Memory();
		new SkstackRig('bp35c2', undefined, memory).ask('WOPT 01\rWUART 80\r');
		equal(new SkstackRig('bp35c2', undefined, memory).ask('ROPT\rRUART\r'), 'ROPT\r\nOK 01\rRUART\r\nOK 80\r');
	});

	it('is refused by a flash that fails', () => {
		const rig = new SkstackRig('bp35c2');
		rig.memory.broken = true;
		equal(rig.ask('SKSAVE\r\nWOPT 01\r'), 'SKSAVE\r\nFAIL ER10\r\nWOPT 01\r\nFAIL ER10\r');
		equal(rig.ask('ROPT\r'), 'ROPT\r\nOK 00\r');
	});

	it('is ignored where it is no image of ours', () => {
		const memory = new Memory();
		for (const image of [new Uint8Array(0), new Uint8Array(25).fill(0xa5), Uint8Array.of(1, 0x31), new Uint8Array(40).fill(1)]) {
			memory.items.registers = image;
			memory.items.options = image;
			equal(new SkstackRig('bp35c2', undefined, memory).ask('SKLOAD\r\nROPT\r'), 'SKLOAD\r\nFAIL ER10\r\nROPT\r\nOK 00\r');
		}
	});
});
