/**
 * 6LoWPAN payloads of a Route B exchange, each checked with Wireshark's dissector (tshark 4.0.17): the meter is 001d129012345678, the HEMS 001d1290aabbccdd.
 */
export const METER_EUI64 = '001d129012345678';
export const HEMS_EUI64 = '001d1290aabbccdd';

export const METER_ADDRESS = 'fe80000000000000021d129012345678';
export const HEMS_ADDRESS = 'fe80000000000000021d1290aabbccdd';

/** PANA-Client-Initiation, HEMS to meter, UDP 716 both ends. */
export const PCI = Object.freeze({
	payload: '7e33 f0 02cc 02cc f373 0000 0010 0000 0001 00000000 00000000',
	packet: `60000000 0018 11 40 ${HEMS_ADDRESS} ${METER_ADDRESS} 02cc 02cc 0018 f373 0000 0010 0000 0001 00000000 00000000`,
	data: '0000 0010 0000 0001 00000000 00000000',
});

/** Neighbor Solicitation as a module sends it before PANA: uncompressed, to the meter's own address, with its link-layer address. */
export const SOLICITATION = Object.freeze({
	payload: `41 60000000 0028 3a ff ${HEMS_ADDRESS} ${METER_ADDRESS} 8700 6ad8 00000000 ${METER_ADDRESS} 01 02 ${HEMS_EUI64} 000000000000`,
	icmpv6: `8700 6ad8 00000000 ${METER_ADDRESS} 01 02 ${HEMS_EUI64} 000000000000`,
});

/** One packet of 366 bytes from meter to HEMS, as FRAG1 and two FRAGN: an ECHONET Lite message of 318 bytes, UDP 3610 both ends. */
export const FRAGMENTED = Object.freeze({
	size: 366,
	fragments: [
		`c16e 1234 7e33 f0 0e1a 0e1a 6c81 1081 0001 028801 05ff01 72 01 e7 04 000001f4 ${'55'.repeat(94)}`,
		`e16e 1234 14 ${'55'.repeat(160)}`,
		`e16e 1234 28 ${'55'.repeat(46)}`,
	],
	packet: `60000000 0146 11 40 ${METER_ADDRESS} ${HEMS_ADDRESS} 0e1a 0e1a 0146 6c81 1081 0001 028801 05ff01 72 01 e7 04 000001f4 ${'55'.repeat(300)}`,
});

/** Bytes `first` to `last`, counting up, as ping fills its data. */
function counting(first: number, last: number): string {
	let text = '';
	for (let value = first; value <= last; value++) text += (value < 16 ? '0' : '') + value.toString(16);
	return text;
}

/**
 * Captured from Contiki-NG; published in smoltcp's tests (src/iface/interface/tests/sixlowpan.rs). An echo request with a flow label (TF = 01),
 * in one frame.
 */
export const ECHO = Object.freeze({
	source: '261c295734a63a62',
	destination: '1a0b424242424242',
	payload: `6a33 0a6217 3a 8000 b0e3 0004 0001 82f28264 00000000 66230c00 00000000 ${counting(0x10, 0x37)}`,
	packet: `600a6217 0040 3a 40 fe80000000000000241c295734a63a62 fe80000000000000180b424242424242
		8000 b0e3 0004 0001 82f28264 00000000 66230c00 00000000 ${counting(0x10, 0x37)}`,
});

/** From the same source: `ping -s 128`, in two fragments. The published addresses are not those of the checksum, which is therefore wrong. */
export const FRAGMENTED_ECHO = Object.freeze({
	source: '4242424242420b1a',
	destination: '90fc48c2a441fc76',
	size: 176,
	tag: 0x008e,
	fragments: [
		`c0b0 008e 6a33 05252c 3a 8000 e071 0027 0002 a2c22d63 00000000 d95e0c00 00000000 ${counting(0x10, 0x4f)}`,
		`e0b0 008e 10 ${counting(0x50, 0x7f)}`,
	],
	packet: `6005252c 0088 3a 40 fe800000000000004042424242420b1a fe8000000000000092fc48c2a441fc76
		8000 e071 0027 0002 a2c22d63 00000000 d95e0c00 00000000 ${counting(0x10, 0x7f)}`,
	capacity: 100,
});

/** A packet without next header (59) and with one byte of payload, from HEMS to meter unless said otherwise. */
function plain(
	compressed: string,
	{ first = '60000000', hop = '40', source = HEMS_ADDRESS, destination = METER_ADDRESS } = {},
): { compressed: string; packet: string } {
	return { compressed, packet: `${first} 0001 3b ${hop} ${source} ${destination} aa` };
}

