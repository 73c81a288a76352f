/** What `keiki hes` says of a meter’s security, in each language. */
import type { Requirement } from '../../../src/head-end/security-policy.js';
import type { InEach } from '../../../src/world/schema/language.js';

export interface PolicyTexts extends Readonly<Record<Requirement, string>> {
	readonly setup: string;
	readonly suite: string;
	readonly requests: string;
	readonly responses: string;
	readonly nothing: string;
}

export const POLICY_WORDS: InEach<PolicyTexts> = Object.freeze({
	en: {
		setup: 'security setup',
		suite: 'suite',
		requests: 'requests must be',
		responses: 'responses are',
		nothing: 'as they are',
		authenticatedRequest: 'authenticated',
		encryptedRequest: 'encrypted',
		signedRequest: 'signed',
		authenticatedResponse: 'authenticated',
		encryptedResponse: 'encrypted',
		signedResponse: 'signed',
	},
	ja: {
		setup: 'セキュリティ設定',
		suite: 'スイート',
		requests: '要求に必要な保護',
		responses: '応答の保護',
		nothing: '指定なし',
		authenticatedRequest: '認証',
		encryptedRequest: '暗号化',
		signedRequest: '署名',
		authenticatedResponse: '認証',
		encryptedResponse: '暗号化',
		signedResponse: '署名',
	},
});

export interface CertificateTexts {
	readonly none: string;
	readonly entities: Readonly<Record<'server' | 'client' | 'authority' | 'other', string>>;
	readonly types: Readonly<Record<'signature' | 'agreement' | 'tls' | 'other', string>>;
	readonly by: (issuer: string, serial: string) => string;
	readonly imported: (subject: string) => string;
	readonly removed: (subject: string) => string;
	readonly written: (path: string) => string;
	/** @param key digits of the public key that the meter signs with from now on */
	readonly signsWith: (key: string) => string;
	/** Where that file has certificates of the meter. */
	readonly signsByCertificate: string;
	readonly noSuch: (number: number, count: number) => string;
}

export const CERTIFICATE_WORDS: InEach<CertificateTexts> = Object.freeze({
	en: {
		none: 'no certificates',
		entities: { server: 'meter', client: 'client', authority: 'authority', other: 'other' },
		types: { signature: 'signatures', agreement: 'agreement on keys', tls: 'both uses', other: 'other uses' },
		by: (issuer, serial) => `by ${issuer}, number ${serial}`,
		imported: (subject) => `${subject}: imported`,
		removed: (subject) => `${subject}: removed`,
		written: (path) => `${path} written`,
		signsWith: (key) =>
			`the meter signs with another key from now on: in the keys file of its head-ends, beside systemTitle, "signatureKey": "${key}"`,
		signsByCertificate:
			'the meter signs with another key from now on: in the keys file of its head-ends, "certificate" beside systemTitle wants this certificate, too, as digits of its DER, or file: and its path',
		noSuch: (number, count) => `certificate ${number}: the meter has ${count}; keiki hes certificates list numbers them`,
	},
	ja: {
		none: '証明書はありません',
		entities: { server: 'メーター', client: 'クライアント', authority: '認証局', other: 'その他' },
		types: { signature: '署名', agreement: '鍵の合意', tls: '両方', other: 'その他の用途' },
		by: (issuer, serial) => `${issuer}の発行、番号${serial}`,
		imported: (subject) => `${subject}: 取り込みました`,
		removed: (subject) => `${subject}: 削除しました`,
		written: (path) => `${path}に書きました`,
		signsWith: (key) => `メーターの署名の鍵が変わりました。ヘッドエンドの鍵ファイルで、systemTitleと並ぶ値を"signatureKey": "${key}"にしてください`,
		signsByCertificate:
			'メーターの署名の鍵が変わりました。ヘッドエンドの鍵ファイルで、systemTitleと並ぶ"certificate"に、この証明書をDERの桁か、file:とパスで加えてください',
		noSuch: (number, count) => `証明書${number}: メーターの証明書は${count}個です。番号はkeiki hes certificates listで分かります`,
	},
});
