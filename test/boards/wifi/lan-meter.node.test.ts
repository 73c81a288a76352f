import assert from 'node:assert/strict';
import { DEVICE_LIMITS, type NetworkLink } from '../../../boards/wifi/network-link.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { encodeResponse, MDNS_GROUP, MDNS_PORT } from '../../../modules/mdns/message.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';
import { hex, toHex } from '../../assert.js';
import { LanRig, METER, NOW } from './lan-meter-rig.js';
import { wrapperFrame } from './wrapper-frame.js';

const page = (host = '192.0.2.5', language = '') =>
	`GET / HTTP/1.1\r\nHost: ${host}\r\n${language === '' ? '' : `Accept-Language: ${language}\r\n`}\r\n`;
const INSTANCE_LIST = '0ef0010ef0017301d50401028801';

describe('a meter on Wi-Fi', () => {
	it('joins, announces itself to all nodes, and answers who asks', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(2_000);
		assert.equal(rig.heard.filter((each) => each.slice(8) === INSTANCE_LIST).length, 1);
		assert.equal(rig.ask(), '1081000102880105ff017201e704000001f4');
	});

	it('answers what is asked of all nodes, such as who there is', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(2_000);
		rig.heard.length = 0;
		rig.hems.send(hex('00000000000000000000ffffe0001700'), 3610, hex('1081000205ff010ef0016201d600'));
		rig.run(5);
		assert.deepEqual(rig.heard, ['108100020ef00105ff017201d60401028801']);
	});

	it('tells all nodes each half-hour', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(2_000);
		rig.heard.length = 0;
		rig.run(40 * 60_000);
		assert.ok(
			rig.heard.some((each) => /^1081....02880105ff017302ea0b.{22}eb0b.{22}$/.test(each)),
			rig.heard.join(),
		);
	});

	it('sets its clock by a server, and counts on from there', () => {
		const rig = new LanRig();
		const { firmware } = rig.start();
		rig.run(2_000);
		assert.ok(Math.abs(rig.clock.now() - NOW - rig.scheduler.now()) < 1_100, String(rig.clock.now()));
		assert.ok(
			rig.log.some((line) => /^SNTP: the clock was \d+ s off: set$/.test(line)),
			rig.log.join('\n'),
		);
		rig.run(3 * 3_600_000);
		assert.ok(firmware.readings.halfHour(Math.floor(NOW / 60_000) + 35) !== undefined);
		const { length } = rig.log;
		rig.run(6 * 3_600_000);
		assert.ok(!rig.log.slice(length).some((line) => line.startsWith('SNTP')), 'a clock that is right is left alone');
	});

	it('measures without a network, and is there again when that is', () => {
		const rig = new LanRig();
		const { firmware } = rig.start();
		rig.run(2_000);
		rig.wifi.reach.clear();
		rig.wifi.lose();
		rig.run(3_600_000);
		assert.equal(rig.ask(), undefined);
		assert.equal(rig.network.sockets.length, 0, 'sockets that are left');
		assert.ok(firmware.readings.counts()!.import > 0);
		rig.wifi.reach.set('home', { password: 'right one', address: METER });
		rig.heard.length = 0;
		rig.run(70_000);
		assert.equal(rig.heard.filter((each) => each.slice(8) === INSTANCE_LIST).length, 1, 'announced anew');
		assert.ok(rig.ask());
	});

	it('has a name that others ask for', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(5_000);
		const answers: string[] = [];
		const asker = rig.lan.host(hex('00000000000000000000ffffc0000207')).udp(MDNS_PORT, MDNS_GROUP);
		asker.onReceive = (_from, _port, bytes) => answers.push(toHex(bytes));
		asker.send(MDNS_GROUP, MDNS_PORT, hex('0000000000010000000000000a6b65696b692d34623435056c6f63616c0000010001'));
		rig.run(5);
		assert.equal(answers.length, 1);
		assert.ok(answers[0]!.includes('c0000205'));
		assert.ok(rig.log.includes('mDNS: http://keiki-4b45.local/'));
	});

	it('shows a page, in the language of who looks, under its own name and address alone', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(60_000);
		const text = rig.http(page());
		assert.match(text, /^HTTP\/1\.1 200 OK/);
		assert.match(text, /<th>Power now<td>500 W</);
		assert.match(text, /<th>Clock \(JST\)<td>2026-11-22 12:25:59</);
		assert.match(text, /<th>Address<td>keiki-4b45\.local, 192\.0\.2\.5</);
		assert.match(text, /messages in and out<td>0 \/ 1</);
		assert.match(text, /off: no keys/);
		assert.match(text, /simulated/);
		assert.match(Buffer.from(rig.http(page('keiki-4b45.local', 'ja-JP,en')), 'latin1').toString(), /瞬時電力<td>500 W/);
		assert.match(rig.http(page('192.0.2.5:8080')), /^HTTP\/1\.1 200/);
		for (const host of ['evil.example', 'evil.example:80', '192.0.2.5.evil.example', '']) assert.match(rig.http(page(host)), /^HTTP\/1\.1 403/);
		assert.match(rig.http(page().replace('GET / ', 'GET /x ')), /^HTTP\/1\.1 404/);
		assert.match(rig.http(page().replace('GET', 'POST')), /^HTTP\/1\.1 405 .*Allow: GET, HEAD\r\n/s);
	});

	it('shows it under the name that it takes where somebody else has its own', () => {
		const rig = new LanRig();
		const other = rig.lan.host(hex('00000000000000000000ffffc0000207')).udp(MDNS_PORT, MDNS_GROUP);
		other.onReceive = () => other.send(MDNS_GROUP, MDNS_PORT, encodeResponse('keiki-4b45.local', Uint8Array.of(192, 0, 2, 7), 120));
		rig.start();
		rig.run(5_000);
		assert.ok(rig.log.includes('mDNS: http://keiki-4b45-2.local/'));
		assert.match(rig.http(page('keiki-4b45-2.local')), /^HTTP\/1\.1 200 .*<th>Address<td>keiki-4b45-2\.local, 192\.0\.2\.5</s);
		assert.match(rig.http(page('keiki-4b45.local')), /^HTTP\/1\.1 403/);
	});

	it('tells no secret on the page, nor in the log', () => {
		const rig = new LanRig();
		rig.start({ words: { ssid: 'home', wifiPassword: 'right one', setupKey: 'set up key' } });
		rig.run(60_000);
		const told = rig.http(page()) + rig.log.join('\n');
		for (const secret of ['right one', 'set up key']) assert.ok(!told.includes(secret), secret);
	});

	it('hears no more datagrams than it can answer, and says so once', () => {
		const rig = new LanRig();
		const { services } = rig.start();
		rig.run(2_000);
		rig.heard.length = 0;
		for (let i = 0; i < 1_000; i++) rig.hems.send(METER, 3610, hex('1081000105ff010288016201e700'));
		rig.run(1_000);
		const { length } = rig.heard;
		// The queue has 16 places; beyond them the budget has 32 at once, and 32 a second.
		assert.ok(length >= 16 && length <= 65, `${length} answers`);
		assert.ok(services.echonet.overrun > 900);
		assert.equal(rig.log.filter((line) => line.startsWith('ECHONET Lite: dropped')).length, 1);
		rig.run(1_000);
		assert.ok(rig.ask(), 'and answers again');
	});

	it('tries again what it could not open', () => {
		const rig = new LanRig();
		const { udp } = rig.network;
		let refused = 2;
		rig.network.udp = (port, group) => {
			if (port === 3610 && refused-- > 0) throw new Error('no memory');
			return udp.call(rig.network, port, group);
		};
		rig.start();
		rig.run(20_000);
		assert.equal(rig.ask(), undefined);
		rig.run(50_000);
		assert.ok(rig.ask());
		assert.deepEqual(
			rig.log.filter((line) => line.startsWith('ECHONET')),
			['ECHONET Lite: no UDP port 3610: no memory'],
		);
	});
});

