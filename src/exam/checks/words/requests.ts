/** What is said of the requests of a program, and of how it keeps its session; Japanese in the file beside this. */
import { seconds } from './numbers.js';

export const REQUEST_WORDS = Object.freeze({
	heldWhileReauthenticating: (_: object): string => 'it sent nothing between EVENT 29 and 25',
	askedWhileReauthenticating: ({ requests }: { requests: number }) => `it sent ${requests} times between EVENT 29 and 25`,
	rejoinedInTime: (_: object): string => 'it authenticated again by itself before the lifetime was over',
	reauthenticationOff: (_: object): string =>
		'it switched the authentication anew off (S17), and did not use SKREJOIN: the session ended with EVENT 29',
	beganAnew: ({ event, ms }: { event: string; ms: number }) => `${seconds(ms)} after EVENT ${event} it scanned or joined`,
	askedAfterLoss: ({ event, requests }: { event: string; requests: number }) =>
		`it sent ${requests} requests after EVENT ${event}, which had ended the session`,
	beganAnewLate: ({ event, ms }: { event: string; ms: number }) => `it scanned or joined only ${seconds(ms)} after EVENT ${event}`,
	neverBeganAnew: ({ event, ms }: { event: string; ms: number }) => `it neither scanned nor joined for ${seconds(ms)} after EVENT ${event}`,
	waitedToRepeat: ({ repeats, ms }: { repeats: number; ms: number }) =>
		`${repeats} requests that were not answered, the shortest time to a repeat ${seconds(ms)}`,
	hastyRepeat: ({ ms, properties }: { ms: number; properties: number }) =>
		`it sent a request for ${properties === 1 ? 'one property' : `${properties} properties`} again after ${seconds(ms)}`,
	oneAtATime: ({ requests }: { requests: number }) => `${requests} requests, one at a time`,
	overlappingRequests: ({ times, ms }: { times: number; ms: number }) =>
		`${times} times it sent a request while another one was open, the first time ${seconds(ms)} after it`,
	boundedRepeats: ({ most }: { most: number }) => `it repeated a request ${most} times at most, and then did something else`,
	endlessRepeats: ({ times }: { times: number }) => `it repeated the same request ${times} times, and tried nothing else`,
	fewProperties: ({ most }: { most: number }) => `at most ${most} properties in a request`,
	tooManyProperties: ({ most }: { most: number }) => `${most} properties in one request`,
	severalAtOnce: ({ properties }: { properties: number }) => `it asked for present values together, ${properties} in one Get`,
	oneByOne: ({ gets, epcs }: { gets: number; epcs: string }) =>
		`${gets} times a Get for one of ${epcs} followed a Get for another: one Get could ask for all`,
	moderatePolls: ({ ms }: { ms: number }) => `it asked for present values every ${seconds(ms)}`,
	fastPolls: ({ ms, air }: { ms: number; air: number }) =>
		`it asked for present values every ${seconds(ms)}: its dongle transmits about ${seconds(air)} an hour for that, of 6 min that the law allows`,
	freshTids: ({ requests }: { requests: number }) => `${requests} requests, each new one with a TID of its own`,
	sharedTid: ({ tid }: { tid: number }) => `two requests, one after the other, with TID ${tid}`,
	unmovedByStrays: ({ strays }: { strays: number }) => `${strays} replies and INFs that no request waited for; it went on, and answered none`,
	answeredUnasked: ({ service }: { service: string }) => `it sent a reply (ESV ${service}) that nobody had asked for`,
	diedOfStray: ({ code }: { code: number | null }) =>
		`it ended by itself${code === null ? '' : ` with code ${code}`} after a reply that no request waited for`,
	confirmedSets: ({ sets }: { sets: number }) => `${sets} SetC of E5 or ED, and it waited for the answer`,
	unconfirmedSet: ({ epc }: { epc: string }) => `it set ${epc} by SetI, which is not answered`,
	didNotAwaitSet: ({ epc, ms }: { epc: string; ms: number }) => `it asked on ${seconds(ms)} after its SetC of ${epc}, before the answer`,
	addressedRight: ({ requests }: { requests: number }) => `${requests} requests from 05FF01 to 028801, port 3610, secured, to the meter alone`,
	noFrame: (_: object): string => 'it sent what is no frame of ECHONET Lite to port 3610',
	wrongSource: ({ eoj }: { eoj: string }) => `its object (SEOJ) was ${eoj}, not 05FF01`,
	wrongDestination: ({ eoj }: { eoj: string }) => `the object that it asked (DEOJ) was ${eoj}, not 028801`,
	wrongPort: ({ port }: { port: number }) => `it used UDP port ${port}, not 3610`,
	unsecuredRequest: (_: object): string => 'it sent a request in the clear',
	wrongPeer: ({ peer }: { peer: string }) => `it sent a request to ${peer}, not to its meter`,
});
