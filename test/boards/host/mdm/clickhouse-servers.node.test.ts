/** Which of several servers is asked, of such as say what they are told to. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseClickHouse } from '../../../../boards/host/mdm/clickhouse/address.js';
import { Servers } from '../../../../boards/host/mdm/clickhouse/servers.js';

describe('servers of ClickHouse', () => {
	const there: Server[] = [];
	afterEach(() => {
		for (const each of there.splice(0)) each.close();
	});

	/** Says 1 to whoever asks whether it is whole, where it is, and else its name. */
	async function server(name: string, isWhole: () => boolean): Promise<string> {
		const http = createServer((request, response) => {
			let asked = '';
			request.setEncoding('utf8').on('data', (text: string) => {
				asked += text;
			});
			request.on('end', () => response.end(asked === 'whole?' ? Buffer.of(isWhole() ? 1 : 0) : `${name}: ${asked}`));
		});
		there.push(http);
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
		return `127.0.0.1:${(http.address() as AddressInfo).port}`;
	}

	it('that have not all that others have are not asked', async () => {
		const places = [await server('one', () => false), await server('two', () => true)];
		const servers = new Servers(parseClickHouse(`clickhouse:http://${places.join(',')}/keiki`));
		assert.equal((await servers.ask({ sql: 'x', first: 'whole?' })).toString(), 'two: x');
		servers.close();
	});

	it('are asked again until one has it, and no longer than is told', async () => {
		let looks = 0;
		const places = [await server('one', () => ++looks > 3), await server('two', () => false)];
		const servers = new Servers(parseClickHouse(`clickhouse:http://${places.join(',')}/keiki`));
		assert.equal((await servers.ask({ sql: 'x', first: 'whole?' })).toString(), 'one: x');
		await assert.rejects(servers.ask({ sql: 'x', first: 'never whole', patience: 0 }), /no server did it.*has not yet all that the others have/);
		servers.close();
	});

	it('are asked one by one again while they cannot just now, and not where they say no', async () => {
		const told: string[] = [];
		const answers = [
			'Code: 999, Coordination::Exception: Session expired',
			'Code: 242, e.displayText() = Table is in readonly mode',
			'fine',
			'Code: 62, Syntax error',
		];
		const http = createServer((_request, response) => {
			const answer = answers[told.length]!;
			told.push(answer);
			response.statusCode = answer === 'fine' ? 200 : 500;
			response.end(answer);
		});
		there.push(http);
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
		const servers = new Servers(parseClickHouse(`clickhouse:http://127.0.0.1:${(http.address() as AddressInfo).port}/keiki`));
		assert.equal((await servers.askOfSteadily(0, { sql: 'x' })).toString(), 'fine');
		await assert.rejects(servers.askOfSteadily(0, { sql: 'x' }), /Code: 62/);
		assert.equal(told.length, 4);
		servers.close();
	});
});
