/** What the Route B of a meter would answer: its own objects behind a node of which nothing leaves, and nothing changes. */
import type { Log } from '../../../hal/ports/log.js';
import { asciiText } from '../../../modules/bytes/ascii.js';
import { ESV, encodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import { EchonetNode } from '../../../modules/echonet-lite/node.js';
import { Location } from '../../route-b/location.js';
import { mannersOf, type RouteB } from '../../route-b/route-b.js';
import { SmartMeter } from '../../route-b/smart-meter.js';

export interface WouldBe {
	/** Undefined: there would be none. */
	readonly answer: Uint8Array | undefined;
	/** Announcements that would follow: EPCs. */
	readonly announced: readonly number[];
}

/** Services of which nothing is changed. */
const READING: readonly number[] = Object.freeze([ESV.Get, ESV.INF_REQ]);
const NOBODY = new Uint8Array(16);
const SILENT: Log = Object.freeze({ write() {} });

/**
 * What goes wrong on the way is not in it. A request that would change something is put to a double of the meter.
 *
 * @param maxPayload the longest message that its link takes, in bytes
 */
export function wouldAnswer(routeB: RouteB, maxPayload: number, request: Frame): WouldBe {
	let answer: Uint8Array | undefined;
	const announced: number[] = [];
	const { meter, nodeProfile } = routeB;
	const object = READING.includes(request.esv) ? meter.object : doubleOf(meter).object;
	const node = new EchonetNode({
		objects: [nodeProfile, object],
		maxPayload,
		log: SILENT,
		...mannersOf(meter.profile),
		informs: 'asker',
		transmit: (to, message) => {
			if (to !== undefined) answer = message;
			else for (let at = EPC_AT; at < message.length; at += 2 + message[at + 1]!) announced.push(message[at]!);
		},
	});
	node.receive(NOBODY, encodeFrame(request));
	return { answer, announced };
}

/** Of the first property of a frame. */
const EPC_AT = 12;

/** The meter as it is now, on the same readings. What is set there changes nothing here, and is not kept. */
function doubleOf({ profile, readings, serial, location, history1, history2, history3, operating, faulty }: SmartMeter): SmartMeter {
	const text = asciiText(serial.subarray(0, serial.indexOf(0) < 0 ? serial.length : serial.indexOf(0)));
	const double = new SmartMeter({ profile, readings, serial: text, location: new Location([...location.value]) });
	// One that nobody has chosen is refused, and stays unchosen.
	double.history1.choose(history1.choice());
	double.history2.choose(history2.choice());
	double.history3.choose(history3.choice());
	double.operating = operating;
	double.faulty = faulty;
	return double;
}
