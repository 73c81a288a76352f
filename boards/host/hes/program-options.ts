/** The options of `keiki hes`, a table for each of its commands that has some of its own. */
import { COMPANIONS } from '../../../modules/cosem/companion.js';
import type { OptionRow } from '../shared/option-row.js';

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
export const CAMPAIGN = Object.freeze([
	{
		flags: '--meters <file>',
		does: 'the meters with their keys, JSON lines, as keiki run --meters-file and keiki fleet --list write them',
		must: true,
	},
	{
		flags: '--groups <file>',
		does: 'which group each supply point is in, CSV: supply_point,group',
		otherwise: 'the groups that the file of meters tells',
	},
	{
		flags: '--results <file>',
		does: 'a result for each meter, CSV, appended; what is done there is not done again',
		otherwise: 'that of the campaign, with .results.csv',
	},
	{ flags: '--again', does: 'give commands again that are done' },
	{ flags: '--check', does: 'tell what would be done, and command no meter' },
	{
		flags: '--broadcast',
		does: 'give clock and limiter to all meters of a concentrator at once first, under the broadcast key, where all of them are meant; then look at each',
	},
	{ flags: '--rate <number>', does: 'how many commands are begun a second at most: what the link bears', usual: '20' },
	{ flags: '--parallel <number>', does: 'how many meters at once', usual: '16' },
	{ flags: '--patience <duration>', does: 'how long after its time a command may still be given: silent meters are tried again', usual: '2h' },
	{ flags: '--client <number>', does: 'the client', otherwise: '1' },
	{ flags: '--title <hex>', does: 'system title of this head-end, 16 hexadecimal digits', otherwise: '4B45490000000001' },
	{
		flags: '--counters <file>',
		does: 'where the invocation counters are kept that were used',
		otherwise: 'keiki/hes-counters.json in XDG_STATE_HOME or ~/.local/state; demo keys: nowhere',
	},
	{ flags: '--timeout <seconds>', does: 'how long a meter may be silent', otherwise: '5' },
	{ flags: '--json', does: 'each result as JSON, a line each' },
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
