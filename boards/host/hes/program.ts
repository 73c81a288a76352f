/** The words of `keiki hes`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { COMPANIONS } from '../../../modules/cosem/companion.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
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

type Commands = typeof import('./hes-command.js');

const COMPANION = Object.freeze({
	flags: '--companion <name>',
	does: 'whose companion specification the meter follows: what its event codes, alarm bits and logs mean',
	choices: COMPANIONS,
	usual: 'japan',
} as const satisfies OptionRow);
export const SHARED = Object.freeze([
	{
		flags: '--meter <place>',
		does: 'HOST:PORT, udp:HOST:PORT, either with ,device=N or ,gateway=HEX behind it, or serial:PATH with ,mode-e ,BAUD or ,device=N; may be given again',
		otherwise: '[::1]:4059',
		many: true,
	},
	{
		flags: '--meters <file>',
		does: 'the meters of a file with their keys, JSON lines, as keiki run --meters-file writes them',
		insteadOf: ['meter', 'keys'],
	},
	{ flags: '--client <number>', does: 'the client: 1 management, 2 reading, 3 hand-held, 16 public', otherwise: '1' },
	{ flags: '--server <number>', does: 'the logical device', otherwise: '1' },
	{ flags: '--keys <file>', does: 'the keys, JSON, for all meters; or again for each, in their order', otherwise: 'demo keys', many: true },
	{
		flags: '--auth <how>',
		does: 'how the client proves itself: a password, or HLS by the number of its mechanism',
		choices: ['lls', 'hls2', 'hls3', 'hls4', 'hls5', 'hls6', 'hls7'],
		otherwise: 'what the keys file offers the client first, or hls5; with a password lls',
	},
	{
		flags: '--password <text>',
		does: 'LLS with this password, or with hex:DIGITS, in place of keys; the secret of --auth hls2, 3, 4, 6; --security ciphers all the same',
		secret: true,
	},
	{ flags: '--password-file <file>', does: 'the same, from the first line of a file', insteadOf: ['password'] },
	{ flags: '--title <hex>', does: 'system title of this head-end, 16 hexadecimal digits', otherwise: '4B45490000000001' },
	{ flags: '--security <what>', does: 'how requests are protected', choices: ['ae', 'a', 'e', 'none'], otherwise: 'ae, with a password none' },
	{
		flags: '--ciphering <how>',
		does: 'which APDUs carry them; from identified on general-ciphering, under such a key',
		choices: ['glo', 'ded', 'general-glo', 'general-ded', 'identified', 'wrapped', 'one-pass', 'static'],
		otherwise: 'glo',
	},
	{ flags: '--sign', does: 'sign requests, by general-signing, and take signed answers alone' },
	{ flags: '--sign-inside', does: 'the same, but sign first and then cipher, by general-ciphering', insteadOf: ['sign'] },
	{
		flags: '--counter <number>',
		does: 'first invocation counter, unless a later one was used',
		otherwise: 'the meter is asked, by the public client',
	},
	{
		flags: '--counters <file>',
		does: 'where the invocation counters are kept that were used',
		otherwise: 'keiki/hes-counters.json in XDG_STATE_HOME or ~/.local/state; demo keys: nowhere',
	},
	{
		flags: '--gbt <window>',
		does: 'propose General Block Transfer: so many blocks are taken in a row, 1 to 63; 0: do not; a meter of Keiki’s needs offers in its keys file',
		otherwise: '63, over UDP 8, where the keys file offers the client gbt',
	},
	{ flags: '--access', does: 'propose ACCESS, and read and set by it what is asked for at once' },
	{ flags: '--trace', does: 'tell each APDU on stderr, as it goes over the line and in the clear' },
	{ flags: '--capture <file>', does: 'write the same for Wireshark, which keiki capture open starts with a dissector for it' },
	COMPANION,
	{ flags: '--timeout <seconds>', does: 'how long a meter may be silent', otherwise: '5' },
	{ flags: '--retries <number>', does: 'how often what got no answer is tried again', otherwise: '2' },
	{ flags: '--parallel <number>', does: 'how many meters at once', otherwise: '16' },
	{ flags: '--json', does: 'as JSON, one object a line', insteadOf: ['csv'] },
	{ flags: '--csv', does: 'as CSV', insteadOf: ['json'] },
] as const satisfies readonly OptionRow[]);
export const PROFILE = Object.freeze([
	{ flags: '--from <time>', does: "ISO, Japan's time where it has no offset", otherwise: 'as far back as the meter keeps rows' },
	{ flags: '--to <time>', does: 'ISO', otherwise: "now, by the meter's clock" },
	{ flags: '--obis <name>', does: 'of the profile', otherwise: '1.0.99.1.0.255' },
	{
		flags: '--out [file.csv]',
		does: 'where the rows go; {meter} in it stands for the meter; without a name keiki/rows/{meter}.csv in XDG_STATE_HOME or ~/.local/state',
	},
] as const satisfies readonly OptionRow[]);
export const SUPPLY = Object.freeze([
	{
		flags: '--at <time>',
		does: "ISO, Japan's time where it has no offset, by the meter's clock; never: what was planned is not any more",
		otherwise: 'at once',
	},
	{ flags: '--channel <number>', does: 'the valve of the meter behind it on this channel of its M-Bus, 1 to 4', otherwise: 'the supply itself' },
] as const satisfies readonly OptionRow[]);
export const LIMIT = Object.freeze([
	{ flags: '--threshold <value>', does: 'the normal threshold, in A or W as the limiter watches; none', otherwise: 'as it is' },
	{ flags: '--emergency <value>', does: 'the threshold of an emergency, with --for; none ends it', otherwise: 'as it is' },
	{ flags: '--for <duration>', does: 'of the emergency, as 90s, 30min or 2h' },
	{ flags: '--at <time>', does: "when it begins: ISO, Japan's time where it has no offset", otherwise: 'at once' },
	{ flags: '--group <number>', does: 'of the emergency: the meter is made to belong to it', otherwise: '1' },
] as const satisfies readonly OptionRow[]);
export const TARIFF_GET = Object.freeze([
	{ flags: '--passive', does: 'the passive calendar, and when it is activated' },
] as const satisfies readonly OptionRow[]);
export const TARIFF_SET = Object.freeze([
	{
		flags: '--at <time>',
		does: "when the calendar is activated: ISO, Japan's time where it has no offset",
		otherwise: 'activation of the file, or at once',
	},
] as const satisfies readonly OptionRow[]);
export const TOKEN_MAKE = Object.freeze([
	{ flags: '--for <serial>', does: 'serial number of the meter, as keiki hes read 0.0.96.1.0.255 tells it' },
	{ flags: '--number <number>', does: 'of the token, 1 to 65535: a meter takes each once, and none that is 64 or more behind the greatest' },
] as const satisfies readonly OptionRow[]);
export const ALARMS = Object.freeze([
	{ flags: '--clear', does: 'clear registers, descriptors and errors' },
	{ flags: '--filter1 <bits>', does: 'which bits of alarm register 1 are told: hexadecimal digits, or all', otherwise: 'as it is' },
	{ flags: '--filter2 <bits>', does: 'the same of alarm register 2', otherwise: 'as it is' },
	{ flags: '--filter3 <bits>', does: 'the same of alarm register 3, of a meter that keeps certificates', otherwise: 'as it is' },
] as const satisfies readonly OptionRow[]);
export const PUSH_SET = Object.freeze([
	{ flags: '--setup <name>', does: 'interval, alarm, connectivity, installation, or an OBIS code', otherwise: 'alarm, with --every interval' },
	{
		flags: '--to <place>',
		does: 'where it goes: [tcp:|udp:]ADDRESS:PORT by TCP unless told, brackets around IPv6; hdlc:CLIENT at the local port; none: nowhere',
		otherwise: 'as it is',
	},
	{
		flags: '--objects <list>',
		does: 'what it tells: [CLASS/]OBIS[:ATTRIBUTE],…, up to 8; the list itself comes first unless it is among them',
		otherwise: 'as it is',
	},
	{ flags: '--every <duration>', does: 'the interval push by the schedule: 15min, 20min, 30min, 1h, 6h, 8h, 12h, 24h; never', otherwise: 'as it is' },
	{ flags: '--spread <seconds>', does: 'the first try comes after a random part of this', otherwise: 'as it is' },
	{ flags: '--repeat <number>', does: 'how often what did not go is tried again', otherwise: 'as it is' },
	{ flags: '--repeat-after <seconds>', does: 'how long after', otherwise: 'as it is' },
	{ flags: '--repeat-growth <factor>', does: 'by how much that grows with each try, of version 2: 1 to 655.35', otherwise: 'as it is' },
	{ flags: '--repeat-most <seconds>', does: 'the longest that it grows to, of version 2', otherwise: 'as it is' },
	{
		flags: '--until <what>',
		does: 'what it is tried again for, of version 2: until it was sent, delivered (TCP), or confirmed by who takes it',
		choices: ['sent', 'delivered', 'confirmed'],
		otherwise: 'as it is',
	},
	{ flags: '--bare', does: 'with --objects: these alone, without the list itself' },
	{ flags: '--reset', does: 'first end what is under way, of version 2' },
	{ flags: '--now', does: 'then push, once' },
] as const satisfies readonly OptionRow[]);
export const PUSH_LISTEN = Object.freeze([
	{
		flags: '--port <place>',
		does: 'where to listen, UDP and TCP: PORT or ADDRESS:PORT, brackets around IPv6; 0: a free one',
		otherwise: '[::1]:4060',
	},
	{ flags: '--line <path>', does: 'a serial line to listen to as well, for UI frames of HDLC; ,BAUD behind it (9600)' },
	{ flags: '--keys <file>', does: 'the keys of a meter, JSON; again for each', otherwise: 'demo keys', many: true },
	{ flags: '--meters <file>', does: 'the keys of all meters of a file, JSON lines, as keiki run --meters-file writes them', insteadOf: ['keys'] },
	{ flags: '--client <number>', does: 'the client under whose keys they push', otherwise: '1' },
	{ flags: '--security <what>', does: 'how pushes must be protected at least', choices: ['ae', 'a', 'e', 'none'], otherwise: 'ae' },
	{ flags: '--sign', does: 'pushes must be signed by their meter, whose signatureKey or certificate the keys file has' },
	{ flags: '--capture <file>', does: 'write each APDU for Wireshark, as the other commands do' },
	COMPANION,
	{ flags: '--count <number>', does: 'end after so many pushes', otherwise: 'when it is stopped' },
	{ flags: '--json', does: 'as JSON, one object a line and value', insteadOf: ['csv'] },
	{ flags: '--csv', does: 'as CSV', insteadOf: ['json'] },
] as const satisfies readonly OptionRow[]);
export const COLLECT = Object.freeze([
	{
		flags: '--meters <file>',
		does: 'the meters with their keys, JSON lines, as keiki run --meters-file and keiki fleet --list write them; read anew at SIGHUP',
		insteadOf: ['keys', 'master'],
	},
	{
		flags: '--keys <folder>',
		does: 'in place of it: a folder of files of keys, *.json; nobody is asked for what is missing',
		insteadOf: ['meters', 'master'],
	},
	{
		flags: '--master <file>',
		does: 'in place of it, for trials: keys derived by HMAC-SHA-256 from the hexadecimal digits in this file and the numbers 1 to --count',
		insteadOf: ['meters', 'keys'],
	},
	{ flags: '--count <number>', does: 'how many meters --master is for' },
	{
		flags: '--data <folder>',
		does: 'where the journal and register.csv are, shared with keiki mdm',
		otherwise: 'keiki/mdm in XDG_STATE_HOME or ~/.local/state',
	},
	{
		flags: '--port <place>',
		does: 'where to listen, UDP and TCP: PORT or ADDRESS:PORT, brackets around IPv6; 0: a free one',
		otherwise: '[::1]:4060',
	},
	{ flags: '--client <number>', does: 'the client under whose keys they push, and are asked', otherwise: '1' },
	{ flags: '--worker <number>', does: 'of several collectors on one folder, each with a port of its own, which one this is', otherwise: '0' },
	{ flags: '--parallel <number>', does: 'how many meters are asked at once for what is missing; 0: none', otherwise: '16' },
	{ flags: '--timeout <seconds>', does: 'how long a meter may be silent that is asked', otherwise: '5' },
	{ flags: '--json', does: 'tell each event as JSON, one object a line' },
] as const satisfies readonly OptionRow[]);
export const EVENTS = Object.freeze([
	{ flags: '--from <time>', does: "ISO, Japan's time where it has no offset", otherwise: 'as far back as the meter keeps events' },
	{ flags: '--to <time>', does: 'ISO', otherwise: "now, by the meter's clock" },
] as const satisfies readonly OptionRow[]);
export const QUALITY = Object.freeze([
	{ flags: '--under <volts>', does: 'the threshold of under-voltage, of all lines; none', otherwise: 'as it is' },
	{ flags: '--over <volts>', does: 'the same of over-voltage', otherwise: 'as it is' },
	...EVENTS,
] as const satisfies readonly OptionRow[]);
export const USE_CASE = Object.freeze([
	{ flags: '--in <file>', does: 'of use case 1: a new file for the keys, in place of the one that they come from' },
] as const satisfies readonly OptionRow[]);
export const WALK = Object.freeze([
	{ flags: '--data', does: 'values with their types, as get prints and set takes them' },
] as const satisfies readonly OptionRow[]);
export const GET = Object.freeze([
	{
		flags: '--from <time>',
		does: "of a profile's buffer the rows from then on: ISO, Japan's time where it has no offset",
		otherwise: 'as far back as the meter keeps rows',
	},
	{ flags: '--to <time>', does: 'up to then, ISO', otherwise: "now, by the meter's clock" },
	{ flags: '--entries <numbers>', does: "entries of a profile's buffer, as 1-48, 10- or 7; the first is 1", insteadOf: ['from', 'to'] },
] as const satisfies readonly OptionRow[]);
export const KEYS_CHANGE = Object.freeze([
	{ flags: '--in <file>', does: 'a new file for the keys, in place of the one that they come from' },
] as const satisfies readonly OptionRow[]);

export const POLICY = Object.freeze([
	{
		flags: '--require <words>',
		does: 'what it is to ask for from now on, with commas: authenticated-request, encrypted-response, signed-request …; it can never ask for less',
	},
] as const satisfies readonly OptionRow[]);

export const CREDENTIAL_RECORD = Object.freeze([
	{ flags: '--out <file>', does: 'file for keiki keys seal --credential: made, or its key replaced', otherwise: 'stdout, the digits' },
	{ flags: '--new', does: 'have the unit draw a new pair first: what is sealed for the one before is of no use then' },
] as const satisfies readonly OptionRow[]);
export const CERTIFICATE_FILE = Object.freeze([
	{ flags: '--out <file>', does: 'a new file for it, PEM', otherwise: 'the output' },
] as const satisfies readonly OptionRow[]);
export const CERTIFICATE_REQUEST = Object.freeze([
	...CERTIFICATE_FILE,
	{ flags: '--new', does: 'of a pair of keys that the meter draws now, and uses from its certificate on' },
] as const satisfies readonly OptionRow[]);

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
