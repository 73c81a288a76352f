/** ClickHouse and ZooKeeper as Debian's packages bring them, started for a test, on loopback alone, in a folder of their own, and ended with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseClickHouse } from '../../../../boards/host/mdm/clickhouse/address.js';
import { READINGS } from '../../../../boards/host/mdm/clickhouse/schema.js';
import { Servers } from '../../../../boards/host/mdm/clickhouse/servers.js';
import { findProgram, lacking } from '../../../interop/peers.js';
import { until } from '../../../until.js';

const HOST = '127.0.0.1';
const INSTALL = 'apt-get install clickhouse-server zookeeper';
/** ms that one may take to say that it is ready. */
const PATIENCE = 1000;
const ZOOKEEPER_JAR = '/usr/share/java/zookeeper.jar';

/** How to start them here; undefined where not all of it is installed. */
export function findClickHouse(): { readonly server: string; readonly java: string } | undefined {
	const [server, java] = [findProgram('clickhouse-server'), findProgram('java')];
	if (server === undefined || java === undefined) return undefined;
	try {
		readFileSync(ZOOKEEPER_JAR);
	} catch {
		return undefined;
	}
	return { server, java };
}

/** So many servers that keep the same, and what keeps them together; one alone does without. */
export class ClickHouseCluster {
	readonly folder: string;
	readonly servers: readonly Service[];
	readonly zookeeper: Service;
	#databases = 0;

	private constructor(folder: string, servers: readonly Service[], zookeeper: Service) {
		[this.folder, this.servers, this.zookeeper] = [folder, servers, zookeeper];
	}

	/** Skips the test where they are not installed. */
	static async start(test: Mocha.Context, replicas: number): Promise<ClickHouseCluster> {
		const found = findClickHouse();
		if (found === undefined) lacking(test, `ClickHouse or ZooKeeper is not installed (${INSTALL})`);
		return ClickHouseCluster.of(found, replicas);
	}

	static async of({ server, java }: NonNullable<ReturnType<typeof findClickHouse>>, replicas: number): Promise<ClickHouseCluster> {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-clickhouse-'));
		const port = await freePort();
		const zookeeper = new Service(port, java, zookeeperWords(folder, port), folder, (at) => answers(at, 'ruok', 'imok'));
		const servers: Service[] = [];
		for (let i = 0; i < replicas; i++) servers.push(await replica(server, join(folder, `replica${i + 1}`), i + 1, replicas > 1 ? port : undefined));
		const cluster = new ClickHouseCluster(folder, servers, zookeeper);
		try {
			if (replicas > 1) await zookeeper.start();
			for (const each of servers) await each.start();
		} catch (error) {
			await cluster.stop();
			throw error;
		}
		return cluster;
	}

	/** What `--store` takes, of a database that nobody has used. */
	freshStore(database = `readings${++this.#databases}`): string {
		return `clickhouse:http://${this.servers.map(({ port }) => `${HOST}:${port}`).join(',')}/${database}`;
	}

	/** MB that the processes have in memory, the servers in their order and then ZooKeeper. */
	memory(): readonly number[] {
		return [...this.servers, ...(this.servers.length > 1 ? [this.zookeeper] : [])].map((each) => each.memory());
	}

