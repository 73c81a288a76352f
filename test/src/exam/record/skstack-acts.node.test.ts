import { equal } from '../../../assert.js';
import { Heard } from './acts-rig.js';

const METER = 'FE80:0000:0000:0000:021D:1290:1234:5678';
const OWN = 'FE80:0000:0000:0000:021D:1290:0003:C890';
const MAC = '001D129012345678';
const GET_POWER = '1081000105FF010288016201E700';
const POWER = '1081000102880105FF017201E704000004D5';

describe('Acts of SKSTACK', () => {
	for (const [line, acts] of [
		['SKVER', 'asks SKVER []'],
		['SKTABLE E', 'asks SKTABLE [E]'],
		[`SKLL64 ${MAC}`, `asks SKLL64 [${MAC}]`],
		['ROPT', 'asks ROPT []'],
		['SKSREG S2', 'asks SKSREG [S2]'],
		['SKSREG S2 21', 'sets S02 21; setsChannel 33'],
		['SKSREG S3 8888', 'sets S03 8888; setsPan 8888'],
		['SKSREG SA2 1', 'sets SA2 1'],
		['WOPT 01', 'writesFlash WOPT [01]'],
		['SKSAVE', 'writesFlash SKSAVE []'],
		['SKSETRBID 00112233445566778899AABBCCDDEEFF', 'setsId 00112233445566778899AABBCCDDEEFF'],
		['SKSCAN 2 FFFFFFFF 6', 'scans paired 6 FFFFFFFF'],
		['SKSCAN 2 FFFFFFFF 6 0', 'scans paired 6 FFFFFFFF'],
		['SKSCAN 3 3 A', 'scans open 10 00000003'],
		['SKSCAN 0 FFFFFFFF 4', 'scans energy 4 FFFFFFFF'],
		['SKSCAN 1 FFFFFFFF 4', 'other SKSCAN 1 FFFFFFFF 4'],
		[`SKJOIN ${METER}`, `joins ${METER}`],
		['SKJOIN FE80::1', 'other SKJOIN FE80::1'],
		['SKREJOIN', 'rejoins'],
		['SKTERM', 'terminates'],
		['SKRESET', 'resets'],
		['AT', 'other AT'],
	]) {
		it(`read ${line}`, () => equal(new Heard().asks(line!), acts));
	}

	it('count the characters of a password that is hidden', () => {
		const heard = new Heard();
		// Told as `SKSETPWD C …`, with the length of the line as it was.
		equal(heard.asks('SKSETPWD C …'), 'setsPassword 1');
	});

	it('read a datagram that is sent, in either grammar, with the port of its handle', () => {
		const heard = new Heard();
		equal(heard.asks(`SKSENDTO 1 ${METER} 0E1A 1 000E `, GET_POWER), `sends ${METER} 3610 3610 true ${GET_POWER} frame`);
		equal(heard.asks(`SKSENDTO 1 ${METER} 0E1A 2 0 000E `, GET_POWER), `sends ${METER} 3610 3610 true ${GET_POWER} frame`);
		equal(heard.asks(`SKSENDTO 3 ${METER} 0E1A 0 0 0001 `, '10'), `sends ${METER} 3610 null false 10 undefined`);
		equal(heard.asks('SKUDPPORT 3 0E1A'), 'sets SKUDPPORT 3 0E1A');
		equal(heard.asks(`SKSENDTO 3 ${METER} 02CC 0 000E `, GET_POWER), `sends ${METER} 716 3610 false ${GET_POWER} frame`);
		equal(heard.asks('SKRESET'), 'resets');
		equal(heard.asks(`SKSENDTO 3 ${METER} 02CC 0 000E `, GET_POWER), `sends ${METER} 716 null false ${GET_POWER} undefined`);
	});

	it('take an SKSENDTO in the wrong grammar, without its bytes, for no datagram', () => {
		equal(new Heard().asks(`SKSENDTO 1 ${METER} 0E1A 1 0 000E`), `other SKSENDTO 1 ${METER} 0E1A 1 0 000E`);
	});

	for (const [line, acts] of [
		[`EVENT 21 ${METER} 02`, `event 33 2 ${METER}`],
		[`EVENT 21 ${METER} 0 02`, `event 33 2 ${METER}`],
		[`EVENT 25 ${METER}`, `event 37 null ${METER}`],
		[`EVENT 25 ${METER} 0`, `event 37 null ${METER}`],
		[`EVENT 22 ${OWN} 0`, `event 34 null ${OWN}`],
		['EVENT C0', 'event 192 null null'],
		['EVENT XX', 'says EVENT XX'],
		[`EVENT 21 ${METER} 0 02 0`, `says EVENT 21 ${METER} 0 02 0`],
		['EVER 1.2.10', 'says EVER 1.2.10'],
		[`EINFO ${OWN} 001D12900003C890 21 FFFF FFFE`, `says EINFO ${OWN} 001D12900003C890 21 FFFF FFFE`],
		['EADDR', 'says EADDR'],
		[OWN, `says ${OWN}`],
	]) {
		it(`read ${line}`, () => equal(new Heard().told(line!), acts));
	}

	for (const [grammar, behindMac] of [
		['single', '1'],
		['side', '1 0'],
		['side with LQI', '7A 1 0'],
	]) {
		it(`read a datagram that came, with its payload in digits and as it is: ${grammar}`, () => {
			const header = `ERXUDP ${METER} ${OWN} 0E1A 0E1A ${MAC} ${behindMac} 0012 `;
			equal(new Heard().told(header + POWER), `receives ${METER} 3610 3610 true ${POWER} frame`);
			const digits = Array.from(header, (character) => character.charCodeAt(0).toString(16)).join('') + POWER;
			equal(new Heard().toldBytes(digits), `receives ${METER} 3610 3610 true ${POWER} frame`);
		});
	}

	it('read a datagram in the clear, one of PANA, and one that is malformed', () => {
		const heard = new Heard();
		equal(heard.told(`ERXUDP ${METER} ${OWN} 0E1A 0E1A ${MAC} 0 0001 10`), `receives ${METER} 3610 3610 false 10 undefined`);
		equal(heard.told(`ERXUDP ${METER} ${OWN} 02CC 02CC ${MAC} 0 0002 0000`), `receives ${METER} 716 716 false 0000 undefined`);
		const spoilt = `ERXUDP ${METER} ${OWN} 0E1A 0E1A ${MAC} 0 0003 10`;
		equal(heard.told(spoilt), `says ${spoilt}`);
	});

	it('give an EPANDESC as one act with the place of its last line, PairID or not', () => {
		const heard = new Heard();
		const lines = ['EPANDESC', '  Channel:31', '  Channel Page:09', '  Pan ID:B5FB', `  Addr:${MAC}`, '  LQI:DD', '  Side:0'];
		for (const line of lines) equal(heard.told(line), '', line);
		equal(heard.told('  PairID:CCDDEEFF'), `found 49 B5FB ${MAC} CCDDEEFF`);
		equal(heard.told(`EVENT 20 ${OWN}`), `event 32 null ${OWN}`);
		for (const line of lines) equal(heard.told(line), '', line);
		equal(heard.told(`EVENT 22 ${OWN}`), `#16 found 49 B5FB ${MAC} null; event 34 null ${OWN}`);
	});

	it('say what stands in an EPANDESC that is none', () => {
		const heard = new Heard();
		equal(heard.told('EPANDESC') + heard.told('  Channel:31'), '');
		equal(heard.told('OK'), '#2 says EPANDESC   Channel:31; ok null');
	});

	it('know which command is answered', () => {
		const heard = new Heard();
		heard.asks('SKVER');
		equal(heard.told('SKVER'), '');
		equal(heard.told('EVER 1.2.10'), 'says EVER 1.2.10');
		equal(heard.told('OK'), 'ok SKVER');
		heard.asks('SKFOO');
		equal(heard.told('SKFOO'), '');
		equal(heard.told('FAIL ER04'), 'refused ER04 SKFOO');
		heard.asks('ROPT');
		equal(heard.told('OK 01'), 'says OK 01; ok ROPT');
		equal(heard.told('OK'), 'ok null');
	});

	it('know it of two that were written at once, the first of which waits', () => {
		const heard = new Heard();
		heard.asks(`SKSENDTO 1 ${METER} 0E1A 1 000E `, GET_POWER);
		heard.asks('SKINFO');
		equal(heard.told(`EVENT 21 ${METER} 00`), `event 33 0 ${METER}`);
		equal(`${heard.told('OK')} ${heard.told('FAIL ER05')}`, 'ok SKSENDTO refused ER05 SKINFO');
	});

	it('know it after SKLL64, which no OK follows, and after an OK that never came', () => {
		const heard = new Heard();
		heard.asks(`SKLL64 ${MAC}`);
		equal(heard.told(METER), `says ${METER}`);
		heard.asks('SKTERM');
		equal(heard.told('FAIL ER10'), 'refused ER10 SKTERM');
		heard.asks('SKVER');
		heard.at = 3_000;
		heard.asks('SKINFO');
		equal(heard.told('OK'), 'ok SKINFO');
		heard.asks('SKVER');
		heard.at = 3_100;
		heard.asks('SKTERM');
		equal(heard.told('SKTERM'), '');
		equal(heard.told('OK'), 'ok SKTERM');
	});

	it('belong to one session: another one begins anew', () => {
		const heard = new Heard();
		heard.asks('SKVER');
		equal(heard.told('EPANDESC'), '');
		heard.session = 2;
		equal(heard.told('OK'), 'ok null');
	});
});
