/** `keiki hes`: a head-end for meters of Route A, and for any other meter of DLMS/COSEM. */
import type { SupplyOrder } from '../../../src/head-end/supply-control.js';
import { companionOf } from '../shared/companion-option.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import {
	ACCOUNT_COLUMNS,
	makeToken,
	showAccount,
	TOKEN_COLUMNS,
	TOPUP_COLUMNS,
	type TokenMakeWords,
	tokenDigits,
	tokenRequest,
	topUp,
} from './hes-account.js';
import { ALARM_COLUMNS, type AlarmWords, alarmRequest, alarms } from './hes-alarms.js';
import {
	CERTIFICATE_COLUMNS,
	CERTIFICATE_FILE_COLUMNS,
	type CertificateFileWords,
	certificateNumber,
	certificatesOf,
	checkCertificateFile,
	exportOne,
	importAll,
	listCertificates,
	pairType,
	removeOne,
	requestOf,
} from './hes-certificates.js';
import { CLOCK_COLUMNS, changeClock, showClock } from './hes-clock.js';
import { CREDENTIAL_KEY_COLUMNS, type CredentialKeyWords, checkRecord, fetchCredentialKey } from './hes-credential-key.js';
import { CREDENTIAL_COLUMNS, sealedRequest, setCredentials, showRouteB } from './hes-credentials.js';
import { ACTION_COLUMNS, callMethod, GET_COLUMNS, getData, parseCall, parsePairs, SET_COLUMNS, setData, walkData } from './hes-data.js';
import { EVENT_COLUMNS, type EventWords, eventRequest, showEvents } from './hes-events.js';
import { changeKeys, checkKeyChange, KEYS_COLUMNS, type KeyChange } from './hes-keys.js';
import { LIMIT_COLUMNS, type LimitWords, limit, limitRequest } from './hes-limit.js';
import { type HesOptions, type HesWords, hesOptions, hesTime } from './hes-options.js';
import { POLICY_COLUMNS, type PolicyWords, policy, policyRequest } from './hes-policy.js';
import { type ProfileWords, profileRequest, readProfile } from './hes-profile.js';
import { PUSH_COLUMNS, type PushSetWords, push, pushRequest } from './hes-push.js';
import { QUALITY_COLUMNS, type QualityWords, quality, qualityRequest } from './hes-quality.js';
import { parseWanted, READ_COLUMNS, readMeter, WALK_COLUMNS, walkMeter } from './hes-read.js';
import { onEachMeter } from './hes-run.js';
import { type SelectionWords, selectionRequest } from './hes-selection.js';
import { STATS_COLUMNS, showStatistics } from './hes-stats.js';
import { PLAN_COLUMNS, planSwitch, SUPPLY_COLUMNS, type SupplyWords, supplyChannel, supplyTime, switchSupply } from './hes-supply.js';
import { getTariff, setTariff, TARIFF_COLUMNS, TARIFF_SET_COLUMNS, type TariffGetWords, type TariffSetWords, tariffRequest } from './hes-tariff.js';
import { checkUseCases, PUT_BACK, parseUseCases, tryUseCases, USE_CASE_COLUMNS, type UseCaseCommandWords } from './hes-usecase.js';
import { HesView } from './hes-view.js';
import { HES_USAGE } from './usage-words.js';

/** Each throws UsageError. */
export async function hesRead(names: readonly string[], words: HesWords): Promise<ExitCode> {
	const wanted = names.map(parseWanted);
	const options = hesOptions(words);
	const view = viewOf(options, READ_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => readMeter(session, place.text, wanted, view));
}

export async function hesProfile(words: HesWords & ProfileWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const request = profileRequest(words, options);
	const view = viewOf(options, []);
	return onEachMeter(options, view, (session, { place }) => readProfile(session, place.text, request, view, options));
}

export async function hesWalk(words: HesWords & { readonly data?: boolean }): Promise<ExitCode> {
	const options = hesOptions(words);
	if (words.data) {
		const data = viewOf(options, GET_COLUMNS);
		return onEachMeter(options, data, (session, { place }) => walkData(session, place.text, data));
	}
	const view = viewOf(options, WALK_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => walkMeter(session, place.text, view));
}