describe('Route A of a meter on Wi-Fi', () => {
	const routeA = (rig: LanRig) => ({
		routeA: (network: NetworkLink) => ({
			line: undefined,
			network,
			keys: DEMO_KEYS,
			cipher: new PortableCipher(),
			store: rig.store,
		}),
	});

	it('is not there without keys', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(2_000);
		assert.equal(rig.network.connect(4059), undefined);
		assert.ok(!rig.network.sockets.some(({ port }) => port === 4059));
	});

	it('answers the public client by TCP and by UDP', () => {
		const rig = new LanRig();
		rig.start(routeA(rig));
		rig.run(2_000);
		const aarq = wrapperFrame(16, 1, '601da109060760857405080101be10040e01000000065f1f040000001e0400');
		const answers: string[] = [];
		const stream = rig.network.connect(4059)!;
		stream.onReceive = (bytes) => answers.push(toHex(bytes));
		stream.send(aarq);
		const socket = rig.lan.host(hex('00000000000000000000ffffc0000208')).udp(0);
		socket.onReceive = (_from, _port, bytes) => answers.push(toHex(bytes));
		socket.send(METER, 4059, aarq);
		rig.run(100);
		assert.equal(answers.length, 2);
		for (const each of answers) assert.match(each, /^000100010010....61/);
	});

	it('ends its connections with the network, and takes others after', () => {
		const rig = new LanRig();
		rig.start(routeA(rig));
		rig.run(2_000);
		let closed = 0;
		rig.network.connect(4059)!.onClosed = () => closed++;
		rig.wifi.lose();
		rig.run(200);
		assert.equal(closed, 1);
		assert.equal(rig.network.connect(4059), undefined);
		assert.equal(rig.network.sockets.length, 0, 'sockets that are left');
		rig.run(5_000);
		assert.ok(rig.network.connect(4059));
	});

	it('opens later what is not to be had when it begins anew, as after its unit was plugged in', () => {
		const rig = new LanRig();
		const { listen } = rig.network;
		let link: NetworkLink;
		let began: Parameters<NetworkLink['open']>[0] | undefined;
		rig.start({
			routeA: (network) => {
				link = network;
				const { open } = network;
				network.open = (service) => {
					began = service;
					open.call(network, service);
				};
				return routeA(rig).routeA(network);
			},
		});
		rig.run(2_000);
		link!.close();
		rig.network.listen = () => {
			throw new Error('no memory');
		};
		link!.open(began!);
		rig.run(40_000);
		assert.equal(rig.network.connect(4059), undefined);
		rig.network.listen = listen;
		rig.run(30_000);
		assert.ok(rig.network.connect(4059));
		assert.deepEqual(
			rig.log.filter((line) => line.startsWith('Route A')),
			['Route A: no TCP port 4059: no memory'],
		);
	});

	it('has few places, and says which', () => {
		const rig = new LanRig();
		rig.start(routeA(rig));
		rig.run(2_000);
		const streams = Array.from({ length: DEVICE_LIMITS.connections + 1 }, () => rig.network.connect(4059)!);
		rig.run(100);
		assert.equal(streams.filter(({ closed }) => closed).length, 1);
	});

	it('is on the page', () => {
		const rig = new LanRig();
		rig.start(routeA(rig));
		rig.run(2_000);
		assert.match(rig.http(page()), /port 4059, with keys/);
	});
});

