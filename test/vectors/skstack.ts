/**
 * A program's whole dialogue with a module, as logs of real ones show it (BP35A1, and BP35C0 for the side grammar), addresses and keys replaced:
 * set up, scan, join, the meter's instance list, one reading, end. The PANA messages are those of a session computed with hostapd's EAP-PSK.
 */
export interface Step {
	/** What the program writes, one character a byte. */
	readonly host: string;
	/** What the module writes from then on, until the next step. */
	readonly module: string;
}

export const METER = 'FE80:0000:0000:0000:0211:2233:4455:6677';
export const METER_MAC = '0011223344556677';
export const OWN = 'FE80:0000:0000:0000:021D:1290:0000:0001';
export const OWN_MAC = '001D129000000001';
export const ROUTE_B_ID = '00112233445566778899AABBCCDDEEFF';
export const PASSWORD = '0123456789AB';

/** What the meter sends to the PaC: PAR[S], PAR with EAP-PSK 1, with EAP-PSK 3, PAR[C]. */
export const PANA_REQUESTS: readonly string[] = [
	'00000028C00000020BADCAFE1122334400060000000400000000000500030000000400000000000C',
	'00000068800000020BADCAFE112233450005000000100000A0A1A2A3A4A5A6A7A8A9AAABACADAEAF000200000038000001A400382F0064DFC1AEC190E919CD6D78E04BF642B2534D3030323334353637383941424344454630303131323233333434353536363737',
	'00000054800000020BADCAFE1122334600020000003B000001A5003B2F8064DFC1AEC190E919CD6D78E04BF642B23306877DE16A22793BBDA030316FA756000000003EF4C204F435F4B9BF295931E0373BD0DE00',
	'00000058A00000020BADCAFE11223347000700000004000000000000000200000004000003A5000400040000000400000000000100080000000400000001518000010000001000000F1D28B6FA55398C91967857C7A32333',
];

/** INF D5 to all nodes, Get E7, and its answer: 512 W. */
export const INSTANCE_LIST = '108100000EF0010EF0017301D50401028801';
export const GET_POWER = '1081000105FF010288016201E700';
export const POWER = '1081000102880105FF017201E70400000200';

function raw(digits: string): string {
	return digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

export function dialogue(side: boolean): Step[] {
	const s = side ? ' 0' : '';
	const pana = PANA_REQUESTS.map((request) => {
		const length = (request.length / 2).toString(16).toUpperCase().padStart(4, '0');
		return `ERXUDP ${METER} ${OWN} 02CC 02CC ${METER_MAC} 0${s} ${length} ${request}\r\nEVENT 21 ${METER}${s} 00\r\n`;
	});
	return [
		{ host: `SKSETPWD C ${PASSWORD}\r\n`, module: `SKSETPWD C ${PASSWORD}\r\nOK\r\n` },
		{ host: `SKSETRBID ${ROUTE_B_ID}\r\n`, module: `SKSETRBID ${ROUTE_B_ID}\r\nOK\r\n` },
		{
			host: `SKSCAN 2 FFFFFFFF 6${s}\r\n`,
			module:
				`SKSCAN 2 FFFFFFFF 6${s}\r\nOK\r\nEVENT 20 ${OWN}${s}\r\nEPANDESC\r\n` +
				`  Channel:31\r\n  Channel Page:09\r\n  Pan ID:B5FB\r\n  Addr:${METER_MAC}\r\n  LQI:DD\r\n` +
				(side ? '  Side:0\r\n' : '') +
				`  PairID:CCDDEEFF\r\nEVENT 22 ${OWN}${s}\r\n`,
		},
		{ host: `SKLL64 ${METER_MAC}\r\n`, module: `SKLL64 ${METER_MAC}\r\n${METER}\r\n` },
		{ host: 'SKSREG S2 31\r\n', module: 'SKSREG S2 31\r\nOK\r\n' },
		{ host: 'SKSREG S3 B5FB\r\n', module: 'SKSREG S3 B5FB\r\nOK\r\n' },
		{
			host: `SKJOIN ${METER}\r\n`,
			module:
				`SKJOIN ${METER}\r\nOK\r\nEVENT 21 ${METER}${s} 02\r\nEVENT 02 ${METER}${s}\r\n` +
				`${pana.join('')}EVENT 25 ${METER}${s}\r\n` +
				`ERXUDP ${METER} FF02:0000:0000:0000:0000:0000:0000:0001 0E1A 0E1A ${METER_MAC} 1${s} 0012 ${INSTANCE_LIST}\r\n`,
		},
		{
			host: `SKSENDTO 1 ${METER} 0E1A 2${s} 000E ${raw(GET_POWER)}`,
			module:
				`SKSENDTO 1 ${METER} 0E1A 2${s} 000E \r\nEVENT 21 ${METER}${s} 00\r\nOK\r\n` +
				`ERXUDP ${METER} ${OWN} 0E1A 0E1A ${METER_MAC} 1${s} 0012 ${POWER}\r\n`,
		},
		{ host: 'SKTERM\r\n', module: `SKTERM\r\nOK\r\nEVENT 27 ${METER}${s}\r\n` },
	];
}
