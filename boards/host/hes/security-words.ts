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
