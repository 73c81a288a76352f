/** Which title a client is bound to: certificates tell whose a key is, and not who among the clients may come with it. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { decodeCertificate } from '../../../modules/x509/certificate.js';
import type { ClientTerms, RouteAKeys } from '../keys.js';
import { titleOf, typeOf } from './holder.js';

export interface BoundClient {
	/** The title under which alone it comes; undefined: it was told none. */
	readonly title: Uint8Array | undefined;
	/** Whether it is the one that imports certificates: one of the title that it came under binds it. */
	readonly isImporter: boolean;
	/** For which of `CERTIFICATE_TYPE` it was told certificates: without them those keys count no more. */
	readonly certified: readonly number[];
}

/** @throws DecodeError for a certificate that is none */
export function boundClient(terms: ClientTerms, isImporter: boolean): BoundClient {
	const { certificate = [] } = terms;
	return { title: boundTitle(terms), isImporter, certified: certificate.map((der) => typeOf(decodeCertificate(der))) };
}

/** Undefined: it may come under any. @throws DecodeError for a certificate that is none */
export function boundTitle({ systemTitle, certificate: [first] = [] }: ClientTerms): Uint8Array | undefined {
	return systemTitle ?? (first && titleOf(decodeCertificate(first)));
}

/** Whether a client is bound to this title by what the meter was told. */
export function isBound({ clients, keyless }: Pick<RouteAKeys, 'clients' | 'keyless'>, title: Uint8Array): boolean {
	for (const rows of [clients, keyless])
		for (const client in rows) {
			const bound = boundTitle(rows[Number(client)]!);
			if (bound !== undefined && equalBytes(bound, title)) return true;
		}
	return false;
}
