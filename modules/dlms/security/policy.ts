/**
 * Security policies: what every message between a client and its server needs. Those of class 64 version 0 (`POLICY`) ask the same of requests and of
 * answers, those of version 1 (`PROTECTION`) have a bit for each, and for signatures. No number is one of both but 0, so that both stand in one.
 *
 * | `POLICY`           | the same in bits of `PROTECTION`                 |
 * |--------------------|--------------------------------------------------|
 * | 0 none             | 00                                               |
 * | 1 authenticated    | 24 authenticated request and response            |
 * | 2 encrypted        | 48 encrypted request and response                |
 * | 3 both             | 6C                                               |
 */
import { CONTROL } from './ciphering.js';

export const POLICY = Object.freeze({ none: 0, authenticated: 1, encrypted: 2, both: 3 });

export const PROTECTION = Object.freeze({
	authenticatedRequest: 0x04,
	encryptedRequest: 0x08,
	signedRequest: 0x10,
	authenticatedResponse: 0x20,
	encryptedResponse: 0x40,
	signedResponse: 0x80,
});

const ALL = 0xfc;
/** From the bits of requests to those of responses, and from those of `POLICY` to both. */
const RESPONSES = 3;
const REQUESTS = 2;

/** The bits of a policy of either version; undefined: it is none. */
export function protectionOf(policy: number): number | undefined {
	if (policy >= 0 && policy <= POLICY.both) return (policy << REQUESTS) | (policy << (REQUESTS + RESPONSES));
	return (policy & ALL) === policy ? policy : undefined;
}

/** The most that both requests and responses need, as version 0 tells it. */
export function commonPolicy(protection: number): number {
	return (protection >> REQUESTS) & (protection >> (REQUESTS + RESPONSES)) & POLICY.both;
}

/** The policy of version 0 that asks for this and for nothing else; or else the bits themselves. */
export function shortestPolicy(protection: number): number {
	const common = commonPolicy(protection);
	return protectionOf(common) === protection ? common : protection;
}

/** Bits of `CONTROL` that requests need. */
export function requestControl(protection: number): number {
	return (protection * (CONTROL.authentication / PROTECTION.authenticatedRequest)) & (CONTROL.authentication | CONTROL.encryption);
}

/** Bits of `CONTROL` that responses need. */
export function responseControl(protection: number): number {
	return (protection >> 1) & (CONTROL.authentication | CONTROL.encryption);
}
