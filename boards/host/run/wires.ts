/** Serial lines that leave this host, or that a program sets as it sets its own: a serial port, and RFC 2217. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { endpointText, isLoopback } from '../../../hal/node/addresses.js';
import { EnduringTty } from '../../../hal/node/enduring-tty.js';
import { PacedOutput } from '../../../hal/node/paced-output.js';
import { RealTime } from '../../../hal/node/real-time.js';
import { Rfc2217Serial } from '../../../hal/node/rfc2217-serial.js';
import { notice } from '../shared/notice.js';
import type { OpenLine } from '../shared/open-line.js';
import { reasonOf, type UsageError } from '../shared/usage-error.js';
import { wrongUse } from './usage-words.js';

const DEVICES = '/dev';
/** Serial ports as Linux and macOS call them. */
const PORTS = /^(?:tty(?:USB|ACM|GS|AMA)\d+|serial\d|cu\.usb.+)$/;
const GROUPS = '/etc/group';
const GROUP_MAY = 0o060;
/** What a client of RFC 2217 finds, baud: what modules have from the factory on. */
const USUAL_SPEED = 115_200;

/**
 * A serial port with a HEMS at the other end, for nobody else here as long as it is open, at the pace of a module's UART whatever the port's own is.
 * Throws UsageError.
 */
export function openWire(path: string, baud: number): OpenLine {
	let tty: EnduringTty;
	try {
		tty = new EnduringTty(path, baud, { exclusive: true });
	} catch (error) {
		throw refusalOf(path, error);
	}
	const output = new PacedOutput({ scheduler: new RealTime(), baud, write: (bytes) => tty.write(bytes) });
	const line: OpenLine = {
		path,
		onReceive() {},
		write: (bytes) => void output.write(bytes),
		close() {
			output.clear();
			tty.close();
		},
	};
	tty.onReceive = (bytes) => line.onReceive(bytes);
	tty.onPresence = (isThere) => {
		// What was half out when the port went is no answer to whoever comes next.
		if (!isThere) output.clear();
		line.onTold?.({ state: isThere ? 'back' : 'gone' });
	};
	return line;
}

/** Throws UsageError. @param signature what a program is told that the port is */
export async function openRfc2217(at: { readonly address?: string; readonly port: number }, signature: string): Promise<OpenLine> {
	const serial = await Rfc2217Serial.listen({ ...at, speed: USUAL_SPEED, signature, scheduler: new RealTime() }).catch((error) => {
		throw refusalOfRfc2217(at, error);
	});
	if (at.address !== undefined && !isLoopback(at.address)) notice((words) => words.openLine(`--dongle ${rfc2217Text(at)}`));
	const line: OpenLine = {
		path: serial.path,
		onReceive() {},
		write: (bytes) => serial.write(bytes),
		close: () => serial.close(),
	};
	serial.onReceive = (bytes) => line.onReceive(bytes);
	serial.onChange = (change) => line.onTold?.({ state: 'set', ...change });
	serial.onDropped = (why) => line.onTold?.({ state: 'dropped', why });
	return line;
}

function rfc2217Text({ address, port }: { readonly address?: string; readonly port: number }): string {
	return `rfc2217:${address === undefined ? port : endpointText(address, port)}`;
}

function refusalOfRfc2217(at: { readonly address?: string; readonly port: number }, error: unknown): UsageError {
	const place = rfc2217Text(at);
	switch ((error as NodeJS.ErrnoException).code) {
		case 'EADDRINUSE':
			return wrongUse('portInUse', '--dongle', place.slice(0, place.lastIndexOf(':')), at.port);
		case 'EADDRNOTAVAIL':
			return wrongUse('notOurAddress', `--dongle ${place}`);
		default:
			return wrongUse('reason', `--dongle ${place}`, reasonOf(error));
	}
}

/** Why a port could not be opened, in the words of the option. */
export function refusalOf(path: string, error: unknown): UsageError {
	const place = `--dongle serial:${path}`;
	switch ((error as NodeJS.ErrnoException).code) {
		case 'ENOENT':
			return (error as NodeJS.ErrnoException).syscall === 'open'
				? wrongUse('noSuchPort', place, portsHere())
				: wrongUse('reason', place, reasonOf(error));
		case 'ENOTTY':
		case 'EISDIR':
			return wrongUse('noSerialPort', place);
		case 'EBUSY':
			return wrongUse('portBusy', place);
		case 'EACCES': {
			const group = groupOf(path);
			return group === undefined ? wrongUse('noRights', place) : wrongUse('onlyForGroup', place, group);
		}
		default:
			return wrongUse('reason', place, reasonOf(error));
	}
}

function portsHere(): readonly string[] {
	return readdirSync(DEVICES)
		.filter((name) => PORTS.test(name))
		.map((name) => `${DEVICES}/${name}`);
}

/** The group that may open it; undefined: none may, or it has no name here. */
function groupOf(path: string): string | undefined {
	try {
		const { gid, mode } = statSync(path);
		const rows = readFileSync(GROUPS, 'utf8').split('\n');
		const [name] = rows.map((row) => row.split(':')).find(([, , id]) => id === String(gid)) ?? [];
		return (mode & GROUP_MAY) === GROUP_MAY ? name : undefined;
	} catch {
		return undefined;
	}
}
