/** What a meter answers when it does not do what it is asked, in Japanese. Names that the Green Book gives to errors stay as they are there. */
import { DIAGNOSTIC } from '../../../modules/dlms/apdu/acse.js';
import { type ExceptionResponse, SERVICE_ERROR } from '../../../modules/dlms/apdu/exception.js';
import type { ServiceError } from '../../../modules/dlms/apdu/initiate.js';
import type { Proof } from '../../../src/head-end/head-end-error.js';
import { type AccessResult, type Diagnostic, type ExceptionService, type ExceptionState, errorNames } from './hes-refusals.js';

export const ACCESS_RESULTS_JA: Readonly<Record<AccessResult, string>> = Object.freeze({
	0: '成功',
	1: 'ハードウェアの故障',
	2: '一時的な失敗: 現在は値がありません',
	3: '読み書き拒否: このクライアントには権利がありません',
	4: '未定義: メーターにそのオブジェクトまたは属性がありません',
	9: 'クラスの不一致: オブジェクトは別のクラスです',
	11: 'オブジェクトを利用できません',
	12: '型の不一致: 値は別の型です',
	13: '範囲外: そのような選択がないか、値が範囲の外です',
	14: 'データブロックを利用できません',
	15: '長いGETまたはACTIONが中断されました',
	16: '進行中の長いGETまたはACTIONがありません',
	17: '長いSETが中断されました',
	18: '進行中の長いSETがありません',
	19: 'データブロックの番号が正しくありません',
	250: 'その他の理由',
});

export function accessResultTextJa(result: number): string {
	return `${(ACCESS_RESULTS_JA as Readonly<Record<number, string>>)[result] ?? '不明な理由'} (${result})`;
}

export const DIAGNOSTICS_JA: Readonly<Record<Diagnostic, string>> = Object.freeze({
	256: '理由は示されていません',
	257: '理由は示されていません',
	258: 'アプリケーションコンテキストは使えません: --clientと--securityを確かめてください。このクライアントは暗号化が必要か、使えないかのどちらかです',
	259: '呼び出し側のAPタイトルが認識されません: --titleを確かめてください。メーターの知るタイトルが違うか、メーター自身のものです',
	260: '呼び出し側のAP呼び出し識別子が認識されません',
	261: '呼び出し側のAE修飾子が認識されません',
	262: '呼び出し側のAE呼び出し識別子が認識されません',
	263: '相手側のAPタイトルが認識されません',
	264: '相手側のAP呼び出し識別子が認識されません',
	265: '相手側のAE修飾子が認識されません',
	266: '相手側のAE呼び出し識別子が認識されません',
	267: '認証メカニズムが認識されません: このクライアントの認証は別の方法です。--client、--auth、--securityを確かめてください',
	268: '認証メカニズムが必要です: このクライアントには鍵かパスワードが要ります。--client、--keys、--passwordを確かめてください',
	269: '認証に失敗しました',
	270: '認証が必要です',
	512: 'サービス提供側の理由は示されていません',
	513: 'サービス提供側の理由は示されていません',
	514: '共通するACSEの版がありません',
});

const IDENTITY_HINTS: Readonly<Record<Proof, string>> = Object.freeze({
	keys: 'このクライアントの鍵を確かめてください',
	password: 'このクライアントのパスワードを確かめてください',
	none: 'このクライアントは鍵もパスワードも示していません。--client、--keys、--passwordを確かめてください',
});

/** @param diagnostic one of `DIAGNOSTIC` */
export function diagnosticTextJa(diagnostic: number, proof: Proof): string {
	const source = diagnostic < 0x200 ? 'user' : 'provider';
	const hint = diagnostic === DIAGNOSTIC.authenticationFailure ? `: ${IDENTITY_HINTS[proof]}` : '';
	return `${(DIAGNOSTICS_JA as Readonly<Record<number, string>>)[diagnostic] ?? '不明な理由'}${hint} (${source} ${diagnostic & 0xff})`;
}

export function notProvenTextJa(found: string, proof: Proof): string {
	return `アソシエーション: ${found}: ${IDENTITY_HINTS[proof]}`;
}

export function serviceErrorTextJa(error: ServiceError): string {
	const { service, errorClass, value } = error;
	const { of, what } = errorNames(error);
	return `確認型サービスエラー(${of}): ${what} (${service}, ${errorClass}, ${value})`;
}

const STATE_ERRORS: Readonly<Record<ExceptionState, string>> = Object.freeze({ 1: 'サービスは許可されていません', 2: 'サービスが不明です' });
const SERVICE_ERRORS: Readonly<Record<ExceptionService, string>> = Object.freeze({
	1: '操作できません: アソシエーションがないか、保護がメーターの方針に足りません。--securityを確かめてください',
	2: 'サービスは使えません',
	3: 'その他の理由',
	4: 'PDUが長すぎます',
	5: '復号エラー',
	6: '呼び出しカウンターのエラー',
});

export function exceptionTextJa({ stateError, serviceError, counter }: ExceptionResponse, proof: Proof): string {
	const told = counter === undefined ? '' : `: ${counter}以上を求めています。ほかのヘッドエンドがこのクライアントの鍵とタイトルを使っていませんか`;
	const state = (STATE_ERRORS as Readonly<Record<number, string>>)[stateError] ?? '不明な状態';
	const service = (SERVICE_ERRORS as Readonly<Record<number, string>>)[serviceError] ?? '不明';
	const hint = serviceError === SERVICE_ERROR.decipheringError && proof === 'keys' ? ': 鍵、タイトル、--cipheringを確かめてください' : '';
	return `例外: ${state}、${service}${hint}${told} (${stateError}, ${serviceError})`;
}
