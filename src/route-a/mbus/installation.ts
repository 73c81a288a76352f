/**
 * How a channel comes to its meter. It is looked for in this order, and the first that is meant is it:
 *
 * | where                                                  | when                                       |
 * |--------------------------------------------------------|--------------------------------------------|
 * | at the address that it is to have                      | always                                     |
 * | by its secondary address                               | where its identification number is told    |
 * | at the address of the factory; by a search of the line | else, where a head-end has asked           |
 *
 * Meant is who has the maker, version and kind that are told, and is on no channel. It gets the address that it is to have, or where that is nobody's wish the
 * first at which nobody answers, and that no channel has: two at one address would both be lost.
 */
import { ADDRESS, CI } from '../../../modules/mbus/frame.js';
import { matchesSelection, type SecondaryAddress } from '../../../modules/mbus/header.js';
import { VIF } from '../../../modules/mbus/quantity.js';
import { encodeRecords, numberRecord } from '../../../modules/mbus/record.js';
import type { MbusBus, MbusResult, MbusTelegram } from './mbus-bus.js';

/** Whom a channel is to have. */
export interface Sought {
	/** What is 0 is not told. */
	readonly wanted: SecondaryAddress;
	/** Primary address, 1 to 250. */
	readonly address: number;
	/** It gets this address, or is not installed. */
	readonly isFixed: boolean;
	/** By a head-end. */
	readonly isAsked: boolean;
	/** Whether a meter is on a channel; whether an address is that of one that is on another. */
	isOnChannel(slave: SecondaryAddress): boolean;
	isGiven(address: number): boolean;
}

/** Why there is none: nobody was found who is meant; several have one identification number; whoever was found can have no address. */
export type NotInstalled = 'nobody' | 'several' | 'address taken';

export interface InstallationHost {
	readonly bus: MbusBus;
	/** `telegram` is good only during the call. */
	onInstalled(telegram: MbusTelegram, address: number): void;
	onEnd(why: NotInstalled): void;
}

const INT8 = 0x01;
const ANY_BYTE = 0xff;
const ANY_MANUFACTURER = 0xffff;
const ANY_IDENTIFICATION = 0xffffffff;

export class Installation {
	readonly #host: InstallationHost;
	readonly #sought: Sought;
	/** As a selection: what is not told is any. */
	readonly #wanted: SecondaryAddress;
	/** Who was found, and at which address it is spoken to. */
	#found: MbusTelegram['header'] | undefined;
	#ownAddress = 0;
	#at = 0;
	/** The last of the addresses that were tried, in their order; 0: only the one that it is to have. */
	#tried = 0;

	constructor(host: InstallationHost, sought: Sought) {
		this.#host = host;
		this.#sought = sought;
		const { identification, manufacturer, version, deviceType } = sought.wanted;
		this.#wanted = {
			identification: identification || ANY_IDENTIFICATION,
			manufacturer: manufacturer || ANY_MANUFACTURER,
			version: version || ANY_BYTE,
			deviceType: deviceType || ANY_BYTE,
		};
	}

	/** The line is its own until the host hears of the end. */
	start(): void {
		const { address, isGiven } = this.#sought;
		this.#host.bus.read(address, (telegram) => {
			if (!this.isMeant(telegram)) this.lookElsewhere();
			else if (isGiven(address)) this.address(telegram, address);
			else this.#host.onInstalled(telegram, address);
		});
	}

	private lookElsewhere(): void {
		const { bus } = this.#host;
		if (this.#sought.wanted.identification !== 0) this.select(this.#wanted);
		else if (!this.#sought.isAsked) this.#host.onEnd('nobody');
		else
			bus.read(ADDRESS.unconfigured, (telegram) => {
				if (this.isMeant(telegram)) this.address(telegram, ADDRESS.unconfigured);
				else this.search();
			});
	}

	private search(): void {
		const isMeant = (slave: SecondaryAddress) => !this.#sought.isOnChannel(slave);
		this.#host.bus.search(this.#wanted, isMeant, (found) => {
			if (typeof found === 'string') this.#host.onEnd(found);
			else this.select(found);
		});
	}

	private select(whom: SecondaryAddress): void {
		const { bus } = this.#host;
		const read = () =>
			bus.read(ADDRESS.selected, (telegram) => {
				if (this.isMeant(telegram)) this.address(telegram, ADDRESS.selected);
				else this.#host.onEnd('nobody');
			});
		bus.select(whom, read, () => this.#host.onEnd('nobody'));
	}

	private address({ header, address }: MbusTelegram, at: number): void {
		this.#found = header;
		this.#ownAddress = address;
		this.#at = at;
		const { address: first, isGiven } = this.#sought;
		// Whose it is may not answer now.
		if (isGiven(first)) this.tryNext();
		else this.tryAddress(first);
	}

	private tryAddress(address: number): void {
		const { bus } = this.#host;
		// Its own may be another's, too: then what it says there is no telegram.
		if (address === this.#ownAddress)
			bus.read(address, (telegram) => {
				if (this.isFound(telegram)) this.#host.onInstalled(telegram, address);
				else this.tryNext();
			});
		else
			bus.isTaken(address, (isTaken) => {
				if (isTaken) this.tryNext();
				else this.move(address);
			});
	}

	private tryNext(): void {
		const { address, isFixed, isGiven } = this.#sought;
		do this.#tried++;
		while (this.#tried === address || isGiven(this.#tried));
		if (isFixed || this.#tried > ADDRESS.lastPrimary) this.#host.onEnd('address taken');
		else this.tryAddress(this.#tried);
	}

	/** Behind its new address, it is asked there: at the one before it answers no more. */
	private move(address: number): void {
		const { bus } = this.#host;
		const told = (telegram: MbusResult) => {
			if (this.isFound(telegram)) this.#host.onInstalled(telegram, address);
			else this.#host.onEnd('nobody');
		};
		const order = encodeRecords([numberRecord(INT8, Uint8Array.of(VIF.busAddress), (address << 24) >> 24)]);
		const send = () => bus.send(this.#at, CI.dataSend, order, () => bus.read(address, told));
		// What was said to others meanwhile may have ended the selection.
		if (this.#at === ADDRESS.selected) bus.select(this.#found!, send, () => this.#host.onEnd('nobody'));
		else send();
	}

	private isMeant(result: MbusResult): result is MbusTelegram {
		return typeof result !== 'string' && matchesSelection(result.header, this.#wanted) && !this.#sought.isOnChannel(result.header);
	}

	private isFound(result: MbusResult): result is MbusTelegram {
		return typeof result !== 'string' && matchesSelection(result.header, this.#found!);
	}
}
