/** `keiki mdm serve` over real connections, with a store of this process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mdmSite } from '../../../../boards/host/mdm/serve/site.js';
import { Assets } from '../../../../boards/host/web/assets.js';
import { Door } from '../../../../boards/host/web/door.js';
import { SiteServer } from '../../../../boards/host/web/site-server.js';
import { firstSlotOf } from '../../../../src/mdm/day-matrix.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { MemoryStore } from '../../../src/mdm/memory-store.js';
import { blockOf, wholeDay } from '../../../src/mdm/reading-store-contract.js';

/** 2026-12-13. */
export const DAY = 20_800;
export const DATE = '2026-12-13';
const HALF_HOUR = 1_800_000;
const METERS = Object.freeze([
	'1,,A1,P1,100,6,60,0,street-1,1,,',
	'2,,A2,P2,100,6,60,0,street-1,1,,',
	'3,,A3,P3,100,6,60,0,street-2,2,,',
	// Exchanged at noon.
	'4,,A4,P4,100,6,60,0,street-2,2,,2026-12-13T03:00:00Z',
	'5,,A5,P4,100,6,60,0,street-2,2,2026-12-13T03:00:00Z,',
]);

export class ServeRig {
	readonly store = new MemoryStore();
	readonly failures: unknown[] = [];
	readonly folder = mkdtempSync(join(tmpdir(), 'keiki-mdm-serve-'));
	/** Readings a second. */
	rate: number | undefined;
	/** The day is over. */
	now = (firstSlotOf(DAY) + 48) * HALF_HOUR;
	#door!: Door;
	#server!: SiteServer;

	/** @param pages folder of the look; undefined: none */
	static async open(pages?: string): Promise<ServeRig> {
		const rig = new ServeRig();
		const door = await Door.open({ address: '127.0.0.1', port: 0 });
		const assets = new Assets(pages ?? rig.folder);
		const onError = (error: unknown) => rig.failures.push(error);
		const { store, folder } = rig;
		const rate = {
			get readings() {
				return rig.rate;
			},
		};
		rig.#door = door;
		rig.#server = new SiteServer(
			mdmSite({ ...{ store, folder, rate, assets, onError }, port: door.port, visitors: door.visitors, now: () => rig.now }),
			door,
		);
		return rig;
	}

	/** Five meters at four supply points; of the day came all of meters 1 and 2, closed and corrected, the morning of 3, and both halves of 4 and 5. */
	async fill({ isClosed = false } = {}): Promise<void> {
		this.register(...METERS);
		if (isClosed) {
			await this.store.put(DAY, 0, 1, wholeDay([1, 2], { quality: 8 }));
			const later = wholeDay([2], { version: 2 });
			later.quality.fill(8, 10, 48);
			await this.store.put(DAY, 0, 2, later);
			return;
		}
		const from = (number: number, first: number, last: number) =>
			Array.from({ length: last - first + 1 }, (_, i) => ({ number, boundary: first + i, import: 100 * number + i, export: 0, day: DAY }));
		await this.store.append(blockOf(1, 1, [...from(1, 0, 48), ...from(2, 0, 48), ...from(3, 0, 12), ...from(4, 0, 24), ...from(5, 24, 48)]));
	}

	register(...lines: readonly string[]): void {
		writeFileSync(join(this.folder, 'register.csv'), registerText(...lines));
	}

	get url(): string {
		return this.#door.url;
	}

	/** For one browser. */
	get tokenUrl(): string {
		return this.#door.tokenUrl;
	}

	get secret(): string {
		return this.#door.visitors.secret;
	}

	/** As a script that was given the token. */
	async get(path: string, headers: Readonly<Record<string, string>> = { authorization: `Bearer ${this.secret}` }, method = 'GET'): Promise<Answer> {
		const response = await fetch(new URL(path, this.url), { headers, method, redirect: 'manual' });
		return { status: response.status, headers: response.headers, text: await response.text() };
	}

	/** The cookie of a browser that opened the printed address. */
	async cookie(): Promise<string> {
		const response = await fetch(this.tokenUrl, { redirect: 'manual' });
		return response.headers.getSetCookie()[0]!.split(';')[0]!;
	}

	close(): void {
		this.#server.close();
		rmSync(this.folder, { recursive: true });
	}
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
}
