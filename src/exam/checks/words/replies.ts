import { seconds } from './numbers.js';

/** Replies that are lost, slow, late, twice, refused in part, and what comes beside them; Japanese in the file beside this. */
export const REPLY_WORDS = Object.freeze({
	tookSlowReply: ({ ms, properties }: { ms: number; properties: number }) =>
		`waited ${seconds(ms)} for the reply to a request of ${properties === 1 ? '1 property' : `${properties} properties`}`,
	slowReplyNotShown: ({ ms }: { ms: number }) => `the reply came in time, and its power was not shown within ${seconds(ms)}`,
	repeatedInfRequest: ({ ms }: { ms: number }) => `an INF came before the reply, and the request was repeated after ${seconds(ms)}`,
	usedPartialAnswer: ({ what }: { what: string }) => `a Get was refused in part, and ${what} of the rest was shown`,
	usedNothingOfPartialAnswer: ({ answers }: { answers: number }) => `${answers} Gets were refused in part, and nothing of the rest was shown`,
	answeredMeter: ({ answers }: { answers: number }) => `answered ${answers} of the meter's questions`,
	didNotAnswerMeter: ({ questions, epcs }: { questions: number; epcs: string }) =>
		`${questions} of the meter's questions had no answer: Get ${epcs} of the node profile`,
	didNotRefuseMeter: (_: object): string => 'the meter set a property that no controller has, and was not refused with SetC_SNA',
	answeredForOther: ({ object }: { object: string }) => `it answered for ${object}, an object that it is not`,
	pollsWentOn: ({ ms }: { ms: number }) => `a long reply did not come, and the next value came ${seconds(ms)} after its request`,
});