	async stop(): Promise<void> {
		for (const each of [...this.servers, this.zookeeper]) await each.kill();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Readings that a store keeps: all that differ, and how often one stands twice in one table. @param address as `freshStore` told it */
export async function readingsIn(address: string): Promise<{ readonly distinct: number; readonly twice: number }> {
	const place = parseClickHouse(address);
	const servers = new Servers(place);
	const key = 'slot, number, received, worker, sequence, place';
	const tables = READINGS.map((table) => `${place.database}.${table}`);
	const count = async (sql: string) => Number(await servers.ask({ sql, settings: { select_sequential_consistency: 1 }, isLong: true }));
	try {
		const all = tables.map((table) => `SELECT ${key} FROM ${table}`).join(' UNION ALL ');
		const distinct = await count(`SELECT uniqExact(${key}) FROM (${all})`);
		let twice = 0;
		for (const table of tables) twice += await count(`SELECT count() - uniqExact(${key}) FROM ${table}`);
		return { distinct, twice };
	} finally {
		servers.close();
	}
}

/** A process that listens on a port of its own, and may be killed and started again. */
export class Service {
	readonly port: number;
	readonly #program: string;
	readonly #words: readonly string[];
	readonly #folder: string;
	readonly #isReady: (port: number) => Promise<boolean>;
	#process: ChildProcess | undefined;
	#told = '';

	constructor(port: number, program: string, words: readonly string[], folder: string, isReady: (port: number) => Promise<boolean>) {
		[this.port, this.#program, this.#words, this.#folder, this.#isReady] = [port, program, words, folder, isReady];
	}

	get pid(): number {
		return this.#process!.pid!;
	}

	memory(): number {
		const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
		return Number(line?.[1]) / 1024;
	}

	/** Resolves once it answers. Throws where it ends instead. */
	async start(): Promise<void> {
		const started = spawn(this.#program, this.#words, { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'] });
		this.#process = started;
		this.#told = '';
		let failure: Error | undefined;
		started.on('error', (error) => {
			failure = error;
		});
		for (const stream of [started.stdout, started.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				this.#told = `${this.#told}${text}`.slice(-4000);
			});
		}
		// Nothing that a test has started outlives it.
		process.once('exit', () => started.kill('SIGKILL'));
		await until(async () => {
			if (failure !== undefined) throw failure;
			if (started.exitCode !== null) throw new Error(`${this.#program} ended with ${started.exitCode}: ${this.#told}`);
			return this.#isReady(this.port);
		}, `${this.#program} answers at ${this.port}: ${this.#told}`);
	}

	/** As a loss of power of this machine alone would end it, but for what the system still writes. */
	async kill(): Promise<void> {
		const ended = this.#process;
		this.#process = undefined;
		if (ended?.pid === undefined || ended.exitCode !== null || ended.signalCode !== null) return;
		const gone = new Promise((resolve) => ended.once('exit', resolve));
		ended.kill('SIGKILL');
		await gone;
	}

	/** Stops it where it stands, as a machine does whose network is gone. */
	freeze(): void {
		process.kill(this.pid, 'SIGSTOP');
	}

	thaw(): void {
		process.kill(this.pid, 'SIGCONT');
	}
}

async function replica(program: string, folder: string, number: number, zookeeper: number | undefined): Promise<Service> {
	const [http, tcp, interserver] = [await freePort(), await freePort(), await freePort()];
	for (const name of ['data', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
	const config = join(folder, 'config.xml');
	writeFileSync(
		config,
		`<?xml version="1.0"?>
<yandex>
	<logger><level>warning</level><log>${folder}/log</log><errorlog>${folder}/errors</errorlog></logger>
	<listen_host>${HOST}</listen_host>
	<http_port>${http}</http_port>
	<tcp_port>${tcp}</tcp_port>
	<interserver_http_port>${interserver}</interserver_http_port>
	<interserver_http_host>${HOST}</interserver_http_host>
	<path>${folder}/data/</path>
	<tmp_path>${folder}/tmp/</tmp_path>
	<mark_cache_size>67108864</mark_cache_size>
	<users_config>users.xml</users_config>
	<default_profile>default</default_profile>
	<default_database>default</default_database>
	${zookeeper === undefined ? '' : `<zookeeper><session_timeout_ms>4000</session_timeout_ms><node><host>${HOST}</host><port>${zookeeper}</port></node></zookeeper>`}
	<macros><shard>1</shard><replica>replica${number}</replica></macros>
</yandex>
`,
	);
	writeFileSync(
		join(folder, 'users.xml'),
		`<?xml version="1.0"?>
<yandex>
	<profiles><default><max_memory_usage>2000000000</max_memory_usage><http_receive_timeout>3</http_receive_timeout></default></profiles>
	<users><default><password></password><networks><ip>${HOST}</ip></networks><profile>default</profile><quota>default</quota></default></users>
	<quotas><default/></quotas>
</yandex>
`,
	);
	return new Service(http, program, [`--config-file=${config}`], folder, (port) => answers(port, 'GET /ping HTTP/1.0\r\n\r\n', 'Ok.'));
}

function zookeeperWords(folder: string, port: number): readonly string[] {
	const config = join(folder, 'zoo.cfg');
	const settings = [
		'tickTime=1000',
		`dataDir=${folder}/zookeeper`,
		`clientPortAddress=${HOST}`,
		`clientPort=${port}`,
		'admin.enableServer=false',
		'4lw.commands.whitelist=ruok',
	];
	writeFileSync(config, `${settings.join('\n')}\n`);
	return ['-Xmx128m', '-cp', ZOOKEEPER_JAR, 'org.apache.zookeeper.server.ZooKeeperServerMain', config];
}

/** One that was free a moment ago. */
async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
	const { port } = server.address() as { readonly port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** Whether what listens there answers to a text with one that has another in it. */
function answers(port: number, text: string, expected: string): Promise<boolean> {
	return new Promise((resolve) => {
		let got = '';
		const socket = connect(port, HOST, () => socket.write(text));
		// One that takes a connection before it is ready may say nothing ever.
		socket.setTimeout(PATIENCE, () => socket.destroy());
		socket.setEncoding('utf8').on('data', (data: string) => {
			got += data;
		});
		socket.on('error', () => {});
		socket.on('close', () => resolve(got.includes(expected)));
	});
}
