/** What `keiki office serve` says on the command line. */
import type { InEach } from '../../../../src/world/schema/language.js';

export const SERVE_TOLD = Object.freeze({
	staff: (url: string): InEach<string> => ({
		en: `The site of the staff: ${url}\nThey sign in by the passwords of keiki office staff password. Ctrl+C ends it.\n`,
		ja: `職員のサイト: ${url}\nkeiki office staff password のパスワードでサインインします。Ctrl+Cで終わります。\n`,
	}),
	customers: (url: string): InEach<string> => ({
		en: `The customers' site: ${url}\nThey sign in by the contract's code and the code of a letter, keiki office customer-code. Ctrl+C ends it.\n`,
		ja: `お客さま用サイト: ${url}\n契約番号と、通知書のコード(keiki office customer-code)でサインインします。Ctrl+Cで終わります。\n`,
	}),
	notPlace: (option: string, text: string): InEach<string> => ({
		en: `${option}: expected ADDRESS:PORT, an IPv6 address in brackets, got ${JSON.stringify(text)}`,
		ja: `${option}: ADDRESS:PORTを指定してください。IPv6アドレスは角括弧で囲みます: ${JSON.stringify(text)}`,
	}),
	taken: (option: string, place: string): InEach<string> => ({
		en: `${option} ${place}: it is taken; another port is ${option} ADDRESS:PORT, 0 takes a free one`,
		ja: `${option} ${place}: 使われています。別のポートを${option} ADDRESS:PORTで指定してください。0なら空きポートです`,
	}),
	reason: (option: string, what: string, reason: string): InEach<string> => ({
		en: `${option} ${what}: ${reason}`,
		ja: `${option} ${what}: ${reason}`,
	}),
	clear: (option: string, place: string): InEach<string> => ({
		en: `${option} ${place}: others reach it, and passwords would cross the network in clear; give --certificate and --certificate-key, or an address of this host alone, to which a proxy on it can bring TLS (--proxy)`,
		ja: `${option} ${place}: ほかのホストから届くため、パスワードが平文でネットワークを通ります。--certificateと--certificate-keyを指定するか、このホストだけのアドレスにしてください。TLSはこのホストのプロキシーでも受け持てます(--proxy)`,
	}),
	ofStaff: (option: string): InEach<string> => ({
		en: `${option}: it is of the site of the staff, and --customers serves the other one alone; leave one of them out`,
		ja: `${option}: 職員のサイトの指定です。--customersはお客さま用サイトだけを提供します。どちらかを外してください`,
	}),
	both: (): InEach<string> => ({
		en: '--certificate and --certificate-key: both, or none of them',
		ja: '--certificateと--certificate-key: 両方指定するか、どちらも指定しないでください',
	}),
	notCertificate: (option: string, file: string, reason: string): InEach<string> => ({
		en: `${option} ${file}: expected a certificate and its key, PEM: ${reason}`,
		ja: `${option} ${file}: 証明書とその鍵(PEM)を指定してください: ${reason}`,
	}),
	proxyAndTrust: (): InEach<string> => ({
		en: '--proxy and --trust: both, or none of them',
		ja: '--proxyと--trust: 両方指定するか、どちらも指定しないでください',
	}),
	notProxy: (text: string): InEach<string> => ({
		en: `--proxy: expected where browsers find the site, https://NAME or https://NAME:PORT, got ${JSON.stringify(text)}`,
		ja: `--proxy: ブラウザーがサイトを開くURLをhttps://NAMEまたはhttps://NAME:PORTで指定してください: ${JSON.stringify(text)}`,
	}),
	notTrust: (text: string): InEach<string> => ({
		en: `--trust: expected an address, or a network such as 10.1.0.0/16, got ${JSON.stringify(text)}`,
		ja: `--trust: アドレス、または10.1.0.0/16のようなネットワークを指定してください: ${JSON.stringify(text)}`,
	}),
	noRelay: (folder: string): InEach<string> => ({
		en: `Without a relay: remote work waits until there is one (keiki relay certify makes ${folder}).\n`,
		ja: `中継サーバーなし: 遠隔作業は、中継サーバーを用意するまで待ちます(keiki relay certifyが${folder}を作ります)。\n`,
	}),
	failed: (reason: string): InEach<string> => ({ en: `a request failed: ${reason}`, ja: `要求を処理できませんでした: ${reason}` }),
});
