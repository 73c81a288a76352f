/** The lessons in English. */
import type { LeftFacts, StartFacts } from '../../lessons/lesson-facts.js';
import { clockOf, type LessonWords, megahertz, rounded, seconds } from './lesson-words.js';

const start =
	(...says: readonly string[]) =>
	({ speed, faults }: StartFacts): readonly string[] => [
		...says,
		...(speed === 1
			? []
			: [
					speed === 'max'
						? 'This world runs at full speed: whatever a step waits for comes at once, and while you read, time goes as on your watch.'
						: `Time runs ${speed} times as fast here: while you read for a minute, ${speed} minutes pass. A session may have grown old by then; the lesson joins again where it must.`,
				]),
		...(faults.length === 0
			? []
			: [`Faults are on: ${faults.join(', ')}. They strike this lesson as they strike any program; a step that fails can be tried again.`]),
	];

const left =
	(...says: readonly string[]) =>
	({ terminated, frames }: LeftFacts): readonly string[] => [
		terminated
			? 'The HEMS has ended its session with PTR, a termination request, and the meter has agreed with PTA. Both have forgotten their key: whoever wants in begins again from nothing.'
			: 'There was no session any more that could be ended.',
		`The dongle is pulled out, and the world is as it was. All of this took ${frames} frames on the air, every one of them real.`,
		...says,
	];

