/** What `keiki hes image` says, and wrong use of it, in each language. */
import type { ImageStep } from '../../../src/head-end/head-end-error.js';
import type { ImageUnit } from '../../../src/head-end/image-transfer.js';
import type { InEach } from '../../../src/world/schema/language.js';

export interface ImageTexts {
	readonly made: (file: string, bytes: number) => string;
	readonly start: (blocks: number, there: number) => string;
	readonly block: (done: number, blocks: number) => string;
	readonly verifying: () => string;
	readonly anew: () => string;
	readonly loaded: (blocks: number, bytes: number) => string;
	readonly activated: (unit: string, version: string) => string;
	readonly planned: (unit: string, version: string, time: string) => string;
	readonly status: () => string;
	readonly disabled: () => string;
	readonly blocks: () => string;
	readonly blocksOf: (there: number, blocks: number, bytes: number) => string;
	readonly verified: () => string;
	readonly info: (identification: string, bytes: number, signature: string) => string;
	readonly units: Readonly<Record<ImageUnit, string>>;
	readonly cameWith: () => string;
	readonly steps: Readonly<Record<ImageStep, string>>;
	/** What to look at, behind what was refused. */
	readonly hints: Readonly<Record<ImageStep, string>>;
	readonly nobody: () => string;
	readonly unknown: () => string;
}

export interface ImageUsageTexts {
	readonly firmware: (text: string) => string;
	readonly maker: (text: string) => string;
	readonly noFirmwareKey: (path: string) => string;
	readonly publicOnly: (path: string) => string;
	readonly cannotRead: (place: string, reason: string) => string;
	readonly taken: (path: string) => string;
	readonly cannotMake: (path: string, reason: string) => string;
	readonly noClass: (place: string, text: string) => string;
	readonly tooMany: (most: number, count: number) => string;
	readonly size: (least: number, text: string) => string;
	readonly noImage: (path: string, flaw: string) => string;
	readonly patience: (text: string) => string;
}

const count = (blocks: number): string => (blocks === 1 ? '1 block' : `${blocks} blocks`);

export const IMAGE_WORDS: InEach<ImageTexts> = Object.freeze({
	en: {
		made: (file, bytes) => `${file}: ${bytes} bytes`,
		start: (blocks, there) => `${count(blocks)}${there === 0 ? '' : `, of which the meter has ${there} from before`}`,
		block: (done, blocks) => `block ${done} of ${blocks}`,
		verifying: () => 'all blocks are there; the meter verifies them',
		anew: () => 'what the meter had was of another image: all of it is sent again',
		loaded: (blocks, bytes) => `loaded and verified: ${count(blocks)}, ${bytes} bytes`,
		activated: (unit, version) => `${unit}: version ${version} in force`,
		planned: (unit, version, time) => `${unit}: version ${version} activates at ${time}`,
		status: () => 'transfer',
		disabled: () => 'not enabled',
		blocks: () => 'blocks',
		blocksOf: (there, blocks, bytes) => `${there} of ${blocks}, ${bytes} bytes each`,
		verified: () => 'verified image',
		info: (identification, bytes, signature) => `${identification}, ${bytes} bytes, signature ${signature}`,
		units: { metering: 'metering unit', communication: 'communication unit' },
		cameWith: () => 'as it came',
		steps: {
			enable: 'to enable transfers',
			initiate: 'to begin with this image',
			verify: 'the image as it verifies it',
			activate: 'to activate the image',
		},
		hints: {
			enable: '',
			initiate: '; is it too large for this meter, or another one being activated?',
			verify: '; is it of this meter’s maker and firmware key, for a unit that it has, and of a higher version?',
			activate: '; does it carry code, or has its unit gone?',
		},
		nobody: () => 'nobody answered',
		unknown: () => 'unknown',
	},
	ja: {
		made: (file, bytes) => `${file}: ${bytes}バイト`,
		start: (blocks, there) => (there === 0 ? `${blocks}ブロック` : `${blocks}ブロック、うち${there}ブロックは前回のものがメーターにあります`),
		block: (done, blocks) => `ブロック${done}/${blocks}`,
		verifying: () => '全ブロックが届きました。メーターが検証しています',
		anew: () => 'メーターにあったのは別のイメージのブロックでした。全体をもう一度送ります',
		loaded: (blocks, bytes) => `読み込みと検証が済みました: ${blocks}ブロック、${bytes}バイト`,
		activated: (unit, version) => `${unit}: バージョン${version}が有効になりました`,
		planned: (unit, version, time) => `${unit}: バージョン${version}は${time}に有効になります`,
		status: () => '転送',
		disabled: () => '無効',
		blocks: () => 'ブロック',
		blocksOf: (there, blocks, bytes) => `${there}/${blocks}、各${bytes}バイト`,
		verified: () => '検証済みイメージ',
		info: (identification, bytes, signature) => `${identification}、${bytes}バイト、署名${signature}`,
		units: { metering: '計量ユニット', communication: '通信ユニット' },
		cameWith: () => '出荷時のまま',
		steps: {
			enable: '転送を有効にすること',
			initiate: 'このイメージの転送を始めること',
			verify: '検証したイメージ',
			activate: 'イメージを有効にすること',
		},
		hints: {
			enable: '',
			initiate: '。このメーターには大きすぎるか、別のイメージを有効にしている途中かもしれません',
			verify: '。このメーターの製造者とファームウェア鍵のものか、あるユニットのものか、バージョンが大きいかを確かめてください',
			activate: '。コードがあるか、対象のユニットがなくなったのかもしれません',
		},
		nobody: () => '応答がありません',
		unknown: () => '不明',
	},
});

