import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { VirtualListener, type VirtualStream } from '../../../hal/virtual/streams.js';
import { asciiBytes, latin1Text } from '../../../modules/bytes/ascii.js';
import { formFields } from '../../../modules/http/form.js';
import { type HttpRequest, RequestReader } from '../../../modules/http/request-reader.js';
import { encodeResponse, escapeHtml, HTML } from '../../../modules/http/response.js';
import { HttpServer, type HttpServerOptions } from '../../../modules/http/server.js';
import { utf8Bytes, utf8Text } from '../../../modules/http/utf8.js';
import { bytesEqual, equal, hex } from '../../assert.js';

const GET = 'GET /a?b=c HTTP/1.1\r\nHost: Keiki-4B45.local\r\nAccept-Language: ja,en;q=0.5\r\nX-Other: whatever\r\n\r\n';
const POST = 'POST /wifi HTTP/1.1\r\nhost:192.168.4.1\r\nOrigin: http://192.168.4.1\r\nContent-Length: 5\r\n\r\na=1&b';

function read(text: string, maxBody = 64): RequestReader {
	const reader = new RequestReader(maxBody);
	reader.receive(asciiBytes(text));
	return reader;
}

const told = ({ method, path, host, origin, language, body }: HttpRequest) => [method, path, host, origin, language, latin1Text(body)].join('|');

