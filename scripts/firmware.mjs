// Builds a board's firmware with the vendor's own command, and flashes it; says what is missing where something is.
//
//   npm run firmware -- --board esp32-skstack [--platform esp32/nodemcu] [--flash 8] [--build] [--dry-run] [--keys FILE] [--credential-key FILE] [KEY=VALUE …]
//
// --build: only build. --dry-run: only show the command. --flash 8: the board has 8 MB of flash, and not 4. --keys, --credential-key: as `keiki run` takes
// them. KEY=VALUE overrides the `config` of the board's manifest.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BOARDS = join(ROOT, 'boards');
const SDK_GUIDE = 'https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/Moddable%20SDK%20-%20Getting%20Started.md';

/** Boards without the SDK's debugger, which would take their USB port: built, then flashed, and no monitor is opened on that port. */
const WITHOUT_DEBUGGER = ['esp32s3-stick'];

/** Boards that take no credential key, and why. */
const WITHOUT_CREDENTIAL_KEY = {
	'esp32-skstack': 'not with a Wi-SUN module, which makes its own key of the password',
	'esp32-wifi': 'not on Wi-Fi, where no HEMS is authenticated',
};

/** Words that boards know and this one has no use for: whoever tells them is mistaken. */
const WITHOUT_WORDS = { 'esp32-wifi': ['id', 'password', 'model', 'channel', 'pan', 'credentialKey'] };

/** Words that are shown without what they tell. */
const SECRET_WORDS = ['wifiPassword', 'setupKey'];

const manifestOf = (board) => join(BOARDS, board, 'manifest.json');

/** Boards that can be built, with the platforms that their manifests name. */
function boards() {
	const found = new Map();
	for (const name of readdirSync(BOARDS).filter((each) => existsSync(manifestOf(each)))) {
		const { platforms = {} } = JSON.parse(readFileSync(manifestOf(name), 'utf8'));
		found.set(
			name,
			Object.keys(platforms).filter((platform) => platform !== '...'),
		);
	}
	return found;
}

const onPath = (command) =>
	(process.env.PATH ?? '').split(delimiter).some((folder) => ['', '.exe'].some((end) => existsSync(join(folder, command + end))));

/** What is missing to build for `platform`, one line each. */
export function missing(platform, env = process.env, has = onPath) {
	const lines = [];
	if (!env.MODDABLE) lines.push('MODDABLE is not set: it names the directory of the Moddable SDK. `npx xs-dev setup` installs the SDK and sets it.');
	else if (!existsSync(join(env.MODDABLE, 'modules'))) lines.push(`MODDABLE is ${env.MODDABLE}, where there is no Moddable SDK.`);
	if (!has('mcconfig')) lines.push("mcconfig is not on the PATH: it is in the SDK's build/bin/<system>/release, once the SDK's tools are built.");
	if (platform.startsWith('esp32')) {
		if (!env.IDF_PATH) lines.push('IDF_PATH is not set: it names the directory of ESP-IDF. `npx xs-dev setup --device esp32` installs it.');
		if (!has('idf.py')) lines.push('idf.py is not on the PATH: source "$IDF_PATH/export.sh" in this shell first.');
	}
	return lines;
}

/** The words that tell a device the Route A keys of a file (boards/route-a-keys.ts). Throws Error, without a digit of a key. */
function keyWords(text) {
	let file;
	try {
		file = JSON.parse(text);
	} catch {
		throw new Error('expected JSON');
	}
	const words = [];
	const add = (name, digits, length) => {
		if (typeof digits !== 'string' || digits.length !== length || /[^0-9A-Fa-f]/.test(digits)) {
			throw new Error(`${name}: expected ${length} hexadecimal digits`);
		}
		words.push(`${name}=${digits}`);
	};
	add('routeATitle', file?.systemTitle, 16);
	if (file.kek !== undefined) add('routeAKek', file.kek, 32);
	if (file.broadcast !== undefined) add('routeABroadcast', file.broadcast, 32);
	if (file.firmwareKey !== undefined) add('firmwareKey', file.firmwareKey, 32);
	for (const [client, keys] of Object.entries(file.clients ?? {})) {
		if (!DEVICE_CLIENTS.includes(client)) throw new Error(`clients.${client}: a device keeps keys of the clients ${DEVICE_CLIENTS.join(', ')}`);
		add(`routeAKeys${client}`, `${keys?.encryption}${keys?.authentication}`, 64);
	}
	return words;
}

/** The word that tells a device the credential key of its communication unit, from a file of `keiki keys make`. Throws Error, without a digit of the key. */
function credentialWord(text) {
	let file;
	try {
		file = JSON.parse(text);
	} catch {
		throw new Error('expected JSON, of one meter');
	}
	if (file?.agreementKey !== undefined) throw new Error('a device takes an AES key, and no pair: draw it with suite 0');
	if (typeof file?.key !== 'string' || !/^[0-9A-Fa-f]{32}$/.test(file.key)) throw new Error('key: expected 32 hexadecimal digits');
	return `credentialKey=${file.key}`;
}

