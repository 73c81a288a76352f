import { HeldButton } from '../../../boards/wifi/held-button.js';
import { Station } from '../../../boards/wifi/station.js';
import { VirtualLan } from '../../../hal/virtual/network.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { VirtualWifi } from '../../../hal/virtual/wifi.js';
import { equal, hex } from '../../assert.js';

const ADDRESS = hex('00000000000000000000ffffc0000205');
const OTHER = hex('00000000000000000000ffffc0000206');

function setUp(password = 'right one') {
	const scheduler = new VirtualScheduler();
	const network = new VirtualLan(scheduler).host(undefined);
	const wifi = new VirtualWifi(scheduler, network);
	wifi.reach.set('home', { password, address: ADDRESS });
	const events: string[] = [];
	const log: string[] = [];
	const station = new Station({
		wifi,
		credentials: { ssid: 'home', password: 'right one' },
		scheduler,
		log: { write: (layer, text) => log.push(`${layer}: ${text}`) },
		onUp: () => events.push('up'),
		onDown: () => events.push('down'),
	});
	const pauses = (count: number): string => {
		const times: number[] = [];
		let { joins } = wifi;
		while (times.length <= count) {
			scheduler.step();
			if (wifi.joins > joins) times.push(scheduler.now());
			joins = wifi.joins;
		}
		return times
			.slice(1)
			.map((time, i) => (time - times[i]!) / 1000)
			.join();
	};
	return { scheduler, wifi, events, log, station, pauses };
}

describe('a station of Wi-Fi', () => {
	it('joins the network that it was told', () => {
		const { scheduler, events, log, station } = setUp();
		station.start();
		equal(station.state, 'joining');
		scheduler.runUntil(600);
		equal(station.state, 'up');
		equal(events.join(), 'up');
		equal(log.length, 0);
	});

	it('joins again a second after it lost the network, and as often as it does', () => {
		const { scheduler, wifi, events, log, station } = setUp();
		station.start();
		scheduler.runUntil(600);
		for (let i = 0; i < 3; i++) {
			wifi.lose();
			scheduler.runUntil(scheduler.now() + 1_600);
			equal(station.state, 'up');
		}
		equal(events.join(), 'up,down,up,down,up,down,up');
		equal(station.losses, 3);
		equal(log[0], 'Wi-Fi: home is gone; joined again as soon as it is there');
	});

	it('tries a network that is not there less and less often, and says so once', () => {
		const { wifi, log, station, pauses, events } = setUp();
		wifi.reach.clear();
		station.start();
		// The pause, and half a second until it is known.
		equal(pauses(9), '2.5,4.5,8.5,16.5,32.5,60.5,60.5,60.5,60.5');
		equal(log.join(), 'Wi-Fi: home: not found, or not let in; tried again and again');
		equal(events.length, 0);
	});

	it('says what it looks like where the password is wrong, and tries on', () => {
		const { scheduler, wifi, log, station } = setUp('another one');
		station.start();
		scheduler.runUntil(120_000);
		equal(log.join(), 'Wi-Fi: home: refused: is the password right?; tried again and again');
		wifi.reach.set('home', { password: 'right one', address: ADDRESS });
		scheduler.runUntil(200_000);
		equal(station.state, 'up');
	});

	it('gives up a radio that says nothing after 30 s, and begins anew', () => {
		const { scheduler, wifi, log, station } = setUp();
		wifi.dumb = true;
		station.start();
		scheduler.runUntil(29_999);
		equal(station.state, 'joining');
		scheduler.runUntil(30_001);
		equal(station.state, 'waiting');
		equal(log.join(), 'Wi-Fi: home: no answer; tried again and again');
		wifi.dumb = false;
		scheduler.runUntil(32_000);
		equal(station.state, 'up');
	});

	it('does not stop where the radio refuses to begin', () => {
		const { scheduler, wifi, log, station } = setUp();
		wifi.join = () => {
			throw new Error('esp_wifi_connect failed');
		};
		station.start();
		scheduler.runUntil(10_000);
		equal(log.join(), 'Wi-Fi: home: esp_wifi_connect failed; tried again and again');
		equal(station.state, 'waiting');
	});

	it('begins with the short pause anew, and tells anew, once it was in', () => {
		const { scheduler, wifi, log, station } = setUp();
		wifi.reach.clear();
		station.start();
		scheduler.runUntil(200_000);
		wifi.reach.set('home', { password: 'right one', address: ADDRESS });
		scheduler.runUntil(300_000);
		equal(station.state, 'up');
		wifi.reach.clear();
		wifi.lose();
		scheduler.runUntil(301_600);
		equal(station.state, 'waiting');
		equal(log.length, 3);
	});

	it('takes another address for another network', () => {
		const { scheduler, wifi, events, station } = setUp();
		station.start();
		scheduler.runUntil(600);
		wifi.reach.set('home', { password: 'right one', address: OTHER });
		wifi.onEvent('up');
		equal(events.join(), 'up,down,up');
	});

	it('is silent once stopped', () => {
		const { scheduler, wifi, events, station } = setUp();
		station.start();
		scheduler.runUntil(600);
		station.stop();
		equal(events.join(), 'up,down');
		wifi.onEvent('up');
		wifi.onEvent('down');
		scheduler.runUntil(200_000);
		equal(wifi.joins, 1);
		equal(events.length, 2);
		equal(station.state, 'off');
	});
});

describe('a button that is held', () => {
	function press(...spans: readonly (readonly [from: number, to: number])[]): number {
		const scheduler = new VirtualScheduler();
		let count = 0;
		const input = {
			get active() {
				return spans.some(([from, to]) => scheduler.now() >= from && scheduler.now() < to);
			},
		};
		const button = new HeldButton(input, scheduler, () => count++);
		scheduler.runUntil(60_000);
		button.close();
		scheduler.runUntil(120_000);
		return count;
	}

	it('tells once that it was held for five seconds', () => equal(press([1_000, 20_000]), 1));
	it('tells each time', () => equal(press([1_000, 7_000], [10_000, 16_000]), 2));
	it('tells nothing of less', () => equal(press([1_000, 5_800], [6_100, 10_900]), 0));
	it('is not looked at any more once it is closed', () => equal(press([70_000, 80_000]), 0));
});