export const IMAGE_USAGE: InEach<ImageUsageTexts> = Object.freeze({
	en: {
		firmware: (text) => `--firmware: expected up to four numbers of up to 5 digits with dots between them, like 1.3.0, got "${text}"`,
		maker: (text) => `--maker: expected three letters from A to Z, got "${text}"`,
		noFirmwareKey: (path) => `--keys ${path}: firmwareKey: expected the maker’s key, found none; keiki keys make draws one`,
		publicOnly: (path) => `--keys ${path}: firmwareSignatureKey: expected the private key, as a public one signs nothing`,
		cannotRead: (place, reason) => `${place}: cannot read it: ${reason}`,
		taken: (path) => `${path}: expected a new file, found one`,
		cannotMake: (path, reason) => `${path}: cannot make it: ${reason}`,
		noClass: (place, text) => `${place}: expected the class before each attribute, like 40/0.1.25.9.0.255:6, got "${text}"`,
		tooMany: (most, count) => `--load: expected at most ${most} attributes in all, got ${count}`,
		size: (least, text) => `--size: expected at least the ${least} bytes that it has, or 5 more and above, got ${text}`,
		noImage: (path, flaw) => `${path}: expected a firmware image that keiki hes image make has made: ${flaw}`,
		patience: (text) => `--patience: expected a duration from 1s to 1d, like 90s or 20min, got "${text}"`,
	},
	ja: {
		firmware: (text) => `--firmware: 1.3.0のような、ドットで区切った4つまでの数(各5桁まで)のはずですが、"${text}"です`,
		maker: (text) => `--maker: AからZの3文字のはずですが、"${text}"です`,
		noFirmwareKey: (path) => `--keys ${path}: firmwareKey: 製造者の鍵が必要ですが、ありません。keiki keys makeが作ります`,
		publicOnly: (path) => `--keys ${path}: firmwareSignatureKey: 秘密鍵のはずです。公開鍵では署名できません`,
		cannotRead: (place, reason) => `${place}: 読めません: ${reason}`,
		taken: (path) => `${path}: 新しいファイルのはずですが、すでにあります`,
		cannotMake: (path, reason) => `${path}: 作れません: ${reason}`,
		noClass: (place, text) => `${place}: 40/0.1.25.9.0.255:6のように、属性の前にクラスが必要ですが、"${text}"です`,
		tooMany: (most, count) => `--load: 属性は全部で${most}個までのはずですが、${count}個あります`,
		size: (least, text) => `--size: 元の大きさの${least}バイトか、それより5バイト以上大きい数のはずですが、${text}です`,
		noImage: (path, flaw) => `${path}: keiki hes image makeが作ったファームウェアイメージのはずですが、違います: ${flaw}`,
		patience: (text) => `--patience: 90sや20minのような、1sから1dの長さのはずですが、"${text}"です`,
	},
});
