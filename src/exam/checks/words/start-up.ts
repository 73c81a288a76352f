/** What is said of what a program asks once it has joined; Japanese in the file beside this. */
import { seconds } from './numbers.js';

export const START_UP_WORDS = Object.freeze({
	announcementAwaited: ({ joins }: { joins: number }) =>
		`after each of ${joins} joins it waited for the meter's INF of D5, or asked for it when it had not come`,
	announcementNotAwaited: ({ ms }: { ms: number }) =>
		`it sent its first request ${seconds(ms)} after the join, before the meter's INF of D5 had come`,
	announcementAskedEarly: ({ ms }: { ms: number }) => `it asked for D5 ${seconds(ms)} after the join, without waiting for the meter's INF`,
	announcementNotAsked: ({ ms }: { ms: number }) => `the meter's INF of D5 did not come within ${seconds(ms)}, and it did not ask for it by INF_REQ`,
	mapsRead: (_: object): string => 'it read 82, 9D, 9E and 9F of the meter',
	mapsUnread: ({ epcs, polls }: { epcs: string; polls: number }) => `it had ${polls} replies with present values, and never asked for ${epcs}`,
	unitsRead: ({ epcs }: { epcs: string }) => `it read ${epcs}`,
	energiesUnused: (_: object): string => 'it neither asks for energies nor shows any, so that it needs neither unit nor digits',
	unitsUnread: ({ epcs, polls }: { epcs: string; polls: number }) =>
		`it had ${polls} replies with present values, and never asked for ${epcs}: without it nobody knows what the registers count`,
	fixedTimesUnread: ({ epcs, polls }: { epcs: string; polls: number }) => `it had ${polls} replies with present values, and never asked for ${epcs}`,
	unitsReadAgain: ({ epcs }: { epcs: string }) => `it asked for ${epcs} again`,
	unitsNotReadAgain: ({ epcs, polls }: { epcs: string; polls: number }) =>
		`it had ${polls} replies since, and did not ask for ${epcs} again: the meter may be another one`,
	refusalRemembered: ({ epcs }: { epcs: string }) => `the meter refused ${epcs}, and it did not go on asking`,
	refusalForgotten: ({ epc, times, polls }: { epc: string; times: number; polls: number }) =>
		`the meter refused ${epc}, and it asked for it ${times} times more, in ${polls} requests`,
	askedWhatIsThere: ({ requests }: { requests: number }) => `${requests} requests, each for what the maps have`,
	askedForMissing: ({ epcs, requests }: { epcs: string; requests: number }) =>
		`${requests} requests asked for ${epcs}, which the map of what can be read (9F) does not have`,
	setMissing: ({ epcs, requests }: { epcs: string; requests: number }) =>
		`${requests} requests set ${epcs}, which the map of what can be set (9E) does not have`,
});
