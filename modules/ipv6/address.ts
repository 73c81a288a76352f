/** IPv6 addresses: 16 bytes, most significant first (RFC 4291), and their text (RFC 5952). */

export const ADDRESS_LENGTH = 16;

export const UNSPECIFIED = new Uint8Array(16);

/** ff02::1, all nodes of the link. */
export const ALL_NODES = Uint8Array.of(0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01);

const UNIVERSAL_BIT = 0x02;
const GROUPS = 8;

/** The link-local address of an EUI-64: fe80::/64 and the EUI-64 with its universal/local bit inverted (RFC 4291, appendix A). */
export function linkLocalAddress(eui64: Uint8Array): Uint8Array {
	const address = new Uint8Array(ADDRESS_LENGTH);
	address[0] = 0xfe;
	address[1] = 0x80;
	address.set(eui64, 8);
	address[8]! ^= UNIVERSAL_BIT;
	return address;
}

/** The EUI-64 that a link-local address comes from; undefined for any other address. */
export function eui64Of(address: Uint8Array): Uint8Array | undefined {
	if (!isLinkLocal(address)) return undefined;
	const eui64 = address.slice(8);
	eui64[0]! ^= UNIVERSAL_BIT;
	return eui64;
}

/** Whether `address` is the link-local address of `eui64`. */
export function isLinkLocalOf(address: Uint8Array, eui64: Uint8Array): boolean {
	if (!isLinkLocal(address) || address[8] !== (eui64[0]! ^ UNIVERSAL_BIT)) return false;
	for (let i = 1; i < eui64.length; i++) if (address[8 + i] !== eui64[i]) return false;
	return true;
}

/** fe80::/64. */
export function isLinkLocal(address: Uint8Array): boolean {
	return address.length === ADDRESS_LENGTH && address[0] === 0xfe && address[1] === 0x80 && isZero(address, 2, 8);
}

export function isMulticast(address: Uint8Array): boolean {
	return address[0] === 0xff;
}

export function isUnspecified(address: Uint8Array): boolean {
	return isZero(address, 0, ADDRESS_LENGTH);
}

/** ff02::1:ffXX:XXXX with the last 24 bits of `address` (RFC 4291 §2.7.1). */
export function solicitedNodeAddress(address: Uint8Array): Uint8Array {
	const group = new Uint8Array(ADDRESS_LENGTH);
	group.set([0xff, 0x02]);
	group[11] = 0x01;
	group[12] = 0xff;
	group.set(address.subarray(13), 13);
	return group;
}

/** The text of SKSTACK-IP: 8 groups of 4 capital digits, FE80:0000:0000:0000:021D:1290:1234:5678. */
export function formatFullAddress(address: Uint8Array): string {
	let text = '';
	for (let i = 0; i < GROUPS; i++) text += (i > 0 ? ':' : '') + groupOf(address, i).toString(16).toUpperCase().padStart(4, '0');
	return text;
}

/** The canonical text of RFC 5952: fe80::21d:1290:1234:5678; an IPv4-mapped address ends in dotted decimals (§5). */
export function formatAddress(address: Uint8Array): string {
	if (isIpv4Mapped(address)) return `::ffff:${address[12]}.${address[13]}.${address[14]}.${address[15]}`;
	const { start, length } = longestZeroRun(address);
	let text = '';
	for (let i = 0; i < GROUPS; i++) {
		if (i === start) {
			text += '::';
			i += length - 1;
		} else {
			text += (i > 0 && i !== start + length ? ':' : '') + groupOf(address, i).toString(16);
		}
	}
	return text;
}

/** Any text form of RFC 4291 §2.2, with :: and dotted decimals, in either case; undefined if it is none. */
export function parseAddress(text: string): Uint8Array | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const front = parseGroups(halves[0]!, halves.length === 1);
	const back = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
	if (front === undefined || back === undefined) return undefined;
	const elided = 2 * GROUPS - front.length - back.length;
	if (halves.length === 2 ? elided < 2 : elided !== 0) return undefined;
	const address = new Uint8Array(ADDRESS_LENGTH);
	address.set(front);
	address.set(back, front.length + elided);
	return address;
}

function groupOf(address: Uint8Array, index: number): number {
	return (address[2 * index]! << 8) | address[2 * index + 1]!;
}

/** The first of the longest runs of at least two zero groups (RFC 5952 §4.2); start is −1 if there is none. */
function longestZeroRun(address: Uint8Array): { start: number; length: number } {
	let best = { start: -1, length: 1 };
	let length = 0;
	for (let i = 0; i < GROUPS; i++) {
		length = groupOf(address, i) === 0 ? length + 1 : 0;
		if (length > best.length) best = { start: i - length + 1, length };
	}
	return best;
}

function isIpv4Mapped(address: Uint8Array): boolean {
	return isZero(address, 0, 10) && address[10] === 0xff && address[11] === 0xff;
}

/** The bytes of groups with colons between; dotted decimals may end the text only. */
function parseGroups(text: string, endsText: boolean): number[] | undefined {
	const bytes: number[] = [];
	if (text === '') return bytes;
	const groups = text.split(':');
	for (let i = 0; i < groups.length; i++) {
		const group = groups[i]!;
		if (/^[0-9a-f]{1,4}$/i.test(group)) {
			const value = Number.parseInt(group, 16);
			bytes.push(value >> 8, value & 0xff);
		} else if (endsText && i === groups.length - 1 && /^\d{1,3}(\.\d{1,3}){3}$/.test(group)) {
			const decimals = group.split('.').map(Number);
			if (decimals.some((value) => value > 255)) return undefined;
			bytes.push(...decimals);
		} else {
			return undefined;
		}
	}
	return bytes;
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
	for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
	return true;
}
