import type { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { VirtualListener, type VirtualStream } from '../../../hal/virtual/streams.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { formFields } from '../../../modules/http/form.js';
import { type HttpRequest, RequestReader } from '../../../modules/http/request-reader.js';
import { HTML } from '../../../modules/http/response.js';
import { HttpServer } from '../../../modules/http/server.js';
import { decodeMessage } from '../../../modules/mdns/message.js';
import { decodeReply, encodeRequest } from '../../../modules/sntp/packet.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';

const INPUTS = fuzzCount(300_000);
const MAX_BODY = 200;
const REQUESTS = [
	'GET / HTTP/1.1\r\nHost: keiki-4b45.local\r\nUser-Agent: Mozilla/5.0\r\nAccept-Language: ja,en;q=0.5\r\n\r\n',
	'POST / HTTP/1.1\r\nHost: 192.168.4.1\r\nOrigin: http://192.168.4.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 24\r\n\r\nssid=a%20b&password=c%2B',
	`GET /${'a'.repeat(240)} HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: x\r\n\r\n`,
	`HEAD /?${'q'.repeat(300)} HTTP/1.0\n\n`,
].map((text) => asciiBytes(text));
const MESSAGES = [
	'0000 0000 0001 0000 0001 0000 0a6b65696b692d34623435056c6f63616c00 00ff 8001 c00c 0001 0001 00000078 0004 c0000205',
	'0000 8400 0000 0001 0000 0001 0a6b65696b692d34623435056c6f63616c00 0001 8001 00000078 0004 c0000205 c00c 002f 8001 00000078 0015 c00c 0001 40',
].map((digits) => hex(digits));

function mutate(random: SeededRandom, original: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(random.below(3) ? original.length : random.below(original.length + 40));
	bytes.set(original.subarray(0, bytes.length));
	for (let changes = random.below(4); changes > 0 && bytes.length > 0; changes--)
		bytes[random.below(bytes.length)] = random.below(3) ? [0x0a, 0x0d, 0x20, 0x3a, 0x25, 0x39][random.below(6)]! : random.below(256);
	return bytes;
}

const told = (request: HttpRequest | undefined) =>
	request && [request.method, request.path, request.host, request.origin, request.contentType, request.language, toHex(request.body)].join('|');

describe('fuzz: HTTP', () => {
	it('a request is read, refused or not at its end, the same in one piece or in many', () => {
		const random = fuzzRandom(1, 'http');
		let [read, refused] = [0, 0];
		for (let i = 0; i < INPUTS; i++) {
			const bytes = tried(mutate(random, REQUESTS[random.below(REQUESTS.length)]!));
			const whole = new RequestReader(MAX_BODY);
			whole.receive(bytes);
			const pieces = new RequestReader(MAX_BODY);
			for (let at = 0; at < bytes.length; ) {
				const end = at + 1 + random.below(60);
				pieces.receive(bytes.subarray(at, end));
				at = end;
			}
			equal(told(pieces.request), told(whole.request));
			equal(pieces.refusal, whole.refusal);
			if (whole.request !== undefined) {
				read++;
				equal(whole.refusal, undefined);
				equal(whole.request.body.length <= MAX_BODY, true);
				formFields(whole.request.body, ['ssid', 'password']);
			} else if (whole.refusal !== undefined) refused++;
		}
		equal(read > INPUTS / 10, true, 'requests read');
		equal(refused > INPUTS / 10, true, 'requests refused');
	});

	it('a server answers whoever asks as it should, whatever others send', () => {
		const random = fuzzRandom(2, 'http');
		const rounds = Math.ceil(INPUTS / 300);
		const scheduler = new VirtualScheduler();
		const listener = new VirtualListener(scheduler);
		const handle = () => ({ status: 200, type: HTML, body: '.'.repeat(random.below(6_000)) });
		const server = new HttpServer({ listener, scheduler, log: { write() {} }, maxBody: MAX_BODY, handle });
		const open = new Set<VirtualStream>();
		for (let round = 0; round < rounds; round++) {
			for (let i = random.below(6); i > 0; i--) {
				const stream = listener.connect();
				open.add(stream);
				stream.onClosed = () => open.delete(stream);
				if (random.below(4) === 0) stream.pause();
				if (random.below(3)) stream.send(tried(mutate(random, REQUESTS[random.below(REQUESTS.length)]!)));
				if (random.below(5) === 0) stream.close();
			}
			scheduler.runUntil(scheduler.now() + random.below(400));
		}
		for (const stream of open) stream.resume();
		scheduler.runUntil(scheduler.now() + 12_000);
		let answer = 0;
		const good = listener.connect();
		good.onReceive = (bytes) => {
			answer += bytes.length;
		};
		good.send(REQUESTS[0]!);
		scheduler.runUntil(scheduler.now() + 1_000);
		equal(answer > 0, true, 'an answer came');
		const { served, refused, late, displaced } = server.statistics;
		equal(rounds < 100 || (served > rounds / 10 && refused > rounds / 20 && late + displaced > 0), true, JSON.stringify(server.statistics));
	});
});

describe('fuzz: multicast DNS and SNTP', () => {
	it('a message is decoded, or refused with DecodeError', () => {
		const random = fuzzRandom(3, 'mdns');
		let decoded = 0;
		for (let i = 0; i < INPUTS; i++) {
			const bytes = tried(mutate(random, MESSAGES[random.below(MESSAGES.length)]!));
			try {
				decodeMessage(bytes);
				decoded++;
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
		equal(decoded > INPUTS / 10, true, 'messages decoded');
	});

	it('a reply tells a time from 1968 to 2104, or is refused with DecodeError', () => {
		const random = fuzzRandom(4, 'sntp');
		const stamp = hex('0102030405060708');
		for (let i = 0; i < INPUTS; i++) {
			const bytes = encodeRequest(stamp);
			random.fill(bytes);
			bytes[0] = (bytes[0]! & 0xf8) | 4;
			if (random.below(20)) bytes.set(stamp, 24);
			if (random.below(20)) bytes[1] = random.below(17);
			try {
				const reply = decodeReply(tried(bytes.subarray(0, 40 + random.below(20))), stamp);
				if (reply.kind === 'time') equal(reply.time > Date.UTC(1968, 0, 1) && reply.time < Date.UTC(2105, 0, 1), true, String(reply.time));
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
	});
});