export const LESSON_WORDS_EN: LessonWords = {
	scan: {
		title: 'How a HEMS finds its meter',
		teaches: 'The scan, the beacon, and the first message that asks to be let in.',
		steps: {
			start: {
				title: 'A house, and many meters around it',
				says: start(
					'Route B is the short way of a Japanese smart meter: by radio at 920 MHz, Wi-SUN, to a controller in the house, the home energy management system or HEMS. In a block of flats dozens of meters are within its reach. Two things tell it which one is its own, and that it may ask: an ID of 32 characters and a password of 12, which the utility sends to the customer.',
					'In this lesson a dongle is plugged into the running world, and a HEMS works it as any program would. Each time you go on, the next thing really happens.',
				),
			},
			dongle: {
				title: 'The dongle wakes up',
				says: ({ node, model, pairingId }) => [
					`A HEMS seldom has a radio of its own. It talks over a serial line to a Wi-SUN module, here ${node}, a ${model.toUpperCase()}, in lines of text that all begin with SK. These are the lines of a moment ago, with its echoes and answers.`,
					`SKSETPWD gives it the password, from which it makes a key of 16 bytes; SKSETRBID gives it the ID. Nothing was on the air so far. Remember the last eight characters of the ID, ${pairingId}: they are all that will be called out.`,
				],
			},
			scan: {
				title: 'Is anybody there?',
				says: ({ requests, firstChannel, lastChannel, dwellMs, duration, tookMs }) => [
					`SKSCAN 2 has the module look for its meter. It does not know the channel, so it tries all, ${firstChannel} to ${lastChannel}: on each it sends an enhanced beacon request, and listens for ${rounded(dwellMs, 0)} ms. That is what the ${duration} in the command means: 9.6 ms × (2^${duration} + 1).`,
					`${requests} requests left the antenna in ${seconds(tookMs)} s. Each carries the eight characters, so that other meters keep silent; how exactly they ride in the frame is not confirmed for real meters. The request below went out on the channel of the meter.`,
				],
			},
			beacon: {
				title: 'One answers',
				says: ({ channel, frequency, panId, afterMs, lqi, found, macAddress }) => [
					`On channel ${channel}, ${megahertz(frequency)} MHz, the meter knew its own eight characters, and sent a beacon ${rounded(afterMs, 0)} ms after the request. The module writes it down as EPANDESC: the number of the network (PAN ID ${panId}), the address of the meter (${macAddress}), and how well it was heard (LQI ${lqi}).`,
					found === 1
						? 'Nobody else has answered. In the field several may, for a neighbour can end in the same characters: a good HEMS looks at the pairing ID of each.'
						: `${found} networks have answered, and the HEMS took the one of its own meter.`,
				],
			},
			pci: {
				title: 'May I come in?',
				says: ({ pci, answer, from, to, neighbours }) => [
					`From the two addresses both sides make IPv6 addresses that are good on this link alone: the HEMS is ${from}, the meter ${to}. ${neighbours.length > 0 ? 'First it asked who has that address, and the meter said so: the neighbour discovery of IPv6.' : 'It needed nobody to tell it: the address follows from that in the beacon.'}`,
					`SKJOIN then sent ${pci.name}, the PANA client initiation: ${pci.length} bytes to UDP port 716 that say nothing but "I want to be authenticated". After ${rounded(answer.afterMs, 0)} ms the meter answered with ${answer.name}. The authentication that follows is a lesson of its own; it is over by now, and it went well.`,
				],
			},
			left: {
				title: 'Good-bye',
				says: left(
					'Where a HEMS finds no meter, it is nearly always here: the wrong ID, the wrong channel list, or a scan that is too short. The fault slow-beacon shows the last one.',
				),
			},
		},
	},
	pana: {
		title: 'PANA: proving a password without saying it',
		teaches: 'The messages of PANA and EAP-PSK, and the key that both sides have in the end.',
		steps: {
			start: {
				title: 'A secret that nobody must hear',
				says: start(
					'The air belongs to everybody: whoever is near hears each frame. Meter and HEMS hold the same password, and have to show each other that they do, without a word from which it could be guessed. That is what PANA (RFC 5191) carries, and EAP-PSK (RFC 4764) does inside.',
					'The meter is the agent that lets in (PAA), the HEMS the client that wants in (PaC). Go on, and a HEMS begins.',
				),
			},
			found: {
				title: 'The meter is found',
				says: ({ channel, panId, macAddress }) => [
					`The scan of the first lesson once more: the meter is on channel ${channel}, in PAN ${panId}, at ${macAddress}. From here on nothing is drawn by chance but what must be: random numbers that nobody can foresee.`,
				],
			},
			hello: {
				title: 'Hello, and what we agree on',
				says: ({ messages, sessionId }) => [
					`SKJOIN has run. Its first ${messages.length} messages only prepare: ${messages.map(({ name }) => name).join(', ')}. With PAR[S] the meter gives the conversation a number, ${sessionId}, and offers the algorithms: HMAC-SHA-256 both to derive keys and to sign. PAN[S] takes the offer.`,
					'Up to here the meter has kept nothing in its memory. Whoever floods it with PCI costs it an answer, and no more: a meter that remembered each of them could be filled up from the street.',
				],
			},
			proof: {
				title: 'Four messages that prove it',
				says: ({ serverId, peerId }) => [
					`Now EAP-PSK. The meter says who it is, ${serverId}, and throws a random number. The HEMS says who it is, ${peerId}, throws a number of its own, and adds a code that only somebody with the same key can compute from both numbers and names. The meter checks it, and answers with such a code in turn: now both know.`,
					'The password itself was never on the air. Whoever recorded all four messages can only try passwords one after the other, and each try costs as much as the real thing.',
				],
			},
			key: {
				title: 'A key for one day',
				says: ({ keyId, lifetimeSeconds, tookMs, line }) => [
					`PAR[C] is the end of it: result 0, the key has the number ${keyId}, and the session lives for ${lifetimeSeconds} s${lifetimeSeconds === 86_400 ? ', one day' : ''}. It is the first message that is signed, with a key that has come out of this conversation. PAN[C] signs the answer.`,
					`All of it took ${rounded(tookMs, 0)} ms. The module says "${line.split(' ').slice(0, 2).join(' ')}", and from now on both sides cipher with a link key that is as new as the session. Where the password is wrong there is EVENT 24 in its place, and at a real module that takes some 40 s.`,
				],
			},
			left: {
				title: 'The end of a session',
				says: left(
					'At 80 % of its lifetime a dongle authenticates again by itself, if it is told to (S17). One that does not hears EVENT 29, and has to begin anew. The faults short-lifetime and failed-reauthentication show both.',
				),
			},
		},
	},
	secured: {
		title: 'A secured frame, opened',
		teaches: 'What a stranger sees of an answer, how it is ciphered, and what is in it.',
		steps: {
			start: {
				title: 'From a reading to bytes in the air',
				says: start(
					'A HEMS asks its meter what the house draws at this moment. Question and answer are ECHONET Lite, a language of Japanese homes; they ride in UDP, in IPv6, squeezed by 6LoWPAN, in a frame of IEEE 802.15.4, which is ciphered. We take one apart from the outside.',
				),
			},
			joined: {
				title: 'Joined',
				says: ({ channel, tookMs }) => [
					`A dongle was plugged in, found the meter on channel ${channel}, and was let in, all in ${seconds(tookMs)} s. Meter and dongle now share a link key that nobody else has. Neither has the page: this program has taken it from the meter, to be able to show you the inside.`,
				],
			},
			read: {
				title: 'What is drawn now?',
				says: ({ tid, edt, watts, tookMs }) => [
					`The HEMS sent Get with EPC E7, the property "measured power", under the transaction number ${tid}. After ${rounded(tookMs, 0)} ms the answer was there: ${edt}, four bytes${watts === null ? ', which stand for "no data"' : `, which is ${watts} W`}.`,
					'Two frames carried that, and two short ones between them said "received". Next we look at the answer as a stranger sees it.',
				],
			},
			sealed: {
				title: 'The envelope',
				says: ({ frame, source, destination, level, counter, keyIndex }) => [
					`This is the whole frame, ${frame.length} bytes. Anybody can read the first part, the MAC header: from ${source} to ${destination}. Anybody can read the security header, too: level ${level}, which is "ciphered, with a check of 4 bytes", the counter of this sender, ${counter}, and that the key has the index ${keyIndex}.`,
					'Then comes what is ciphered, and it looks like noise. The last four bytes before the checksum are the MIC: who changes a single bit anywhere in the frame, header included, is found out by it.',
				],
			},
			opened: {
				title: 'The letter',
				says: ({ nonce, headersBefore, headersAfter, sourcePort, destinationPort }) => [
					`AES-128 in the mode CCM* needs the key and a nonce, a number that must never come twice: the address of the sender, its counter, and the level, together ${nonce}. That is why the counter is in the open, and why it may never go back.`,
					`Inside, 6LoWPAN has squeezed ${headersBefore} bytes of IPv6 and UDP headers into ${headersAfter}: addresses are left out, for the MAC header has them. It goes from port ${sourcePort} to ${destinationPort}. What remains is the letter itself: 1081 says "ECHONET Lite", then the number of the transaction, from whom (the meter, 028801), to whom (a controller, 05FF01), 72 for Get_Res, one property, E7, four bytes long.`,
				],
			},
			again: {
				title: 'The same, and yet another',
				says: ({ first, second, different, of }) => [
					`The HEMS asked once more. The counter went from ${first} to ${second}, and although nearly the same stands in the letter, ${different} of ${of} ciphered bytes are different. A stranger cannot even tell that it was the same question.`,
					'Whoever records a frame and sends it again fails as well: the receiver has seen that counter, and drops it.',
				],
			},
			left: {
				title: 'Good-bye',
				says: left('Save a capture with the keys in it, and Wireshark opens frames in the same way: keiki run --capture, then keiki capture open.'),
			},
		},
	},
	'half-hour': {
		title: 'A half-hour',
		teaches: 'Registers, units, and the reading that comes by itself at :00 and :30.',
		steps: {
			start: {
				title: 'The clock of electricity',
				says: start(
					'Electricity in Japan is metered, planned and paid for in half-hours. A meter reads its own registers at each full and half hour, keeps 45 days of that, and tells the newest one to its HEMS unasked.',
					'This lesson has to wait for the next of these moments, up to half an hour of the world. A run with --speed 60 makes it half a minute.',
				),
			},
			joined: {
				title: 'Joined',
				says: ({ channel }) => [
					`A HEMS with a dongle of its own has joined the meter on channel ${channel}. It stays joined until the half-hour is over: who is not joined is told nothing.`,
				],
			},
			now: {
				title: 'What the register says now',
				says: ({ unit, energy, watts, fixedTime, fixedEnergy, next }) => [
					`E0 is the register of what was ever drawn. It is a mere count; E1 and D3 say what one count is worth, here ${rounded(unit, 4)} kWh. ${energy === null ? 'There is no data in it.' : `So the register stands at ${rounded(energy, 4)} kWh.`} ${watts === null ? '' : `At this moment the house draws ${watts} W (E7).`}`,
					fixedTime === null
						? 'EA, the register at the last half-hour, has no data yet: this meter has seen none.'
						: `EA is the same register as it stood at the last half-hour, with its time: ${fixedEnergy === null ? 'no data' : `${rounded(fixedEnergy, 4)} kWh`} at ${clockOf(fixedTime)}. For bills and plans it is this value that counts, not E0.`,
					`The next half-hour is at ${clockOf(next)} by the meter's clock. Go on, and the lesson waits for it.`,
				],
			},
			boundary: {
				title: 'The meter speaks',
				says: ({ fixedTime, fixedEnergy, afterMs, epcs }) => [
					`It has come: ${seconds(afterMs)} s after ${clockOf(fixedTime)} the meter sent a message that nobody had asked for, with ${epcs.join(' and ')}. ${fixedEnergy === null ? 'It has no data.' : `The register stood at ${rounded(fixedEnergy, 4)} kWh.`} Not all meters speak at the same second; some minutes may pass, so that a whole block does not talk at once.`,
					'A HEMS need not poll every second to have good half-hours. But it must be ready for messages that come in between, and for those that are lost on the air.',
				],
			},
			difference: {
				title: 'The half-hour, as a number',
				says: ({ used, average, before, after, halfHours }) => [
					used === null || before === null
						? `There was no reading at the half-hour before ${clockOf(after)}, so that no difference can be taken. After another one there would be.`
						: `Between ${clockOf(before)} and ${clockOf(after)}${halfHours > 1 ? `, ${halfHours} half-hours,` : ''} ${rounded(used, 4)} kWh were drawn: a mean of ${average} W. It is as coarse as one count of the register; half-hours of a small house are often 0, 0 and then one count.`,
					'The page of curves has all half-hours of 45 days, with holes where the meter had no power.',
				],
			},
			left: {
				title: 'Good-bye',
				says: left('The faults missing-notification, late-notification and duplicate-notification show what happens to the message on bad days.'),
			},
		},
	},
	hls: {
		title: 'HLS: how the utility knocks',
		teaches: 'Route A with DLMS/COSEM: an association, a challenge each way, and a ciphered reading.',
		steps: {
			start: {
				title: 'The other side of the meter',
				says: start(
					"Route B belongs to the customer, Route A to the utility. What Japan's utilities speak there above IPv6 is not public. Keiki speaks DLMS/COSEM in the style of IDIS, with which meters are read all over the world, and says so wherever it matters.",
					'In this lesson a head-end reads the meter. It is client 101, under keys that are drawn for it and forgotten at the end. It counts up no counter of the utility, and no HEMS notices.',
				),
			},
			headEnd: {
				title: 'Who is who',
				says: ({ client, clientTitle, meterTitle }) => [
					`Each side has a system title of 8 bytes that no other device has: the head-end ${clientTitle}, the meter ${meterTitle}. The first three are the letters of the maker. Together with a counter the title makes the number that AES-GCM must never see twice.`,
					`Clients have numbers, too. Number 16, the public client, may read a few harmless things without any key. This one is ${client}, and has two keys with the meter: one to cipher (EK), one to sign (AK).`,
				],
			},
			counter: {
				title: 'First, where did we leave off?',
				says: ({ apdus, counter }) => [
					`A head-end that has forgotten its counter would be refused: the meter takes none twice. So it opens a connection as the public client, reads the counter that the meter has seen last, and closes it: ${apdus.length} messages. The one of the utility's own client stands at ${counter}; client 101 has keys that nobody has used, so that it may begin at 1.`,
					'AARQ and AARE open an association, RLRQ and RLRE release it. Each travels behind 8 bytes of wrapper: version, who, to whom, how long.',
				],
			},
			challenge: {
				title: 'A challenge each way',
				says: ({ toServer, toClient, mechanism }) => [
					`Now as client 101. Its AARQ names mechanism ${mechanism}, high level security with GMAC, and brings a challenge, ${toServer}. The meter answers "authentication required" with a challenge of its own: ${toClient}.`,
					'Neither has shown yet that it holds a key: an AARQ can be copied. But the challenges are new each time, so that no old answer fits.',
				],
			},
			proof: {
				title: 'Both answer',
				says: ({ apdus }) => [
					`The head-end computes a tag over the challenge of the meter with both keys, and hands it over by the method reply_to_HLS_authentication of the association object: ${apdus[0]?.name ?? ''}. The meter checks it, and returns its own tag over the challenge of the head-end: ${apdus[1]?.name ?? ''}.`,
					'From here on the association is open, and what this client may read and write counts. Had the tag been wrong, the meter would have said "authentication failure", and counted it.',
				],
			},
			read: {
				title: 'A reading that is ciphered',
				says: ({ object, wattHours, control, counter }) => [
					`The head-end read ${object}, active energy, import: ${rounded(wattHours, 0)} Wh. The number of the object says it in the words of OBIS: 1 is electricity, 1.8 energy that was drawn, 0 the total.`,
					`The request began with C8, a get-request under a global key. Its security control ${control} says "signed and ciphered", its counter was ${counter}. What follows is noise to all but these two.`,
				],
			},
			released: {
				title: 'Good-bye',
				says: () => [
					'RLRQ, RLRE: the association is released, and the keys of client 101 are forgotten. The counters of the utility stand where they stood.',
					'keiki hes does all this from the command line; the page of objects has what can be read.',
				],
			},
		},
	},
	unit: {
		title: 'A unit is pulled',
		teaches: 'A meter of units: what stops when one is pulled, what goes on, and what is written down.',
		steps: {
			start: {
				title: 'A meter that comes in pieces',
				says: start(
					'Meters of Kansai Electric Power are made of units: a terminal base, and in it a communication unit, a metering unit, one more, and a cover. Ten years on one unit can be exchanged without a power cut. What does a HEMS see of that?',
					'In this lesson the metering unit is pulled out of this meter for as long as you like, and pushed in again. The base writes that down; it can be read later, and the meter counts nothing meanwhile.',
				),
			},
			joined: {
				title: 'Joined',
				says: ({ channel }) => [
					`A HEMS with a dongle of its own has joined on channel ${channel}. Its session is with the communication unit, and with nothing else.`,
				],
			},
			before: {
				title: 'All is well',
				says: ({ code, serial, watts }) => [
					`In its place is the metering unit ${code}, number ${serial}. Asked for E7 the meter says ${watts === null ? '"no data"' : `${watts} W`}: the communication unit has asked the metering unit over the bus of the base. Go on, and it is pulled.`,
				],
			},
			pulled: {
				title: 'Out it comes',
				says: ({ what, serial, time }) => [
					`At ${time.slice(11, 19)} the base wrote: "${what}". Nobody had announced work at the meter, so that for the utility this looks like tampering. With "service on" before it, it would be mere work.`,
					`The house has its light all the same: the supply goes through the base. ${serial} lies beside the meter, and holds its registers in its own memory.`,
				],
			},
			missing: {
				title: 'What the HEMS sees',
				says: ({ edt, energy, fault }) => [
					`E7 is ${edt} now: 7FFFFFFE is no power of a very large house, it is the code for "no data". E0 is ${energy === '' ? 'refused' : energy}${energy === 'FFFFFFFE' ? ', "no data" for a register' : ''}. A program that takes these for numbers draws a peak of two gigawatts.`,
					`${fault === '41' ? '88, the fault status, is 41: a fault has occurred. ' : fault === '' ? '' : `88, the fault status, is ${fault}. `}The session has not ended, and every question is answered. Nothing is wrong with the radio.`,
				],
			},
			plugged: {
				title: 'In again',
				says: ({ tookMs, watts, energyBefore, energyAfter }) => [
					`The same unit is in its place. It said who it is, the base checked whether it fits, and after ${seconds(tookMs)} s it worked: ${watts === null ? 'no data yet' : `${watts} W`}.`,
					`E0 was ${energyBefore} before, and is ${energyAfter} now: its registers went on where they stood, for they are kept in the unit. What the house drew meanwhile nobody has counted. A new unit would begin at 0, and a HEMS would have to take that for what it is.`,
				],
			},
			left: { title: 'Good-bye', says: left('On the page of the meter you can pull what you like, and put in what does not fit.') },
		},
	},
};
