/**
 * Frames of the J11 UART interface, computed from its specification (J11 UART IF specification 1.1) by a model of its own: "what it says", who sends it
 * (`>` the host), the frame. The two of the field are what a program at large sends to real modules. The meter is 001C64004B450001 in PAN 1A7C on channel
 * 12, heard with −52 dBm; the module is 001D129000000001.
 */
export type Frame = readonly [says: string, from: '>' | '<', frame: string];

export const FRAMES: readonly Frame[] = [
	['reset', '>', 'D0EA83FC00D9000404160000'],
	['started', '<', 'D0F9EE5D6019000403910000'],
	['version?', '>', 'D0EA83FC006B000403A80000'],
	['version', '<', 'D0F9EE5D206B000D03AC000B010400010200000003'],
	['status?', '>', 'D0EA83FC00010004033E0000'],
	['status: not started', '<', 'D0F9EE5D20010008033D000501020101'],
	['status: Dual, operating', '<', 'D0F9EE5D20010008033D000701030201'],
	['status: Dual, authenticated', '<', 'D0F9EE5D20010008033D000801030301'],
	['init Dual ch4', '>', 'D0EA83FC005F000803A0000905000400'],
	['init ok', '<', 'D0F9EE5D205F00050398000101'],
	['credentials', '>', 'D0EA83FC0054003003BD09D43030313132323333343435353636373738383939414142424343444445454646303132333435363738394142'],
	['credentials ok', '<', 'D0F9EE5D20540005038D000101'],
	['scan D=6 all, pairing id', '>', 'D0EA83FC00510012039C041D060003FFF0014343444445454646'],
	['scan D=6 all, no id', '>', 'D0EA83FC0051000A039401F8060003FFF000'],
	['scan: nothing on ch4', '<', 'D0F9EE5D4051000603AB00050104'],
	['scan: found on ch12', '<', 'D0F9EE5D4051001203B70280000C01001C64004B4500011A7CCC'],
	['scan ended', '<', 'D0F9EE5D20510005038A000101'],
	['init Dual ch12', '>', 'D0EA83FC005F000803A0001105000C00'],
	['Route B start', '>', 'D0EA83FC0053000403900000'],
	['Route B started', '<', 'D0F9EE5D2053001103980280010C1A7C001C64004B450001CC'],
	['Route B: MAC connection failed', '<', 'D0F9EE5D20530005038C000E0E'],
	['open 3610', '>', 'D0EA83FC00050006034400280E1A'],
	['open ok', '<', 'D0F9EE5D20050005033E000101'],
	['open: is open', '<', 'D0F9EE5D20050005033E000A0A'],
	['PANA start', '>', 'D0EA83FC0056000403930000'],
	['PANA start ok', '<', 'D0F9EE5D20560005038F000101'],
	['PANA succeeded', '<', 'D0F9EE5D6028000D03A9011201001C64004B450001'],
	['PANA failed', '<', 'D0F9EE5D6028000D03A9011302001C64004B450001'],
	['PANA no answer', '<', 'D0F9EE5D6028000D03A9011403001C64004B450001'],
	[
		'received: instance list (multicast)',
		'<',
		'D0F9EE5D6018003103BD08C0FE80000000000000021C64004B4500010E1A0E1A1A7C0102CC0012108100000EF0010EF0017301D50401028801',
	],
	['Get E7', '>', 'D0EA83FC000800280369065BFE80000000000000021C64004B4500010E1A0E1A000E1081000105FF010288016201E700'],
	['sent', '<', 'D0F9EE5D2008000B0347009801001081000105'],
	['sent: no ACK', '<', 'D0F9EE5D2008000B0347009D01051081000105'],
	['sent: transmit limit', '<', 'D0F9EE5D2008000B0347009A01021081000105'],
	[
		'received: Get_Res E7 = 512 W',
		'<',
		'D0F9EE5D6018003103BD07D9FE80000000000000021C64004B4500010E1A0E1A1A7C0002CC00121081000102880105FF017201E70400000200',
	],
	['send: unknown destination', '<', 'D0F9EE5D200800050341000606'],
	['connection changed: PANA cut', '<', 'D0F9EE5D601A000E039C01E104001C64004B450001CC'],
	['reauthenticate', '>', 'D0EA83FC00D20004040F0000'],
	['reauthenticate ok', '<', 'D0F9EE5D20D20005040B000101'],
	['key?', '>', 'D0EA83FC0059000403960000'],
	['key', '<', 'D0F9EE5D2059001503A2007901000102030405060708090A0B0C0D0E0F'],
	['PAN id?', '>', 'D0EA83FC005E0004039B0000'],
	['PAN id', '<', 'D0F9EE5D205E000703990097011A7C'],
	['IP?', '>', 'D0EA83FC0009000403460000'],
	['IP', '<', 'D0F9EE5D200900150352024101FE80000000000000021D129000000001'],
	['MAC?', '>', 'D0EA83FC000E0004034B0000'],
	['MAC', '<', 'D0F9EE5D200E000D034F00C101001D129000000001'],
	['initial setting?', '>', 'D0EA83FC0107000403450000'],
	['initial setting', '<', 'D0F9EE5D21070009034500120105000C00'],
	['ports?', '>', 'D0EA83FC0007000403440000'],
	['ports', '<', 'D0F9EE5D200700080343002A01010E1A'],
	['connections?', '>', 'D0EA83FC00110004034E0000'],
	['connections: none', '<', 'D0F9EE5D20110006034B00010100'],
	['connections: the meter, authenticated', '<', 'D0F9EE5D20110014035901B4010101001C64004B4500011A7C010702'],
	['terminals?', '>', 'D0EA83FC01000004033E0000'],
	['terminals: the meter, authenticated', '<', 'D0F9EE5D21000019034E02A1010501FE80000000000000021C64004B4500010702'],
	['PANA end', '>', 'D0EA83FC0057000403940000'],
	['PANA end ok', '<', 'D0F9EE5D205700050390000101'],
	['Route B end', '>', 'D0EA83FC0058000403950000'],
	['Route B end ok', '<', 'D0F9EE5D205800050391000101'],
	['ED scan', '>', 'D0EA83FC00DB0008041C01F20003FFF0'],
	['reception failed: decryption', '<', 'D0F9EE5D6038001E03CA036B01FE80000000000000021C64004B450001420000001081000105'],
	['error: header checksum', '<', 'D0F9EE5D2FFF0005044700F0F0'],
	['error: not a request code', '<', 'D0F9EE5DFFFF00050517000303'],
	['error: data checksum of 005F', '<', 'D0F9EE5D205F0005039800F1F1'],
	['error: receive time-out of 005F', '<', 'D0F9EE5D205F00050398001313'],
	['error: not started (0051)', '<', 'D0F9EE5D20510005038A003737'],
	['error: busy (0056)', '<', 'D0F9EE5D20560005038F003D3D'],
	['field: reset with checksum 0 (ak1211)', '>', 'D0EA83FC00D9000400000000'],
	['field: init ch4 with checksums 0 (ak1211)', '>', 'D0EA83FC005F00080000000005000400'],
];

