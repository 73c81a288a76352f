/** A relay in this process, with an authority of its own, and both parties. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certifyParties } from '../../../../boards/host/relay/authority.js';
import { type PartyIdentity, readIdentity, readTlsFiles } from '../../../../boards/host/relay/identity-files.js';
import { RelayClient } from '../../../../boards/host/relay/relay-client.js';
import { type RelayNews, RelayServer } from '../../../../boards/host/relay/relay-server.js';
import { openStore, type RelayStore, type StoreBounds, streamsOf, USUAL_BOUNDS } from '../../../../boards/host/relay/relay-store.js';
import { loadX509 } from '../../../../boards/host/relay/x509-package.js';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import type { Contents } from '../../../../src/operations/jobs/messages.js';
import { type Party, SIGNED_BY, type Signed, sign } from '../../../../src/operations/jobs/signed.js';

const CIPHER = newHostCipher();

/** Directories of the three, which one authority has certified. */
export class Parties {
	readonly directory = mkdtempSync(join(tmpdir(), 'keiki-test-relay-'));
	office!: PartyIdentity;
	control!: PartyIdentity;

	static async certified(): Promise<Parties> {
		const parties = new Parties();
		await certifyParties(parties.directory, { now: Date.now() }, loadX509);
		parties.office = readIdentity(parties.of('office'), '--data');
		parties.control = readIdentity(parties.of('control'), '--data');
		return parties;
	}

	of(party: Party | 'relay' | 'authority'): string {
		return join(this.directory, party);
	}

	/** As whoever it is from signs it. */
	signed<Kind extends Signed['kind']>(kind: Kind, content: Contents[Kind]): Signed<Kind> {
		const isOffice = (SIGNED_BY.office as readonly string[]).includes(kind);
		return sign(CIPHER, (isOffice ? this.office : this.control).signingKey, kind, content);
	}

	remove(): void {
		rmSync(this.directory, { recursive: true });
	}
}

export class RelayRig {
	readonly news: RelayNews[] = [];
	store!: RelayStore;
	port = 0;
	readonly #parties: Parties;
	readonly #bounds: StoreBounds;
	readonly #clients: RelayClient[] = [];
	#server!: RelayServer;
	now = Date.now;

	constructor(parties: Parties, bounds: Partial<StoreBounds> = {}) {
		this.#parties = parties;
		this.#bounds = { ...USUAL_BOUNDS, ...bounds };
	}

	/** At the port of before, where there was one. */
	async start(): Promise<void> {
		this.store = await openStore(this.#parties.of('relay'), this.#bounds, () => this.now());
		this.#server = new RelayServer(this.store, readTlsFiles(this.#parties.of('relay'), '--data'), (news) => this.news.push(news));
		this.port = await this.#server.listen('127.0.0.1', this.port);
	}

	async stop(): Promise<void> {
		for (const client of this.#clients.splice(0)) client.close();
		await this.#server.close();
		for (const [, stream] of streamsOf(this.store)) await stream.close();
	}

	get url(): URL {
		return new URL(`https://127.0.0.1:${this.port}`);
	}

	client(party: Party, timeout?: number): RelayClient {
		const client = new RelayClient(this.url, this.#parties[party], timeout);
		this.#clients.push(client);
		return client;
	}
}

/** Of this number, so that each is another one. */
export function idOf(number: number): string {
	return `6f1c8a52-0c1e-4b6f-9a51-${String(number).padStart(12, '0')}`;
}
