/** Chains of certificates: how often keys are tried, and who may become a root. */
import type { Cipher } from '../../../../hal/ports/cipher.js';
import { type Certificate, decodeCertificate, USAGE } from '../../../../modules/x509/certificate.js';
import { canCertify, isRoot, isSuccessor, isVouched } from '../../../../src/route-a/certificates/chain.js';
import { equal } from '../../../assert.js';
import { Authority } from '../../../modules/x509/authority.node.js';
import { CURVES } from '../general-rig.node.js';

const TITLE = Uint8Array.of(0x4b, 0x45, 0x49, 0, 0, 0, 0, 1);
const newAuthority = (name: string, fill: number) => new Authority(name, 32, fill);
const all = (...ders: readonly Uint8Array[]): Certificate[] => ders.map((der) => decodeCertificate(der));
const one = (der: Uint8Array): Certificate => decodeCertificate(der);
const clientOf = (authority: Authority) => one(authority.of(TITLE, CURVES.publicKey(new Uint8Array(32).fill(0x51))!, USAGE.digitalSignature));

/** Counts the signatures that are looked at. */
function counting(): Cipher & { count: number } {
	return {
		...CURVES,
		...{ sha256: CURVES.sha256.bind(CURVES), count: 0 },
		verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) {
			this.count++;
			return CURVES.verify(publicKey, bytes, signature);
		},
	} as Cipher & { count: number };
}

describe('an authority', () => {
	for (const [isAuthority, usage, may] of [
		[true, undefined, true],
		[true, USAGE.keyCertSign, true],
		[true, USAGE.keyCertSign | USAGE.digitalSignature, true],
		[true, USAGE.digitalSignature, false],
		[true, 0, false],
		[false, undefined, false],
		[false, USAGE.keyCertSign, false],
	] as const)
		it(`may ${may ? '' : 'not '}certify with usage ${usage}, ${isAuthority ? 'as one' : 'as it is none'}`, () =>
			equal(canCertify({ isAuthority, usage } as Certificate), may));
});

describe('chains of certificates', () => {
	it('are looked for in so many tries, however often authorities certify each other and none is a root', () => {
		const mesh = Array.from({ length: 4 }, (_, i) => newAuthority(`Of many ${i}`, 0x60 + i));
		const held = mesh.flatMap((authority) => mesh.filter((other) => other !== authority).map((other) => one(authority.by(other))));
		equal(held.length, 12);
		const cipher = counting();
		equal(isVouched(clientOf(mesh[0]!), held, cipher), false);
		equal(cipher.count <= held.length * (held.length + 1), true, `${cipher.count} tries`);
		equal(isVouched(clientOf(mesh[0]!), [...held, one(mesh[3]!.root())], CURVES), true, 'with a root');
	});

	it('find the way that the lengths of paths allow, whichever stands first', () => {
		const [root, short, long, last] = [newAuthority('Root', 0x61), newAuthority('A', 0x62), newAuthority('B', 0x63), newAuthority('C', 0x64)];
		// C by B, by A, by the root with room for one; and C by the root itself.
		const around = [last.by(long), long.by(short), short.by(root)];
		const straight = last.by(root);
		const top = root.root({ pathLength: 1 });
		for (const held of [
			[top, ...around, straight],
			[straight, ...around, top],
			[...around, top, straight],
		])
			equal(isVouched(clientOf(last), all(...held), CURVES), true);
		equal(isVouched(clientOf(last), all(top, ...around), CURVES), false);
		equal(isVouched(clientOf(last), all(root.root({ pathLength: 3 }), ...around), CURVES), true);
		equal(isVouched(clientOf(last), all(root.root({ pathLength: 2 }), ...around), CURVES), false);
	});

	it('go on with an authority whose key is another one, and count it once', () => {
		const [old, next, sub] = [newAuthority('Root', 0x61), newAuthority('Root', 0x62), newAuthority('Sub', 0x63)];
		const held = all(old.root({ pathLength: 1 }), next.by(old, { pathLength: 1 }), sub.by(next));
		equal(isVouched(clientOf(sub), held, CURVES), true);
		equal(isVouched(clientOf(sub), all(old.root({ pathLength: 0 }), next.by(old), sub.by(next)), CURVES), false);
	});

	it('of one that signed itself are those of its own name alone', () => {
		const [root, sub, other] = [newAuthority('Root', 0x61), newAuthority('Sub', 0x62), newAuthority('Other', 0x63)];
		const held = all(root.root(), sub.by(root, { pathLength: 0 }));
		const climber = one(sub.root());
		equal(isRoot(climber, CURVES), true);
		equal(isVouched(climber, held, CURVES), true, 'as any other is');
		equal(isSuccessor(climber, held, CURVES), false);
		equal(isSuccessor(one(other.root()), held, CURVES), false, 'a foreign one');
		const next = newAuthority('Root', 0x64);
		equal(isSuccessor(one(next.root()), held, CURVES), false, 'of the same name, and by nobody');
		equal(isSuccessor(one(next.root()), [...held, one(next.by(root))], CURVES), true, 'by the old one');
		equal(isSuccessor(one(root.root()), held, CURVES), true, 'the same, for another time');
	});
});