describe('a meter that knows no Wi-Fi', () => {
	const form = (body: string, fields = 'Content-Type: application/x-www-form-urlencoded\r\n', host = '192.168.4.1') =>
		`POST / HTTP/1.1\r\nHost: ${host}\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`;

	function open(): LanRig {
		const rig = new LanRig();
		rig.start({ words: { setupKey: 'set up key' } });
		rig.run(100);
		return rig;
	}

	it('opens an access point and shows a form', () => {
		const rig = open();
		assert.deepEqual(rig.wifi.accessPoint, { ssid: 'Keiki-4B45', key: 'set up key' });
		assert.deepEqual(rig.log, ['Wi-Fi: set up: join Keiki-4B45 with the key set up key, then open http://192.168.4.1/']);
		assert.match(rig.http(page('192.168.4.1')), /<form method="post" action="\/">/);
		assert.match(rig.http(page('connectivitycheck.example')), /<form method="post"/);
	});

	it('opens it as soon as it can, where the radio or the port is not there at once', () => {
		const rig = new LanRig();
		const { listen } = rig.network;
		const { openAccessPoint } = rig.wifi;
		let [refused, without] = [3, 3];
		rig.wifi.openAccessPoint = (ssid, key) => {
			if (refused-- > 0) throw new Error('esp_wifi_start failed');
			openAccessPoint.call(rig.wifi, ssid, key);
		};
		rig.network.listen = (port) => {
			if (without-- > 0) throw new Error('no network');
			return listen.call(rig.network, port);
		};
		rig.start({ words: { setupKey: 'set up key' } });
		rig.run(5_900);
		assert.equal(rig.meter!.portal!.state, 'closed');
		rig.run(200);
		assert.equal(rig.meter!.portal!.state, 'open');
		assert.deepEqual(rig.log, [
			'Wi-Fi: set up: no access point: esp_wifi_start failed; tried again and again',
			'Wi-Fi: no TCP port 80: no network',
			'Wi-Fi: set up: join Keiki-4B45 with the key set up key, then open http://192.168.4.1/',
		]);
		assert.match(rig.http(page('192.168.4.1')), /<form/);
	});

	it('keeps what it is told, and restarts', () => {
		const rig = open();
		assert.match(
			rig.http(form('ssid=home&password=right+one')),
			/^HTTP\/1\.1 200 OK.*restarts now and joins home; it is http:\/\/keiki-4b45\.local\//s,
		);
		rig.run(3_000);
		assert.equal(rig.restarts, 1);
		const again = rig.start({ words: {} });
		rig.run(2_000);
		assert.equal(again.station!.state, 'up');
	});

	it('takes the last of several forms, and restarts once', () => {
		const rig = open();
		rig.http(form('ssid=first&password='));
		rig.http(form('ssid=home&password=right+one'));
		rig.run(5_000);
		assert.equal(rig.restarts, 1);
		assert.deepEqual(rig.log.slice(1), ['Wi-Fi: set up: first is kept']);
		assert.equal(rig.start({ words: {} }).station !== undefined, true);
		rig.run(2_000);
		assert.equal(rig.meter!.station!.state, 'up');
	});

	const wrong: [string, string, string, RegExp][] = [
		['a name that is none', form('ssid=&password='), '400', /1 to 32 bytes/],
		['a short password', form('ssid=a%3Cb&password=short'), '400', /8 to 63 characters.*value="a&lt;b"/],
		['what is no form', form('ssid=a', 'Content-Type: text/plain\r\n'), '400', /not the form/],
		['a form with holes', form('ssid=%'), '400', /not the form/],
		[
			'a form of another page',
			form('ssid=a&password=', 'Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://evil.example\r\n'),
			'403',
			/403/,
		],
		['a form by another name', form('ssid=a&password=', undefined, 'evil.example'), '403', /403/],
		['a long form', form(`ssid=${'a'.repeat(600)}`), '413', /413/],
		['another method', page().replace('GET', 'DELETE'), '405', /GET, HEAD, POST/],
	];
	for (const [name, request, status, text] of wrong) {
		it(`refuses ${name}`, () => {
			const rig = open();
			const answer = rig.http(request);
			assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
			assert.match(answer, text);
			rig.run(5_000);
			assert.equal(rig.restarts, 0);
		});
	}

	it('waits for good, and measures meanwhile', () => {
		const rig = open();
		rig.run(3_600_000);
		assert.equal(rig.restarts, 0);
		assert.ok(rig.meter!.firmware.readings.counts()!.import > 0);
	});
});

