import { hemsCommandText } from '../shared/hems-command-text.js';
import { ownName } from '../shared/own-name.js';
import { padText } from '../shared/text-width.js';
import type { DonglePlace } from './dongle-option.js';
import type { ReadyWords } from './ready-words.js';

/** What a program needs to get at the meter. */
export interface Ready {
	/** Of the first dongle: a path, `127.0.0.1:PORT`, or `rfc2217://ADDRESS:PORT`. */
	readonly dongle: string | null;
	/** With --radio: where the meter's module is. There are no dongles then. */
	readonly radio?: string;
	readonly dongles: readonly { readonly path: string; readonly line: DonglePlace['kind']; readonly model: string }[];
	readonly lan: string | null;
	/** DLMS/COSEM over TCP and UDP, the first of its places: `[::1]:4059`. */
	readonly routeA: string | null;
	readonly routeAPlaces: readonly string[];
	/** DLMS/COSEM over HDLC: a path, or `127.0.0.1:PORT`. */
	readonly localPort: string | null;
	readonly customerPort?: string;
	/** With --mbus: the line of the meters behind this one, as `localPort`. */
	readonly mbus?: string;
	/** 32 and 12 characters; no password where it may not be shown. */
	readonly routeBId: string;
	readonly password: string | null;
	/** 16 hexadecimal digits. */
	readonly macAddress: string;
	/** 4 hexadecimal digits. */
	readonly panId: string;
	/** 33 to 60, as SKSTACK counts them. */
	readonly channel: number;
	/** The units that are in place: `rf-b,1p3w-60-2way,normal`. */
	readonly units: string;
	/** Where "keiki unit" and other programs give commands: the path of a socket. */
	readonly control: string | null;
	/** The panel's page: its URL, the token that lets one browser in, and the file with the secret of scripts. */
	readonly panel: string | null;
	readonly panelToken: string | null;
	readonly panelTokenFile: string | null;
	readonly seed: number;
	/** All meters in the air, the first one included. */
	readonly meters: readonly MeterOfAll[];
	readonly profile: string;
	readonly speed: number | 'max';
	readonly capture: string | null;
	readonly state: string | null;
}

/** A meter among all. */
export interface MeterOfAll extends MeterPlace {
	readonly node: string;
	/** 12 characters. */
	readonly serial: string;
	/** 22 digits. */
	readonly supplyPoint: string;
	/** The first place of its Route A. */
	readonly routeA: string | null;
	/** Of its Route A, 16 hexadecimal digits. */
	readonly systemTitle: string;
	/** As `localPort`. */
	readonly customerPort?: string;
}

export interface MeterPlace {
	readonly routeBId: string;
	readonly password: string | null;
	readonly macAddress: string;
	readonly panId: string;
	readonly channel: number;
}

/** What of this run everybody knows. */
export interface Demo {
	readonly credentials: boolean;
	/** Nobody of this run knows the password: the credentials came sealed. */
	readonly isSealed?: boolean;
	readonly keys: boolean;
	/** File of the keys of Route A; undefined: they are those that everybody knows. */
	readonly keysFile?: string | undefined;
}

/** Columns of the names of rows. */
const NAME_WIDTH = 14;

/**
 * What a person needs to get at it, in lines.
 * @param time of the meter
 */
export function readyLines(ready: Ready, demo: Demo, time: string, words: ReadyWords): readonly string[] {
	const own = ownName();
	const known = demo.credentials ? words.demo() : '';
	const knownKeys = demo.keys ? words.demoKeys() : '';
	const row = (name: keyof ReadyWords['rows'] | '', text: string) => `  ${padText(name === '' ? '' : words.rows[name], NAME_WIDTH)} ${text}`;
	const optional = (name: keyof ReadyWords['rows'], text: string | null | undefined) =>
		text === null || text === undefined ? [] : [row(name, text)];
	const password = ready.password === null ? '--password-file FILE' : `--password ${ready.password}`;
	return [
		words.onAir(ready.profile, time, ready.speed),
		...ready.dongles.map(({ path, line, model }, i) =>
			row(i === 0 ? 'port' : '', `${line === 'serial' ? words.otherEnd(path) : path}   (${model.toUpperCase()})`),
		),
		row('id', `${ready.routeBId}${known}`),
		row('password', demo.isSealed ? words.sealed() : ready.password === null ? words.notShown() : `${ready.password}${known}`),
		row('pan', words.place(ready.panId, ready.channel, ready.macAddress)),
		...optional('units', ready.units),
		...optional('lan', ready.lan && words.lanPort(ready.lan)),
		...optional('routeA', ready.routeA && `${words.routeAPlaces(ready.routeAPlaces.join(words.and()))}${knownKeys}`),
		...optional('others', ready.meters.length === 1 ? null : othersText(ready, words)),
		...optional('localPort', ready.localPort && `${ready.localPort}${ready.routeA === null ? knownKeys : ''}`),
		...optional('customerPort', ready.customerPort),
		...optional('mbus', ready.mbus),
		...optional('state', ready.state),
		...optional('capture', ready.capture),
		...optional('control', ready.control),
		...optional('panel', ready.panel && `${ready.panel}?token=${ready.panelToken}`),
		...optional('radio', ready.radio),
		ready.dongle === null ? words.giveToDongle() : words.giveToProgram(),
		`  ${hemsCommandText(ready.dongles, ready.routeBId, password)}`,
		...(ready.routeA === null ? [] : [words.readAsUtility(`${own} hes read${readOptions(ready.routeA, ready, demo)}`)]),
		...(ready.control === null ? [] : [words.hands(`${own} meter help`)]),
		words.howToEnd(),
	];
}

/** Of `keiki hes read` for the first meter. The file of many meters' keys it does not take. */
function readOptions(routeA: string, { meters }: Ready, { keysFile }: Demo): string {
	const meter = routeA === '[::1]:4059' ? '' : ` --meter ${routeA}`;
	return keysFile === undefined || meters.length > 1 ? meter : `${meter} --keys ${shellWord(keysFile)}`;
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Of all meters but the first. */
function othersText({ meters }: Ready, words: ReadyWords): string {
	const [second, last] = [meters[1]!, meters.at(-1)!];
	const span = (from: string, to: string) => (meters.length === 2 ? from : words.span(from, to));
	return second.routeA === null ? span(second.node, last.node) : words.others(span(second.node, last.node), span(second.routeA, last.routeA!));
}
