/** The words of `keiki hes`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { CampaignWords } from './campaign/campaign-command.js';
import type { CollectWords } from './collect/collect-command.js';
import type { TokenMakeWords } from './hes-account.js';
import type { AlarmWords } from './hes-alarms.js';
import type { CertificateFileWords } from './hes-certificates.js';
import type { CredentialKeyWords } from './hes-credential-key.js';
import type { EventWords } from './hes-events.js';
import type { LimitWords } from './hes-limit.js';
import type { HesWords } from './hes-options.js';
import type { PolicyWords } from './hes-policy.js';
import type { ProfileWords } from './hes-profile.js';
import type { PushSetWords } from './hes-push.js';
import type { ListenWords } from './hes-push-listen.js';
import type { QualityWords } from './hes-quality.js';
import type { SelectionWords } from './hes-selection.js';
import type { SupplyWords } from './hes-supply.js';
import type { TariffGetWords, TariffSetWords } from './hes-tariff.js';
import type { UseCaseCommandWords } from './hes-usecase.js';
import { addImage } from './image-program.js';
import { addMbus } from './mbus-program.js';
import {
	ALARMS,
	CAMPAIGN,
	CERTIFICATE_FILE,
	CERTIFICATE_REQUEST,
	COLLECT,
	CREDENTIAL_RECORD,
	EVENTS,
	GET,
	KEYS_CHANGE,
	LIMIT,
	POLICY,
	PROFILE,
	PUSH_LISTEN,
	PUSH_SET,
	QUALITY,
	SHARED,
	SUPPLY,
	TARIFF_GET,
	TARIFF_SET,
	TOKEN_MAKE,
	USE_CASE,
	WALK,
} from './program-options.js';

type Commands = typeof import('./hes-command.js');

export function addHes(program: Command, end: End): void {
	const run = async (work: (commands: Commands) => Promise<Parameters<End>[0]>): Promise<void> => end(await work(await import('./hes-command.js')));
	const hes = program.command('hes').description('a head-end: reads and sets meters over Route A (DLMS/COSEM), Keiki’s and others');
	const withOptions = (command: Command, own: readonly OptionRow[] = []): Command => addOptions(command, [...SHARED, ...own]);

	withOptions(hes.command('read').description('read attributes: [CLASS/]OBIS[:ATTRIBUTE|:all]; without any, what everybody wants to know first'))
		.argument('[obis...]', 'as 1.0.1.8.0.255, 0.0.1.0.0.255:3 or 1-0:1.8.0:all')
		.action((names: readonly string[], words: HesWords) => run(({ hesRead }) => hesRead(names, words)));
	withOptions(hes.command('profile').description('read a load profile; with --out only the rows that the file lacks'), PROFILE).action(
		(words: HesWords & ProfileWords) => run(({ hesProfile }) => hesProfile(words)),
	);
	withOptions(hes.command('walk').description('list all objects that this client sees: attributes with access and value, methods'), WALK).action(
		(words: HesWords & { readonly data?: boolean }) => run(({ hesWalk }) => hesWalk(words)),
	);
	withOptions(hes.command('get').description('read attributes as data with their types, which set takes: CLASS/OBIS:ATTRIBUTE'), GET)
		.argument('<attribute...>', 'as 70/0.0.96.3.10.255:4; without the class the object list tells it')
		.action((names: readonly string[], words: HesWords & SelectionWords) => run(({ hesGet }) => hesGet(names, words)));
	withOptions(hes.command('set').description('set attributes to data, in their order: CLASS/OBIS:ATTRIBUTE DATA, again and again'))
		.argument('<pairs...>', 'an attribute and its data, as 8/0.0.1.0.0.255:3 i16:-540; data as get and walk --data print it')
		.action((pairs: readonly string[], words: HesWords) => run(({ hesSet }) => hesSet(pairs, words)));
	withOptions(hes.command('action').description('call a method: CLASS/OBIS:METHOD [DATA]'))
		.argument('<method>', 'as 8/0.0.1.0.0.255:6')
		.argument('[data]', 'its parameter, as i16:30 (default: i8:0)')
		.action((method: string, data: string | undefined, words: HesWords) => run(({ hesAction }) => hesAction(method, data, words)));
	withOptions(hes.command('disconnect').description('open the supply, and tell what its contact did'), SUPPLY).action(
		(words: HesWords & SupplyWords) => run(({ hesSwitch }) => hesSwitch('disconnect', words)),
	);
	withOptions(
		hes.command('reconnect').description('close the supply, or make it ready for a hand, as the control mode says; and tell what its contact did'),
		SUPPLY,
	).action((words: HesWords & SupplyWords) => run(({ hesSwitch }) => hesSwitch('reconnect', words)));
	withOptions(hes.command('limit').description('the limiter: contract or demand limit, emergencies; sets what is told'), LIMIT).action(
		(words: HesWords & LimitWords) => run(({ hesLimit }) => hesLimit(words)),
	);
	withOptions(hes.command('alarms').description('the alarm registers, what of them was told, and the error register'), ALARMS).action(
		(words: HesWords & AlarmWords) => run(({ hesAlarms }) => hesAlarms(words)),
	);
	withOptions(hes.command('events').description('the event logs, all in one list'), EVENTS).action((words: HesWords & EventWords) =>
		run(({ hesEvents }) => hesEvents(words)),
	);
	withOptions(
		hes.command('quality').description('the quality of supply: voltages, thresholds, counts, outages, and what the logs tell; sets what is told'),
		QUALITY,
	).action((words: HesWords & QualityWords) => run(({ hesQuality }) => hesQuality(words)));
	withOptions(hes.command('stats').description('what the meter counts: power failures, restarts, flash wear, requests and sessions')).action(
		(words: HesWords) => run(({ hesStats }) => hesStats(words)),
	);
	const account = hes.command('account').description("the customer's account: credit, price, emergency credit");
	withOptions(account.command('show').description('tell how the account stands')).action((words: HesWords) =>
		run(({ hesAccountShow }) => hesAccountShow(words)),
	);
	withOptions(account.command('topup').description('enter a token, and tell what the meter says of it'))
		.argument('<token>', '20 digits, blanks and hyphens between them or not')
		.action((token: string, words: HesWords) => run(({ hesAccountTopUp }) => hesAccountTopUp(token, words)));
	const token = hes.command('token').description('tokens that pay into an account; they are Keiki’s own, and no real meter takes them');
	withOptions(token.command('make').description('make one, under the KEK of the keys; no meter is asked'), TOKEN_MAKE)
		.argument('<amount>', 'whole units of the currency, 1 to 262143')
		.action((amount: string, words: HesWords & TokenMakeWords) => run(({ hesTokenMake }) => hesTokenMake(amount, words)));
	addMbus(hes, withOptions, end);
	withOptions(
		hes.command('usecase').description('try use cases of IDIS on a meter, step by step, and tell what deviates; puts back what it changed'),
		USE_CASE,
	)
		.argument('<number...>', '1 to 10, or all; docs/use-cases.md says what each does')
		.action((numbers: readonly string[], words: HesWords & UseCaseCommandWords) => run(({ hesUseCase }) => hesUseCase(numbers, words)));
	const push = hes.command('push').description('what meters send unasked');
	withOptions(push.command('set').description('what a meter pushes, where to and when; sets what is told'), PUSH_SET).action(
		(words: HesWords & PushSetWords) => run(({ hesPushSet }) => hesPushSet(words)),
	);
	addOptions(push.command('listen').description('print what meters push, until it is stopped'), PUSH_LISTEN).action(async (words: ListenWords) => {
		const { hesPushListen } = await import('./hes-push-listen.js');
		end(await hesPushListen(words));
	});
	addOptions(
		hes.command('collect').description('take what meters push each half-hour, write it down, and ask for what is missing, until it is stopped'),
		COLLECT,
	).action(async (words: CollectWords) => {
		const { hesCollect } = await import('./collect/collect-command.js');
		end(await hesCollect(words));
	});
	addOptions(
		hes.command('campaign').description('give commands to many meters: contract, limiter, message, clock, by group and time, with a result for each'),
		CAMPAIGN,
	)
		.argument('<file>', 'CSV: group,command,value,time')
		.action(async (path: string, words: CampaignWords) => {
			const { hesCampaign } = await import('./campaign/campaign-command.js');
			end(await hesCampaign(path, words));
		});
	const tariff = hes.command('tariff').description('the tariff of a meter: calendar and special days, as a file');
	withOptions(tariff.command('get').description('print the active calendar and the special days, as YAML that set takes'), TARIFF_GET).action(
		(words: HesWords & TariffGetWords) => run(({ hesTariffGet }) => hesTariffGet(words)),
	);
	withOptions(tariff.command('set').description('set calendar and special days as a file has them, and activate the calendar'), TARIFF_SET)
		.argument('<file>', 'YAML, as get prints it')
		.action((path: string, words: HesWords & TariffSetWords) => run(({ hesTariffSet }) => hesTariffSet(path, words)));
	addImage(hes, withOptions, end);
	const credentials = hes.command('credentials').description("the meter's Route B: its status, and sealed credentials for it");
	withOptions(credentials.command('status').description('why a HEMS gets through, or does not, and which credentials are in force')).action(
		(words: HesWords) => run(({ hesCredentialsStatus }) => hesCredentialsStatus(words)),
	);
	withOptions(
		credentials.command('set').description('bring the communication unit Route B credentials that are sealed for it, and then tell the status'),
	)
		.argument('<sealed>', 'as keiki keys seal prints it')
		.action((sealed: string, words: HesWords) => run(({ hesCredentialsSet }) => hesCredentialsSet(sealed, words)));
	withOptions(
		credentials
			.command('key')
			.description("get the public key of the communication unit's own pair, for which credentials are sealed (suites 1 and 2)"),
		CREDENTIAL_RECORD,
	).action((words: HesWords & CredentialKeyWords) => run(({ hesCredentialsKey }) => hesCredentialsKey(words)));
	const clock = hes.command('clock').description("the meter's clock");
	withOptions(clock.command('get').description("tell the meter's time, and by how much it differs from this host's")).action((words: HesWords) =>
		run(({ hesClockGet }) => hesClockGet(words)),
	);
	withOptions(clock.command('set').description("set the meter's clock"))
		.argument('[time]', "ISO, Japan's time where it has no offset (default: now)")
		.action((time: string | undefined, words: HesWords) => run(({ hesClockSet }) => hesClockSet(time, words)));
	const keys = hes.command('keys').description('the keys of a client');
	withOptions(
		keys.command('change').description('give this client new keys, prove that they work, and put them into the file of keys'),
		KEYS_CHANGE,
	).action((words: HesWords & { readonly in?: string }) => run(({ hesKeysChange }) => hesKeysChange(words)));
	withOptions(
		keys
			.command('agree')
			.description('agree with the meter on new keys for this client, which go over no line (suites 1 and 2), and do with them as change does'),
		KEYS_CHANGE,
	).action((words: HesWords & { readonly in?: string }) => run(({ hesKeysAgree }) => hesKeysAgree(words)));
	withOptions(hes.command('policy').description('how messages must be protected: tells it, and asks for more'), POLICY).action(
		(words: HesWords & PolicyWords) => run(({ hesPolicy }) => hesPolicy(words)),
	);
	addCertificates(hes, withOptions, run);
}

function addCertificates(
	hes: Command,
	withOptions: (command: Command, own?: readonly OptionRow[]) => Command,
	run: (work: (commands: Commands) => Promise<Parameters<End>[0]>) => Promise<void>,
): void {
	const certificates = hes.command('certificates').description('certificates and key pairs of a meter with suite 1 or 2');
	withOptions(certificates.command('list').description('list them, by numbers')).action((words: HesWords) =>
		run(({ hesCertificatesList }) => hesCertificatesList(words)),
	);
	withOptions(certificates.command('request').description('get a request for a certificate of a key of the meter (PKCS #10)'), CERTIFICATE_REQUEST)
		.argument('<use>', 'signature or agreement')
		.action((use: string, words: HesWords & CertificateFileWords & { readonly new?: boolean }) =>
			run(({ hesCertificatesRequest }) => hesCertificatesRequest(use, words)),
		);
	withOptions(certificates.command('import').description('give the meter certificates: of an authority, of its own keys, of clients'))
		.argument('<file...>', 'X.509, PEM or DER, in their order')
		.action((paths: readonly string[], words: HesWords) => run(({ hesCertificatesImport }) => hesCertificatesImport(paths, words)));
	withOptions(certificates.command('export').description('get a certificate of the meter'), CERTIFICATE_FILE)
		.argument('<number>', 'as list numbers them')
		.action((number: string, words: HesWords & CertificateFileWords) => run(({ hesCertificatesExport }) => hesCertificatesExport(number, words)));
	withOptions(certificates.command('remove').description('have the meter forget a certificate'))
		.argument('<number>', 'as list numbers them')
		.action((number: string, words: HesWords) => run(({ hesCertificatesRemove }) => hesCertificatesRemove(number, words)));
}
