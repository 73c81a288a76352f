import { airChannelOf, airChannelsOf, channelOf, isChannel } from '../../../../../modules/wi-sun-module/j11/language/channel.js';
import { energyOf, rssiByte } from '../../../../../modules/wi-sun-module/j11/language/level.js';
import {
	decodeChange,
	decodePanaEnded,
	decodeReceived,
	decodeScan,
	decodeScanned,
	decodeSend,
	decodeSetting,
	decodeStarted,
	encodeChange,
	encodePanaEnded,
	encodeReceived,
	encodeResponse,
	encodeScan,
	encodeScanned,
	encodeSend,
	encodeSetting,
	encodeStarted,
} from '../../../../../modules/wi-sun-module/j11/language/messages.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../../assert.js';
import { frameOf, J11_METER, J11_METER_MAC } from '../../../../vectors/j11.js';

const dataOf = (name: string) => hex(frameOf(name).slice(24));
/** Behind the result. */
const restOf = (name: string) => dataOf(name).subarray(1);

/** Decodes, encodes again, and tries every shorter one. */
const FORMS: readonly (readonly [name: string, data: Uint8Array, again: (data: Uint8Array) => Uint8Array])[] = [
	['0008', dataOf('Get E7'), (data) => encodeSend(decodeSend(data))],
	['0051 with a pairing id', dataOf('scan D=6 all, pairing id'), (data) => encodeScan(decodeScan(data))],
	['0051 without', dataOf('scan D=6 all, no id'), (data) => encodeScan(decodeScan(data))],
	['005F', dataOf('init Dual ch12'), (data) => encodeSetting(decodeSetting(data))],
	['2053', restOf('Route B started'), (data) => encodeStarted(decodeStarted(data))],
	['4051', dataOf('scan: found on ch12'), (data) => rescanned(data)],
	['4051 with nothing', dataOf('scan: nothing on ch4'), (data) => rescanned(data)],
	['6018 to all', dataOf('received: instance list (multicast)'), (data) => encodeReceived(decodeReceived(data))],
	['6018 to one', dataOf('received: Get_Res E7 = 512 W'), (data) => encodeReceived(decodeReceived(data))],
	['601A', dataOf('connection changed: PANA cut'), (data) => rechanged(data)],
	['6028', dataOf('PANA failed'), (data) => reended(data)],
];

function rescanned(data: Uint8Array): Uint8Array {
	const { channel, pans } = decodeScanned(data);
	return encodeScanned(channel, pans);
}

function rechanged(data: Uint8Array): Uint8Array {
	const { change, mac, rssi } = decodeChange(data);
	return encodeChange(change, mac, rssi);
}

function reended(data: Uint8Array): Uint8Array {
	const { outcome, mac } = decodePanaEnded(data);
	return encodePanaEnded(outcome, mac);
}

describe('J11 data', () => {
	for (const [name, data, again] of FORMS) {
		it(`of ${name} is read and written`, () => bytesEqual(again(data), toHex(data)));

		it(`of ${name} is whole or none`, () => {
			for (let length = 0; length < data.length; length++) throws(() => again(data.subarray(0, length)), /^J11 .*expected/);
			throws(() => again(Uint8Array.from([...data, 0])), /^J11 .*expected/);
		});
	}

	it('says what it says', () => {
		const received = decodeReceived(dataOf('received: instance list (multicast)'));
		equal(toHex(received.from).toUpperCase(), J11_METER);
		equal(received.multicast, true);
		equal(received.secured, true);
		equal(received.rssi, -52);
		equal(received.panId, 0x1a7c);
		equal(received.remotePort, 3610);
		const started = decodeStarted(restOf('Route B started'));
		equal(started.channel, 12);
		equal(toHex(started.mac).toUpperCase(), J11_METER_MAC);
		equal(started.rssi, -52);
		equal(decodeScan(dataOf('scan D=6 all, no id')).pairingId, undefined);
		equal(decodeScan(dataOf('scan D=6 all, no id')).mask, 0x3fff0);
		throws(() => decodeScan(hex('06 0003fff0 02')), /a kind of 00 or 01/);
		throws(() => decodeScanned(hex('02 04')), /00 or 01/);
		throws(() => decodeSend(hex(`${J11_METER} 0e1a 0e1a 0000`)), /1 byte of data at least/);
	});

	it('follows no result but 01', () => {
		bytesEqual(encodeResponse(0x01, hex('0203')), '010203');
		bytesEqual(encodeResponse(0x0e, hex('0203')), '0e');
	});
});

describe('J11 channels and levels', () => {
	it('are every second channel of the air', () => {
		equal(airChannelOf(4), 33);
		equal(airChannelOf(12), 49);
		equal(airChannelOf(17), 59);
		for (let channel = 4; channel <= 17; channel++) equal(channelOf(airChannelOf(channel)), channel);
		equal(isChannel(3), false);
		equal(isChannel(18), false);
		equal(airChannelsOf(0x3fff0).join(), '33,35,37,39,41,43,45,47,49,51,53,55,57,59');
		equal(airChannelsOf(0x1010).join(), '33,49');
		for (const mask of [0, 0x8, 0x40010, -1]) equal(airChannelsOf(mask).length, 0);
	});

	it('stay within what a module tells', () => {
		equal(rssiByte(-52.4), -52);
		equal(rssiByte(-130), -104);
		equal(rssiByte(0), -34);
		equal(energyOf(-104.27), 0);
		equal(energyOf(-43.495), 221);
		equal(energyOf(0), 255);
		equal(energyOf(-200), 0);
	});
});