export async function hesGet(names: readonly string[], words: HesWords & SelectionWords): Promise<ExitCode> {
	const wanted = names.map(parseWanted);
	const request = selectionRequest(words);
	const options = hesOptions(words);
	const view = viewOf(options, GET_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => getData(session, place.text, wanted, request, view));
}

export async function hesSet(pairs: readonly string[], words: HesWords): Promise<ExitCode> {
	const told = parsePairs(pairs);
	const options = hesOptions(words);
	const view = viewOf(options, SET_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => setData(session, place.text, told, view));
}

export async function hesAction(method: string, data: string | undefined, words: HesWords): Promise<ExitCode> {
	const told = parseCall(method, data);
	const options = hesOptions(words);
	const view = viewOf(options, ACTION_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => callMethod(session, place.text, told, view));
}

export async function hesClockGet(words: HesWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, CLOCK_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => showClock(session, place.text, view));
}

export async function hesClockSet(text: string | undefined, words: HesWords): Promise<ExitCode> {
	const time = text === undefined || text === 'now' ? undefined : hesTime('clock set', text);
	const options = hesOptions(words);
	const view = viewOf(options, CLOCK_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => changeClock(session, place.text, time, view));
}

export async function hesKeysChange(words: HesWords & { readonly in?: string }): Promise<ExitCode> {
	return keysChanged(hesOptions(words), words.in, 'change');
}

export async function hesKeysAgree(words: HesWords & { readonly in?: string }): Promise<ExitCode> {
	return keysChanged(hesOptions(words), words.in, 'agree');
}

async function keysChanged(options: HesOptions, into: string | undefined, how: KeyChange): Promise<ExitCode> {
	checkKeyChange(options, into, how);
	const view = viewOf(options, KEYS_COLUMNS);
	return onEachMeter(options, view, (session, meter) => changeKeys(session, meter, options, into, view, how));
}

export async function hesPolicy(words: HesWords & PolicyWords): Promise<ExitCode> {
	const wanted = policyRequest(words);
	const options = hesOptions(words);
	const view = viewOf(options, POLICY_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => policy(session, place.text, wanted, view));
}

export async function hesUseCase(texts: readonly string[], words: HesWords & UseCaseCommandWords): Promise<ExitCode> {
	const numbers = parseUseCases(texts);
	const options = hesOptions(words);
	checkUseCases(numbers, options, words.in);
	const request = { numbers, into: words.in };
	const view = viewOf(options, USE_CASE_COLUMNS);
	return onEachMeter(options, view, (session, meter, signal) => tryUseCases(session, meter, request, options, view, signal), PUT_BACK);
}

export async function hesSwitch(order: SupplyOrder, words: HesWords & SupplyWords): Promise<ExitCode> {
	const channel = supplyChannel(words);
	const time = supplyTime(words);
	const options = hesOptions(words);
	if (time !== undefined) {
		const view = viewOf(options, PLAN_COLUMNS);
		return onEachMeter(options, view, (session, { place }) => planSwitch(session, place.text, order, channel, time, view));
	}
	const view = viewOf(options, SUPPLY_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => switchSupply(session, place.text, order, channel, view, options));
}

export async function hesLimit(words: HesWords & LimitWords): Promise<ExitCode> {
	const request = limitRequest(words);
	const options = hesOptions(words);
	const view = viewOf(options, LIMIT_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => limit(session, place.text, request, view));
}

export async function hesAlarms(words: HesWords & AlarmWords): Promise<ExitCode> {
	const request = alarmRequest(words);
	const options = hesOptions(words);
	const view = viewOf(options, ALARM_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => alarms(session, place.text, request, view));
}

export async function hesEvents(words: HesWords & EventWords): Promise<ExitCode> {
	const request = eventRequest(words);
	const options = hesOptions(words);
	const view = viewOf(options, EVENT_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => showEvents(session, place.text, request, view));
}

export async function hesQuality(words: HesWords & QualityWords): Promise<ExitCode> {
	const request = qualityRequest(words);
	const options = hesOptions(words);
	const view = viewOf(options, QUALITY_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => quality(session, place.text, request, view));
}

