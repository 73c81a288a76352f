/** Why a password cannot be had, in words. */
import { LONGEST, type PasswordFault, SHORTEST } from '../../../../src/operations/people/password-policy.js';
import type { InEach } from '../../../../src/world/schema/language.js';

export const PASSWORD_FAULTS: { readonly [Fault in PasswordFault]: InEach<string> } = Object.freeze({
	short: {
		en: `it has fewer than ${SHORTEST} characters; a few words together are easy to remember`,
		ja: `${SHORTEST}文字より短いです。いくつかの単語を並べると覚えやすくなります`,
	},
	long: { en: `it has more than ${LONGEST} characters`, ja: `${LONGEST}文字より長いです` },
	unprintable: { en: 'it has characters that cannot be seen', ja: '見えない文字が入っています' },
	plain: { en: 'it is of few characters, or mostly of rows such as abcd and 4321', ja: '同じ文字か、abcdや4321のような並びがほとんどです' },
	name: { en: 'it is mostly the name itself', ja: 'ほとんどが名前そのものです' },
});
