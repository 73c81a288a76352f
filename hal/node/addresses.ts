/** Addresses of this host: as the system writes them, and as the 16 bytes that the ports speak of, those of IPv4 in the mapped form. */
import { isIPv4, isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import process from 'node:process';

export interface HostInterface {
	readonly info: NetworkInterfaceInfo;
	/** What stands behind the % of a link-local address on this interface. */
	readonly scope: string;
}

/** All addresses of this host in one family, and the interfaces they belong to. */
export function hostInterfaces(family: 'IPv4' | 'IPv6'): HostInterface[] {
	const found: HostInterface[] = [];
	for (const [name, infos] of Object.entries(networkInterfaces())) {
		for (const info of infos ?? []) {
			if (info.family !== family) continue;
			const index = info.family === 'IPv6' ? info.scopeid : 0;
			found.push({ info, scope: process.platform === 'win32' ? String(index) : name });
		}
	}
	return found;
}

/** Whether this host has an interface of this name now. */
export function isInterface(name: string): boolean {
	return Object.hasOwn(networkInterfaces(), name);
}

/** The IPv6 link-local address of an interface, `fe80::1%eth0`; undefined where it has none. */
export function linkLocalOf(name: string): string | undefined {
	const infos = networkInterfaces()[name] ?? [];
	const info = infos.find(({ family, address }) => family === 'IPv6' && /^fe[89ab]/i.test(address));
	return info?.family === 'IPv6' ? `${info.address}%${process.platform === 'win32' ? info.scopeid : name}` : undefined;
}

/** `[::1]:4059` or `127.0.0.1:4059`. */
export function endpointText(address: string, port: number): string {
	return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether a datagram to this address stays on this host for sure: 127.0.0.0/8, ::1. */
export function isLoopback(text: string): boolean {
	return text === '::1' || (isIPv4(text) && text.startsWith('127.'));
}

/** Whether it is an address of this host now; the interface behind a % does not matter. */
export function isOfHost(text: string, family: 'IPv4' | 'IPv6'): boolean {
	const plain = text.replace(/%.*/, '');
	return isLoopback(plain) || hostInterfaces(family).some(({ info }) => info.address === plain);
}

/** Where all of an IPv4 network are addressed, and who is in it. */
export interface Broadcasts {
	/** The broadcast address of the network, and that of whatever network a packet is in. */
	readonly addresses: readonly string[];
	includes(address: string): boolean;
}

/** Broadcast addresses of the network that this host has the address in; undefined: there is none, or it knows no broadcasts. */
export function broadcastsOf(address: string): Broadcasts | undefined {
	const own = wordOf(address);
	const masks = hostInterfaces('IPv4')
		.filter(({ info }) => (wordOf(info.address) & wordOf(info.netmask)) === (own & wordOf(info.netmask)))
		.map(({ info }) => wordOf(info.netmask));
	const mask = masks.find((each) => ~each >>> 0 >= 3);
	if (mask === undefined) return undefined;
	const network = own & mask;
	return {
		addresses: [textOfWord(network | ~mask), '255.255.255.255'],
		includes: (other) => isIPv4(other) && (wordOf(other) & mask) === network,
	};
}

/** An IPv4 address as a number of 32 bits. */
function wordOf(text: string): number {
	return text.split('.').reduce((word, part) => (word << 8) | Number(part), 0);
}

function textOfWord(word: number): string {
	return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.');
}

export function isUnspecified(text: string): boolean {
	return text === '0.0.0.0' || text === '::';
}

/** The bytes of a valid address; the interface behind a % is left out. */
export function bytesOf(text: string): Uint8Array {
	const bytes = new Uint8Array(16);
	if (isIPv4(text)) {
		bytes.set([0xff, 0xff, ...text.split('.').map(Number)], 10);
		return bytes;
	}
	const [front = '', back = ''] = text.replace(/%.*/, '').split('::');
	const tail = groups(back);
	bytes.set(groups(front));
	bytes.set(tail, 16 - tail.length);
	return bytes;
}

/** The text of an address; `scope` is the interface of the link-local ones. */
export function textOf(bytes: Uint8Array, scope: string): string {
	if (isMapped(bytes)) return `${bytes[12]}.${bytes[13]}.${bytes[14]}.${bytes[15]}`;
	let text = '';
	for (let i = 0; i < 16; i += 2) text += (i > 0 ? ':' : '') + ((bytes[i]! << 8) | bytes[i + 1]!).toString(16);
	return isOfLink(bytes) && scope !== '' ? `${text}%${scope}` : text;
}

function isMapped(bytes: Uint8Array): boolean {
	for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return false;
	return bytes[10] === 0xff && bytes[11] === 0xff;
}

/** fe80::/10, or a group of the link's scope, ffx2::/16. */
function isOfLink(bytes: Uint8Array): boolean {
	return (bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80) || (bytes[0] === 0xff && (bytes[1]! & 0x0f) === 0x02);
}

function groups(text: string): number[] {
	if (text === '') return [];
	return text.split(':').flatMap((group) => {
		if (isIPv4(group)) return group.split('.').map(Number);
		const value = Number.parseInt(group, 16);
		return [value >> 8, value & 0xff];
	});
}
