/** Wrong use of `keiki relay`, and of what reads its files, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface RelayUsageWords {
	readonly cannotRead: (option: string, path: string, reason: string) => string;
	readonly noKey: (option: string, path: string) => string;
	readonly cannotMake: (path: string, reason: string) => string;
	readonly noIdentity: (option: string, path: string) => string;
	readonly damaged: (path: string, line: number) => string;
	readonly notToBeHad: (host: string, port: number, reason: string) => string;
	readonly taken: (path: string, holder: string) => string;
	readonly noPackage: () => string;
	readonly badHost: (text: string) => string;
	readonly badUrl: (text: string) => string;
	readonly tls: (option: string, path: string, reason: string) => string;
}

export const RELAY_USAGE: InEach<RelayUsageWords> = Object.freeze({
	en: {
		cannotRead: (option, path, reason) =>
			`${option}: cannot read ${path}: ${reason}; keiki office init and keiki relay certify make what each party needs`,
		noKey: (option, path) => `${option}: ${path}: expected a key of P-256, PEM`,
		cannotMake: (path, reason) => `${path}: cannot make it: ${reason}`,
		noIdentity: (option, path) => `${option}: expected a directory that keiki office init or keiki relay certify has made, found none at ${path}`,
		damaged: (path, line) =>
			`${path}: line ${line} is not as it was written, and others follow: nothing of it is used. Put the file back from a copy, or move it away: office and control system then send again what has no answer yet`,
		notToBeHad: (host, port, reason) => `--host ${host} --port ${port}: not to be had: ${reason}`,
		taken: (path, holder) => `--data ${path}: ${holder} has it already`,
		noPackage: () => 'relay certify: it needs packages that are not installed, which this installs: npm install @peculiar/x509 reflect-metadata',
		badUrl: (text) => `--relay: expected https://HOST:PORT, got ${JSON.stringify(text)}`,
		badHost: (text) => `--host: expected a host name or an address, got ${JSON.stringify(text)}`,
		tls: (option, path, reason) => `${option}: ${path}: certificate and key are not to be used: ${reason}`,
	},
	ja: {
		cannotRead: (option, path, reason) =>
			`${option}: ${path}を読めません: ${reason}。各システムに必要なものは、keiki office initとkeiki relay certifyが作ります`,
		noKey: (option, path) => `${option}: ${path}: P-256の鍵(PEM)が必要です`,
		cannotMake: (path, reason) => `${path}: 作れません: ${reason}`,
		noIdentity: (option, path) => `${option}: keiki office initかkeiki relay certifyが作ったディレクトリが必要ですが、${path}にはありません`,
		damaged: (path, line) =>
			`${path}: ${line}行目が書いたときのままではなく、後ろに続きがあります。何も使いません。コピーから戻すか、よそへ移してください。移せば、事務所と制御システムは返事のまだないものを送り直します`,
		notToBeHad: (host, port, reason) => `--host ${host} --port ${port}: 使えません: ${reason}`,
		taken: (path, holder) => `--data ${path}: ${holder}がすでに使っています`,
		noPackage: () => 'relay certify: 必要なパッケージがインストールされていません。これで入ります: npm install @peculiar/x509 reflect-metadata',
		badUrl: (text) => `--relay: https://HOST:PORTの形で指定してください: ${JSON.stringify(text)}`,
		badHost: (text) => `--host: ホスト名かアドレスを指定してください: ${JSON.stringify(text)}`,
		tls: (option, path, reason) => `${option}: ${path}: 証明書と鍵を使えません: ${reason}`,
	},
});
