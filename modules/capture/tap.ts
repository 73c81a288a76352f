/**
 * The header that precedes an IEEE 802.15.4 PSDU in captures of LINKTYPE_IEEE802_15_4_TAP (283).
 *
 * | bytes | field                                                                        |
 * |-------|------------------------------------------------------------------------------|
 * | 2     | version 0, reserved 0                                                        |
 * | 2     | length of the header, these four bytes included                              |
 * | …     | fields: type u16, length u16, value padded to 4                              |
 *
 * All little endian. Fields: 0 FCS type · 1 signal in dBm · 2 bit rate · 3 channel and page · 4 SUN PHY (band, type, mode) · 10 LQI · 11 frequency in kHz.
 */
const FCS_TYPE = 0;
const RSS = 1;
const BIT_RATE = 2;
const CHANNEL = 3;
const SUN_PHY = 4;
const LQI = 10;
const CENTRE_FREQUENCY = 11;

/** SUN PHY page and band numbers (IEEE 802.15.4-2015, tables 7-19 and 10-10). */
const SUN_PAGE = 9;
const BAND_920_MHZ = 9;

export interface TapFrame {
	/** FCS included. */
	readonly psdu: Uint8Array;
	readonly fcsLength: 2 | 4;
	/** dBm */
	readonly rssi: number;
	/** 0 to 255 */
	readonly lqi: number;
	/** Channel of the Japanese 920 MHz band, 33 to 60: 915.9 MHz + 0.2 MHz × channel. */
	readonly channel: number;
}

const HEADER_LENGTH = 4 + 7 * 8;

/** TAP header and PSDU: what goes into a packet block. */
export function encodeTap(frame: TapFrame): Uint8Array {
	const bytes = new Uint8Array(HEADER_LENGTH + frame.psdu.length);
	const view = new DataView(bytes.buffer);
	view.setUint16(2, HEADER_LENGTH, true);
	let offset = 4;
	const field = (type: number, length: number) => {
		view.setUint16(offset, type, true);
		view.setUint16(offset + 2, length, true);
		offset += 8;
		return offset - 4;
	};
	view.setUint8(field(FCS_TYPE, 1), frame.fcsLength === 2 ? 1 : 2);
	view.setFloat32(field(RSS, 4), frame.rssi, true);
	view.setUint32(field(BIT_RATE, 4), 100_000, true);
	const channel = field(CHANNEL, 3);
	view.setUint16(channel, frame.channel, true);
	view.setUint8(channel + 2, SUN_PAGE);
	view.setUint8(field(SUN_PHY, 3), BAND_920_MHZ);
	view.setUint8(field(LQI, 1), frame.lqi);
	view.setFloat32(field(CENTRE_FREQUENCY, 4), 915_900 + 200 * frame.channel, true);
	bytes.set(frame.psdu, HEADER_LENGTH);
	return bytes;
}
