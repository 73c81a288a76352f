/**
 * The model HEMS as a program of its own: `main.ts PORT [JSON]`, JSON being knobs of its behaviour. Id and password come from `KEIKI_ROUTE_B_ID` and
 * `KEIKI_ROUTE_B_PASSWORD`; it prints what it shows, a line each, ends in order on SIGTERM and SIGINT, and opens its port again when it is back.
 */
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import { RealTime } from '../../../hal/node/real-time.js';
import { TtySerial } from '../../../hal/node/tty-serial.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { type Behaviour, MODEL } from './behaviour.js';
import { ModelHems } from './hems.js';

const BAUD = 115_200;
/** ms until a port that is not there is looked for again. */
const LOOK = 500;
const WRONG_USE = 2;

const [path, knobs = '{}'] = process.argv.slice(2);
const { KEIKI_ROUTE_B_ID: id, KEIKI_ROUTE_B_PASSWORD: password } = process.env;
if (path === undefined || id === undefined || password === undefined) {
	process.stderr.write('expected: main.ts PORT [JSON], and KEIKI_ROUTE_B_ID and KEIKI_ROUTE_B_PASSWORD in the environment\n');
	process.exit(WRONG_USE);
}
const behaviour: Behaviour = { ...MODEL, ...(JSON.parse(knobs) as Partial<Behaviour>) };

let tty: TtySerial | undefined;
let looking: NodeJS.Timeout | undefined;
let isStarted = false;
let isEnding = false;
const serial: Serial = { onReceive() {}, write: (bytes) => tty?.write(bytes) };
const hems = new ModelHems({
	serial,
	scheduler: new RealTime(),
	wallClock: Date.now,
	random: SYSTEM_RANDOM,
	account: { id, password },
	behaviour,
	show: (line) => process.stdout.write(`${line}\n`),
	onExit: (code, error) => {
		process.stderr.write(`${error}\n`);
		process.exit(code);
	},
});

open();
for (const signal of ['SIGTERM', 'SIGINT'] as const)
	process.on(signal, () => {
		if (isEnding) return;
		isEnding = true;
		clearTimeout(looking);
		hems.stop(() => process.exit(0));
	});

/** Opens the port, as soon as it is there. */
function open(): void {
	try {
		tty = new TtySerial(path!, BAUD);
	} catch (error) {
		if (!isNotThere(error)) throw error;
		looking = setTimeout(open, LOOK);
		return;
	}
	tty.onReceive = (bytes) => serial.onReceive(bytes);
	tty.onClose = onGone;
	if (isStarted) hems.onBack();
	else hems.start();
	isStarted = true;
}

function onGone(): void {
	tty = undefined;
	hems.onGone();
	if (isEnding) process.exit(0);
	looking = setTimeout(open, LOOK);
}

/** It was pulled out; or it is gone again before it was set up. */
function isNotThere(error: unknown): boolean {
	const { code } = error as NodeJS.ErrnoException;
	return ['ENOENT', 'EIO', 'ENXIO', 'ENODEV'].includes(code ?? '') || (error as { status?: number }).status !== undefined;
}
