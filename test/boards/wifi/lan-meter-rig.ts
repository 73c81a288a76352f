/** A meter on a LAN in memory, and who asks it there. */
import { LanMeter, type LanMeterOptions } from '../../../boards/wifi/lan-meter.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { VirtualLan, type VirtualUdp } from '../../../hal/virtual/network.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../../hal/virtual/store.js';
import { VirtualWifi } from '../../../hal/virtual/wifi.js';
import { asciiBytes, latin1Text } from '../../../modules/bytes/ascii.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { constantLoad, PlayedLoad } from '../../../src/world/load/source.js';
import { hex, toHex } from '../../assert.js';

export const METER = hex('00000000000000000000ffffc0000205');
export const HEMS = hex('00000000000000000000ffffc0000206');
export const NTP = hex('00000000000000000000ffffc000020a');
export const ECHONET = hex('00000000000000000000ffffe0001700');
export const HOME = Object.freeze({ ssid: 'home', wifiPassword: 'right one' });
/** 2026-11-22T03:25:00Z, the wall's time when the scheduler began. */
export const NOW = Date.UTC(2026, 10, 22, 3, 25);
export const GET_POWER = '1081000105ff010288016201e700';

export class LanRig {
	readonly scheduler = new VirtualScheduler();
	readonly lan = new VirtualLan(this.scheduler);
	readonly network = this.lan.host(undefined);
	readonly wifi = new VirtualWifi(this.scheduler, this.network);
	readonly store = new MemoryStore();
	readonly flash = new RamFlash(40);
	readonly log: string[] = [];
	readonly button = { active: false };
	readonly clock = new SchedulerClock(this.scheduler, 0);
	restarts = 0;
	/** What the HEMS heard: to the group or to itself. */
	readonly heard: string[] = [];
	readonly hems: VirtualUdp;
	meter: LanMeter | undefined;
	/** The time that the server tells; undefined: it says nothing. */
	ntpTime: number | undefined = NOW;

	constructor() {
		this.wifi.reach.set('home', { password: 'right one', address: METER });
		this.lan.names.set('ntp.nict.jp', NTP);
		this.hems = this.lan.host(HEMS).udp(3610, ECHONET);
		this.hems.onReceive = (_from, _port, bytes) => this.heard.push(toHex(bytes));
		const ntp = this.lan.host(NTP).udp(123);
		ntp.onReceive = (from, port, bytes) => {
			if (this.ntpTime === undefined) return;
			const reply = new Uint8Array(48);
			reply.set([0x24, 1]);
			reply.set(bytes.subarray(40), 24);
			new DataView(reply.buffer).setUint32(40, Math.floor((this.ntpTime + this.scheduler.now()) / 1000) + 2_208_988_800);
			ntp.send(from, port, reply);
		};
	}

	start(options: Partial<LanMeterOptions> = {}): LanMeter {
		const { scheduler, clock, flash, store, network, wifi, button } = this;
		this.meter = new LanMeter({
			...{ scheduler, clock, flash, store, network, wifi, button },
			random: new SeededRandom(1, 'meter'),
			metrology: new PlayedLoad(constantLoad(500), scheduler, 0),
			simulated: true,
			log: { write: (layer, text) => this.log.push(`${layer}: ${text}`) },
			profile: GEN1,
			serial: 'KEIKI0000001',
			words: HOME,
			restart: () => this.restarts++,
			...options,
		});
		this.meter.start();
		return this.meter;
	}

	run(duration: number): void {
		this.scheduler.runUntil(this.scheduler.now() + duration);
	}

	/** Asks for the power; undefined: no answer. */
	ask(): string | undefined {
		this.heard.length = 0;
		this.hems.send(METER, 3610, hex(GET_POWER));
		this.run(5);
		return this.heard.find((each) => each.startsWith('10810001028801'));
	}

	/** What comes back on a connection to the page, or to the form. */
	http(request: string): string {
		const stream = this.network.connect(80);
		if (stream === undefined) return 'nobody listens';
		let text = '';
		stream.onReceive = (bytes) => {
			text += latin1Text(bytes);
		};
		stream.send(asciiBytes(request));
		this.run(300);
		return text;
	}
}