export async function hesStats(words: HesWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, STATS_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => showStatistics(session, place.text, view));
}

export async function hesAccountShow(words: HesWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, ACCOUNT_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => showAccount(session, place.text, view));
}

export async function hesAccountTopUp(token: string, words: HesWords): Promise<ExitCode> {
	const digits = tokenDigits(token);
	const options = hesOptions(words);
	const view = viewOf(options, TOPUP_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => topUp(session, place.text, digits, view));
}

/** No meter is asked. */
export async function hesTokenMake(amount: string, words: HesWords & TokenMakeWords): Promise<ExitCode> {
	const request = tokenRequest(amount, words);
	const options = hesOptions(words);
	makeToken(options.meters[0]!, request, viewOf(options, TOKEN_COLUMNS));
	return EXIT.done;
}

export async function hesCredentialsSet(text: string, words: HesWords): Promise<ExitCode> {
	const sealed = sealedRequest(text);
	const options = hesOptions(words);
	if (options.meters.length > 1) throw new UsageError(inEach(HES_USAGE, ({ oneUnit }) => oneUnit(options.meters.length)));
	const view = viewOf(options, CREDENTIAL_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => setCredentials(session, place.text, sealed, view));
}

export async function hesCredentialsStatus(words: HesWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, CREDENTIAL_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => showRouteB(session, place.text, view));
}

export async function hesCredentialsKey(words: HesWords & CredentialKeyWords): Promise<ExitCode> {
	const options = hesOptions(words);
	checkRecord(options, words);
	const view = viewOf(options, CREDENTIAL_KEY_COLUMNS);
	return onEachMeter(options, view, (session, meter) => fetchCredentialKey(session, meter, words, view));
}

export async function hesPushSet(words: HesWords & PushSetWords): Promise<ExitCode> {
	const request = pushRequest(words, companionOf(words.companion));
	const options = hesOptions(words);
	const view = viewOf(options, PUSH_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => push(session, place.text, request, view));
}

export async function hesTariffGet(words: HesWords & TariffGetWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, TARIFF_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => getTariff(session, place.text, words, view));
}

export async function hesTariffSet(path: string, words: HesWords & TariffSetWords): Promise<ExitCode> {
	const request = tariffRequest(path, words);
	const options = hesOptions(words);
	const view = viewOf(options, TARIFF_SET_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => setTariff(session, place.text, request, view));
}

export async function hesCertificatesList(words: HesWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, CERTIFICATE_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => listCertificates(session, place.text, view));
}

export async function hesCertificatesRequest(use: string, words: HesWords & CertificateFileWords & { readonly new?: boolean }): Promise<ExitCode> {
	const type = pairType(use);
	const options = hesOptions(words);
	checkCertificateFile(options, words);
	const view = viewOf(options, CERTIFICATE_FILE_COLUMNS);
	return onEachMeter(options, view, (session, meter) => requestOf(session, meter, type, words.new === true, words, view));
}

export async function hesCertificatesImport(paths: readonly string[], words: HesWords): Promise<ExitCode> {
	const ders = certificatesOf(paths);
	const options = hesOptions(words);
	const view = viewOf(options, CERTIFICATE_FILE_COLUMNS);
	return onEachMeter(options, view, (session, meter) => importAll(session, meter, ders, view));
}

export async function hesCertificatesExport(number: string, words: HesWords & CertificateFileWords): Promise<ExitCode> {
	const which = certificateNumber('export', number);
	const options = hesOptions(words);
	checkCertificateFile(options, words);
	const view = viewOf(options, CERTIFICATE_FILE_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => exportOne(session, place.text, which, words, view));
}

export async function hesCertificatesRemove(number: string, words: HesWords): Promise<ExitCode> {
	const which = certificateNumber('remove', number);
	const options = hesOptions(words);
	const view = viewOf(options, CERTIFICATE_FILE_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => removeOne(session, place.text, which, view));
}

function viewOf({ format, meters, quiet, lang, companion }: HesOptions, columns: readonly string[]): HesView {
	return new HesView({ format, meters: meters.length, columns, quiet, language: lang, companion });
}
