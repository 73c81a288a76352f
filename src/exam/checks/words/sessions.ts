import { seconds } from './numbers.js';

/** Sessions and meters that are lost; Japanese in the file beside this. */
export const SESSION_WORDS = Object.freeze({
	heldRequests: ({ ms }: { ms: number }) => `nothing was sent in the ${seconds(ms)} between EVENT 29 and 25`,
	didNotHoldRequests: ({ requests }: { requests: number }) => `${requests} sent between EVENT 29 and 25`,
	keptSession: ({ ms }: { ms: number }) => `the session was authenticated again, and values came on after ${seconds(ms)}`,
	sentLittleWhileLimited: ({ sends }: { sends: number }) => `${sends} sent between EVENT 32 and 33`,
	sentWhileLimited: ({ sends, limit }: { sends: number; limit: number }) => `${sends} sent between EVENT 32 and 33; ${limit} would do`,
	endedUnterminated: ({ ms }: { ms: number }) => `SKTERM was not answered, and the program ended after ${seconds(ms)}`,
	killedUnterminated: ({ ms }: { ms: number }) => `SKTERM was not answered, and the program ended only by force, after ${seconds(ms)}`,
	showedTooLittle: ({ shown, replies }: { shown: number; replies: number }) => `only the powers of ${shown} of ${replies} replies were shown`,
	readLossy: ({ came, polls }: { came: number; polls: number }) => `${came} of ${polls} polls were answered`,
	readTooLittle: ({ came, polls, percent }: { came: number; polls: number; percent: number }) =>
		`only ${came} of ${polls} polls were answered; ${percent}% would do`,
});
