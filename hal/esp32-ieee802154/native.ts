import type { Ieee802154, Ieee802154Events } from './radio.js';

/** The functions of esp32-ieee802154.c. */
export const ESP32_IEEE802154: Ieee802154 = Object.freeze({
	open,
	close,
	readAddress,
	answerFor,
	answerNobody,
	listen,
	sleep,
	transmit,
	detectEnergy,
	overruns,
});

function open(this: unknown, events: Ieee802154Events): void {
	native('xs_keiki_radio_open').call(this, events);
}

function close(this: unknown): void {
	native('xs_keiki_radio_close').call(this);
}

function readAddress(this: unknown, into: Uint8Array): void {
	native('xs_keiki_radio_readAddress').call(this, into);
}

function answerFor(this: unknown, panId: number, eui64: Uint8Array, coordinator: boolean): void {
	native('xs_keiki_radio_answerFor').call(this, panId, eui64, coordinator);
}

function answerNobody(this: unknown): void {
	native('xs_keiki_radio_answerNobody').call(this);
}

function listen(this: unknown, channel: number): void {
	native('xs_keiki_radio_listen').call(this, channel);
}

function sleep(this: unknown): void {
	native('xs_keiki_radio_sleep').call(this);
}

function transmit(this: unknown, psdu: Uint8Array, cca: boolean): void {
	native('xs_keiki_radio_transmit').call(this, psdu, cca);
}

function detectEnergy(this: unknown, duration: number): void {
	native('xs_keiki_radio_detectEnergy').call(this, duration);
}

function overruns(this: unknown): number {
	return native('xs_keiki_radio_overruns').call(this) as number;
}
