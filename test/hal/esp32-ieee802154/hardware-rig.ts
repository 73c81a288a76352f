import type { Ieee802154, Ieee802154Events } from '../../../hal/esp32-ieee802154/radio.js';
import { hex, toHex } from '../../assert.js';

/** Hardware that writes down what it is told; its events come when a test says so. */
export class FakeHardware implements Ieee802154 {
	readonly told: string[] = [];
	events!: Ieee802154Events;
	lost = 0;

	open(events: Ieee802154Events): void {
		this.events = events;
		this.told.push('open');
	}

	close(): void {
		this.told.push('close');
	}

	readAddress(into: Uint8Array): void {
		into.set(hex('60554cff fe000001'));
	}

	answerFor(panId: number, eui64: Uint8Array, coordinator: boolean): void {
		this.told.push(`answerFor ${panId} ${toHex(eui64)} ${coordinator}`);
	}

	answerNobody(): void {
		this.told.push('answerNobody');
	}

	listen(channel: number): void {
		this.told.push(`listen ${channel}`);
	}

	sleep(): void {
		this.told.push('sleep');
	}

	transmit(psdu: Uint8Array, cca: boolean): void {
		this.told.push(`transmit ${toHex(psdu)} ${cca}`);
	}

	detectEnergy(duration: number): void {
		this.told.push(`detectEnergy ${duration}`);
	}

	overruns(): number {
		return this.lost;
	}

	/** What it was told since the last time. */
	take(): string {
		return this.told.splice(0).join('; ');
	}
}
