/** Meters that offer everything and are wrong in one thing of it: how messages are protected, general blocks, ACCESS. */
import { decodeAarq } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { SERVICE_ERROR } from '../../../../modules/dlms/apdu/exception.js';
import { decodeGeneralBlock, encodeGeneralBlock, type GeneralBlock } from '../../../../modules/dlms/apdu/general-block.js';
import { CONFORMANCE, decodeInitiateRequest } from '../../../../modules/dlms/apdu/initiate.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered, encodeCiphered, protocolOf, SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import { decodeGeneralCiphered } from '../../../../modules/dlms/security/general.js';
import { hex } from '../../../assert.js';
import { CLIENT_TITLE, MANAGEMENT, PUBLIC } from '../../../modules/dlms/device-rig.js';
import { ACSE } from '../../../vectors/cosem.js';
import { CURVES } from '../../route-a/general-rig.node.js';
import { newKeys } from '../../route-a/route-a-rig.js';
import type { ExaminedAs, Mutant, Seen } from './conformance-rig.js';
import { answers, reads, SMALL_METER, withByte } from './mutant-parts.js';
import type { MutantRow } from './mutants.js';

const FULL: ExaminedAs = { mayWrite: false, isFull: true };
const READ_ONLY: ExaminedAs = { mayWrite: false };
const AS_PUBLIC: ExaminedAs = { client: PUBLIC };
const DED_GET = 0xd0;
const OTHER_REASON = hex('d80103');
/** ACCESS-Response of nothing. */
const NOTHING = hex('da4000002a 00 00 00 00');
const SUITE = 1;
const CONFIRMED = 0x40;
const SHORT_PDU = 128;
const LEAST = CONFORMANCE.get | CONFORMANCE.blockGet;

const requested = ({ requests }: Seen): Uint8Array => requests.at(-1) ?? new Uint8Array(1);
const isRefusal = (apdu: Uint8Array, error: number): boolean => apdu[0] === APDU.exceptionResponse && apdu[2] === error;
const withAt = (bytes: Uint8Array, at: number, value: number): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));

/** What goes over the line as the answer is another one. */
function answering(change: (apdu: Uint8Array, seen: Seen) => Uint8Array | undefined): Mutant {
	return { meter: SMALL_METER, answer: (apdu, seen) => change(apdu, seen) ?? apdu };
}

/** A request under a key of this kind is refused. */
function refusesKey(isIt: (message: ReturnType<typeof decodeGeneralCiphered>) => boolean): () => Mutant {
	return () =>
		answering((_, seen) => (requested(seen)[0] === APDU.generalCiphering && isIt(decodeGeneralCiphered(requested(seen))) ? OTHER_REASON : undefined));
}

/** A message that was refused as not to be deciphered is answered as the one before. */
function doesNotLook(tag: number): () => Mutant {
	return () =>
		answering((apdu, seen) => (requested(seen)[0] === tag && isRefusal(apdu, SERVICE_ERROR.decipheringError) ? seen.answers.at(-1) : undefined));
}

/** General blocks of the meter are others. */
function blocks(change: (block: GeneralBlock) => GeneralBlock): () => Mutant {
	return () => answering((apdu) => (apdu[0] === APDU.generalBlockTransfer ? blockOf(change(decodeGeneralBlock(apdu))) : undefined));
}

/** Blocks of the client's are taken for others. */
function takesBlocks(change: (block: GeneralBlock, highest: number) => GeneralBlock): () => Mutant {
	return () => ({
		meter: SMALL_METER,
		request: (apdu, { answers: before }) => {
			if (apdu[0] !== APDU.generalBlockTransfer) return undefined;
			const sent = before.filter((each) => each[0] === APDU.generalBlockTransfer).map((each) => decodeGeneralBlock(each).number);
			return { to: blockOf(change(decodeGeneralBlock(apdu), Math.max(...sent))) };
		},
	});
}

function blockOf(block: GeneralBlock): Uint8Array {
	const w = new DataWriter();
	encodeGeneralBlock(w, block);
	return w.copy();
}

/** Whether a connection began with an AARQ in the clear for this. */
function proposes({ requests }: Seen, conformance: number, maxPdu: number): boolean {
	const [aarq] = requests;
	if (aarq?.[0] !== APDU.aarq || aarq[1] !== aarq.length - 2) return false;
	const { userInformation } = decodeAarq(aarq);
	if (userInformation === undefined || protocolOf(userInformation[0]!) !== 'plain') return false;
	const told = decodeInitiateRequest(userInformation);
	return told.conformance === conformance && told.maxPdu === maxPdu;
}

