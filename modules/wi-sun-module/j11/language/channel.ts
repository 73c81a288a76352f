/** Channels as J11 counts them: 4 (922.5 MHz) to 17 (927.7 MHz), 0.4 MHz apart (table 21): every second one of those that are counted from 33. */
export const FIRST_CHANNEL = 4;
export const LAST_CHANNEL = 17;
/** Bit n stands for channel n. */
const ALL_CHANNELS = 0x3fff0;

const OFFSET = 25;

export function isChannel(channel: number): boolean {
	return channel >= FIRST_CHANNEL && channel <= LAST_CHANNEL;
}

/** 33 to 59. */
export function airChannelOf(channel: number): number {
	return 2 * channel + OFFSET;
}

export function channelOf(airChannel: number): number {
	return (airChannel - OFFSET) / 2;
}

/** Channels of the air that a mask selects; none where it has a bit of no channel. */
export function airChannelsOf(mask: number): number[] {
	const channels: number[] = [];
	if ((mask & ~ALL_CHANNELS) !== 0) return channels;
	for (let channel = FIRST_CHANNEL; channel <= LAST_CHANNEL; channel++) if (((mask >>> channel) & 1) === 1) channels.push(airChannelOf(channel));
	return channels;
}