/** One of them. Throws Error where there is none. */
export function frameOf(name: string): string {
	const found = FRAMES.find(([says]) => says === name);
	if (found === undefined) throw new Error(`no frame "${name}"`);
	return found[2];
}

export const J11_METER_MAC = '001C64004B450001';
export const J11_METER = 'FE80000000000000021C64004B450001';

/** A session from power-up to a Get: what the host sends, and what the module says from then on. The scan's empty channels are left out. */
export const SESSION: readonly (readonly [host: string, module: readonly string[]])[] = [
	['reset', ['started']],
	['version?', ['version']],
	['init Dual ch4', ['init ok']],
	['credentials', ['credentials ok']],
	['scan D=6 all, pairing id', ['scan: found on ch12', 'scan ended']],
	['init Dual ch12', ['init ok']],
	['Route B start', ['Route B started']],
	['open 3610', ['open ok']],
	['PANA start', ['PANA start ok', 'PANA succeeded', 'received: instance list (multicast)']],
	['Get E7', ['sent', 'received: Get_Res E7 = 512 W']],
	['key?', ['key']],
	['status?', ['status: Dual, authenticated']],
	['connections?', ['connections: the meter, authenticated']],
	['terminals?', ['terminals: the meter, authenticated']],
	['initial setting?', ['initial setting']],
	['ports?', ['ports']],
	['PAN id?', ['PAN id']],
	['IP?', ['IP']],
	['MAC?', ['MAC']],
	['reauthenticate', ['reauthenticate ok', 'PANA succeeded']],
	['PANA end', ['PANA end ok']],
	['status?', ['status: Dual, operating']],
	['Route B end', ['Route B end ok']],
	['connections?', ['connections: none']],
];
