/** Flashes of which only what differs from those of a new meter takes memory, and what differs in bytes. */
import type { Flash } from '../../../hal/ports/flash.js';
import { SECTOR_SIZE, type UnitMemory } from '../units/unit-memory.js';

const PAGE = 128;
const PAGES = SECTOR_SIZE / PAGE;
/** Bytes alike between two that differ, which are cheaper to repeat than to leave out. */
const BRIDGE = 6;
/** Of what differs: owner, offset (3), length (2). */
const HEADER = 6;
const BLANK = new Uint8Array(PAGE).fill(0xff);

/** NOR flash in pages that it has in common with another until it writes to them. */
export class PagedFlash implements Flash {
	readonly sectorSize = SECTOR_SIZE;
	readonly sectors: number;
	/** Something was written since somebody said that nothing was. */
	isDirty = false;
	readonly #shared: readonly Uint8Array[];
	readonly #pages: Uint8Array[];

	/**
	 * @param shared what it is told apart from, which stays as it is; undefined: blank
	 * @param isBlank it is blank itself at first; else it is what `shared` is
	 */
	constructor(sectors: number, shared?: PagedFlash, isBlank = false) {
		this.sectors = sectors;
		const blank = new Array<Uint8Array>(sectors * PAGES).fill(BLANK);
		this.#shared = shared === undefined ? blank : shared.#pages.slice();
		this.#pages = isBlank ? blank.slice() : this.#shared.slice();
	}

	read(offset: number, into: Uint8Array): void {
		this.#need(offset, into.length);
		for (let done = 0; done < into.length; ) {
			const at = (offset + done) % PAGE;
			const length = Math.min(into.length - done, PAGE - at);
			into.set(this.#pages[(offset + done - at) / PAGE]!.subarray(at, at + length), done);
			done += length;
		}
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#need(offset, bytes.length);
		this.isDirty = true;
		for (let i = 0; i < bytes.length; i++) this.#own((offset + i - ((offset + i) % PAGE)) / PAGE)[(offset + i) % PAGE]! &= bytes[i]!;
	}

	areBlank(firstSector: number, sectors: number): boolean {
		const end = (firstSector + sectors) * PAGES;
		for (let page = firstSector * PAGES; page < end; page++) if (this.#pages[page] !== BLANK) return false;
		return true;
	}

	erase(sector: number): void {
		this.#need(sector * SECTOR_SIZE, SECTOR_SIZE);
		this.isDirty = true;
		this.#pages.fill(BLANK, sector * PAGES, (sector + 1) * PAGES);
	}

	/** Tells of all that differs from what it has in common with the other, in runs. */
	eachChange(visit: (offset: number, bytes: Uint8Array) => void): void {
		for (let page = 0; page < this.#pages.length; page++) {
			const now = this.#pages[page]!;
			const before = this.#shared[page]!;
			if (now === before) continue;
			for (let from = 0; from < PAGE; from++) {
				if (now[from] === before[from]) continue;
				let end = from + 1;
				for (let at = end; at < PAGE && at - end < BRIDGE; at++) if (now[at] !== before[at]) end = at + 1;
				visit(page * PAGE + from, now.subarray(from, end));
				from = end;
			}
		}
	}

	/** Whatever stands there: these bytes are there now. */
	put(offset: number, bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) this.#own((offset + i - ((offset + i) % PAGE)) / PAGE)[(offset + i) % PAGE] = bytes[i]!;
	}

	#own(page: number): Uint8Array {
		const own = this.#pages[page]!;
		if (own !== this.#shared[page] && own !== BLANK) return own;
		const copy = own.slice();
		this.#pages[page] = copy;
		return copy;
	}

	#need(offset: number, length: number): void {
		if (!(offset >= 0 && offset + length <= this.sectors * SECTOR_SIZE))
			throw new RangeError(`flash: expected to stay within ${this.sectors * SECTOR_SIZE} bytes, got ${length} at ${offset}`);
	}
}

/** The flashes of one meter, by their owners. */
export class PagedMemory implements UnitMemory {
	readonly units = [];
	readonly #model: PagedMemory | undefined;
	readonly #isBlank: boolean;
	readonly #flashes = new Map<string, PagedFlash>();

	/**
	 * @param model what they are told apart from, and have pages in common with; undefined: blank
	 * @param isBlank they begin blank all the same: a meter that has never been started
	 */
	constructor(model?: PagedMemory, isBlank = false) {
		this.#model = model;
		this.#isBlank = isBlank;
	}

	keep(): void {}

	has(owner: string): boolean {
		return this.#flashes.has(owner) || (!this.#isBlank && this.#model?.has(owner) === true);
	}

	flash(owner: string, sectors: number): PagedFlash {
		const flash =
			this.#flashes.get(owner) ?? new PagedFlash(sectors, this.#model === undefined ? undefined : this.#model.#flashes.get(owner), this.#isBlank);
		this.#flashes.set(owner, flash);
		return flash;
	}

	/** Whether anything was written since this was last asked. */
	takeDirt(): boolean {
		let isDirty = false;
		for (const flash of this.#flashes.values()) {
			isDirty ||= flash.isDirty;
			flash.isDirty = false;
		}
		return isDirty;
	}

	/**
	 * All that differs from the model, behind `head` free bytes.
	 * @param owners names by number: those that are not among them yet are put at the end
	 */
	changes(head: number, owners: string[]): Uint8Array {
		let length = head;
		for (const flash of this.#flashes.values()) flash.eachChange((_offset, bytes) => (length += HEADER + bytes.length));
		const changes = new Uint8Array(length);
		let at = head;
		for (const [owner, flash] of this.#flashes) {
			const number = owners.indexOf(owner) < 0 ? owners.push(owner) - 1 : owners.indexOf(owner);
			flash.eachChange((offset, bytes) => {
				changes.set([number, offset >> 16, offset >> 8, offset, bytes.length >> 8, bytes.length], at);
				changes.set(bytes, at + HEADER);
				at += HEADER + bytes.length;
			});
		}
		return changes;
	}

	/** What `changes` told. @param sectorsOf the size of an owner's flash */
	apply(changes: Uint8Array, head: number, owners: readonly string[], sectorsOf: (owner: string) => number): void {
		for (let at = head; at < changes.length; ) {
			const owner = owners[changes[at]!]!;
			const offset = (changes[at + 1]! << 16) | (changes[at + 2]! << 8) | changes[at + 3]!;
			const length = (changes[at + 4]! << 8) | changes[at + 5]!;
			this.flash(owner, sectorsOf(owner)).put(offset, changes.subarray(at + HEADER, at + HEADER + length));
			at += HEADER + length;
		}
	}

	/** How many sectors each has. */
	get sizes(): ReadonlyMap<string, number> {
		return new Map([...this.#flashes].map(([owner, { sectors }]) => [owner, sectors]));
	}
}