/** A UDP datagram with one byte of data, from HEMS to meter. */
function udp(compressed: string, ports: string): { compressed: string; packet: string } {
	return { compressed, packet: `60000000 0009 11 40 ${HEMS_ADDRESS} ${METER_ADDRESS} ${ports} 0009 beef aa` };
}

/** Headers from HEMS to meter and their shortest form, made by hand from RFC 6282 §3.1 and §4.3; test/interop/sixlowpan.node.test.ts checks them with Wireshark. */
export const IPHC_CASES: Record<string, { compressed: string; packet: string }> = {
	'TF 00: DSCP 46, ECN 1 and flow label': plain('6233 6e012345 3b aa', { first: '6b912345' }),
	'TF 01: ECN 1 and flow label': plain('6a33 412345 3b aa', { first: '60112345' }),
	'TF 10: DSCP 46 and ECN 1': plain('7233 6e 3b aa', { first: '6b900000' }),
	'TF 11: nothing of it': plain('7a33 3b aa'),
	'HLIM 00: 0 in line': plain('7833 3b 00 aa', { hop: '00' }),
	'HLIM 00: 63 in line': plain('7833 3b 3f aa', { hop: '3f' }),
	'HLIM 01: 1': plain('7933 3b aa', { hop: '01' }),
	'HLIM 11: 255': plain('7b33 3b aa', { hop: 'ff' }),
	'SAM 00: a global source': plain('7a03 3b 20010db8000000000000000000000001 aa', { source: '20010db8000000000000000000000001' }),
	'SAM 00: link-local, but not of fe80::/64': plain('7a03 3b fe80000000000001021d1290aabbccdd aa', { source: 'fe80000000000001021d1290aabbccdd' }),
	'SAM 01: the interface identifier of another': plain('7a13 3b 0001000200030004 aa', { source: 'fe800000000000000001000200030004' }),
	'SAM 10: a 16-bit identifier': plain('7a23 3b 1234 aa', { source: 'fe80000000000000000000fffe001234' }),
	'SAC 1, SAM 00: the unspecified source': plain('7a43 3b aa', { source: '00'.repeat(16) }),
	'DAM 00: a global destination': plain('7a30 3b 20010db8000000000000000000000001 aa', { destination: '20010db8000000000000000000000001' }),
	'DAM 01: the interface identifier of another': plain('7a31 3b 0001000200030004 aa', { destination: 'fe800000000000000001000200030004' }),
	'DAM 10: a 16-bit identifier': plain('7a32 3b 1234 aa', { destination: 'fe80000000000000000000fffe001234' }),
	'M, DAM 00: a group of many bits': plain('7a38 3b ff020001000000000000000000000001 aa', { destination: 'ff020001000000000000000000000001' }),
	'M, DAM 01: a solicited-node group': plain('7a39 3b 0201ff345678 aa', { destination: 'ff0200000000000000000001ff345678' }),
	'M, DAM 10: all DHCP servers': plain('7a3a 3b 05010003 aa', { destination: 'ff050000000000000000000000010003' }),
	'M, DAM 11: all nodes': plain('7a3b 3b 01 aa', { destination: 'ff020000000000000000000000000001' }),
	'all fields in line': plain(`6000 6e012345 3b 3f ${'20010db8'.repeat(4)} ${'20010db9'.repeat(4)} aa`, {
		first: '6b912345',
		hop: '3f',
		source: '20010db8'.repeat(4),
		destination: '20010db9'.repeat(4),
	}),
	'P 00: ports in full': udp('7e33 f0 0e1a 0e1a beef aa', '0e1a 0e1a'),
	'P 01: destination port 0xf0xx': udp('7e33 f1 0e1a b2 beef aa', '0e1a f0b2'),
	'P 01: both ports 0xf0xx, but not both 0xf0bx': udp('7e33 f1 f012 b4 beef aa', 'f012 f0b4'),
	'P 10: source port 0xf0xx': udp('7e33 f2 34 0e1a beef aa', 'f034 0e1a'),
	'P 11: both ports 0xf0bx': udp('7e33 f3 1f beef aa', 'f0b1 f0bf'),
	'a UDP length that is not the packet’s, so no NHC': {
		compressed: '7a33 11 0e1a 0e1a 0008 beef aa',
		packet: `60000000 0009 11 40 ${HEMS_ADDRESS} ${METER_ADDRESS} 0e1a 0e1a 0008 beef aa`,
	},
	'a UDP header cut short, so no NHC': {
		compressed: '7a33 11 0e1a 0e1a 0007 be',
		packet: `60000000 0007 11 40 ${HEMS_ADDRESS} ${METER_ADDRESS} 0e1a 0e1a 0007 be`,
	},
};
