/** Passwords of staff as they are kept: Argon2id (RFC 9106), PHC text. */
import { needed } from '../database/packages.js';

/** KiB, passes, lanes: the first choice of OWASP's Password Storage Cheat Sheet. */
const COST = Object.freeze({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
const ARGON2ID = 2;
/** At the same time, each with its 19 MiB. */
const MOST_AT_WORK = 2;
const MOST_WAITING = 32;

/** PHC text of a password that nobody has: what is compared where there is none takes as long. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export type Hashing = {
	/** @param password as `canonicalPassword` has it */
	hash(password: string): Promise<string>;
	/** @param kept PHC text; null: nobody's, which takes as long @returns undefined: too many wait already */
	isRight(kept: string | null, password: string): Promise<boolean | undefined>;
};

export async function hashing(): Promise<Hashing> {
	const { hash, verify } = await needed('@node-rs/argon2', () => import('@node-rs/argon2'));
	const queue: (() => void)[] = [];
	let atWork = 0;
	return {
		hash: (password) => hash(password, { ...COST, algorithm: ARGON2ID }),
		async isRight(kept, password) {
			if (queue.length >= MOST_WAITING) return undefined;
			if (atWork >= MOST_AT_WORK) await new Promise<void>((go) => queue.push(go));
			else atWork++;
			try {
				return (await verify(kept ?? NOBODYS, password)) && kept !== null;
			} finally {
				const next = queue.shift();
				if (next === undefined) atWork--;
				else next();
			}
		},
	};
}
