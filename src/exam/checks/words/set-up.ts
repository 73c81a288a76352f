/** What is said of how a program sets its dongle up and joins; Japanese in the file beside this. */
import { seconds } from './numbers.js';

export const SET_UP_WORDS = Object.freeze({
	givenCredentials: (_: object): string => 'it gave the dongle the id, and a password of 12 characters',
	otherId: ({ id }: { id: string }) => `it gave the dongle an id that is not the customer's: ${id}`,
	passwordLength: ({ characters }: { characters: number }) => `it gave the dongle a password of ${characters} characters; it has 12`,
	credentialsFirst: (_: object): string => 'it set id and password first, and scanned with the pairing id',
	scanBeforeCredentials: (_: object): string => 'it scanned before it had set id and password',
	joinBeforeCredentials: (_: object): string => 'it joined before it had set id and password',
	scanUnpaired: ({ scans }: { scans: number }) => `${scans} scans, all of them without the pairing id (mode 2)`,
	scannedAgain: ({ scans, longest }: { scans: number; longest: number }) =>
		`${scans} scans found nothing, and it went on, with durations up to ${longest}`,
	scanPauseShort: ({ ms }: { ms: number }) => `only ${seconds(ms)} between two rounds of scans that found nothing`,
	scanStopped: ({ ms }: { ms: number }) => `no scan any more for ${seconds(ms)} after one that found nothing`,
	choseOwnPan: ({ others }: { others: number }) => `it joined its own meter, with ${others} others in the list`,
	joinedOtherMeter: ({ peer }: { peer: string }) => `it tried to join a meter that is not its own: ${peer}`,
	waitedForJoin: ({ joins }: { joins: number }) => `it waited for EVENT 25 or 24 after each of ${joins} joins`,
	sentBeforeJoined: ({ ms }: { ms: number }) => `it sent a request ${seconds(ms)} after the start of a join, before EVENT 25`,
	joinAbandoned: ({ ms }: { ms: number }) => `it gave a join up after ${seconds(ms)}, without EVENT 25 or 24`,
	triesPaced: ({ joins }: { joins: number }) => `${joins} joins while they were refused, with pauses`,
	triesUnpaced: ({ joins, minute, grows }: { joins: number; minute: number; grows: boolean }) =>
		`${joins} joins while they were refused, ${minute} of them within a minute, with pauses that ${grows ? 'grow' : 'do not grow'}`,
	joinGivenUp: ({ ms }: { ms: number }) => `it did not try to join any more for ${seconds(ms)}`,
	joinUntold: (_: object): string => 'it told nobody that it could not join',
	scannedAfterFailure: ({ joins }: { joins: number }) => `it scanned again, after ${joins} joins that failed`,
	clungToPan: ({ joins }: { joins: number }) => `${joins} joins failed where the meter is no more, and it never scanned`,
	solicitationUnderstood: ({ times }: { times: number }) => `EVENT 21 02 came ${times} times, and it did not take it for a failure`,
	resentSolicited: ({ ms }: { ms: number }) => `it asked for the same again ${seconds(ms)} after EVENT 21 02, which is no failure`,
	heldAtLimit: ({ sends }: { sends: number }) => `it sent ${sends} times between EVENT 32 and 33, and went on afterwards`,
	sentAtLimit: ({ sends }: { sends: number }) => `it sent ${sends} times between EVENT 32 and 33`,
	stuckAfterLimit: ({ ms }: { ms: number }) => `it sent nothing for ${seconds(ms)} after EVENT 33`,
	endedSession: (_: object): string => 'it ended its session before it ended itself',
	leftSession: (_: object): string => 'it ended, and left its session as it was: no SKTERM',
	pausedAfterCut: ({ ms }: { ms: number }) => `it began to scan or join ${seconds(ms)} after the power was back`,
	rushedAfterCut: ({ ms }: { ms: number }) => `it began to scan or join ${seconds(ms)} after the power was back, as all its neighbours would`,
	dongleMinded: ({ asked }: { asked: boolean }): string =>
		asked ? 'it joined, and asked ROPT before it wrote any option' : 'it joined, and wrote no option',
	flashUnasked: ({ times }: { times: number }) => `it wrote WOPT ${times} times without having asked ROPT`,
	flashNeedless: ({ value }: { value: string }) => `it wrote WOPT ${value}, which ROPT had just told it`,
	stoppedAtRefusal: ({ command, code }: { command: string; code: string }) => `it never joined after the dongle had refused ${command} (${code})`,
});
