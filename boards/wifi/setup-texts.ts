/** What a person reads at the device's own access point. */
import { frozen } from '../../modules/bytes/frozen.js';
import { escapeHtml } from '../../modules/http/response.js';
import type { WifiFlaw } from './words.js';

export type Language = 'en' | 'ja';

const TEXTS = frozen({
	en: {
		title: 'Wi-Fi of this meter',
		ssid: 'Name of the network (SSID)',
		password: 'Password',
		open: 'none: the network is open',
		keep: 'Keep',
		flaws: {
			ssid: 'The name of a network has 1 to 32 bytes.',
			password: 'A password has 8 to 63 characters: letters, digits and signs of a keyboard (ASCII). For an open network leave it empty.',
			form: 'This was not the form of this page.',
		},
		kept: (ssid: string, name: string) => `Kept. The meter restarts now and joins ${ssid}; it is http://${name}/ there.`,
	},
	ja: {
		title: 'このメーターの Wi-Fi',
		ssid: 'ネットワーク名 (SSID)',
		password: 'パスワード',
		open: 'なし（暗号化なしのネットワーク）',
		keep: '保存',
		flaws: {
			ssid: 'ネットワーク名は 1〜32 バイトです。',
			password: 'パスワードは半角英数字と記号（ASCII）8〜63 文字です。暗号化なしのネットワークなら空にしてください。',
			form: 'このページのフォームではありません。',
		},
		kept: (ssid: string, name: string) => `保存しました。メーターは再起動して ${ssid} につながります。その後は http://${name}/ で見られます。`,
	},
});

/** Of `Accept-Language`: Japanese where it is named first. */
export function languageOf(accepted: string): Language {
	return accepted.trimStart().toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

export function page(language: Language, title: string, body: string): string {
	return (
		`<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
		`<style>body{font:16px sans-serif;max-width:32em;margin:2em auto;padding:0 1em}label,input,button{display:block;font:inherit;width:100%;` +
		`box-sizing:border-box;margin:.3em 0}th{text-align:left;font-weight:normal;padding-right:1em}td{font-variant-numeric:tabular-nums}</style>` +
		`<h1>${title}</h1>${body}</html>`
	);
}

/** @param ssid as it was told last; `flaw`: what was wrong with it */
export function setupPage(language: Language, ssid: string, flaw?: WifiFlaw | 'form'): string {
	const texts = TEXTS[language];
	const wrong = flaw === undefined ? '' : `<p role="alert"><b>${texts.flaws[flaw]}</b></p>`;
	return page(
		language,
		texts.title,
		`${wrong}<form method="post" action="/"><label>${texts.ssid}<input name="ssid" required value="${escapeHtml(ssid)}"></label>` +
			`<label>${texts.password}<input name="password" type="password" placeholder="${texts.open}"></label><button>${texts.keep}</button></form>`,
	);
}

/** @param name of the device, as `keiki-4b45.local` */
export function keptPage(language: Language, ssid: string, name: string): string {
	const { title, kept } = TEXTS[language];
	return page(language, title, `<p>${escapeHtml(kept(ssid, name))}</p>`);
}