const DEVICE_CLIENTS = ['1', '2', '3', '102'];

function fail(text) {
	console.error(`firmware: ${text}`);
	process.exit(2);
}

function main() {
	const known = boards();
	const usage = `expected --board, one of ${[...known.keys()].join(', ')}`;
	let parsed;
	try {
		parsed = parseArgs({
			allowPositionals: true,
			options: {
				board: { type: 'string' },
				platform: { type: 'string' },
				build: { type: 'boolean' },
				flash: { type: 'string' },
				'dry-run': { type: 'boolean' },
				keys: { type: 'string' },
				'credential-key': { type: 'string' },
			},
		});
	} catch (error) {
		fail(`${error.message}; ${usage}`);
	}
	const { values, positionals } = parsed;
	const { board } = values;
	const platforms = known.get(board);
	if (platforms === undefined) fail(board === undefined ? usage : `there is no board ${board}; ${usage}`);
	const strange = positionals.find((word) => !/^\w+=/.test(word));
	if (strange !== undefined) fail(`expected KEY=VALUE, got ${strange}`);
	const useless = positionals.map((word) => word.split('=', 1)[0]).find((word) => WITHOUT_WORDS[board]?.includes(word));
	if (useless !== undefined) fail(`${useless}: not on ${board}, where no HEMS is authenticated; its Wi-Fi is told by ssid=… wifiPassword=…`);
	const folder = folderOf(board, values.flash);
	// The plain ESP32, where a board can be built for it.
	const platform = values.platform ?? (platforms.includes('esp32') ? 'esp32' : platforms[0]);
	const begin = [...(WITHOUT_DEBUGGER.includes(board) ? [] : ['-d']), '-m', '-p', platform];
	const runs = targetsOf(board, values.build).map((target) => [...begin, ...(target ? ['-t', target] : []), ...positionals]);
	if ((values.keys ?? values['credential-key']) !== undefined && platform.startsWith('x-cli-'))
		fail('--keys, --credential-key: this board is told its keys when it runs (boards/README.md)');
	if (values['credential-key'] !== undefined && board in WITHOUT_CREDENTIAL_KEY) fail(`--credential-key: ${WITHOUT_CREDENTIAL_KEY[board]}`);
	let secrets = [];
	try {
		if (values.keys !== undefined) secrets = keyWords(readFileSync(values.keys, 'utf8'));
	} catch (error) {
		fail(`--keys ${values.keys}: ${error.message}`);
	}
	// A command-line program is not deployed, and without a debugger it need not look for one.
	if (platform.startsWith('x-cli-')) runs.splice(0, runs.length, ['-m', '-p', platform, ...positionals]);
	try {
		if (values['credential-key'] !== undefined) secrets.push(credentialWord(readFileSync(values['credential-key'], 'utf8')));
	} catch (error) {
		fail(`--credential-key ${values['credential-key']}: ${error.message}`);
	}
	const hidden = (word) => `${word.split('=', 1)}=…`;
	const shown = (word) => (SECRET_WORDS.includes(word.split('=', 1)[0]) ? hidden(word) : word);
	for (const words of runs) console.error(`firmware: (cd boards/${folder} && mcconfig ${[...words.map(shown), ...secrets.map(hidden)].join(' ')})`);
	if (values['dry-run']) return;

	const lines = missing(platform);
	// mcconfig compiles TypeScript with the tsc that it finds: the project's.
	const path = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	if (!existsSync(join(ROOT, 'node_modules/.bin/tsc'))) lines.push("the project's packages are not installed: npm ci");
	if (lines.length > 0) {
		console.error(lines.map((line) => `firmware: ${line}`).join('\n'));
		console.error(`firmware: boards/README.md tells how to set all this up; the SDK's own guide is ${SDK_GUIDE}`);
		process.exit(1);
	}
	for (const words of runs) {
		const { status, error } = spawnSync('mcconfig', [...words, ...secrets], {
			cwd: join(BOARDS, folder),
			stdio: 'inherit',
			env: { ...process.env, PATH: path },
		});
		if (error) fail(error.message);
		if (status !== 0) process.exit(status ?? 1);
	}
}

/** Where the board's manifest for so many MB of flash is. */
function folderOf(board, megabytes = '4') {
	if (megabytes === '4') return board;
	const folder = `${board}/flash${megabytes}`;
	if (!existsSync(manifestOf(folder)))
		fail(`--flash ${megabytes}: ${board} is laid out for ${existsSync(manifestOf(`${board}/flash8`)) ? '4 and 8' : '4'} MB`);
	return folder;
}

/** What mcconfig is run for, one after the other; undefined: to build, to flash, and to open what the board says. */
function targetsOf(board, isBuild) {
	if (isBuild) return ['build'];
	return WITHOUT_DEBUGGER.includes(board) ? ['build', 'deploy'] : [undefined];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
