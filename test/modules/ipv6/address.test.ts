import {
	ALL_NODES,
	eui64Of,
	formatAddress,
	formatFullAddress,
	isLinkLocal,
	isLinkLocalOf,
	isMulticast,
	isUnspecified,
	linkLocalAddress,
	parseAddress,
	solicitedNodeAddress,
	UNSPECIFIED,
} from '../../../modules/ipv6/address.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { METER_ADDRESS, METER_EUI64 } from '../../vectors/sixlowpan.js';

// Canonical texts: the examples of RFC 5952 §4 and §5, RFC 4291 §2.2, and of Route B.
const TEXTS: readonly (readonly [address: string, text: string])[] = [
	['fe80000000000000021d129012345678', 'fe80::21d:1290:1234:5678'],
	['ff020000000000000000000000000001', 'ff02::1'],
	['00000000000000000000000000000000', '::'],
	['00000000000000000000000000000001', '::1'],
	['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
	['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
	['2001000000000001000000000000 0001', '2001:0:0:1::1'],
	['20010db8000000000000000000000000', '2001:db8::'],
	['00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
	['00010002000300040005000600000000', '1:2:3:4:5:6::'],
	['00000000000300040005000600070008', '::3:4:5:6:7:8'],
	['00000000000000000000ffffc0000221', '::ffff:192.0.2.33'],
];

describe('IPv6 addresses', () => {
	// SKLL64 of SKSTACK-IP: 001D129012345678 gives FE80:…:021D:…, 12345678ABCDEF01 gives FE80:…:1034:….
	it('come from an EUI-64 and lead back to it', () => {
		bytesEqual(linkLocalAddress(hex(METER_EUI64)), METER_ADDRESS);
		bytesEqual(eui64Of(hex(METER_ADDRESS))!, METER_EUI64);
		equal(formatAddress(linkLocalAddress(hex('12345678abcdef01'))), 'fe80::1034:5678:abcd:ef01');
	});

	it('tell whose they are', () => {
		equal(isLinkLocalOf(hex(METER_ADDRESS), hex(METER_EUI64)), true);
		equal(isLinkLocalOf(hex(METER_ADDRESS), hex('001d129012345679')), false);
		equal(isLinkLocalOf(hex(METER_ADDRESS), hex('021d129012345678')), false);
		equal(isLinkLocalOf(hex('fe80000000000001021d129012345678'), hex(METER_EUI64)), false);
		equal(eui64Of(hex('fe80000000000001021d129012345678')), undefined);
		equal(eui64Of(ALL_NODES), undefined);
	});

	it('tell their kind', () => {
		equal(isLinkLocal(hex(METER_ADDRESS)), true);
		equal(isLinkLocal(ALL_NODES), false);
		equal(isMulticast(ALL_NODES), true);
		equal(isMulticast(hex(METER_ADDRESS)), false);
		equal(isUnspecified(UNSPECIFIED), true);
		equal(isUnspecified(ALL_NODES), false);
	});

	// RFC 4291 §2.7.1: 4037::01:800:200e:8c6c has ff02::1:ff0e:8c6c.
	it('have a solicited-node group', () => equal(formatAddress(solicitedNodeAddress(parseAddress('4037::01:800:200e:8c6c')!)), 'ff02::1:ff0e:8c6c'));

	it('are written in full as SKSTACK-IP does, and read', () => {
		equal(formatFullAddress(hex(METER_ADDRESS)), 'FE80:0000:0000:0000:021D:1290:1234:5678');
		bytesEqual(parseAddress('FE80:0000:0000:0000:021D:1290:1234:5678')!, METER_ADDRESS);
		equal(formatFullAddress(ALL_NODES), 'FF02:0000:0000:0000:0000:0000:0000:0001');
	});

	for (const [address, text] of TEXTS) {
		it(`are written as ${text}, and read`, () => {
			equal(formatAddress(hex(address)), text);
			bytesEqual(parseAddress(text)!, address);
		});
	}

	it('are read in any valid form', () => {
		for (const text of ['2001:DB8:0:0:0:0:0:1', '2001:0db8::0001', '2001:db8::0.0.0.1', '2001:db8:0::0:1', '2001:db8:0:0:0:0:0:1']) {
			equal(toHex(parseAddress(text)!), '20010db8000000000000000000000001', text);
		}
		bytesEqual(parseAddress('1:2:3:4:5:6:1.2.3.4')!, '00010002000300040005000601020304');
		bytesEqual(parseAddress('1::2:3:4:5:6:7')!, '00010000000200030004000500060007');
	});

	it('are not read in any other', () => {
		const wrong = [
			'',
			':',
			':::',
			'1',
			'1:2:3:4:5:6:7',
			'1:2:3:4:5:6:7:8:9',
			'1::2::3',
			'1:2:3:4:5:6:7:8::',
			'::1:2:3:4:5:6:7:8',
			'12345::',
			'g::',
			' ::1',
		];
		const wrongToo = [
			'::1 ',
			'1:2:3:4:5:6:7:',
			':1:2:3:4:5:6:7',
			'::256.0.0.1',
			'::1.2.3',
			'1.2.3.4::',
			'1.2.3.4',
			'::1.2.3.4:5',
			'-1::',
			'fe80::1%wpan0',
			'0x1::',
		];
		for (const text of [...wrong, ...wrongToo]) equal(parseAddress(text), undefined, text);
	});
});