describe('requests of HTTP', () => {
	it('are read with what a small server looks at', () => {
		equal(told(read(GET).request!), 'GET|/a|keiki-4b45.local||ja,en;q=0.5|');
		equal(told(read(POST).request!), 'POST|/wifi|192.168.4.1|http://192.168.4.1||a=1&b');
	});

	it('are read in pieces, wherever they are cut', () => {
		for (const text of [GET, POST]) {
			for (let at = 0; at <= text.length; at++) {
				const reader = new RequestReader(64);
				reader.receive(asciiBytes(text.slice(0, at)));
				equal(reader.isDone, at === text.length, `after ${at} bytes`);
				reader.receive(asciiBytes(text.slice(at)));
				equal(told(reader.request!), told(read(text).request!));
			}
		}
	});

	it('end with their body: what comes behind is not looked at', () => {
		equal(latin1Text(read(`${POST}GARBAGE`).request!.body), 'a=1&b');
	});

	it('may end their lines with LF alone, and begin with an empty line', () => {
		equal(told(read('\r\nGET / HTTP/1.0\nhost: x\n\n').request!), 'GET|/|x|||');
	});

	it('may have long fields that nobody looks at', () => {
		equal(told(read(`GET / HTTP/1.1\r\nCookie: ${'c'.repeat(3000)}\r\nHost: x\r\n\r\n`).request!), 'GET|/|x|||');
		equal(told(read(`GET / HTTP/1.1\r\nHost: ${'x'.repeat(300)}\r\n\r\n`).request!), 'GET|/||||');
	});

	const refused: [string, string, number][] = [
		['a line without a target', 'GET\r\n', 400],
		['a target that is no path', 'GET http://x/ HTTP/1.1\r\n', 400],
		['a line with more', 'GET / HTTP/1.1 x\r\n', 400],
		['another protocol', 'GET / SSH-2.0\r\n', 400],
		['another version', 'GET / HTTP/2.0\r\n', 505],
		['a long line', `GET /${'a'.repeat(300)}`, 414],
		['a field without a colon', 'GET / HTTP/1.1\r\nHost\r\n', 400],
		['a field without a name', 'GET / HTTP/1.1\r\n: x\r\n', 400],
		['a head without an end', `GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(2000)}`, 431],
		['one field without an end', `GET / HTTP/1.1\r\nA: ${'b'.repeat(9000)}`, 431],
		['a body in chunks', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n', 411],
		['a long body', 'POST / HTTP/1.1\r\nContent-Length: 65\r\n\r\n', 413],
		['a length beyond all numbers', `POST / HTTP/1.1\r\nContent-Length: ${'9'.repeat(200)}\r\n\r\n`, 413],
		['a length that is none', 'POST / HTTP/1.1\r\nContent-Length: 5x\r\n', 400],
		['a negative length', 'POST / HTTP/1.1\r\nContent-Length: -5\r\n', 400],
		['no length', 'POST / HTTP/1.1\r\nContent-Length:\r\n', 400],
		['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n', 400],
		['a length that is cut', `POST / HTTP/1.1\r\nContent-Length: ${'0'.repeat(300)}\r\n`, 400],
	];
	for (const [name, text, status] of refused) {
		it(`are refused with ${status}: ${name}`, () => {
			const { request, refusal } = read(text);
			equal(request, undefined);
			equal(refusal, status);
		});
	}

	it('may have a body as long as the server takes', () => {
		equal(read(`POST / HTTP/1.1\r\nContent-Length: 64\r\n\r\n${'x'.repeat(64)}`).request!.body.length, 64);
	});
});

describe('responses of HTTP', () => {
	it('tell their length in bytes, and that nothing is kept or loaded', () => {
		const text = latin1Text(encodeResponse({ status: 200, type: HTML, body: '電' }));
		equal(text.startsWith('HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 3\r\nCache-Control: no-store\r\n'), true);
		equal(text.includes("default-src 'none'"), true);
		equal(text.endsWith('Connection: close\r\n\r\n\u00e9\u009b\u00bb'), true);
	});

	it('leave the body out for a HEAD, and name the methods of a 405', () => {
		const text = latin1Text(encodeResponse({ status: 405, type: HTML, body: 'x', allow: 'GET, HEAD' }, false));
		equal(text.includes('\r\nContent-Length: 1\r\nAllow: GET, HEAD\r\n'), true);
		equal(text.endsWith('\r\n\r\n'), true);
	});

	it('hold texts that HTML does not take for its own', () => {
		equal(escapeHtml('<a href="x">&</a>'), '&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;');
	});
});

describe('UTF-8', () => {
	it('is written for all planes', () => {
		bytesEqual(utf8Bytes('a\u00e9電\u{1f50c}'), '61 c3a9 e99bbb f09f948c');
		bytesEqual(utf8Bytes('\ud800'), 'efbfbd');
	});

	it('is read back', () => {
		for (const text of ['', 'a', '\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}']) equal(utf8Text(utf8Bytes(text)), text);
	});

	for (const bytes of ['80', 'c3', 'c0af', 'c1bf', 'e08080', 'e09fbf', 'eda080', 'f08fbfbf', 'f4908080', 'f5808080', 'ff', '61c328', 'e99b']) {
		it(`is not ${bytes}`, () => equal(utf8Text(hex(bytes)), undefined));
	}
});

describe('forms', () => {
	const fields = (text: string) => JSON.stringify(formFields(asciiBytes(text), ['ssid', 'password']));

	it('are read by their names, the first of each', () => {
		equal(fields('ssid=My+home%21&password=%E9%9B%BB&x=y&ssid=2'), '{"ssid":"My home!","password":"電"}');
		equal(fields('ssid='), '{"ssid":""}');
		equal(fields('ssid'), '{"ssid":""}');
		equal(fields('ssid=a=b'), '{"ssid":"a=b"}');
		equal(fields(''), '{}');
	});

	for (const text of ['ssid=%', 'ssid=%4', 'ssid=%4g', 'ssid=%E9', 'ssid=%&password=41', `${'a&'.repeat(16)}`]) {
		it(`are not ${text.slice(0, 20)}`, () => equal(fields(text), undefined));
	}
});

interface Client {
	readonly stream: VirtualStream;
	/** What came, and whether it was closed. */
	text: string;
	closed: boolean;
}

function setUp(options: Partial<HttpServerOptions> = {}) {
	const scheduler = new VirtualScheduler();
	const listener = new VirtualListener(scheduler);
	const log: string[] = [];
	const requests: string[] = [];
	const server = new HttpServer({
		listener,
		scheduler,
		log: { write: (layer, text) => log.push(`${layer}: ${text}`) },
		handle: (request) => {
			requests.push(request.path);
			return { status: 200, type: HTML, body: `page ${request.path}` };
		},
		...options,
	});
	const connect = (text = ''): Client => {
		const stream = listener.connect();
		const client: Client = { stream, text: '', closed: false };
		stream.onReceive = (bytes) => {
			client.text += latin1Text(bytes);
		};
		stream.onClosed = () => {
			client.closed = true;
		};
		if (text !== '') stream.send(asciiBytes(text));
		return client;
	};
	return { scheduler, listener, log, requests, server, connect };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

describe('a server of HTTP', () => {
	it('answers a request and closes its connection', () => {
		const { scheduler, connect, server } = setUp();
		const client = connect(get('/a'));
		scheduler.runUntil(10);
		equal(client.text.endsWith('\r\n\r\npage /a'), true);
		equal(client.closed, true);
		equal(server.statistics.served, 1);
	});

	it('answers one after the other, with a pause between, and the oldest first', () => {
		const { scheduler, connect, requests } = setUp();
		for (const path of ['/1', '/2', '/3']) connect(get(path));
		scheduler.runUntil(99);
		equal(requests.join(), '/1');
		scheduler.runUntil(250);
		equal(requests.join(), '/1,/2,/3');
	});

	it('pauses for who comes again and again, too', () => {
		const { scheduler, connect, requests } = setUp();
		for (let time = 10; time <= 1_000; time += 10) {
			connect(get('/'));
			scheduler.runUntil(time);
		}
		equal(requests.length <= 11, true, `${requests.length} in a second`);
	});

	it('does not wait for who says nothing, and lets the oldest of them give way', () => {
		const { scheduler, connect, server } = setUp();
		const silent = [connect(), connect(), connect(), connect()];
		const client = connect(get('/a'));
		scheduler.runUntil(10);
		equal(client.text.endsWith('page /a'), true);
		equal(silent.map(({ closed }) => closed).join(), 'true,false,false,false');
		equal(server.statistics.displaced, 1);
	});

	it('gives who is slow ten seconds', () => {
		const { scheduler, connect, server, requests } = setUp();
		const client = connect('GET / HT');
		scheduler.runUntil(9_900);
		equal(client.closed, false);
		scheduler.runUntil(10_100);
		equal(client.closed, true);
		equal(server.statistics.late, 1);
		equal(requests.length, 0);
	});

	it('waits for an answer to be taken before the next, and no longer than ten seconds', () => {
		const { scheduler, connect, requests, server } = setUp({ handle: ({ path }) => ({ status: 200, type: HTML, body: path.padEnd(9_000, '.') }) });
		const slow = connect(get('/slow'));
		slow.stream.pause();
		const next = connect(get('/next'));
		scheduler.runUntil(9_000);
		equal(next.text, '');
		scheduler.runUntil(10_200);
		equal(next.text.includes('/next....'), true);
		equal(server.statistics.late, 1);
		equal(requests.length, 0);
	});

	it('goes on with the next when an answer was taken late', () => {
		const { scheduler, connect } = setUp({ handle: ({ path }) => ({ status: 200, type: HTML, body: path.padEnd(9_000, '.') }) });
		const slow = connect(get('/slow'));
		slow.stream.pause();
		const next = connect(get('/next'));
		scheduler.runUntil(500);
		slow.stream.resume();
		scheduler.runUntil(1_000);
		equal(slow.text.includes('/slow....'), true);
		equal(next.text.includes('/next....'), true);
	});

	it('tells what is wrong with a request, and the log of the first', () => {
		const { scheduler, connect, server, log } = setUp();
		const client = connect('GET / HTTP/3.0\r\n');
		connect('nonsense\r\n');
		scheduler.runUntil(300);
		equal(client.text.startsWith('HTTP/1.1 505 HTTP Version Not Supported\r\n'), true);
		equal(server.statistics.refused, 2);
		equal(log.join(), 'HTTP: refused with 505; counted only from here on');
	});

	it('answers a HEAD without a body', () => {
		const { scheduler, connect } = setUp();
		const client = connect('HEAD / HTTP/1.1\r\n\r\n');
		scheduler.runUntil(10);
		equal(client.text.endsWith('\r\n\r\n'), true);
		equal(client.text.includes('Content-Length: 6'), true);
	});

	it('closes all it has when it closes', () => {
		const { scheduler, connect, server, requests } = setUp();
		const clients = [connect(), connect(get('/'))];
		server.close();
		scheduler.runUntil(20_000);
		equal(
			clients.every(({ closed }) => closed),
			true,
		);
		equal(requests.length, 0);
		equal(connect(get('/')).text, '');
	});

	it('forgets who has asked and goes before its turn', () => {
		const { scheduler, connect, requests } = setUp();
		connect(get('/first'));
		const gone = connect(get('/gone'));
		scheduler.runUntil(50);
		gone.stream.close();
		scheduler.runUntil(200);
		equal(requests.join(), '/first');
		connect(get('/next'));
		scheduler.runUntil(400);
		equal(requests.join(), '/first,/next');
	});

	it('forgets who goes before the answer', () => {
		const { scheduler, connect, requests, server } = setUp();
		const client = connect('GET / HTTP/1.1\r\n');
		client.stream.close();
		scheduler.runUntil(20_000);
		equal(requests.length, 0);
		equal(server.statistics.late, 0);
	});
});
