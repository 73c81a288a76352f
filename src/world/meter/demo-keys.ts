import { fromHex } from '../../../modules/bytes/hex.js';
import type { RouteAKeys } from '../../route-a/keys.js';

/** For trying things out: everybody knows them. Management client 1 and reading client 2. */
export const DEMO_KEYS: RouteAKeys = Object.freeze({
	systemTitle: fromHex('4A504D0000000001'),
	kek: fromHex('F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF'),
	firmwareKey: fromHex('C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF'),
	broadcast: fromHex('E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF'),
	clients: Object.freeze({
		1: Object.freeze({ encryption: fromHex('101112131415161718191A1B1C1D1E1F'), authentication: fromHex('A0A1A2A3A4A5A6A7A8A9AAABACADAEAF') }),
		2: Object.freeze({ encryption: fromHex('202122232425262728292A2B2C2D2E2F'), authentication: fromHex('B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF') }),
	}),
});
