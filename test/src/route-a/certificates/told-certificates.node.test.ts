/** Certificates that a meter is told with its keys: which of them come when, and what is kept of it. */
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { takeTold } from '../../../../src/route-a/certificates/told-certificates.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { equal, throws, toHex } from '../../../assert.js';
import { Authority } from '../../../modules/x509/authority.node.js';
import { MemoryStore } from '../route-a-rig.js';

const NAME = 'RouteApt';
const DIGEST_LENGTH = 8;
const CIPHER = new PortableCipher();
const AUTHORITY = new Authority('Root', 32, 0x41);
/** Of one authority, with different numbers. */
const ALL = Array.from({ length: 10 }, (_, i) => AUTHORITY.root({ serial: Uint8Array.of(0x10 + i) }));

class Told {
	readonly store = new MemoryStore();
	/** Places in `ALL` of those that find no room. */
	full: readonly number[] = [];
	isBlank = false;
	before = 0;
	taken: string[] = [];
	forgotten: string[] = [];
	warned: string[] = [];

	/** Places of those that it was asked to take. */
	start(keys: Partial<RouteAKeys>, taken: string[] = []): string {
		this.taken = taken;
		this.forgotten = [];
		this.warned = [];
		takeTold({
			...{ keys: { clients: {}, ...keys } as RouteAKeys, store: this.store, cipher: CIPHER, isBlank: this.isBlank },
			warn: (text) => this.warned.push(text),
			forget: (but) => {
				this.forgotten.push(places(but));
				return this.before;
			},
			take: (_certificate, der) => {
				this.taken.push(places([der]));
				return !this.full.includes(Number(places([der])));
			},
		});
		return this.taken.join();
	}

	/** The bits of what found no room. */
	get kept(): string {
		const value = this.store.get(NAME);
		return value === undefined ? 'nothing' : `${value.length - DIGEST_LENGTH}: ${toHex(value.subarray(DIGEST_LENGTH))}`;
	}
}

function places(ders: readonly Uint8Array[]): string {
	return ders.map((der) => ALL.indexOf(der)).join();
}

describe('certificates that a meter is told', () => {
	it('come once; those that found no room are tried at each start, alone', () => {
		const told = new Told();
		told.full = [0, 7, 8, 9];
		equal(told.start({ authorities: ALL }), '0,1,2,3,4,5,6,7,8,9');
		equal([told.warned.length, told.kept].join(), '4,2: 8103');
		equal(told.warned[0], 'there is no room for the certificate of Root that the meter is told');
		told.full = [7, 9];
		equal(told.start({ authorities: ALL }), '0,7,8,9');
		equal([told.warned.length, told.kept].join(), '2,2: 8002');
		told.full = [];
		equal(told.start({ authorities: ALL }), '7,9');
		equal([told.warned.length, told.kept].join(), '0,0: ');
		equal(told.start({ authorities: ALL }), '');
	});

	it('come again where what was kept is gone', () => {
		const told = new Told();
		told.start({ authorities: ALL.slice(0, 2) });
		told.isBlank = true;
		equal(told.start({ authorities: ALL.slice(0, 2) }), '0,1');
	});

	it('are authorities, then those of the meter, then those of clients with keys and without, each once', () => {
		const [a, b, c, d] = ALL as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
		const rows = (...certificate: readonly Uint8Array[]) => ({ 1: { certificate } }) as unknown as RouteAKeys['clients'];
		equal(new Told().start({ clients: rows(c, a, c), keyless: rows(d, b), certificate: [b], authorities: [a, a] }), '0,1,2,3');
		equal(new Told().start({ clients: { 2: {} } as unknown as RouteAKeys['clients'] }), '');
	});

	it('come in the place of others, which are removed and told of, if there were any', () => {
		const told = new Told();
		equal(told.start({ authorities: ALL.slice(0, 1) }), '0');
		equal([told.forgotten.join(), told.warned.length].join(), '0,0');
		told.before = 1;
		equal(told.start({ authorities: ALL.slice(1, 3) }), '1,2');
		equal(told.forgotten.join(), '1,2');
		equal(told.warned.join(), '1 certificates that the meter was told before, and is not any more, are removed');
		told.start({ authorities: ALL.slice(1, 3) });
		equal([told.forgotten.length, told.warned.length].join(), '0,0');
	});

	it('keep nothing where there never were any, and remove none where there are none any more', () => {
		const told = new Told();
		told.start({});
		equal(told.kept, 'nothing');
		told.start({ authorities: ALL.slice(0, 1) });
		told.before = 1;
		equal(told.start({}), '');
		equal([told.forgotten.length, told.warned.length, told.kept].join(), '0,0,0: ');
		equal(told.start({ authorities: ALL.slice(0, 1) }), '0', 'told again');
	});

	it('write nothing that is kept already', () => {
		for (const full of [[], [1]]) {
			const told = new Told();
			told.full = full;
			told.start({ authorities: ALL.slice(0, 3) });
			let written = 0;
			told.store.set = () => {
				written++;
			};
			told.start({ authorities: ALL.slice(0, 3) });
			equal([told.taken.join(), written].join(), [full.join(), 0].join());
		}
	});

	it('leave another error than that of a certificate to whoever starts the meter, and are not done with', () => {
		const told = new Told();
		const { taken } = told;
		taken.push = () => {
			throw new RangeError('the flash is out of order');
		};
		throws(() => told.start({ authorities: ALL.slice(0, 1) }, taken), /^the flash is out of order$/);
		equal(told.kept, 'nothing');
	});

	it('that are none are told of once, and done with', () => {
		const told = new Told();
		const none = Uint8Array.of(0x30, 0);
		equal(told.start({ authorities: [none, ALL[0]!] }), '0');
		equal(told.warned.length, 1);
		equal(told.warned[0]!.startsWith('a certificate that the meter is told is none: '), true);
		equal([told.kept, told.start({ authorities: [none, ALL[0]!] }), told.warned.length].join(), '0: ,,0');
	});
});
