/** Subscribes to an MQTT broker that runs elsewhere. */
import type { MqttClient } from 'mqtt';
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { reasonOf } from '../../shared/usage-error.js';
import type { ExamHostWords } from '../exam-host-words.js';
import type { Observer, ObserverListener } from './observer.js';
import { Topics } from './topics.js';

/** ms */
const RECONNECT = 1000;
/** What the start waits for the broker, ms. */
const PATIENCE = 5000;

export class Subscriber implements Observer {
	readonly #url: string;
	readonly #topics: Topics;
	readonly #words: ExamHostWords;
	#client: MqttClient | undefined;

	constructor(url: string, declarations: readonly ObserveDeclaration[], words: ExamHostWords) {
		this.#url = url;
		this.#topics = new Topics(declarations);
		this.#words = words;
	}

	async start(listener: ObserverListener): Promise<void> {
		const { filters } = this.#topics;
		if (filters.length === 0) return;
		const { connect } = await import('mqtt');
		const client = connect(this.#url, { reconnectPeriod: RECONNECT, connectTimeout: PATIENCE, clean: true });
		this.#client = client;
		let isDown = false;
		client.on('message', (topic, payload, { retain }) => {
			// What is retained was there before: it says nothing of now.
			if (!retain) this.#topics.take(topic, payload, listener);
		});
		await new Promise<void>((resolve) => {
			const down = (reason: string) => {
				if (!isDown) listener.onTrouble(this.#words.noBroker(reason));
				isDown = true;
				resolve();
			};
			client.on('error', (error) => down(reasonOf(error) || String((error as NodeJS.ErrnoException).code)));
			client.on('offline', () => down(this.#words.noAnswer(String(PATIENCE / 1000))));
			client.on('connect', () => {
				client.subscribe([...filters], { qos: 1 }, (error, granted) => {
					const refused = granted?.find(({ qos }) => (qos as number) >= 0x80);
					if (error !== null || refused !== undefined) return down(error === null ? `SUBSCRIBE ${refused?.topic}` : reasonOf(error));
					isDown = false;
					resolve();
				});
			});
		});
	}

	stop(done: () => void): void {
		if (this.#client === undefined) done();
		else this.#client.end(true, {}, () => done());
	}
}