export const MUTANTS_OF_COVERS: readonly MutantRow[] = [
	['dedicatedKey', 'knows no dedicated key', () => answering((apdu, seen) => (requested(seen)[0] === DED_GET ? OTHER_REASON : apdu)), READ_ONLY],
	[
		'dedicatedOver',
		'keeps dedicated keys',
		() =>
			answering((apdu, seen) =>
				requested(seen)[0] === DED_GET && isRefusal(apdu, SERVICE_ERROR.decipheringError) ? hex('d4083100000001 000000') : undefined,
			),
		READ_ONLY,
	],
	[
		'generalGlo',
		'answers under another title',
		() => answering((apdu) => (apdu[0] === APDU.generalGlo ? withAt(apdu, 4, apdu[4]! ^ 1) : undefined)),
		READ_ONLY,
	],
	['identifiedKey', 'takes no identified key', refusesKey(({ keyInfo }) => keyInfo?.kind === 'identified'), FULL],
	['wrappedKey', 'takes no wrapped key', refusesKey(({ keyInfo }) => keyInfo?.kind === 'wrapped'), FULL],
	['onePassKey', 'agrees in no pass', refusesKey(({ keyInfo }) => keyInfo?.kind === 'agreed' && keyInfo.scheme === 1), FULL],
	['staticKey', 'agrees by no static key', refusesKey(({ keyInfo }) => keyInfo?.kind === 'agreed' && keyInfo.scheme === 2), FULL],
	['generalTag', 'does not look at tags of general-ciphering', doesNotLook(APDU.generalCiphering), FULL],
	['signature', 'answers what is signed by a refusal', () => answering((apdu) => (apdu[0] === APDU.generalSigning ? OTHER_REASON : undefined)), FULL],
	['wrongSignature', 'does not look at signatures', doesNotLook(APDU.generalSigning), FULL],
	[
		'lowerMechanism',
		'takes any password for HLS',
		() => ({
			meter: SMALL_METER,
			request: (apdu) =>
				apdu[0] === APDU.aarq && apdu[1] === apdu.length - 2 && decodeAarq(apdu).mechanism === 1 ? hex(ACSE.aare.replaceAll(' ', '')) : undefined,
		}),
		READ_ONLY,
	],
	['namesTold', 'tells LLS of whoever came', () => reads('15/0.0.40.0.0.255:6', (data) => withByte(data, 6, 1)), READ_ONLY],
	['suite', 'tells a suite that it has not', () => reads('64/0.0.43.0.0.255:3', () => ({ tag: DataTag.enum, value: 2 })), READ_ONLY],
	[
		'generalBlocks',
		'spoils the last byte',
		blocks((block) =>
			block.last && block.part.length > 0 ? { ...block, part: withAt(block.part, block.part.length - 1, block.part.at(-1)! ^ 1) } : block,
		),
		FULL,
	],
	['generalWindow', 'takes any window for 4', takesBlocks((block) => ({ ...block, window: 4 })), FULL],
	['generalNumbers', 'acknowledges nothing', blocks((block) => ({ ...block, acknowledged: 0 })), FULL],
	['generalLost', 'sends no block twice', takesBlocks((block, highest) => ({ ...block, acknowledged: Math.max(block.acknowledged, highest) })), FULL],
	[
		'generalUnasked',
		'cuts what it likes into general blocks',
		() =>
			answering((apdu, seen) =>
				seen.requests.length > 1 && apdu[0] === APDU.getResponse && proposes(seen, LEAST, SHORT_PDU)
					? blockOf({ last: true, streaming: false, window: 1, number: 1, acknowledged: 0, part: apdu })
					: undefined,
			),
		AS_PUBLIC,
	],
	[
		'access',
		'answers ACCESS under another id',
		() => answers((_, answer) => (answer[0] === APDU.accessResponse ? withAt(answer, 4, answer[4]! ^ 1) : undefined)),
		FULL,
	],
	[
		'accessUnagreed',
		'serves ACCESS to all',
		() => answers((request, answer) => (request[0] === APDU.accessRequest && answer[0] !== APDU.accessResponse ? NOTHING : undefined)),
		READ_ONLY,
	],
	[
		'accessUnconfirmed',
		'answers what wants no answer',
		() => {
			const { encryption, authentication } = newKeys().clients[MANAGEMENT]!;
			const material = { encryptionKey: encryption, authenticationKey: authentication, title: CLIENT_TITLE };
			const suite = new SecuritySuite(CURVES, SUITE);
			return {
				meter: SMALL_METER,
				request: (apdu) => {
					if (apdu[0] !== APDU.generalGlo) return undefined;
					const message = decodeCiphered(apdu);
					const plain = suite.open(material, message.control, message.counter, message.payload)!;
					if (plain[0] !== APDU.accessRequest) return undefined;
					const confirmed = withAt(plain, 1, plain[1]! | CONFIRMED);
					const w = new DataWriter();
					encodeCiphered(w, { ...message, payload: suite.seal(material, message.control, message.counter, confirmed) });
					return { to: w.copy() };
				},
			};
		},
		FULL,
	],
	['pushed', 'pushes nothing, and says that it does', () => ({ meter: { ...SMALL_METER, push: { send() {} } } })],
];
