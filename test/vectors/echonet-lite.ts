/** ECHONET Lite messages and maps that were seen on the air of Route B, and what the Appendix says of sizes. */

/** The readable properties of a real first-generation meter: 25 of them, as bitmap. */
export const GEN1_READABLE_MAP = '19 41414160404000624300414040430202';
export const GEN1_READABLE = Object.freeze([
	...[0x80, 0x81, 0x82, 0x88, 0x8a, 0x8d, 0x97, 0x98, 0x9d, 0x9e, 0x9f, 0xd3, 0xd7, 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe7, 0xe8],
	...[0xea, 0xeb, 0xec, 0xed],
]);

/** Get of the instantaneous power, and its answer (512 W), as logged from a BP35A1. */
export const GET_POWER = '1081 0001 05ff01 028801 62 01 e7 00';
export const GET_POWER_RES = '1081 0001 028801 05ff01 72 01 e7 04 00000200';

/** What a meter sends to FF02::1 as soon as a HEMS is authenticated. */
export const INSTANCE_LIST_INF = '1081 0000 0ef001 0ef001 73 01 d5 04 01 028801';

/** A real meter is asked for EPC 83, which it does not have. */
export const GET_ID = '1081 0001 05ff01 028801 62 01 83 00';
export const GET_ID_SNA = '1081 0001 028801 05ff01 52 01 83 00';

/** The half-hourly notification of §2.2's shape: EA and EB, unicast, here with the values of a real dump at one boundary. */
export const HALF_HOUR_INF = '1081 0001 028801 05ff01 73 02 ea 0b 07ea05140e0000 0000fe68 eb 0b 07ea05140e0000 00000016';

/**
 * A day chosen, confirmed and read by a node profile object (skyley.com, "B route": day 2 and its 48 values as the meter gave them).
 */
export const SET_DAY_I = '1081 1234 0ef001 028801 60 01 e5 01 02';
export const GET_DAY = '1081 1234 0ef001 028801 62 01 e5 00';
export const GET_DAY_RES = '1081 1234 028801 0ef001 72 01 e5 01 02';
export const GET_HISTORY = '1081 1234 0ef001 028801 62 01 e2 00';
export const HISTORY_VALUES =
	'00000a95 00000a97 00000a9a 00000a9c 00000aa0 00000aa4 00000aa8 00000aab 00000aae 00000ab1 00000ab4 00000ab6 ' +
	'00000ab9 00000abd 00000abf 00000ac2 00000ac4 00000ac6 00000ace 00000ad5 00000add 00000ae3 00000aec 00000af5 ' +
	'00000af9 00000afa 00000afb 00000afd 00000afe 00000aff 00000b00 00000b01 00000b03 00000b04 00000b05 00000b08 ' +
	'00000b0a 00000b0d 00000b10 00000b12 00000b15 00000b18 00000b1b 00000b1d 00000b20 00000b22 00000b26 00000b29';
export const GET_HISTORY_RES = `1081 1234 028801 0ef001 72 01 e2 c2 0002 ${HISTORY_VALUES}`;

/** Sizes in bytes by EPC, class 0x0288 and superclass (Machine Readable Appendix 1.3.1, Release R); 0 where it varies. */
export const METER_SIZES: Readonly<Record<number, number>> = Object.freeze({
	128: 1,
	129: 1,
	130: 4,
	136: 1,
	138: 3,
	141: 12,
	151: 2,
	152: 4,
	157: 0,
	158: 0,
	159: 0,
	192: 16,
	208: 15,
	211: 4,
	215: 1,
	224: 4,
	225: 1,
	226: 194,
	227: 4,
	228: 194,
	229: 1,
	231: 4,
	232: 4,
	234: 11,
	235: 11,
	236: 15,
	237: 7,
	238: 15,
	239: 7,
});

/** What the same document requires: always readable, readable where the reverse direction is measured, settable, announced. */
export const REQUIRED_GEN1 = Object.freeze({
	readable: Object.freeze([0x80, 0x81, 0x82, 0x88, 0x8a, 0x9d, 0x9e, 0x9f, 0xd7, 0xe0, 0xe1, 0xe2, 0xe5, 0xe7, 0xe8, 0xea]),
	reverse: Object.freeze([0xe3, 0xe4, 0xeb]),
	settable: Object.freeze([0x81, 0xe5]),
	announced: Object.freeze([0x80, 0x81, 0x88]),
});
export const REQUIRED_GEN2 = Object.freeze({
	readable: Object.freeze([...REQUIRED_GEN1.readable, 0xc0, 0xd0, 0xee, 0xef]),
	reverse: REQUIRED_GEN1.reverse,
	settable: Object.freeze([...REQUIRED_GEN1.settable, 0xef]),
	announced: REQUIRED_GEN1.announced,
});
