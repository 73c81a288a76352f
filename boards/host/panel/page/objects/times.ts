/** `12:00:01` of `2026-11-29T12:00:01.250+09:00`: times of the meter's world, which are of Japan. */
export function clockOf(time: string): string {
	return time.slice(11, 19);
}

/** `2026-11-29 12:00`, of a row. */
export function momentOf(time: string): string {
	return time.slice(0, 16).replace('T', ' ');
}
