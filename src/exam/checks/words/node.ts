/** What is said of a program as a node that others ask, and of what it keeps to itself; Japanese in the file beside this. */
export const NODE_WORDS = Object.freeze({
	keptPassword: ({ lines }: { lines: number }) => `neither password nor key in the ${lines} lines that it put out`,
	toldPassword: ({ stream, what }: { stream: string; what: string }) => `it put out the ${what === 'key' ? 'key' : 'password'}, on ${stream}`,
	infcAnswered: ({ times }: { times: number }) => `it confirmed each of ${times} INFC`,
	infcUnanswered: ({ times, missing }: { times: number; missing: number }) => `${missing} of ${times} INFC were not confirmed`,
	infcConfirmedWrong: ({ what }: { what: string }) =>
		`it confirmed an INFC with ${what === 'tid' ? 'another TID' : what === 'objects' ? 'objects that are not those of the INFC, exchanged' : 'properties other than those of the INFC, or with data (PDC not 0)'}`,
	announcedItself: (_: object): string => 'it announced itself with INF D5: 05FF01',
	unannounced: (_: object): string => 'it did not announce itself: no INF of D5 after the join',
	questionsAnswered: ({ questions }: { questions: number }) => `it answered ${questions} questions of the meter as a node does`,
	questionUnanswered: ({ questions, missing, epc }: { questions: number; missing: number; epc: string }) =>
		`${missing} of ${questions} questions to its node profile had no answer, the first one for ${epc}`,
	notRefused: ({ epc }: { epc: string }) => `asked for ${epc}, which no object of it has, it did not refuse (SNA)`,
	answeredForOthers: ({ eoj }: { eoj: string }) => `it answered for the object ${eoj}, which it has not`,
	discardedMalformed: ({ frames }: { frames: number }) => `${frames} datagrams that are no frames, and it went on`,
	diedOfMalformed: ({ code }: { code: number | null }) =>
		`it ended by itself${code === null ? '' : ` with code ${code}`} after a datagram that is no frame`,
	stoppedAtMalformed: ({ ms }: { ms: number }) => `it was served no value for ${Math.round(ms / 1000)} s after a datagram that is no frame`,
});
