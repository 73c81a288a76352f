import { PowerLoss, RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, Suite0 } from '../../../../modules/dlms/security/ciphering.js';
import { StoredCounters } from '../../../../modules/dlms/security/counters.js';
import { ClientSecurity, type Keys } from '../../../../modules/dlms/security/security.js';
import { Settings } from '../../../../modules/journal/settings.js';
import { equal, hex, toHex } from '../../../assert.js';
import { sweepStep } from '../../../fuzz/campaign.js';
import { SUITE0 } from '../../../vectors/cosem.js';
import { CLIENT_TITLE, clientSecurity, KEYS, MemoryCounters, newCipher, SERVER_TITLE } from '../device-rig.js';

const AE = CONTROL.authentication | CONTROL.encryption;
const REQUEST = hex(SUITE0.plain);
const OTHER_KEYS: Keys = { ...KEYS, encryption: new Uint8Array(16).fill(0x77) };
/** Small sectors, so that they are erased and copied all the time. */
const SECTOR_SIZE = 512;

/** A client's counters in flash, through power cuts; what was sent and taken is remembered outside. */
class Life {
	readonly flash = new RamFlash(3, SECTOR_SIZE);
	readonly #sent = new Set<string>();
	readonly #taken: { readonly keys: Keys; readonly message: Uint8Array }[] = [];
	readonly #sender = new MemoryCounters();
	#security: ClientSecurity;
	keys = KEYS;
	restarts = 0;

	readonly #receiveStep: number;

	constructor(receiveStep: number) {
		this.#receiveStep = receiveStep;
		this.#security = this.#start();
	}

	#start(): ClientSecurity {
		const store = new Settings({ flash: this.flash, firstSector: 0, sectors: 3, recordLength: 32 });
		return new ClientSecurity({
			...{ suite: new Suite0(newCipher()), title: SERVER_TITLE, keys: this.keys, policy: 3, name: '1' },
			...{ counters: new StoredCounters(store), step: 4, receiveStep: this.#receiveStep },
		});
	}

	/** The power comes back: nothing that was taken before is taken again. */
	restart(): void {
		this.flash.powerUp();
		this.#security = this.#start();
		this.restarts++;
		const session = this.#security.session(CLIENT_TITLE)!;
		for (const { keys, message } of this.#taken)
			if (keys === this.keys && session.open(message).apdu !== undefined) throw new Error(`taken again: ${toHex(message.subarray(0, 8))}`);
	}

	/** One request and its answer. */
	exchange(): void {
		const session = this.#security.session(CLIENT_TITLE)!;
		this.#sender.values.set('tc', Math.max(this.#sender.read('tc') ?? 1, this.#security.lastReceived + 1));
		const sender = clientSecurity({ counters: this.#sender, keys: this.keys });
		const w = new DataWriter();
		sender.session(SERVER_TITLE)!.seal(w, REQUEST, 'glo', AE);
		const message = w.copy();
		if (session.open(message).apdu === undefined) throw new Error('not taken');
		this.#taken.push({ keys: this.keys, message });
		const answer = new DataWriter();
		if (!session.seal(answer, hex('C4 01 C1 00 00'), 'glo', AE)) throw new Error('not sent');
		const iv = `${toHex(this.keys.encryption)} ${toHex(answer.bytes.subarray(3, 7))}`;
		if (this.#sent.has(iv)) throw new Error(`sent twice: ${iv}`);
		this.#sent.add(iv);
	}

	/** Where the keys are kept is another's business: they are changed before their counters are. */
	change(keys: Keys): void {
		this.keys = keys;
		this.#security.changeKeys(keys);
	}
}

describe('counters in flash', () => {
	for (const receiveStep of [1, 8]) {
		it(`are neither used nor accepted twice, at whichever operation the power fails: written every ${receiveStep}`, () => {
			const random = new SeededRandom(receiveStep, 'cut');
			let cuts = 0;
			for (let first = 0; first < 30; first += sweepStep()) {
				const life = new Life(receiveStep);
				let cut = first;
				life.flash.cutAt(cut, random);
				for (let step = 0; life.restarts < 6 && step < 400; step++) {
					try {
						if (step === 25) life.change(OTHER_KEYS);
						life.exchange();
					} catch (error) {
						if (!(error instanceof PowerLoss)) throw error;
						cuts++;
						life.restart();
						cut = random.below(40);
						life.flash.cutAt(cut, random);
					}
				}
				equal(life.restarts > 1, true, `cut ${first}`);
			}
			equal(cuts > 100 / sweepStep(), true, `cuts: ${cuts}`);
		});
	}
});
