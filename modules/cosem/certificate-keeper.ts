/** What class 64, version 1, needs of whoever keeps certificates and key pairs. */

/** Whose key is certified. */
export const ENTITY = Object.freeze({ server: 0, client: 1, authority: 2, other: 3 });
/** What a key is for; a pair is for one of the first two. */
export const CERTIFICATE_TYPE = Object.freeze({ signature: 0, agreement: 1, tls: 2, other: 3 });

/** All but the first two are octet-strings: serial number, names in DER. */
export interface CertificateFacts {
	/** One of `ENTITY`, one of `CERTIFICATE_TYPE`. */
	readonly entity: number;
	readonly type: number;
	readonly serial: Uint8Array;
	readonly issuer: Uint8Array;
	readonly subject: Uint8Array;
	readonly alternativeName: Uint8Array;
}

/** Which certificate is meant. */
export type CertificateChoice =
	| { readonly by: 'entity'; readonly entity: number; readonly type: number; readonly title: Uint8Array }
	| { readonly by: 'serial'; readonly serial: Uint8Array; readonly issuer: Uint8Array };

/** A number is an Action-Result; what is imported may throw DecodeError. */
export interface CertificateKeeper {
	readonly list: readonly CertificateFacts[];
	/** Draws a pair for one of `CERTIFICATE_TYPE`, to be in use from its certificate on. */
	generate(type: number): number;
	/** A request for a certificate of the pair that was drawn last, or of the one in use. */
	request(type: number): Uint8Array | number;
	/** @param title of whoever brings it; empty: it has told none */
	import(certificate: Uint8Array, title: Uint8Array): number;
	export(choice: CertificateChoice): Uint8Array | number;
	remove(choice: CertificateChoice): number;
}
