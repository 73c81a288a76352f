import { ALL_NODES, formatAddress, linkLocalAddress, parseAddress, UNSPECIFIED } from '../../../modules/ipv6/address.js';
import { internetChecksum } from '../../../modules/ipv6/checksum.js';
import { encodeEcho } from '../../../modules/ipv6/icmpv6.js';
import { MAXIMUM_UDP_DATA } from '../../../modules/ipv6/interface.js';
import { decodePacket, encodePacket } from '../../../modules/ipv6/packet.js';
import { encodeUdp } from '../../../modules/ipv6/udp.js';
import { decompress } from '../../../modules/sixlowpan/iphc.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { METER_EUI64, PCI } from '../../vectors/sixlowpan.js';
import { HEMS, icmpPacket, METER, numbered, Pair, PORT } from './pair-rig.js';

function udpPacket(source: Uint8Array, destination: Uint8Array, destinationPort = PORT): Uint8Array {
	const payload = encodeUdp({ sourcePort: PORT, destinationPort, data: hex('1081') }, source, destination);
	return encodePacket({ nextHeader: 17, hopLimit: 64, source, destination, payload });
}

describe('IPv6 interface', () => {
	let pair: Pair;

	beforeEach(() => {
		pair = new Pair();
	});

	describe('datagrams', () => {
		it('go from one to the other as the bytes of a real exchange', () => {
			pair.hems.send({ to: pair.meter.address, sourcePort: 716, destinationPort: 716, bytes: hex(PCI.data), secured: false }, () => {});
			pair.scheduler.runFor(10);
			equal(pair.wire.frames.length, 1);
			bytesEqual(pair.wire.frames[0]!.payload, PCI.payload);
			bytesEqual(pair.wire.frames[0]!.to!, METER_EUI64);
		});

		it('arrive with their addresses, port and protection', () => {
			equal(pair.sendToMeter(hex('1081'), true), 'sent');
			equal(pair.sendToMeter(hex('1082'), false), 'sent');
			equal(
				JSON.stringify(pair.atMeter.map(({ bytes, ...rest }) => ({ ...rest, bytes: toHex(bytes) }))),
				JSON.stringify([
					{ from: formatAddress(pair.hems.address), to: formatAddress(pair.meter.address), sourcePort: PORT, secured: true, bytes: '1081' },
					{ from: formatAddress(pair.hems.address), to: formatAddress(pair.meter.address), sourcePort: PORT, secured: false, bytes: '1082' },
				]),
			);
		});

		it('are answered from inside the handler, and never sent from inside it', () => {
			let framesInside = -1;
			pair.meter.listen(PORT, (from, _to, port, bytes) => {
				pair.meter.send({ to: from, sourcePort: PORT, destinationPort: port, bytes, secured: true }, () => {});
				framesInside = pair.wire.frames.length;
			});
			pair.sendToMeter(hex('1081'));
			equal(framesInside, 1);
			equal(pair.wire.frames.length, 2);
			equal(toHex(pair.atHems[0]!.bytes), '1081');
		});

		it('to all nodes are a broadcast', () => {
			equal(pair.sendToMeter(hex('1081'), true, ALL_NODES), 'sent');
			equal(pair.wire.frames[0]!.to, undefined);
			equal(toHex(pair.wire.frames[0]!.payload.subarray(0, 3)), '7e3b01');
			equal(pair.atMeter[0]!.to, 'ff02::1');
		});

		it('of 0, 208, 1200 and 1232 bytes arrive whole', () => {
			for (const length of [0, 208, 1200, MAXIMUM_UDP_DATA]) {
				const bytes = numbered(length);
				equal(pair.sendToMeter(bytes), 'sent');
				equal(toHex(pair.atMeter.pop()!.bytes), toHex(bytes));
			}
			equal(pair.meter.incomplete, 0);
		});

		it('of more than 1232 bytes are refused', () => {
			equal(pair.sendToMeter(numbered(MAXIMUM_UDP_DATA + 1)), 'failed');
			equal(pair.hems.counts.refused, 1);
			equal(pair.logged[0], 'IPv6: not sent: a packet of 1281 bytes, more than 1280; counted only from here on');
			equal(pair.wire.frames.length, 0);
		});

		it('to an address beyond the link are refused', () => {
			equal(pair.sendToMeter(hex('00'), true, parseAddress('2001:db8::1')!), 'failed');
			equal(pair.hems.counts.refused, 1);
		});

		it('are never done from inside send', () => {
			for (const to of [pair.meter.address, parseAddress('2001:db8::1')!]) {
				let done = false;
				pair.hems.send({ to, sourcePort: PORT, destinationPort: PORT, bytes: hex('00'), secured: true }, () => {
					done = true;
				});
				equal(done, false);
				equal(pair.wire.frames.length, 0);
				pair.scheduler.runFor(10);
				equal(done, true);
				pair.wire.frames.length = 0;
			}
		});

		it('to nobody fail', () => equal(pair.sendToMeter(hex('00'), true, linkLocalAddress(hex('0011223344556677'))), 'failed'));

		it('that the law forbids are limited', () => {
			pair.wire.result = () => 'limited';
			equal(pair.sendToMeter(hex('00')), 'limited');
		});

		it('wait for each other in order, up to the queue’s limit', () => {
			const results: string[] = [];
			for (let i = 0; i < 10; i++) {
				pair.hems.send({ to: pair.meter.address, sourcePort: PORT, destinationPort: PORT, bytes: Uint8Array.of(i), secured: true }, (result) =>
					results.push(`${i} ${result}`),
				);
			}
			pair.scheduler.runFor(100);
			equal(results.sort().join(), '0 sent,1 sent,2 sent,3 sent,4 sent,5 sent,6 sent,7 sent,8 failed,9 failed');
			equal(pair.atMeter.map(({ bytes }) => bytes[0]).join(), '0,1,2,3,4,5,6,7');
			equal(pair.hems.counts.refused, 2);
		});

		it('to a port without listener are dropped, silently unless told otherwise', () => {
			pair.inject(HEMS, METER, udpPacket(pair.hems.address, pair.meter.address, 9999));
			equal(pair.meter.counts.unheard, 1);
			equal(pair.wire.frames.length, 0);
			pair.meter.unlisten(PORT);
			pair.sendToMeter(hex('1081'));
			equal(pair.meter.counts.unheard, 2);
		});

		it('to a port without listener are answered at most once a second, if so told', () => {
			pair = new Pair({ portUnreachable: true });
			const packet = udpPacket(pair.hems.address, pair.meter.address, 9999);
			pair.inject(HEMS, METER, packet);
			pair.inject(HEMS, METER, packet);
			equal(pair.wire.frames.length, 1);
			const answer = decodePacket(decompress(pair.wire.frames[0]!.payload, METER, HEMS));
			equal(toHex(answer.payload.subarray(0, 2)), '0104');
			equal(toHex(answer.payload.subarray(8)), toHex(packet));
			pair.scheduler.runFor(1000);
			pair.inject(HEMS, undefined, udpPacket(pair.hems.address, ALL_NODES, 9999));
			equal(pair.wire.frames.length, 1, 'never to a multicast');
			pair.inject(HEMS, METER, packet);
			equal(pair.wire.frames.length, 2);
		});
	});

	describe('echo', () => {
		it('is answered with the same identifier, number, data and protection', () => {
			const replies: string[] = [];
			pair.hems.events = {
				onEchoReply: (from, identifier, sequence, bytes) => replies.push(`${formatAddress(from)} ${identifier} ${sequence} ${toHex(bytes)}`),
			};
			pair.hems.echo(pair.meter.address, 7, 65535, hex('0102'), true);
			pair.scheduler.runFor(10);
			equal(replies.join(), `${formatAddress(pair.meter.address)} 7 65535 0102`);
			equal(pair.wire.frames.map(({ secured }) => secured).join(), 'true,true');
		});

		it('is answered by its own address where it was sent to all nodes', () => {
			let from = '';
			pair.hems.events = {
				onEchoReply: (address) => {
					from = formatAddress(address);
				},
			};
			pair.hems.echo(ALL_NODES, 1, 1, hex(''));
			pair.scheduler.runFor(10);
			equal(from, formatAddress(pair.meter.address));
		});

		it('is not answered where that is switched off', () => {
			pair.meter.answersEcho = false;
			let asked = 0;
			pair.meter.events = {
				onEchoRequest: () => {
					asked++;
				},
			};
			pair.hems.echo(pair.meter.address, 1, 1, hex(''));
			pair.scheduler.runFor(10);
			equal(asked, 1);
			equal(pair.wire.frames.length, 1);
		});

		it('of 1200 bytes comes back whole', () => {
			let back = '';
			pair.hems.events = {
				onEchoReply: (_from, _identifier, _sequence, bytes) => {
					back = toHex(bytes);
				},
			};
			pair.hems.echo(pair.meter.address, 1, 1, numbered(1200));
			pair.scheduler.runFor(100);
			equal(back, toHex(numbered(1200)));
		});

		it('from nowhere is dropped', () => {
			const message = encodeEcho({ kind: 'echoRequest', identifier: 1, sequence: 1, data: hex('') }, UNSPECIFIED, pair.meter.address);
			pair.inject(HEMS, METER, icmpPacket(message, UNSPECIFIED, pair.meter.address, 64));
			equal(pair.meter.counts.malformed, 1);
			equal(pair.wire.frames.length, 0);
		});
	});

	it('reports what a module reports', () => {
		const events: string[] = [];
		pair.meter.events = {
			onSolicitation: (from) => events.push(`01 ${formatAddress(from)}`),
			onEchoRequest: (from) => events.push(`05 ${formatAddress(from)}`),
		};
		pair.hems.events = { onAdvertisement: (from) => events.push(`02 ${formatAddress(from)}`) };
		pair.hems.solicit(pair.meter.address, () => {});
		pair.scheduler.runFor(10);
		pair.hems.echo(pair.meter.address, 1, 1, hex(''));
		pair.scheduler.runFor(10);
		equal(events.join(), '01 fe80::21d:1290:aabb:ccdd,02 fe80::21d:1290:1234:5678,05 fe80::21d:1290:aabb:ccdd');
	});

	it('drops and never forwards what is for another', () => {
		const others = ['fe80::1', '2001:db8::1', 'ff02::2', 'ff02::1:ff00:1', 'ff05::1', '::1', '::'];
		for (const other of others) pair.inject(HEMS, METER, udpPacket(pair.hems.address, parseAddress(other)!));
		for (const other of others) pair.inject(HEMS, undefined, udpPacket(pair.hems.address, parseAddress(other)!));
		pair.scheduler.runFor(10_000);
		equal(pair.meter.counts.foreign, 14);
		equal(pair.wire.frames.length, 0);
		equal(pair.atMeter.length, 0);
	});

	it('drops what claims another source than the frame’s sender', () => {
		for (const source of ['fe80::1', '2001:db8::1', '::', formatAddress(pair.meter.address)])
			pair.inject(HEMS, METER, udpPacket(parseAddress(source)!, pair.meter.address), true);
		equal(pair.meter.counts.malformed, 4);
		equal(pair.atMeter.length, 0);
	});

	it('drops next headers and ICMPv6 types that it does not know', () => {
		pair.inject(
			HEMS,
			METER,
			encodePacket({ nextHeader: 6, hopLimit: 64, source: pair.hems.address, destination: pair.meter.address, payload: hex('00') }),
		);
		pair.inject(
			HEMS,
			METER,
			encodePacket({ nextHeader: 0, hopLimit: 64, source: pair.hems.address, destination: pair.meter.address, payload: hex('00') }),
		);
		const solicitation = hex('8500 0000 00000000');
		const checksum = internetChecksum(solicitation, 58, pair.hems.address, pair.meter.address);
		solicitation.set([checksum >> 8, checksum & 0xff], 2);
		pair.inject(HEMS, METER, icmpPacket(solicitation, pair.hems.address, pair.meter.address));
		equal(pair.meter.counts.unsupported, 3);
		equal(pair.wire.frames.length, 0);
	});

	it('drops what is malformed, counts it, says once why, and works on', () => {
		for (const payload of ['', '41', '7e', '7e33', 'c1', `${PCI.payload}00`])
			pair.wire.deliver({ from: HEMS, to: METER, payload: hex(payload), secured: false });
		equal(pair.meter.counts.malformed, 6);
		equal(pair.logged.length, 1);
		equal(/^IPv6: dropped: .+; counted only from here on$/.test(pair.logged[0]!), true, pair.logged[0]!);
		equal(pair.sendToMeter(hex('1081')), 'sent');
		equal(pair.atMeter.length, 1);
	});
});