describe('a meter whose button is held', () => {
	it('restarts with its access point, once', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(2_000);
		rig.button.active = true;
		rig.run(6_000);
		assert.equal(rig.restarts, 1);
		assert.ok(rig.log.includes('keiki: the button was held: set up of Wi-Fi'));
		assert.equal(rig.network.sockets.length, 0, 'sockets that are left');
		rig.button.active = false;
		rig.start();
		rig.run(100);
		assert.equal(rig.wifi.accessPoint?.ssid, 'Keiki-4B45');
		assert.equal(rig.meter!.portal!.state, 'open');
		rig.start();
		assert.equal(rig.meter!.portal, undefined);
	});

	it('goes back to the network it knows when nobody comes in ten minutes', () => {
		const rig = new LanRig();
		rig.store.set('wifi.setup', Uint8Array.of(1));
		rig.start();
		rig.run(599_000);
		assert.equal(rig.restarts, 0);
		rig.run(2_000);
		assert.equal(rig.restarts, 1);
		assert.ok(rig.log.some((line) => line.includes('nobody came in 10 minutes')));
	});

	it('loses no energy over the restart', () => {
		const rig = new LanRig();
		rig.start();
		rig.run(25 * 60_000);
		const before = rig.meter!.firmware.readings.counts()!.import;
		rig.button.active = true;
		rig.run(6_000);
		rig.button.active = false;
		const { firmware } = rig.start();
		assert.ok(firmware.readings.counts()!.import >= before && before > 0);
	});
});
