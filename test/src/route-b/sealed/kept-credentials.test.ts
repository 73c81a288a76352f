import { RamFlash } from '../../../../hal/virtual/flash.js';
import { sealCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { Settings } from '../../../../modules/journal/settings.js';
import type { Credentials } from '../../../../src/route-b/credentials.js';
import { KeptCredentials } from '../../../../src/route-b/sealed/kept-credentials.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';

const KEY = '303132333435363738393A3B3C3D3E3F';
const TITLE = '4A504D0000000001';
const FIRST: Credentials = Object.freeze({ id: '0123456789ABCDEF0123456789ABCDEF', password: 'Abcdef123456' });
const SECOND: Credentials = Object.freeze({ id: 'FEDCBA9876543210FEDCBA9876543210', password: 'Ghijkl789012' });
const AT = Date.UTC(2026, 10, 30, 3, 0);
const SECTORS = 3;

const newFlash = (): RamFlash => new RamFlash(SECTORS, 4096);
/** What a stack makes of a password, here. */
const psk = (password: string): Uint8Array => Uint8Array.from({ length: 16 }, (_, i) => password.charCodeAt(i % password.length) ^ 0xa5);

function unit(flash: RamFlash, key: Uint8Array | null = hex(KEY)): KeptCredentials {
	const store = new Settings({ flash, firstSector: 0, sectors: SECTORS });
	return new KeptCredentials({ store, cipher: new PortableCipher(), key: key ?? undefined, title: hex(TITLE), psk });
}

function sealed(version: number, credentials = FIRST): Uint8Array {
	return sealCredentials(new PortableCipher(), { fill() {} }, hex(KEY), hex(TITLE), version, credentials)!;
}

/** Version, id and key in force. */
function inForce(kept: KeptCredentials): string {
	const { id, psk: key } = kept.inForce ?? { id: 'none', psk: new Uint8Array(0) };
	return `${kept.version} ${id} ${toHex(key)}`;
}

const asTold = (version: number, { id, password } = FIRST): string => `${version} ${id} ${toHex(psk(password))}`;

describe('credentials that came sealed for a unit', () => {
	it('are none at first', () => {
		const kept = unit(newFlash());
		equal(inForce(kept), '0 none ');
		equal(kept.since, 0);
		equal(kept.canTake, true);
	});

	it('are in force from then on, over a restart, and without the credential key', () => {
		const flash = newFlash();
		equal(unit(flash).take(7, sealed(7), AT), undefined);
		for (const again of [unit(flash), unit(flash, null)]) {
			equal(inForce(again), asTold(7));
			equal(again.since, AT);
		}
		equal(unit(flash, null).canTake, false);
	});

	it('come in place of those that it was set up with, and give way to none of these', () => {
		const flash = newFlash();
		const kept = unit(flash);
		equal(kept.tell(SECOND), true);
		equal(inForce(kept), asTold(0, SECOND));
		equal(kept.since, 0);
		equal(kept.tell(FIRST), true);
		equal(inForce(unit(flash)), asTold(0));
		equal(kept.take(1, sealed(1, SECOND), AT), undefined);
		equal(kept.tell(FIRST), false);
		equal(inForce(unit(flash)), asTold(1, SECOND));
	});

	it('that are refused before they are opened are told of, with the reason, and others are not', () => {
		const came: string[] = [];
		const store = new Settings({ flash: newFlash(), firstSector: 0, sectors: SECTORS });
		const onCame = (version: number, refusal: string | undefined) => came.push(`${version} ${refusal}`);
		const kept = new KeptCredentials({ store, cipher: new PortableCipher(), key: hex(KEY), title: hex(TITLE), psk, onCame });
		equal(kept.refusalOf(3, sealed(3).length), undefined);
		equal(came.join(), '');
		equal(kept.refusalOf(0, sealed(3).length), 'oldVersion');
		equal(kept.refusalOf(3, sealed(3).length - 1), 'notOurs');
		equal(kept.take(3, sealed(3), AT), undefined);
		equal(kept.refusalOf(3, sealed(3).length), 'oldVersion');
		equal(came.join(), '0 oldVersion,3 notOurs,3 undefined,3 oldVersion');
	});

	it('give way to those of a higher version alone', () => {
		const kept = unit(newFlash());
		kept.take(7, sealed(7), AT);
		equal(kept.take(7, sealed(7, SECOND), AT), 'oldVersion');
		equal(kept.take(6, sealed(6, SECOND), AT), 'oldVersion');
		equal(inForce(kept), asTold(7));
		equal(kept.take(0xffffffff, sealed(0xffffffff, SECOND), AT + 1), undefined);
		equal(inForce(kept), asTold(0xffffffff, SECOND));
	});

	it('are refused, and change nothing, where they are of another version than is said, or not sealed for this unit', () => {
		const kept = unit(newFlash());
		kept.take(7, sealed(7), AT);
		equal(kept.take(9, sealed(8, SECOND), AT), 'notOurs');
		equal(kept.take(9, new Uint8Array(44), AT), 'notOurs');
		equal(inForce(kept), asTold(7));
	});

	it('take their room in the store as the unit is made, where it has a credential key and nowhere else', () => {
		const flash = newFlash();
		const names = () => new Settings({ flash, firstSector: 0, sectors: flash.sectors }).keys().join();
		unit(flash, null);
		equal(names(), '');
		unit(flash);
		equal(names(), 'routeBSealed');
	});

	it('leave nothing of the password in the store', () => {
		const flash = newFlash();
		unit(flash).take(7, sealed(7), AT);
		const text = flash.snapshot().reduce((all, byte) => all + String.fromCharCode(byte), '');
		equal(text.includes(FIRST.password), false);
		equal(text.includes('routeBSealed'), true);
	});

	it('are the new ones or the ones before, whole, wherever the power fails', () => {
		cutEach({
			seed: 1,
			started() {
				const flash = newFlash();
				unit(flash).take(7, sealed(7), AT);
				return { flash, kept: unit(flash) };
			},
			flash: (rig) => rig.flash,
			steps: ({ kept }) => void kept.take(8, sealed(8, SECOND), AT + 1),
			least: 1,
			check({ flash }, cut) {
				const after = unit(flash);
				equal([asTold(7), asTold(8, SECOND)].includes(inForce(after)), true, `cut ${cut}: ${inForce(after)}`);
				equal(after.take(9, sealed(9), AT + 2), undefined);
				equal(inForce(unit(flash)), asTold(9));
			},
		});
	});

	it('are kept as the key that the stack makes of the password', () => {
		const kept = unit(newFlash());
		kept.take(7, sealed(7), AT);
		bytesEqual(kept.inForce!.psk, toHex(psk(FIRST.password)));
	});
});
